"""What anyone may read of the log, and the pages about it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.office.conftest import WHEN
from tests.office.ledger.factories import act
from zhiheng.core.evidence.bundles import parse_proof
from zhiheng.core.evidence.checkpoints import parse_head
from zhiheng.core.evidence.merkle import root_of
from zhiheng.core.evidence.notes import parse_keys, parse_note
from zhiheng.core.evidence.tiles import TileReader, unbundle
from zhiheng.core.evidence.verification import verify_proof
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.keys import trusted
from zhiheng.office.ledger.models import Checkpoint
from zhiheng.office.ledger.sealing import seal

ClientOf = Callable[[User], Client]


def sealed(count: int) -> Checkpoint:
    for number in range(1, count + 1):
        act(number, on=WHEN)
    made = seal(on=timezone.now())
    assert made is not None
    return made


@pytest.fixture
def long_log(db: None) -> Checkpoint:
    """Three hundred acts: a full tile and a begun one."""
    return sealed(300)


@pytest.fixture
def checkpoint(db: None) -> Checkpoint:
    """Three acts."""
    return sealed(3)


def test_a_standard_client_reads_the_log_without_signing_in(long_log: Checkpoint):
    client = Client()
    answer = client.get("/ledger/log/checkpoint")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    note = parse_note(answer.content.decode())
    keys = parse_keys(client.get("/ledger/log/keys").content.decode())
    assert all(note.signed_by(key) for key in keys)
    head = parse_head(note.text)
    reader = TileReader(head.size, lambda tile: client.get(f"/ledger/log/{tile.path}").content)
    assert root_of(head.size, reader.node) == head.root
    tile = client.get("/ledger/log/tile/0/000")
    assert tile.headers["Content-Type"] == "application/octet-stream"
    assert "immutable" in tile.headers["Cache-Control"]
    assert len(tile.content) == 256 * 32


def test_a_web_server_without_tiles_makes_them_when_asked(long_log: Checkpoint):
    shutil.rmtree(settings.ZHIHENG.home / "ledger")
    assert len(Client().get("/ledger/log/tile/0/001.p/44").content) == 44 * 32
    # A narrower tile is the beginning of the wider one.
    assert len(Client().get("/ledger/log/tile/0/001.p/9").content) == 9 * 32


def test_tiles_that_the_log_does_not_have_are_not_found(long_log: Checkpoint):
    for path in (
        "0/001", "0/001.p/45", "0/002", "1/000", "2/000.p/1", "x", "0/0", "../../secret.key",
    ):  # fmt: skip
        assert Client().get(f"/ledger/log/tile/{path}").status_code == 404, path


def test_before_the_first_checkpoint_there_is_nothing_to_read(db: None):
    for path in ("checkpoint", "tile/0/000"):
        assert Client().get(f"/ledger/log/{path}").status_code == 404
    assert Client().get("/ledger/check/").status_code == 200


def test_entries_are_for_who_may_read_the_act_log(
    checkpoint: Checkpoint, auditor: User, analyst: User, client_of: ClientOf
):
    path = "/ledger/log/tile/entries/000.p/3"
    assert Client().get(path).status_code == 403
    assert client_of(analyst).get(path).status_code == 403
    answer = client_of(auditor).get(path)
    assert json.loads(unbundle(answer.content)[0])["sequence"] == 1
    assert "public" not in answer.headers["Cache-Control"]


def test_the_verifier_and_the_page_are_there_for_everybody(checkpoint: Checkpoint):
    file = Client().get("/ledger/zhiheng_verify.py")
    assert file.content.startswith(b"#!/usr/bin/env python3")
    page = Client().get("/ledger/check/").content.decode()
    assert "zhiheng_verify.py" in page
    assert "<script>" not in page


def test_an_auditor_seals_and_takes_a_proof_along(
    checkpoint: Checkpoint, auditor: User, client_of: ClientOf
):
    client = client_of(auditor)
    number = act(4, on=WHEN).sequence
    assert client.get(f"/ledger/{number}/proof.json").status_code == 404
    page = client.post("/ledger/checkpoints/", follow=True)
    assert "均已封存" in page.content.decode()
    assert page.context["checkpoint"].size == number
    answer = client.get(f"/ledger/{number}/proof.json")
    assert f'filename="proof-{number}.json"' in answer.headers["Content-Disposition"]
    proof, _trust = parse_proof(json.loads(answer.content))
    assert verify_proof(proof, trusted()) == []
    assert client.get("/ledger/99999/proof.json").status_code == 404
    lines = client.get("/ledger/verification/").context["lines"]
    assert [(line.size, line.problems) for line in lines] == [(number, []), (3, [])]


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/ledger/1/proof.json"), ("post", "/ledger/checkpoints/")]
)
def test_proofs_and_sealing_are_for_who_may_read_the_log(
    method: str, path: str, analyst: User, client_of: ClientOf
):
    assert getattr(client_of(analyst), method)(path).status_code == 403
    assert getattr(Client(), method)(path).status_code == 302
    assert Checkpoint.objects.count() == 0
