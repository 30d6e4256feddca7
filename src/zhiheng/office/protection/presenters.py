"""Entries as plain data for templates and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.core.protection.nearness import AS_MARKS
from zhiheng.office.protection.alert_words import owner_of, plain_classes
from zhiheng.office.protection.enums import EntryKind, EntryState
from zhiheng.office.protection.importing import HEADINGS
from zhiheng.office.protection.models import Entry, Step
from zhiheng.office.registers.exports import Table

BADGES = {
    EntryState.REQUESTED: "warn",
    EntryState.LISTED: "ok",
    EntryState.REFUSED: "off",
    EntryState.WITHDRAWN: "off",
    EntryState.ENDED: "off",
}
FURTHER = {"state": "状态", "organisation": "申请单位", "asked_at": "申请时间"}


@dataclass(frozen=True)
class EntryLine:
    """An entry as the list and its page show it.

    `is_over` where its days are gone though nobody ended it; `is_ownerless` where nothing tells
    whose filings are no danger to it.
    """

    entry: Entry
    href: str
    kind: str
    state: str
    badge: str
    owner: str
    classes: str
    period: str
    new_alerts: int
    all_alerts: int
    is_over: bool
    is_ownerless: bool


@dataclass(frozen=True)
class StepLine:
    """One line of the history of an entry."""

    what: str
    text: str
    by: str
    at: dt.datetime


def entry_lines(entries: Iterable[Entry], *, unmasked: bool, on: dt.date) -> list[EntryLine]:
    """Return entries as lines."""
    return [entry_line(entry, unmasked=unmasked, on=on) for entry in entries]


def entry_line(entry: Entry, *, unmasked: bool, on: dt.date) -> EntryLine:
    """Return an entry as a line."""
    over = entry.valid_to is not None and entry.valid_to <= on
    return EntryLine(
        entry=entry,
        href=reverse("protection:entry", args=(entry.pk,)),
        kind=entry.get_kind_display(),
        state=entry.get_state_display(),
        badge=BADGES[EntryState(entry.state)],
        owner=owner_of(entry, unmasked=unmasked),
        classes=plain_classes(entry.nice_classes),
        period=_period(entry),
        new_alerts=getattr(entry, "new_alerts", 0),
        all_alerts=getattr(entry, "all_alerts", 0),
        is_over=over and entry.state == EntryState.LISTED,
        is_ownerless=entry.kind in AS_MARKS
        and not (entry.owner or entry.number or entry.organisation_id),
    )


def _period(entry: Entry) -> str:
    if entry.valid_to is None:
        return _("from %(first)s") % {"first": entry.valid_from}
    return f"{entry.valid_from} – {entry.valid_to}"


def step_lines(steps: Iterable[Step]) -> list[StepLine]:
    """Return the history of an entry."""
    return [
        StepLine(step.get_kind_display(), step.text, step.by.display_name, step.at)
        for step in steps
    ]


def ways_on(entry: Entry) -> list[tuple[str, str]]:
    """Return where the registers say more of an entry: kind of page and address."""
    ways = []
    if entry.kind == EntryKind.MARK and entry.number and entry.nice_classes:
        record = f"{entry.number}~{entry.nice_classes[0]}"
        ways.append(("record", reverse("registers:record", args=("trademarks", record))))
    if entry.kind == EntryKind.PATENT:
        ways.append(("record", reverse("registers:record", args=("patents", entry.number))))
    if entry.party:
        ways.append(("party", reverse("parties:party", args=(entry.party,))))
    return ways


def entry_table(entries: Iterable[Entry], *, unmasked: bool) -> Table:
    """Return entries as a table that can be imported again, with what else is told of them."""
    fields = [*HEADINGS, *FURTHER]
    headings = [*(names[0] for names in HEADINGS.values()), *FURTHER.values()]
    return Table(fields, headings, _rows(entries, unmasked=unmasked))


def template_table() -> Table:
    """Return the table without lines, for whoever fills it in."""
    headings: Sequence[str] = [names[0] for names in HEADINGS.values()]
    return Table(list(HEADINGS), headings, ())


def _rows(entries: Iterable[Entry], *, unmasked: bool) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield {
            "kind": entry.get_kind_display(),
            "text": entry.text,
            "number": entry.number,
            "party": entry.party or owner_of(entry, unmasked=unmasked),
            "classes": "、".join(entry.nice_classes),
            "well_known": "是" if entry.well_known else "",
            "reason": entry.reason,
            "source": entry.source,
            "valid_from": entry.valid_from,
            "valid_to": entry.valid_to,
            "state": entry.get_state_display(),
            "organisation": entry.organisation.name if entry.organisation else "",
            "asked_at": entry.asked_at,
        }
