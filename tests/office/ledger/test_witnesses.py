"""Witnesses: asked by the protocol of C2SP tlog-witness, or reading the log by themselves."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.core.evidence.http_service import served
from tests.office.conftest import WHEN
from tests.office.ledger.factories import act, options
from zhiheng.core.evidence.checkpoints import parse_head
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.merkle import is_consistent
from zhiheng.core.evidence.notes import Key, parse_note
from zhiheng.core.evidence.signers import WitnessSigner, signature_line
from zhiheng.office.cli.root import root
from zhiheng.office.ledger.keys import own_keys
from zhiheng.office.ledger.models import Checkpoint
from zhiheng.office.ledger.sealing import seal
from zhiheng.office.ledger.verifying import verify_ledger
from zhiheng.office.ledger.witnesses import ask_witnesses

NOTHING = 0, sha256(b"")
SIGNER = WitnessSigner("witness.example", b"\x09" * 32, at=1_790_000_000)


class Witness:
    """A witness of another office, who answers over HTTP and remembers what he saw."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        self.keys = keys
        self.seen = NOTHING
        self.answers: list[int] = []

    def answer(self, body: str) -> tuple[int, str]:
        asked, _, written = body.partition("\n\n")
        first, *lines = asked.split("\n")
        if first != f"old {self.seen[0]}":
            return 409, f"{self.seen[0]}\n"
        note, proof = parse_note(written), [base64.b64decode(line) for line in lines]
        head = parse_head(note.text)
        grown = is_consistent(self.seen, (head.size, head.root), proof)
        if not grown or not any(note.signed_by(key) for key in self.keys):
            return 422, "the log does not go on from what was seen, or it did not sign\n"
        self.seen = head.size, head.root
        return 200, f"{signature_line(note.text, SIGNER)}\n"

    @contextmanager
    def served(self) -> Iterator[str]:
        def answered(asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, str, bytes]:
            assert asked.path == "/w/add-checkpoint"
            status, said = self.answer(body.decode())
            self.answers.append(status)
            return status, "text/x.tlog.size" if status == 409 else "text/plain", said.encode()

        with served(answered) as address:
            yield f"{address}/w"


def sealed(*numbers: int) -> Checkpoint:
    for number in numbers:
        act(number, on=WHEN)
    checkpoint = seal(on=timezone.now())
    assert checkpoint is not None
    return checkpoint


def test_a_witness_signs_what_goes_on_from_what_he_saw(db: None, monkeypatch):
    witness = Witness(own_keys())
    with witness.served() as address:
        monkeypatch.setattr(
            settings, "ZHIHENG", options(witnesses=(address,), keys=str(SIGNER.key))
        )
        assert ask_witnesses(sealed(1, 2, 3)) == []
        assert ask_witnesses(sealed(4, 5)) == []
        assert witness.answers == [200, 200]
        # He forgot: then he says so, and is shown the whole log.
        witness.seen = NOTHING
        assert ask_witnesses(sealed(6)) == []
        assert witness.answers[2:] == [409, 200]
    assert [one.cosignatures for one in verify_ledger().checkpoints] == [1, 1, 1]
    assert verify_ledger().problems == []


def test_a_witness_who_saw_another_log_does_not_sign(db: None, monkeypatch):
    witness = Witness(own_keys())
    witness.seen = 2, b"\x01" * 32
    with witness.served() as address:
        monkeypatch.setattr(
            settings, "ZHIHENG", options(witnesses=(address,), keys=str(SIGNER.key))
        )
        (problem,) = ask_witnesses(sealed(1, 2, 3))
    assert problem.code == "ledger.no_cosignature"
    assert witness.answers == [409, 422]


def test_a_signature_of_an_unknown_witness_is_not_kept(db: None, monkeypatch):
    with Witness(own_keys()).served() as address:
        monkeypatch.setattr(settings, "ZHIHENG", options(witnesses=(address,)))
        (problem,) = ask_witnesses(sealed(1))
    assert "trusted key" in problem.values["reason"]
    assert [one.cosignatures for one in verify_ledger().checkpoints] == [0]


def test_a_witness_that_does_not_answer_is_told(db: None, monkeypatch):
    monkeypatch.setattr(settings, "ZHIHENG", options(witnesses=("http://127.0.0.1:9",)))
    (problem,) = ask_witnesses(sealed(1))
    assert problem.values["witness"] == "http://127.0.0.1:9"


def hand_in(size: int, lines: bytes) -> int:
    answer = Client().post(
        f"/ledger/log/cosignatures/{size}", data=lines, content_type="text/plain"
    )
    return answer.status_code


def test_a_witness_hands_his_signature_in_without_signing_in(db: None, monkeypatch):
    monkeypatch.setattr(settings, "ZHIHENG", options(keys=str(SIGNER.key)))
    text = parse_note(sealed(1, 2).note).text
    line = f"{signature_line(text, SIGNER)}\n".encode()
    stranger = WitnessSigner("stranger.example", b"\x0a" * 32, at=1)
    assert hand_in(2, line) == 200
    assert hand_in(2, line) == 200
    assert hand_in(3, line) == 404
    unfit = (b"", b"\xff", b"x" * 20_000, f"{signature_line(text, stranger)}\n".encode())
    assert [hand_in(2, lines) for lines in unfit] == [400] * 4
    assert Client().get("/ledger/log/cosignatures/2").status_code == 405
    assert [one.cosignatures for one in verify_ledger().checkpoints] == [1]


@pytest.mark.django_db(transaction=True)
def test_another_office_witnesses_the_log_from_its_command_line(
    live_server, tmp_path: Path, monkeypatch
):
    address = f"{live_server.url}/ledger/log"
    sealed(*range(1, 301))

    def cosign(*more: str) -> Result:
        arguments = ["--lang", "en", "ledger", "cosign", address, "--log-key", str(own_keys()[0])]
        arguments += ["--name", "neighbour.example", "--state", str(tmp_path), *more]
        return CliRunner().invoke(root, arguments)

    key, line = cosign().stdout.splitlines()
    assert line.startswith("— neighbour.example ")
    monkeypatch.setattr(settings, "ZHIHENG", options(keys=key))
    sealed(301)
    assert cosign("--send").exit_code == 0
    assert [one.cosignatures for one in verify_ledger().checkpoints] == [1, 0]
    assert (tmp_path / "witness.key").stat().st_mode & 0o777 == 0o600

    # What was seen is not what is shown now: the log was rewritten.
    state = tmp_path / "seen.json"
    state.write_text(state.read_text().replace("301", "299"), encoding="utf-8")
    refused = cosign()
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "does not begin with what was seen" in refused.stderr
