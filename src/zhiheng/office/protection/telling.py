"""Whom an act on the protection list is told to, and who is told of new alerts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.accounts.permissions import ROLE_PERMISSIONS, user_can
from zhiheng.office.notices.commands import notify
from zhiheng.office.protection.models import Alert, Entry, Subscription
from zhiheng.office.protection.permissions import MANAGE, may_see

JUDGE_FINDINGS = "screening.judge"


def asked(entry: Entry, *, on: dt.datetime) -> None:
    """Tell those who keep the list that somebody asks for an entry."""
    who = entry.organisation.name if entry.organisation else "—"
    given = {"name": entry.text, "organisation": who}
    _tell(people_with(MANAGE, on=on), "protection.asked", given, entry, "asked", on)


def decided(entry: Entry, *, on: dt.datetime) -> None:
    """Tell who asked what was decided about the entry."""
    given = {"name": entry.text, "state": entry.get_state_display()}
    key = f"decided:{entry.revision}"
    _tell([entry.asked_by], "protection.decided", given, entry, key, on)


def handed_over(alert: Alert, *, on: dt.datetime) -> int:
    """Tell those who judge findings of an alert; return how many."""
    people = people_with(JUDGE_FINDINGS, on=on)
    notify(
        people=people,
        code="protection.handed_over",
        given={"name": alert.entry.text},
        href=reverse("protection:alert", args=(alert.pk,)),
        key=f"protection:alert:{alert.pk}:handed",
        on=on,
    )
    return len(people)


def found(alerts: Iterable[Alert], *, key: str, on: dt.datetime) -> None:
    """Tell who asked for an entry, and who wants to be mailed, how many alerts are new.

    One notice a person, without mail: the digest lists them in whole.
    """
    made = list(alerts)
    day = timezone.localdate(on)
    people = {alert.entry.asked_by for alert in made}
    people |= {each.person for each in Subscription.objects.select_related("person")}
    for person in sorted(people, key=lambda each: each.pk):
        own = sum(may_see(person, alert.entry, on=day) for alert in made)
        if own:
            notify(
                people=[person],
                code="protection.alerts",
                given={"total": str(own)},
                href=reverse("protection:alerts"),
                key=f"protection:alerts:{key}",
                on=on,
                mail=False,
            )


def people_with(name: str, *, on: dt.datetime) -> list[User]:
    """Return the people who hold a permission on a day."""
    roles = [role for role, held in ROLE_PERMISSIONS.items() if name in held]
    held = Membership.objects.in_force(timezone.localdate(on)).filter(
        role__in=roles, user__is_active=True
    )
    found = User.objects.filter(pk__in=held.values("user")).order_by("pk")
    return [person for person in found if user_can(person, name, on=timezone.localdate(on))]


def _tell(
    people: Iterable[User], code: str, given: dict[str, str], entry: Entry, key: str,
    on: dt.datetime,
) -> None:  # fmt: skip
    notify(
        people=people,
        code=code,
        given=given,
        href=reverse("protection:entry", args=(entry.pk,)),
        key=f"protection:{entry.pk}:{key}",
        on=on,
    )
