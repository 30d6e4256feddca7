"""What templates and exports show of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.queries import names_of
from zhiheng.office.ledger.acts import act_label, detail_label, subject_label
from zhiheng.office.ledger.models import Checkpoint, Event
from zhiheng.office.ledger.verifying import CheckpointResult
from zhiheng.office.web.failures import problem_texts

CSV_HEADINGS = (
    "sequence", "at", "actor", "act", "subject", "details", "previous", "digest"
)  # fmt: skip


# More than this of one list do not help on a page; the export has them all.
_LISTED = 5


@dataclass(frozen=True)
class EventLine:
    """One event on the page; people are named by user name, so no private data are shown."""

    sequence: int
    at: dt.datetime
    actor: str
    act: str
    code: str
    subject: str
    subject_name: str
    details: list[tuple[str, str]]
    digest: str
    previous: str


def event_lines(events: Sequence[Event]) -> list[EventLine]:
    """Return what the page shows of events, with the names of what their ids stand for."""
    names = names_of({event.subject for event in events} | _organisations_in(events))
    return [_line(event, names) for event in events]


def _line(event: Event, names: Mapping[str, str]) -> EventLine:
    known = names.get(event.subject, event.subject_id)
    return EventLine(
        sequence=event.sequence,
        at=event.at,
        actor=event.actor.username if event.actor else "",
        act=act_label(event.act),
        code=event.act,
        subject=event.subject,
        subject_name=f"{subject_label(event.subject_kind)} {known}",
        details=[
            (detail_label(name), _plain(name, value, names)) for name, value in event.facts.items()
        ],
        digest=event.digest,
        previous=event.previous,
    )


@dataclass(frozen=True)
class CheckpointFacts:
    """The last checkpoint above the log."""

    size: int
    root: str
    sm3_root: str
    signed_at: dt.datetime
    stamps: list[tuple[str, dt.datetime]]
    cosignatures: list[tuple[str, dt.datetime]]
    waiting: list[str]
    """Authorities that were named and have not stamped it yet."""


@dataclass(frozen=True)
class CheckpointLine:
    """One checkpoint in the verification; `problems` in words."""

    size: int
    root: str
    signed_at: dt.datetime
    stamps: int
    cosignatures: int
    problems: list[str]


def checkpoint_facts(
    checkpoint: Checkpoint | None, authorities: Iterable[str]
) -> CheckpointFacts | None:
    """Return what the page shows of a checkpoint; `authorities` are those that stamp."""
    if checkpoint is None:
        return None
    stamps = [(stamp.authority, stamp.at) for stamp in checkpoint.stamps.all()]
    return CheckpointFacts(
        size=checkpoint.size,
        root=checkpoint.root,
        sm3_root=checkpoint.sm3_root,
        signed_at=checkpoint.signed_at,
        stamps=stamps,
        cosignatures=[(one.witness, one.at) for one in checkpoint.cosignatures.all()],
        waiting=[name for name in authorities if name not in dict(stamps)],
    )


def checkpoint_lines(results: Iterable[CheckpointResult]) -> list[CheckpointLine]:
    """Return what the page shows of verified checkpoints."""
    return [
        CheckpointLine(
            size=result.size,
            root=result.root,
            signed_at=result.signed_at,
            stamps=result.stamps,
            cosignatures=result.cosignatures,
            problems=problem_texts(result.problems),
        )
        for result in results
    ]


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


def _listed(items: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(items))
    shown = "、".join(distinct[:_LISTED])
    return f"{shown} …" if len(distinct) > _LISTED else shown


def _organisations_in(events: Sequence[Event]) -> set[str]:
    ids = (event.facts.get("organisation") for event in events)
    return {f"organisation:{pk}" for pk in ids if pk is not None}


def _plain(name: str, value: object, names: Mapping[str, str]) -> str:
    if name == "organisation":
        return names.get(f"organisation:{value}", str(value))
    if name == "role" and value in Role.values:
        return str(Role(value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _listed([str(item) for item in value])
    if isinstance(value, dict):
        return _listed([f"{key}: {item}" for key, item in value.items()])
    return "—" if value is None or value == "" else str(value)
