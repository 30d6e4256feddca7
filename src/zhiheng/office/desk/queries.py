"""Questions of the desk to the cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet, Subquery

from zhiheng.core.errors import NotFoundError
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.procedures.declared import Capacity as Acting
from zhiheng.office.accounts.models import Membership, Organisation, User
from zhiheng.office.accounts.permissions import ROLE_PERMISSIONS
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import SessionState
from zhiheng.office.cases.models import (
    Case,
    CaseClock,
    Cooperation,
    EntryFile,
    Interest,
    Party,
    Proposal,
    Session,
)
from zhiheng.office.cases.permissions import WORK, bodies_of, cases_seen_by, check_may_see
from zhiheng.office.cases.queries import CaseFilter, desk_of, narrowed, proposals_for, whole_cases
from zhiheng.office.cases.showing import Beside
from zhiheng.office.cases.signals import beside_wanted
from zhiheng.office.desk.enums import Tray
from zhiheng.office.desk.limits import soon

ORDERS = ("due_on", "number", "title", "procedure", "stage", "handler__display_name", "filed_at")
_WORKERS = [role for role, held in ROLE_PERMISSIONS.items() if WORK in held]


def inbox(user: User, tray: str, wanted: CaseFilter, *, sort: str, on: dt.date) -> QuerySet[Case]:
    """Return the cases of a tray that fit, in an order; `stands` tells whether the term stops."""
    found = narrowed(desk_of(user, tray, on=on, soon=soon(on=on)), wanted, on=on)
    running = CaseClock.objects.filter(
        case=OuterRef("pk"), term=OuterRef("due_term"), ended_on__isnull=True, standing=True
    )
    found = found.annotate(stands=Exists(running), **_what_waits(user, tray, on))
    return found.order_by(_order(sort), "pk")


def _what_waits(user: User, tray: str, on: dt.date) -> dict[str, Subquery]:
    """Return what lies in two of the trays beside the case: the proposal, or what was asked."""
    if tray == Tray.TO_APPROVE:
        proposed = proposals_for(user, on=on).filter(case=OuterRef("pk"))
        return {"waiting": Subquery(proposed.order_by("pk").values("pk")[:1])}
    if tray == Tray.ASKED:
        mine = [body.pk for body in bodies_of(user, WORK, on=on)]
        asked = Cooperation.objects.filter(
            case=OuterRef("pk"), organisation__in=mine, answered_at__isnull=True
        )
        return {"waiting": Subquery(asked.order_by("pk").values("pk")[:1])}
    return {}


def _order(sort: str) -> OrderBy:
    column = F(sort.removeprefix("-"))
    if sort.startswith("-"):
        return column.desc(nulls_last=True)
    return column.asc(nulls_last=True)


def colleagues(user: User, *, on: dt.date) -> QuerySet[User]:
    """Return who works on cases in the bodies in which somebody does, by name."""
    bodies = [body.pk for body in bodies_of(user, WORK, on=on)]
    held = Membership.objects.in_force(on).filter(organisation__in=bodies, role__in=_WORKERS)
    people = User.objects.filter(Q(pk__in=held.values("user")), is_active=True)
    return people.order_by("display_name", "pk")


def stations() -> QuerySet[Organisation]:
    """Return the stations that take requests in, by name."""
    return Organisation.objects.filter(kind="station").order_by("name")


def divisions_of(user: User, *, on: dt.date) -> list[str]:
    """Return the divisions of the bodies in which somebody works, and those directly below."""
    known = load_divisions()
    own = {body.district for body in bodies_of(user, WORK, on=on) if body.district}
    below = {
        code for district in own if known.find(district) for code in known.children_of(district)
    }
    return sorted(own | below)


def cases_numbered(numbers: Sequence[str], *, user: User, on: dt.date) -> list[Case]:
    """Return the cases of some numbers that somebody may open, in the order of the numbers."""
    wanted = [number.strip().upper() for number in numbers]
    found = {
        each.number: each
        for each in cases_seen_by(user, on=on)
        .filter(number__in=wanted)
        .select_related("version", "organisation", "handler")
    }
    for number in wanted:
        if number not in found:
            raise NotFoundError.of("case.unknown", received=number)
    return [found[number] for number in dict.fromkeys(wanted)]


def proposal(pk: int, *, user: User, on: dt.date) -> Proposal:
    """Return something proposed in a case that somebody may open."""
    found = Proposal.objects.select_related("proposed_by", "decided_by").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("desk.not_there")
    found.case = _seen(found.case_id, user, on)
    return found


def waiting_proposals(case: Case) -> list[Proposal]:
    """Return what waits for approval in a case, the oldest first."""
    waiting = case.proposals.filter(decided_at__isnull=True).select_related("proposed_by")
    return list(waiting)


def may_decide(found: Proposal, user: User, *, on: dt.date) -> bool:
    """Tell whether something waits for somebody's approval."""
    return proposals_for(user, on=on).filter(pk=found.pk).exists()


def cooperation(pk: int, *, user: User, on: dt.date) -> Cooperation:
    """Return what another body was asked, in a case that somebody may open."""
    found = Cooperation.objects.select_related("organisation", "asked_by").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("desk.not_there")
    found.case = _seen(found.case_id, user, on)
    return found


def cooperations_of(case: Case) -> QuerySet[Cooperation]:
    """Return what other bodies were asked in a case, with their answers and files."""
    rows = Cooperation.objects.filter(case=case)
    return rows.select_related("organisation", "asked_by", "answered_by").order_by("pk")


def sessions_of(case: Case) -> QuerySet[Session]:
    """Return the sessions of a case in the order in which they take place."""
    return case.sessions.select_related("scheduled_by").order_by("starts_at", "pk")


def session(pk: int, *, case: Case) -> Session:
    """Return a session of a case."""
    found = case.sessions.filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("desk.not_there")
    found.case = case
    return found


def coming_sessions(
    user: User, *, first: dt.datetime, last: dt.datetime, on: dt.date
) -> QuerySet[Session]:
    """Return the planned and held sessions of the cases somebody sees, in order."""
    seen = cases_seen_by(user, on=on).order_by().values("pk")
    found = Session.objects.filter(case__in=seen, starts_at__gte=first, starts_at__lt=last)
    found = found.exclude(state=SessionState.CANCELLED)
    return found.select_related("case__version", "case__handler").order_by("starts_at", "pk")


def party(pk: int, *, case: Case) -> Party:
    """Return a party of a case."""
    found = next((each for each in case.parties.all() if each.pk == pk), None)
    if found is None:
        raise NotFoundError.of("desk.not_there")
    return found


def clock(pk: int, *, case: Case) -> CaseClock:
    """Return a term of a case."""
    found = next((each for each in case.clocks.all() if each.pk == pk), None)
    if found is None:
        raise NotFoundError.of("desk.not_there")
    return found


def file(pk: int, *, case: Case, as_party: bool) -> EntryFile:
    """Return a file of a case; parties do not get those of internal lines."""
    files = EntryFile.objects.select_related("attachment", "entry").filter(entry__case=case)
    if as_party:
        files = files.filter(entry__internal=False)
    found = files.filter(pk=pk, entry__erased_at__isnull=True).first()
    if found is None:
        raise NotFoundError.of("desk.not_there")
    return found


def known_beside(case: Case, *, user: User, on: dt.date) -> list[Beside]:
    """Return what the apps above know of a case, for whoever may see that there."""
    answers = beside_wanted.send(sender=None, case=case, user=user, on=on)
    return [each for _receiver, found in answers for each in cast(list[Beside], found)]


def linked_cases(case: Case, *, user: User, on: dt.date) -> list[Case]:
    """Return the cases that began from this one, or were joined to it, that somebody may open."""
    seen = cases_seen_by(user, on=on)
    found = seen.filter(Q(origin=case) | Q(joined_into=case)).select_related("version")
    return list(found.order_by("filed_at", "pk"))


def interests_of(person: User) -> QuerySet[Interest]:
    """Return the ties somebody declared, by name."""
    return Interest.objects.filter(person=person)


def interest(pk: int, *, person: User) -> Interest:
    """Return a tie that somebody declared themselves."""
    found = interests_of(person).filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("desk.not_there")
    return found


def own_motion(user: User, *, on: dt.date) -> list[tuple[str, Organisation]]:
    """Return the procedures that somebody's body begins by itself, each with that body."""
    found = []
    bodies = bodies_of(user, WORK, on=on)
    for each in law.procedures().all_in_force(on=on):
        declaration = each.declaration
        if Acting.APPLICANT in declaration.begun_by:
            continue  # asked for by somebody: taken in at the service hall, also at a counter
        fits = [body for body in bodies if body.kind in declaration.handling.bodies]
        if fits:
            found.append((each.name, fits[0]))
    return found


def _seen(pk: int, user: User, on: dt.date) -> Case:
    case = whole_cases().get(pk=pk)
    check_may_see(user, case, on=on)
    return case
