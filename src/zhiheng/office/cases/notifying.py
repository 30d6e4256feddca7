"""Whom an act is told to, and by which notice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import PARTIES, Capacity
from zhiheng.office.cases.models import Case, Party
from zhiheng.office.cases.permissions import bodies_above
from zhiheng.office.notices.commands import notify


def tell_body(case: Case, code: str, *, on: datetime, **given: str) -> None:
    """Tell those who take cases in at the body that handles a case."""
    if case.organisation is None:
        return
    people = people_with(case.organisation, (Role.CLERK, Role.LEADER), on=on)
    _tell(case, people, code, f"{code}:{case.number}", on, given)


def tell_people(
    case: Case, people: Collection[User], code: str, *, on: datetime, key: str, **given: str
) -> None:
    """Tell some people about a case, once under a key."""
    _tell(case, list(people), code, f"{code}:{case.number}:{key}", on, given)


def tell_capacities(
    case: Case, capacities: Collection[str], code: str, *, on: datetime, key: str, **given: str
) -> None:
    """Tell everybody who acts in a case in some capacities; parties at their own page."""
    people = people_in(case, capacities, on=on)
    _tell(case, people, code, f"{code}:{case.number}:{key}", on, given)


def tell_parties(case: Case, positions: Collection[str], *, on: datetime) -> None:
    """Let the parties in some positions know of the case: from now on they see it and act in it."""
    untold = Party.objects.filter(case=case, position__in=list(positions), told_at__isnull=True)
    untold.update(told_at=on)


def people_in(case: Case, capacities: Collection[str], *, on: datetime) -> list[User]:
    """Return everybody who acts in a case in some capacities."""
    found: dict[int, User] = {}
    for party in case.parties.select_related("user", "agent", "organisation"):
        if party.position in capacities and party.left_at is None and party.told_at:
            found.update({each.pk: each for each in people_of(party, on=on)})
    appointed = case.participants.filter(until__isnull=True, capacity__in=list(capacities))
    found.update({each.person_id: each.person for each in appointed.select_related("person")})
    found.update({each.pk: each for each in _by_role(case, capacities, on=on)})
    return list(found.values())


def _by_role(case: Case, capacities: Collection[str], *, on: datetime) -> list[User]:
    """Return the clerks, heads and those above who have a case by their role."""
    found: list[User] = []
    if Capacity.HEAD in capacities and case.organisation is not None:
        found += people_with(case.organisation, (Role.LEADER,), on=on)
    if Capacity.CLERK in capacities:
        if case.organisation is not None:
            found += people_with(case.organisation, (Role.CLERK,), on=on)
        if case.station is not None:
            found += people_with(case.station, (Role.STATION_WORKER,), on=on)
    if Capacity.SUPERIOR in capacities:
        above = bodies_above(case, law.procedure_of(case).declaration.handling.superior)
        if above:  # the nearest one; the next is asked by it
            found += people_with(above[0], (Role.LEADER,), on=on)
    return found


def people_of(party: Party, *, on: datetime) -> list[User]:
    """Return who acts for a party here: its own account, its agent, those of its organisation."""
    found = [each for each in (party.user, party.agent) if each is not None and each.is_active]
    if party.organisation is not None:
        speakers = (Role.ENTERPRISE_USER, Role.AGENCY_AGENT, Role.BANK_OFFICER)
        found += people_with(party.organisation, speakers, on=on)
    return found


def people_with(body: Organisation, roles: Collection[str], *, on: datetime) -> list[User]:
    """Return the people who hold one of some roles in a body."""
    held = Membership.objects.in_force(timezone.localdate(on)).filter(
        organisation=body, role__in=list(roles)
    )
    return list(User.objects.filter(Q(pk__in=held.values("user")), is_active=True))


def href_for(case: Case, person_is_party: bool) -> str:
    """Return the page of a case: the file at the desk, or the party's own page in the hall."""
    return f"/hall/matters/{case.number}/" if person_is_party else f"/cases/{case.number}/"


def _tell(
    case: Case, people: list[User], code: str, key: str, on: datetime, given: dict[str, str]
) -> None:
    values = {"number": case.number, "title": case.title, **given}
    parties = {each.pk for each in people_in_positions(case, on=on)}
    for is_party in (True, False):
        some = [each for each in people if (each.pk in parties) is is_party]
        if some:
            notify(
                people=some,
                code=code,
                given=values,
                href=href_for(case, is_party),
                key=key,
                on=on,
            )


def people_in_positions(case: Case, *, on: datetime) -> list[User]:
    """Return everybody who is a party of a case, or speaks for one."""
    return people_in(case, PARTIES, on=on)
