"""The one door to the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import connection

from zhiheng.core.evidence.canonical import canonical_text
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.entries import FIRST_PREVIOUS
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import ChainHead, Event

_HEAD = 1


def record(
    *,
    act: str,
    subject: str,
    details: Mapping[str, object],
    by: User | None,
    on: dt.datetime,
) -> Event:
    """Add one event in the transaction of the act it records.

    `act` is a dotted name (`accounts.role_granted`), `subject` is `kind:id`, `details` holds ids
    and codes only. Writers queue for the head of the chain until the transaction ends, so the
    order of the numbers is the order of the commits and there are no gaps.
    """
    assert connection.in_atomic_block, "record an act in the transaction that does it"
    assert on.tzinfo is not None, "the time of an act needs its zone"
    kind, _, identity = subject.partition(":")
    assert kind, f"subject must be kind:id, got {subject!r}"
    assert identity, f"subject must be kind:id, got {subject!r}"
    head = _locked_head()
    event = Event(
        sequence=head.sequence + 1,
        at=on,
        actor=by,
        act=act,
        subject_kind=kind,
        subject_id=identity,
        details=canonical_text(details),
        previous=head.digest,
    )
    event.digest = sha256(event.covered).hex()
    event.save()
    ChainHead.objects.filter(pk=_HEAD).update(sequence=event.sequence, digest=event.digest)
    return event


def _locked_head() -> ChainHead:
    ChainHead.objects.get_or_create(pk=_HEAD, defaults={"sequence": 0, "digest": FIRST_PREVIOUS})
    # On SQLite the transaction already holds the write lock (IMMEDIATE) and this adds nothing.
    return ChainHead.objects.select_for_update().get(pk=_HEAD)
