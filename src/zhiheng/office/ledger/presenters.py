"""What templates and exports show of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhiheng.office.ledger.acts import act_label
from zhiheng.office.ledger.models import Event

CSV_HEADINGS = (
    "sequence", "at", "actor", "act", "subject", "details", "previous", "digest"
)  # fmt: skip


@dataclass(frozen=True)
class EventLine:
    """One event on the page; the actor is named by user name, details hold ids and codes only."""

    sequence: int
    at: dt.datetime
    actor: str
    act: str
    code: str
    subject: str
    details: list[tuple[str, str]]
    digest: str
    previous: str


def event_line(event: Event) -> EventLine:
    """Return what the page shows of one event."""
    return EventLine(
        sequence=event.sequence,
        at=event.at,
        actor=event.actor.username if event.actor else "",
        act=act_label(event.act),
        code=event.act,
        subject=event.subject,
        details=[(name, _plain(value)) for name, value in event.facts.items()],
        digest=event.digest,
        previous=event.previous,
    )


def csv_rows(events: Iterable[Event]) -> Iterator[tuple[str, ...]]:
    """Return the rows of the export: exactly what the digests cover, so it can be verified."""
    yield CSV_HEADINGS
    for event in events:
        yield (
            str(event.sequence),
            event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            str(event.actor_id or ""),
            event.act,
            event.subject,
            event.details,
            event.previous,
            event.digest,
        )


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return "—" if value is None else str(value)
