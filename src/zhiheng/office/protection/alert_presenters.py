"""Alerts as plain data for templates and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.office.marks.hit_presenters import channel_title, percent
from zhiheng.office.marks.presenters import compare_address
from zhiheng.office.protection.alert_words import in_language, owners, plain_classes, sentence
from zhiheng.office.protection.enums import OPEN, AlertState, Severity
from zhiheng.office.protection.models import Alert
from zhiheng.office.registers.exports import Table

BADGES = {
    AlertState.NEW: "warn",
    AlertState.SEEN: "role",
    AlertState.HANDLED: "ok",
    AlertState.NOT_RELEVANT: "off",
}
TONES = {Severity.HIGH: "bad", Severity.MEDIUM: "warn", Severity.LOW: "off"}
SOON = 30  # days before a deadline in which it is shown as pressing


@dataclass(frozen=True)
class AlertLine:
    """An alert as lists and its page show it."""

    alert: Alert
    href: str
    kind: str
    severity: str
    tone: str
    state: str
    badge: str
    sentence: str
    days_left: int | None
    is_pressing: bool
    is_open: bool


@dataclass(frozen=True)
class Reason:
    """One way in which two marks are near, or a rule that says so."""

    title: str
    percent: int | None
    text: str


@dataclass(frozen=True)
class Pair:
    """A protected name beside the mark that is near it."""

    own: str
    own_number: str
    other: str
    other_number: str
    classes: str
    owners: str
    goods: str
    reasons: Sequence[Reason]
    compare_href: str


@dataclass(frozen=True)
class StateCount:
    """How many alerts are in a state, with the way to them."""

    label: str
    number: int
    href: str


def alert_lines(alerts: Iterable[Alert], *, unmasked: bool, on: dt.date) -> list[AlertLine]:
    """Return alerts as lines."""
    return [alert_line(alert, unmasked=unmasked, on=on) for alert in alerts]


def alert_line(alert: Alert, *, unmasked: bool, on: dt.date) -> AlertLine:
    """Return an alert as a line."""
    days = (alert.deadline - on).days if alert.deadline else None
    is_open = alert.state in OPEN
    return AlertLine(
        alert=alert,
        href=reverse("protection:alert", args=(alert.pk,)),
        kind=alert.get_kind_display(),
        severity=alert.get_severity_display(),
        tone=TONES[Severity(alert.severity)],
        state=alert.get_state_display(),
        badge=BADGES[AlertState(alert.state)],
        sentence=sentence(alert, unmasked=unmasked),
        days_left=days,
        is_pressing=is_open and days is not None and 0 <= days <= SOON,
        is_open=is_open,
    )


def pair_of(alert: Alert, *, unmasked: bool) -> Pair | None:
    """Return the two marks of an alert about a near mark; None for others."""
    details: Mapping[str, Any] = alert.details
    if "channels" not in details:
        return None
    channels = [
        Reason(channel_title(each["name"]), percent(each["score"]), in_language(each))
        for each in details["channels"]
    ]
    rules = [Reason(_("Rule of the guide"), None, in_language(each)) for each in details["rules"]]
    return Pair(
        own=details["a"],
        own_number=details["own"],
        other=details["b"],
        other_number=details["number"],
        classes=plain_classes(details["classes"]),
        owners="、".join(owners(alert, unmasked=unmasked)),
        goods=in_language(details["goods"]),
        reasons=[*channels, *rules],
        compare_href=compare_address(details["a"], details["b"]),
    )


def record_href(alert: Alert) -> str:
    """Return where the register says more of what an alert is about; empty where nowhere."""
    if not alert.register or not alert.record:
        return ""
    return reverse("registers:record", args=(alert.register, alert.record))


def state_counts(counts: Mapping[str, int]) -> list[StateCount]:
    """Return how many alerts are in each state."""
    address = reverse("protection:alerts")
    return [
        StateCount(str(state.label), counts.get(state, 0), f"{address}?state={state.value}")
        for state in AlertState
    ]


def alert_table(alerts: Iterable[Alert], *, unmasked: bool) -> Table:
    """Return alerts as a table."""
    columns = {
        "number": _("Number"),
        "entry": pgettext("protection", "Protected"),
        "kind": pgettext("protection", "Kind"),
        "severity": pgettext("alert", "Severity"),
        "sentence": pgettext("alert", "What was found"),
        "score": pgettext("alert", "Score"),
        "deadline": pgettext("alert", "Deadline"),
        "state": pgettext("alert", "State"),
        "note": pgettext("alert", "Note"),
        "made_at": pgettext("alert", "Found"),
        "register": _("Register"),
        "record": _("Record"),
    }
    return Table(list(columns), list(columns.values()), _rows(alerts, unmasked=unmasked))


def _rows(alerts: Iterable[Alert], *, unmasked: bool) -> Iterator[dict[str, Any]]:
    for alert in alerts:
        yield {
            "number": alert.pk,
            "entry": alert.entry.text,
            "kind": alert.get_kind_display(),
            "severity": alert.get_severity_display(),
            "sentence": sentence(alert, unmasked=unmasked),
            "score": alert.score,
            "deadline": alert.deadline,
            "state": alert.get_state_display(),
            "note": alert.note,
            "made_at": alert.made_at,
            "register": alert.register,
            "record": alert.record,
        }
