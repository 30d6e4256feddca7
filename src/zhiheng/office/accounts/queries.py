"""Questions about people, organisations and roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.enums import AccountKind
from zhiheng.office.accounts.models import Membership, Organisation, User

SYSTEM_USERNAME = "system"
PEOPLE_ORDERS = ("username", "display_name", "created_at", "last_login")
ORGANISATION_ORDERS = ("name", "kind", "district", "people")


@dataclass(frozen=True)
class PeopleFilter:
    """Whom to look for; empty values do not narrow. `state` is "", "active" or "locked"."""

    text: str = ""
    role: str = ""
    organisation: int | None = None
    state: str = ""


def find_people(wanted: PeopleFilter, *, on: dt.date) -> QuerySet[User]:
    """Return the accounts of people that fit, each with the memberships in force on `on`."""
    people = User.objects.exclude(kind=AccountKind.SYSTEM)
    if wanted.text:
        people = people.filter(
            Q(username__icontains=wanted.text) | Q(display_name__icontains=wanted.text)
        )
    if wanted.state:
        people = people.filter(is_active=wanted.state == "active")
    held = Membership.objects.in_force(on)
    if wanted.role:
        people = people.filter(pk__in=held.filter(role=wanted.role).values("user"))
    if wanted.organisation:
        held_there = held.filter(organisation=wanted.organisation)
        people = people.filter(pk__in=held_there.values("user"))
    in_force = Prefetch(
        "memberships", held.select_related("organisation"), to_attr="memberships_in_force"
    )
    return people.prefetch_related(in_force)


def get_person(pk: int) -> User:
    """Return the account of a person; system accounts are nobody's business."""
    found = User.objects.exclude(kind=AccountKind.SYSTEM).filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("accounts.no_such_user", value=pk)
    return found


def get_user(username: str) -> User:
    """Return the account with this user name."""
    found = User.objects.filter(username=username.strip().lower()).first()
    if found is None:
        raise NotFoundError.of("accounts.no_such_user", value=username)
    return found


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return every role the person has or had, newest first."""
    return user.memberships.select_related("organisation").order_by("-valid_from", "-pk")


def get_membership(pk: int) -> Membership:
    """Return one person's role in one organisation."""
    found = Membership.objects.select_related("user", "organisation").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("accounts.no_such_membership", value=pk)
    return found


def find_organisations(text: str, kind: str, *, on: dt.date) -> QuerySet[Organisation]:
    """Return the organisations that fit, each with `people`: how many hold a role there on `on`."""
    organisations = Organisation.objects.all()
    if text:
        fits = Q(name__icontains=text) | Q(uscc__icontains=text)
        organisations = organisations.filter(fits)
    if kind:
        organisations = organisations.filter(kind=kind)
    held = Membership.objects.in_force(on).values("pk")
    people = Count("memberships__user", filter=Q(memberships__in=held), distinct=True)
    return organisations.annotate(people=people)


def names_of(subjects: Collection[str]) -> dict[str, str]:
    """Return what `user:ID` and `organisation:ID` are called: user names, organisations' names."""
    users = User.objects.filter(pk__in=_ids("user", subjects)).values_list("pk", "username")
    bodies = Organisation.objects.filter(pk__in=_ids("organisation", subjects))
    names = {f"user:{pk}": name for pk, name in users}
    return names | {f"organisation:{pk}": name for pk, name in bodies.values_list("pk", "name")}


def _ids(kind: str, subjects: Collection[str]) -> list[int]:
    parts = (subject.partition(":") for subject in subjects)
    return [int(identity) for found, _, identity in parts if found == kind and identity.isdigit()]


def get_organisation(pk: int) -> Organisation:
    """Return one organisation."""
    found = Organisation.objects.filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("accounts.no_such_organisation", value=pk)
    return found
