"""An auditor seals the act log and hands a proof out; somebody without an account checks it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn

pytestmark = pytest.mark.e2e


def check(page: Page, path: Path) -> None:
    page.goto("/ledger/check/")
    page.get_by_label("证明文件").set_input_files(path)
    page.get_by_role("button", name="核验").click()
    expect(page.locator("#proof-verdict")).to_be_visible()


def test_a_proof_from_the_act_log_is_checked_in_the_browser_of_a_stranger(
    sign_in: SignIn, tmp_path: Path
):
    auditor = sign_in("demo-auditor")
    auditor.goto("/ledger/")
    auditor.get_by_role("button", name="立即封存").click()
    expect(auditor.locator("main")).to_contain_text("均已封存")
    auditor.goto("/ledger/?act=accounts.signed_in")  # a worker's acts may stand above
    auditor.locator("main details.event-details").first.locator("summary").click()
    with auditor.expect_download() as waiting:
        auditor.get_by_role("link", name="下载本条证明").first.click()
    proof = tmp_path / "proof.json"
    waiting.value.save_as(proof)

    stranger = sign_in()
    check(stranger, proof)
    expect(stranger.locator("#proof-verdict")).to_contain_text("全部相符")
    expect(stranger.locator("#proof-facts")).to_contain_text("accounts.signed_in")

    bundle = json.loads(proof.read_text(encoding="utf-8"))
    bundle["entry"] = bundle["entry"].replace("accounts.signed_in", "accounts.user_created")
    proof.write_text(json.dumps(bundle), encoding="utf-8")
    check(stranger, proof)
    expect(stranger.locator("#proof-verdict")).to_contain_text("请勿采信")

    proof.write_text("no proof", encoding="utf-8")
    check(stranger, proof)
    expect(stranger.locator("#proof-verdict")).to_contain_text("无法读取")

    auditor.goto("/ledger/verification/")
    expect(auditor.locator("main")).to_contain_text("均相符")
    expect(auditor.locator("main tbody tr").first).to_contain_text("相符")
