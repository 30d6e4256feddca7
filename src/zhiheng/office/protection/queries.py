"""Questions about the protection list and its alerts, asked alike by pages, API and commands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.protection.enums import OPEN, AlertState, EntryState, Severity
from zhiheng.office.protection.models import (
    OWNERS_PARTED,
    Alert,
    Comparison,
    Entry,
    Subscription,
)
from zhiheng.office.protection.permissions import VIEW, check_may_see, organisations_of
from zhiheng.office.registers.permissions import sees_persons

ENTRY_ORDERS = ("-asked_at", "text", "kind", "state", "valid_to", "new_alerts")
ALERT_ORDERS = ("severity", "made_at", "deadline", "kind", "score", "state")


@dataclass(frozen=True)
class EntryFilter:
    """Which entries to look for; empty values do not narrow. `in_force` is a day."""

    text: str = ""
    kind: str = ""
    state: str = ""
    nice_class: str = ""
    in_force: dt.date | None = None


@dataclass(frozen=True)
class AlertFilter:
    """Which alerts to look for; empty values do not narrow. `state` may be `open` or `every`."""

    text: str = ""
    kind: str = ""
    state: str = "open"
    severity: str = ""
    entry: int | None = None
    due_by: dt.date | None = None


def visible_entries(user: User, *, on: dt.date) -> QuerySet[Entry]:
    """Return the entries somebody may see: all, or what their organisations asked for."""
    found = Entry.objects.select_related("organisation", "asked_by")
    if user_can(user, VIEW, on=on):
        return found
    return found.filter(organisation__in=organisations_of(user, on=on))


def entries(user: User, wanted: EntryFilter, *, on: dt.date) -> QuerySet[Entry]:
    """Return entries with how many alerts are new (`new_alerts`) and how many there are.

    Who sees persons masked does not find them by name.
    """
    found = visible_entries(user, on=on)
    if wanted.text:
        asked = wanted.text.strip()
        found = found.filter(
            Q(text__icontains=asked)
            | Q(number__iexact=asked)
            | Q(party__iexact=asked)
            | _owned_by(asked, found, unmasked=sees_persons(user))
        )
    given = {"kind": wanted.kind, "state": wanted.state}
    found = found.filter(**{name: value for name, value in given.items() if value})
    if wanted.nice_class:
        # A list of two digits each, kept as JSON: ["09", "25"].
        found = found.filter(nice_classes__icontains=f'"{wanted.nice_class}"')
    if wanted.in_force:
        found = found.filter(_in_force(wanted.in_force))
    return found.annotate(
        new_alerts=Count("alerts", filter=Q(alerts__state=AlertState.NEW)),
        all_alerts=Count("alerts"),
    )


def entry(pk: int, user: User, *, on: dt.date) -> Entry:
    """Return one entry that somebody may see."""
    found = (
        Entry.objects.select_related("organisation", "asked_by", "decided_by").filter(pk=pk).first()
    )
    if found is None:
        raise NotFoundError.of("protection.not_found", received=pk)
    check_may_see(user, found, on=on)
    return found


def listed(*, on: dt.date) -> QuerySet[Entry]:
    """Return the entries that are on the list and in force on a day."""
    return Entry.objects.filter(_in_force(on)).order_by("pk")


def requests_waiting(user: User, *, on: dt.date) -> int:
    """Return how many requests wait for a decision, of those somebody may see."""
    return visible_entries(user, on=on).filter(state=EntryState.REQUESTED).count()


def visible_alerts(user: User, *, on: dt.date) -> QuerySet[Alert]:
    """Return the alerts of the entries that somebody may see."""
    found = Alert.objects.select_related("entry", "judged_by")
    if user_can(user, VIEW, on=on):
        return found
    return found.filter(entry__organisation__in=organisations_of(user, on=on))


def alerts(user: User, wanted: AlertFilter, *, on: dt.date) -> QuerySet[Alert]:
    """Return alerts as they are asked for."""
    found = visible_alerts(user, on=on)
    if wanted.text:
        asked = wanted.text.strip()
        found = found.filter(
            Q(entry__text__icontains=asked)
            # Of the sentences themselves: as a whole, what is stored has Chinese in escapes.
            | Q(words__zh__icontains=asked)
            | Q(words__en__icontains=asked)
            | Q(pair__iexact=asked)
        )
    if wanted.state == "open":
        found = found.filter(state__in=OPEN)
    elif wanted.state and wanted.state != "every":
        found = found.filter(state=wanted.state)
    given = {"kind": wanted.kind, "severity": wanted.severity, "entry": wanted.entry}
    found = found.filter(**{name: value for name, value in given.items() if value})
    if wanted.due_by:
        found = found.filter(deadline__lte=wanted.due_by)
    return found


def alert(pk: int, user: User, *, on: dt.date) -> Alert:
    """Return one alert that somebody may see."""
    found = (
        Alert.objects.select_related("entry__organisation", "judged_by", "handed_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFoundError.of("protection.alert_not_found", received=pk)
    check_may_see(user, found.entry, on=on)
    return found


def counts_by_state(user: User, *, on: dt.date) -> dict[str, int]:
    """Return how many alerts are in each state, of those somebody may see."""
    counted = visible_alerts(user, on=on).order_by().values_list("state").annotate(Count("pk"))
    return dict(counted)


def new_alerts(user: User, *, on: dt.date) -> int:
    """Return how many alerts nobody has looked at yet, of those somebody may see."""
    return visible_alerts(user, on=on).filter(state=AlertState.NEW).count()


def last_comparison() -> Comparison | None:
    """Return when the list was last held against the registers."""
    return Comparison.objects.first()


def subscription_of(user: User) -> Subscription | None:
    """Return how a person is mailed; None where never asked."""
    return Subscription.objects.filter(person=user).first()


def severity_code(name: str) -> str:
    """Return the stored code of a severity by its name: `high`, `medium` or `low`."""
    return next((each for each in Severity.values if name and each.endswith(f"-{name}")), name)


def _owned_by(asked: str, entries: QuerySet[Entry], *, unmasked: bool) -> Q:
    """Return what narrows to the entries of owners whose name has a text in it."""
    named = Q(owner__icontains=asked)
    if unmasked:
        return named
    owners = entries.filter(named).order_by().values_list("owner", flat=True).distinct()
    return Q(owner__in=[each for each in owners if _names_a_body(each, asked.casefold())])


def _names_a_body(owners: str, folded: str) -> bool:
    return any(
        folded in name.casefold() for name in owners.split(OWNERS_PARTED) if is_organisation(name)
    )


def _in_force(day: dt.date) -> Q:
    open_end = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return open_end & Q(state=EntryState.LISTED, valid_from__lte=day)
