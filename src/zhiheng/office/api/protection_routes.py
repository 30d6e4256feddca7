"""The API about the protection list: its entries and the alerts about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from zhiheng.office.accounts.models import User
from zhiheng.office.api.asking import Rows, Start, signed_in
from zhiheng.office.protection import json_presenters, queries
from zhiheng.office.protection.permissions import check_may_enter
from zhiheng.office.protection.queries import AlertFilter, EntryFilter
from zhiheng.office.registers.permissions import sees_persons

router = Router()


class EntryOut(Schema):
    """An entry: what is protected, whose it is, why, from when until when, and where it stands."""

    number: int
    kind: str
    name: str
    right_number: str
    party: str
    owner: str
    classes: list[str]
    well_known: bool
    reason: str
    source: str
    valid_from: date
    valid_to: date | None
    state: str
    organisation: str
    new_alerts: int


class EntriesOut(Schema):
    """Entries, the newest first, and how many there are in all."""

    total: int
    entries: list[EntryOut]


class AlertOut(Schema):
    """An alert: what was found, how pressing it is, until when something can be done about it."""

    number: int
    entry: int
    name: str
    kind: str
    severity: str
    sentence: str
    score: float | None
    of_register: str
    record: str
    deadline: date | None
    state: str
    note: str
    found_at: datetime


class AlertsOut(Schema):
    """Alerts, the most pressing first, and how many there are in all."""

    total: int
    alerts: list[AlertOut]


@router.get("entries", response=EntriesOut, summary="Entries of the protection list")
def get_entries(
    request: HttpRequest,
    text: str = "",
    kind: str = "",
    state: str = "",
    nice_class: str = "",
    in_force: date | None = None,
    rows: Rows = 50,
    start: Start = 0,
) -> dict[str, Any]:
    """Return the entries that one may see: the office all, an owner its organisation's own."""
    user = _reader(request)
    wanted = EntryFilter(text, kind, state, nice_class, in_force)
    found = queries.entries(user, wanted, on=timezone.localdate()).order_by("-pk")
    unmasked = sees_persons(user)
    return {
        "total": found.count(),
        "entries": [
            json_presenters.entry_json(each, unmasked=unmasked)
            for each in found[start : start + rows]
        ],
    }


@router.get("entries/{int:number}", response=EntryOut, summary="One entry of the protection list")
def get_entry(request: HttpRequest, number: int) -> dict[str, Any]:
    """Return one entry that one may see."""
    user = _reader(request)
    found = queries.entry(number, user, on=timezone.localdate())
    return json_presenters.entry_json(found, unmasked=sees_persons(user))


@router.get("alerts", response=AlertsOut, summary="Alerts of the protection list")
def get_alerts(
    request: HttpRequest,
    text: str = "",
    kind: str = "",
    state: str = "open",
    severity: str = "",
    entry: int | None = None,
    due_by: date | None = None,
    rows: Rows = 50,
    start: Start = 0,
) -> dict[str, Any]:
    """Return alerts as the page lists them; `severity` is high, medium or low."""
    user = _reader(request)
    wanted = AlertFilter(text, kind, state, queries.severity_code(severity), entry, due_by)
    found = queries.alerts(user, wanted, on=timezone.localdate())
    unmasked = sees_persons(user)
    return {
        "total": found.count(),
        "alerts": [
            json_presenters.alert_json(each, unmasked=unmasked)
            for each in found[start : start + rows]
        ],
    }


def _reader(request: HttpRequest) -> User:
    """Return who asks; ForbiddenError where they have nothing to do with the list."""
    user = signed_in(request)
    check_may_enter(user)
    return user
