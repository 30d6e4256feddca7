"""Time-stamping authorities: what of their answers is kept, and what is told when one fails."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from tests.core.evidence.authority import OPENSSL, Authority, make_authority
from tests.core.evidence.http_service import served
from tests.office.conftest import WHEN
from tests.office.ledger.factories import act, options
from zhiheng.core.evidence.stamp_requests import stamp_request
from zhiheng.office.ledger.models import Checkpoint, Stamp
from zhiheng.office.ledger.stamping import stamp
from zhiheng.office.ledger.tasks import seal_and_show, seal_in_background
from zhiheng.office.ledger.verifying import verify_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(OPENSSL is None, reason="no openssl")]


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def checkpoint(db: None) -> Checkpoint:
    act(1, on=WHEN)
    made, problems = seal_and_show(on=timezone.now())
    assert made is not None
    assert problems == []
    return made


def answering(status: int, answer: Callable[[bytes], bytes]) -> AbstractContextManager[str]:
    """Serve somebody at an authority's address."""
    return served(lambda _, body: (status, "text/html", answer(body)))


def test_the_worker_has_each_checkpoint_stamped(authority: Authority, db: None, monkeypatch):
    act(1, on=WHEN)
    with authority.served() as address:
        chosen = options(authorities=(address,), roots=authority.root)
        monkeypatch.setattr(settings, "ZHIHENG", chosen)
        seal_in_background.call()
        seal_in_background.call()
    assert Stamp.objects.get().authority == address
    result = verify_ledger()
    assert (result.problems, result.believed) == ([], False)


def test_an_authority_that_was_down_is_asked_again_the_next_time(
    authority: Authority, checkpoint: Checkpoint, monkeypatch
):
    with answering(503, lambda _: b"") as address:
        monkeypatch.setattr(settings, "ZHIHENG", options(authorities=(address,)))
        (problem,) = stamp(checkpoint)
    assert problem.code == "ledger.no_stamp"
    assert problem.values["authority"] == address
    with authority.served() as address:
        monkeypatch.setattr(settings, "ZHIHENG", options(authorities=(address,)))
        assert seal_and_show(on=timezone.now()) == (checkpoint, [])
    assert checkpoint.stamps.count() == 1
    assert verify_ledger().believed


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("of another text", "another text"),
        ("replayed", "another request"),
        ("no stamp", "not DER"),
        ("too long", "too long"),
    ],
)
def test_an_answer_that_is_no_stamp_of_this_checkpoint_is_not_kept(
    authority: Authority, checkpoint: Checkpoint, case: str, reason: str, monkeypatch
):
    text = checkpoint.note.rpartition("\n\n")[0] + "\n"
    answers = {
        "of another text": lambda _: authority.answer(stamp_request("other\n").content),
        "replayed": lambda _: authority.answer(stamp_request(text).content),
        "no stamp": lambda _: b"<html>not found</html>",
        "too long": lambda _: b"0" * 100_000,
    }
    with answering(200, answers[case]) as address:
        monkeypatch.setattr(settings, "ZHIHENG", options(authorities=(address,)))
        (problem,) = stamp(checkpoint)
    assert reason in problem.values["reason"]
    assert Stamp.objects.count() == 0


def test_a_stamp_of_an_authority_under_no_trusted_root_is_not_kept(
    authority: Authority, checkpoint: Checkpoint, tmp_path: Path, monkeypatch
):
    other = make_authority(tmp_path / "other")
    with authority.served() as address:
        chosen = options(authorities=(address,), roots=other.root)
        monkeypatch.setattr(settings, "ZHIHENG", chosen)
        (problem,) = stamp(checkpoint)
    assert "trusted root" in problem.values["reason"]
    assert Stamp.objects.count() == 0
