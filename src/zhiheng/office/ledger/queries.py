"""Questions to the ledger."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zhiheng.core.errors import Problem
from zhiheng.office.ledger.chain import FIRST_PREVIOUS, event_digest
from zhiheng.office.ledger.models import ChainHead, Event


@dataclass(frozen=True)
class EventFilter:
    """What to look for; empty values do not narrow. The days are local and both included."""

    act: str = ""
    actor: str = ""
    subject: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


def find_events(wanted: EventFilter) -> QuerySet[Event]:
    """Return the events that fit, newest first."""
    events = Event.objects.select_related("actor")
    if wanted.act:
        events = events.filter(act=wanted.act)
    if wanted.actor:
        events = events.filter(actor__username=wanted.actor)
    if wanted.subject:
        kind, _, identity = wanted.subject.partition(":")
        events = events.filter(subject_kind=kind, subject_id=identity)
    if wanted.since:
        events = events.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        events = events.filter(at__lt=_midnight(wanted.until + dt.timedelta(days=1)))
    return events


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


def _check_events(end: _End) -> tuple[list[Problem], _End]:
    """Check the events after `end`; return what does not fit and the new end."""
    problems: list[Problem] = []
    following = Event.objects.filter(sequence__gt=end.sequence).order_by("sequence")
    for event in following.iterator(chunk_size=2_000):
        position = str(event.sequence)
        if event.sequence != end.sequence + 1:
            gap = {"expected": str(end.sequence + 1), "found": position}
            problems.append(Problem("ledger.gap", gap, position=position))
        if event.previous != end.digest:
            problems.append(Problem("ledger.link_broken", {"number": position}, position=position))
        if event.digest != _digest_of(event):
            problems.append(Problem("ledger.altered", {"number": position}, position=position))
        end = _End(event.sequence, event.digest)
    return problems, end


def _problems_of_head(head: ChainHead | None, end: _End) -> list[Problem]:
    known = _End(head.sequence, head.digest) if head else _End()
    if known == end:
        return []
    values = {"expected": str(known.sequence), "found": str(end.sequence)}
    return [Problem("ledger.end_differs", values, position=str(end.sequence))]


def _digest_of(event: Event) -> str:
    return event_digest(
        sequence=event.sequence,
        at=event.at,
        actor=event.actor_id,
        act=event.act,
        subject=event.subject,
        details=event.details,
        previous=event.previous,
    )


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
