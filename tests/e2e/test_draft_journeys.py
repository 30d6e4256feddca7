"""Drafts checked before filing, in a browser: handed in, explained, proved, seen by nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import SignIn
from tests.e2e.looks import faint_texts, overflow, untranslated

pytestmark = pytest.mark.e2e

PHONE = {"width": 390, "height": 844}
CLAIM = (
    "一种固态电池复合电解质膜，其特征在于，包括聚合物基体层、分散在所述聚合物基体层中的锂镧锆氧颗粒"
    "以及覆盖在所述聚合物基体层表面的界面修饰层，所述界面修饰层的厚度为{}纳米，由氮化锂和氟化锂组成。"
)
BODY = (
    '<?xml version="1.0" encoding="UTF-8"?><cn-application-body lang="zh" country="CN">'
    '<cn-claims><claim id="cl0001" num="0001"><claim-text>1.一种血液灌流器的密封检测装置，'
    "其特征在于，包括内包装袋和湿度卡，所述内包装袋内充正压气体，所述湿度卡嵌入内包装袋表面。"
    "</claim-text></claim></cn-claims></cn-application-body>"
)


def draft(name: str, thickness: str) -> FilePayload:
    text = f"发明名称：{name}\n权利要求书\n1. {CLAIM.format(thickness)}\n"
    return {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()}


FIRST, SECOND = draft("复合电解质膜", "20"), draft("锂电池电解质膜", "30")
XML: FilePayload = {"name": "100001.xml", "mimeType": "text/xml", "buffer": BODY.encode()}
PDF: FilePayload = {"name": "图.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def looks_well(page: Page) -> None:
    assert untranslated(page) == []
    assert faint_texts(page) == []
    assert overflow(page) <= 0


def test_an_agent_checks_drafts_and_hands_the_proof_on(
    sign_in: SignIn, tmp_path: Path, complaints: list[str]
):
    agent = sign_in("demo-agency")
    agent.goto("/hall/")
    agent.get_by_role("link", name="草稿自查").first.click()
    agent.get_by_role("link", name="新建自查").first.click()
    agent.locator("[name=uploads]").set_input_files([FIRST, SECOND, XML, PDF])
    looks_well(agent)
    press(agent, "开始自查")
    expect(agent.get_by_text("完成", exact=True)).to_be_visible(timeout=60_000)
    expect(agent.get_by_role("heading", name="内容几乎相同")).to_be_visible()
    expect(agent.locator(".draft-aligned .al-replaced").first).to_contain_text("20")
    expect(agent.get_by_text("不能读取“.pdf”文件")).to_be_visible()
    agent.get_by_text("可能的正当理由").first.click()
    looks_well(agent)
    with agent.expect_download() as download:
        agent.get_by_role("link", name="下载证明（PDF）").click()
    proof = tmp_path / "proof.pdf"
    download.value.save_as(proof)
    code = agent.locator("dd code").first.inner_text()
    confirm(sign_in(), code, proof)
    others_see_nothing(sign_in, agent.url, complaints)
    delete(agent)


def confirm(stranger: Page, code: str, proof: Path) -> None:
    stranger.goto("/verify/")
    stranger.locator("[name=code]").fill(code)
    stranger.locator("[name=file]").set_input_files(SECOND)
    press(stranger, "核验")
    expect(stranger.get_by_text("申请前已自查")).to_be_visible()
    looks_well(stranger)
    stranger.locator("[name=code]").fill("")
    stranger.locator("[name=file]").set_input_files(proof)
    press(stranger, "核验")
    expect(stranger.get_by_text("申请前已自查")).to_be_visible()


def others_see_nothing(sign_in: SignIn, address: str, complaints: list[str]) -> None:
    path = "/" + address.split("/", 3)[3]
    for account, status in (("demo-enterprise", 404), ("demo-officer", 403), ("demo-auditor", 403)):
        answer = sign_in(account).goto(path)
        assert answer
        assert answer.status == status
    complaints.clear()  # the browser says of each that it was refused
    again = sign_in("demo-agency", viewport=PHONE)  # the same person in another browser
    again.goto(path)
    expect(again.get_by_role("heading", name="结果已加密")).to_be_visible()
    looks_well(again)


def delete(agent: Page) -> None:
    agent.get_by_role("link", name="删除结果").click()
    looks_well(agent)
    press(agent, "删除")
    expect(agent.get_by_text("结果已经删除，证明仍然有效。")).to_be_visible()
    looks_well(agent)
