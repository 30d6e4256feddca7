"""`zhiheng ledger` as an auditor types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from tests.office.conftest import WHEN
from tests.office.ledger.factories import act, execute, options
from zhiheng.core.evidence.notes import parse_keys
from zhiheng.core.evidence.offline import main as verify_offline
from zhiheng.office.cli.root import root
from zhiheng.office.ledger.keys import own_keys


@pytest.fixture
def acts(db: None) -> None:
    for number in range(1, 6):
        act(number, on=WHEN)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(root, ["--lang", "en", "ledger", *arguments])


def test_a_log_is_sealed_proved_verified_and_handed_over(acts: None, tmp_path: Path):
    made = json.loads(run("checkpoint", "--json").stdout)
    assert (made["size"], made["timestamps"]) == (5, [])
    assert parse_keys(run("keys").stdout) == own_keys()
    proof, folder = tmp_path / "proof.json", tmp_path / "log"
    assert run("prove", "3", "--out", str(proof)).exit_code == 0
    assert json.loads(run("prove", "3").stdout) == json.loads(proof.read_text())
    assert run("prove", "3", "--out", str(tmp_path / "absent" / "proof.json")).exit_code == 7
    assert run("export", str(folder)).exit_code == 0
    assert (folder / "zhiheng_verify.py").read_text() == run("verifier").stdout
    keys = "\n".join(str(key) for key in own_keys())
    for path in (proof, folder):
        assert verify_offline([str(path), "--key", keys]) == 0
    said = run("verify", "--against", str(proof), "--against", str(folder / "checkpoint"))
    assert (said.stdout, said.exit_code) == ("ok\n", 0)


def test_what_does_not_fit_is_told_in_words_and_as_json(acts: None):
    run("checkpoint")
    execute("UPDATE ledger_event SET act = 'x' WHERE sequence = 2")
    said = run("verify")
    assert said.exit_code == 3
    assert "Event 2 of the act log does not match its digest" in said.stderr
    as_json = run("verify", "--json")
    assert as_json.exit_code == 3
    result = json.loads(as_json.stdout)
    assert result["ok"] is False
    assert {"ledger.altered", "ledger.root"} <= {one["code"] for one in result["problems"]}
    assert result["checkpoints"][0]["problems"] == ["ledger.root", "ledger.sm3_root"]


def test_an_authority_that_does_not_answer_is_told_and_the_log_is_sealed(acts, monkeypatch):
    address = "http://127.0.0.1:9/stamp"
    monkeypatch.setattr(settings, "ZHIHENG", options(authorities=(address,)))
    said = run("checkpoint", "--json")
    assert said.exit_code == 3
    assert address in said.stderr
    assert json.loads(said.stdout)["size"] == 5


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("prove", "99"), 4),
        (("prove", "3"), 4),
        (("prove", "many"), 2),
        (("verify", "--against", "absent"), 3),
        (("export", "."), 6),
        (("cosign", "http://127.0.0.1:9", "--log-key", "no key", "--name", "w", "--state", "w"), 3),
        (("cosign", "http://127.0.0.1:9", "--log-key", "k", "--name", "w", "--state", "file"), 3),
    ],
)
def test_what_cannot_be_done_is_told_with_its_exit_code(
    acts: None, arguments: tuple[str, ...], code: int, tmp_path: Path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    said = run(*arguments)
    assert said.exit_code == code
    assert said.stderr


def test_without_an_act_there_is_nothing_to_seal(db: None):
    assert run("checkpoint").exit_code == 3
