"""Who may do what in a case: in which capacities somebody acts, and which cases they see.

A party acts through its own account, the people of its organisation or its agent. Officers act as
what they were appointed; clerks and heads by their role in the body that handles the case or, for
intake, in the station that took it in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from zhiheng.core.errors import ForbiddenError
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.accounts.permissions import ROLE_PERMISSIONS, check_user_can, user_can
from zhiheng.office.cases.enums import Capacity
from zhiheng.office.cases.models import Case, Party

APPLY = "cases.apply"
WORK = "cases.work"
LEAD = "cases.lead"
LOAD = "cases.load"

# Whose members speak for their organisation where it is a party. Members of the public share one
# and speak for themselves alone.
_SPEAKERS = frozenset({Role.ENTERPRISE_USER, Role.AGENCY_AGENT, Role.BANK_OFFICER})


def memberships_on(user: User, *, on: dt.date) -> list[Membership]:
    """Return the roles somebody holds on a day; asked of the database once per instance."""
    known: dict[dt.date, list[Membership]] = user.__dict__.setdefault("_memberships_by_day", {})
    if on not in known:
        held = user.memberships.in_force(on).select_related("organisation")
        known[on] = list(held)
    return known[on]


def bodies_of(user: User, permission: str, *, on: dt.date) -> list[Organisation]:
    """Return the bodies in which somebody holds a role that gives a permission."""
    held = memberships_on(user, on=on)
    found = {
        each.organisation_id: each.organisation
        for each in held
        if permission in ROLE_PERMISSIONS[Role(each.role)]
    }
    return list(found.values())


def capacities_of(user: User, case: Case, procedure: Procedure, *, on: dt.date) -> frozenset[str]:
    """Return as what somebody may act in a case on a day; empty where it is not theirs."""
    held = memberships_on(user, on=on)
    return frozenset(
        {
            *_as_party(user, case, held),
            *(
                each.capacity
                for each in case.participants.all()
                if each.person_id == user.pk and each.until is None
            ),
            *_by_role(case, procedure, held),
            *_as_cooperator(case, held),
        }
    )


def _as_party(user: User, case: Case, held: Collection[Membership]) -> set[str]:
    return {party.position for party in _spoken_for(user, case, held)}


def parties_of(user: User, case: Case, *, on: dt.date) -> list[Party]:
    """Return the parties of a case for whom somebody speaks."""
    return _spoken_for(user, case, memberships_on(user, on=on))


def _spoken_for(user: User, case: Case, held: Collection[Membership]) -> list[Party]:
    bodies = {each.organisation_id for each in held if each.role in _SPEAKERS}
    member_of = {None, *(each.organisation_id for each in held)}
    return [
        party
        for party in case.parties.all()
        if party.left_at is None
        and party.told_at is not None
        and (
            user.pk == party.agent_id
            or (user.pk == party.user_id and party.organisation_id in member_of)
            or (party.organisation_id is not None and party.organisation_id in bodies)
        )
    ]


def _by_role(case: Case, procedure: Procedure, held: Collection[Membership]) -> set[str]:
    handling = procedure.declaration.handling
    found: set[str] = set()
    for each in held:
        here = each.organisation_id == case.organisation_id
        if here and each.role == Role.LEADER:
            found.add(Capacity.HEAD)
        if here and (each.role == Role.CLERK or each.role in handling.roles):
            found.add(Capacity.CLERK)
        if case.station_id == each.organisation_id and each.role == Role.STATION_WORKER:
            found.add(Capacity.CLERK)
        if each.role == Role.LEADER and _is_above(each.organisation, case, handling.superior):
            found.add(Capacity.SUPERIOR)
    return found


def _is_above(body: Organisation, case: Case, kinds: Collection[str]) -> bool:
    """Tell whether a body lies one or more levels above the one that handles a case."""
    if body.kind not in kinds or case.organisation is None or body.pk == case.organisation_id:
        return False
    above, below = _level(body.district), _level(case.organisation.district)
    return len(above) < len(below) and below.startswith(above)


def bodies_above(case: Case, kinds: Collection[str]) -> list[Organisation]:
    """Return the bodies of some kinds that lie above the one that handles a case, nearest first."""
    found = Organisation.objects.filter(kind__in=kinds).exclude(district="")
    above = [body for body in found if _is_above(body, case, kinds)]
    return sorted(above, key=lambda body: -len(_level(body.district)))


def _level(division: str) -> str:
    """Return a division code without the empty levels below it: 440000 → 44, 440300 → 4403."""
    while division.endswith("00"):
        division = division[:-2]
    return division


def _as_cooperator(case: Case, held: Collection[Membership]) -> set[str]:
    asked = {each.organisation_id for each in case.cooperations.all() if not each.answered_at}
    mine = {each.organisation_id for each in held}
    return {Capacity.COOPERATOR} if asked & mine else set()


def cases_seen_by(user: User, *, on: dt.date) -> QuerySet[Case]:
    """Return the cases somebody may open: their own, and those their body handles or took in."""
    works_in = [body.pk for body in bodies_of(user, WORK, on=on)]
    mine = _own(user, on=on) | Q(participants__person=user, participants__until__isnull=True)
    if works_in:
        mine |= (
            Q(organisation__in=works_in)
            | Q(station__in=works_in)
            | Q(pk__in=_cooperations(works_in))
        )
    if user_can(user, LOAD, on=on):
        mine |= Q(organisation__in=overseen_by(user, on=on))
    return Case.objects.filter(mine).distinct()


def party_cases(user: User, *, on: dt.date) -> QuerySet[Case]:
    """Return the cases in which somebody is a party, speaks for one, or handed the form in."""
    return Case.objects.filter(_own(user, on=on))


def _own(user: User, *, on: dt.date) -> Q:
    """Return what somebody handed in or speaks in; for a body only as long as they are of it."""
    held = memberships_on(user, on=on)
    bodies = [each.organisation_id for each in held]
    filed = Q(filed_by=user) & _none_or_among("filed_for", bodies)
    filed &= _none_or_among("station", bodies)
    speaks = Q(agent=user) | (Q(user=user) & _none_or_among("organisation", bodies))
    if spoken_for := [each.organisation_id for each in held if each.role in _SPEAKERS]:
        speaks |= Q(organisation__in=spoken_for)
    told = Party.objects.filter(speaks, told_at__isnull=False, left_at__isnull=True)
    return filed | Q(pk__in=told.values("case"))


def _none_or_among(field: str, bodies: Collection[int]) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__in": bodies})


def _cooperations(organisations: Collection[int]) -> QuerySet[Case, int]:
    """Return the cases for which bodies were asked: until they answered, and while they go on."""
    running = Q(cooperations__answered_at__isnull=True) | Q(closed_at__isnull=True)
    asked = Q(cooperations__organisation__in=organisations)
    return Case.objects.filter(asked & running).values_list("pk", flat=True)


def overseen_by(user: User, *, on: dt.date) -> list[int]:
    """Return the bodies whose load somebody sees: their own, and all below them.

    The IP office of a city, or one without a division, sees all bodies of the platform.
    """
    own = bodies_of(user, LOAD, on=on)
    if any(body.kind == "ip_office" and not body.district for body in own):
        return list(Organisation.objects.values_list("pk", flat=True))
    found = {body.pk for body in own}
    for body in own:
        level = _level(body.district)
        if body.kind == "ip_office" and level:
            below = Organisation.objects.filter(Q(district__startswith=level) | Q(district=""))
            found |= set(below.values_list("pk", flat=True))
        elif body.kind == "market_supervision":
            same_kind = bodies_below(body).filter(kind=body.kind)
            found |= set(same_kind.values_list("pk", flat=True))
    return sorted(found)


def bodies_below(body: Organisation) -> QuerySet[Organisation]:
    """Return the bodies of the divisions below that of a body; none where it has no division."""
    level = _level(body.district)
    if not level:
        return Organisation.objects.none()
    return Organisation.objects.filter(district__startswith=level).exclude(district=body.district)


def check_may_see(user: User, case: Case, *, on: dt.date) -> None:
    """Raise where a case is none of somebody's business."""
    if not cases_seen_by(user, on=on).filter(pk=case.pk).exists():
        raise ForbiddenError.of("case.not_yours_to_see", received=case.number)


def holds_receipt(user: User, case: Case, procedure: Procedure, *, on: dt.date) -> bool:
    """Tell whether somebody gets the receipt of a case they see, and with it the code.

    Whoever holds the code speaks for who asked: the other side and bodies that were asked do not.
    """
    if user.pk == case.filed_by_id:
        return True
    works_in = {body.pk for body in bodies_of(user, WORK, on=on)}
    if works_in & {case.organisation_id, case.station_id}:
        return True
    return Capacity.APPLICANT in capacities_of(user, case, procedure, on=on)


def check_capacity(
    user: User, case: Case, procedure: Procedure, allowed: Collection[str], *, on: dt.date
) -> str:
    """Return the capacity in which somebody acts, the first of those allowed; raise without one."""
    held = capacities_of(user, case, procedure, on=on)
    for capacity in allowed:
        if capacity in held:
            return capacity
    raise ForbiddenError.of("case.not_your_act", received=case.number)


def check_works_in(user: User, organisation: Organisation | None, *, on: dt.date) -> None:
    """Raise where somebody does not work on the cases of a body."""
    check_user_can(user, WORK, on=on)
    bodies = {body.pk for body in bodies_of(user, WORK, on=on)}
    if organisation is None or organisation.pk not in bodies:
        name = organisation.name if organisation else "—"
        raise ForbiddenError.of("case.other_body", received=name)
