"""Whether events follow from one another: each holds the digest of the one before."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from zhiheng.core.errors import Problem
from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.entries import FIRST_PREVIOUS
from zhiheng.office.ledger.models import ChainHead, Event


def verify_chain() -> list[Problem]:
    """Recompute every digest, oldest first; return what does not fit, empty when all does.

    Finds an altered, inserted, removed or reordered event, and events cut off the end as long as
    the head was not forged with them.
    """
    problems, end = _check_events(_End())
    # The long part ran without a lock; what was added meanwhile is read while no writer can add.
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().first()
        added, end = _check_events(end)
        return problems + added + _problems_of_head(head, end)


@dataclass(frozen=True)
class _End:
    """The last event that was checked."""

    sequence: int = 0
    digest: str = FIRST_PREVIOUS


def problems_between(sequence: int, digest: str, until: int) -> list[Problem]:
    """Return what does not fit in the events after one with a digest, up to number `until`."""
    return _check_events(_End(sequence, digest), until=until)[0]


def _check_events(end: _End, *, until: int | None = None) -> tuple[list[Problem], _End]:
    """Check the events after `end`; return what does not fit and the new end."""
    problems: list[Problem] = []
    following = Event.objects.filter(sequence__gt=end.sequence).order_by("sequence")
    if until is not None:
        following = following.filter(sequence__lte=until)
    for event in following.iterator(chunk_size=2_000):
        position = str(event.sequence)
        if event.sequence != end.sequence + 1:
            gap = {"expected": str(end.sequence + 1), "found": position}
            problems.append(Problem("ledger.gap", gap, position=position))
        if event.previous != end.digest:
            problems.append(Problem("ledger.link_broken", {"number": position}, position=position))
        if event.digest != sha256(event.covered).hex():
            problems.append(Problem("ledger.altered", {"number": position}, position=position))
        end = _End(event.sequence, event.digest)
    return problems, end


def _problems_of_head(head: ChainHead | None, end: _End) -> list[Problem]:
    known = _End(head.sequence, head.digest) if head else _End()
    if known == end:
        return []
    values = {"expected": str(known.sequence), "found": str(end.sequence)}
    return [Problem("ledger.end_differs", values, position=str(end.sequence))]
