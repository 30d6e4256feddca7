"""Questions to the cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet

from zhiheng.core.errors import NotFoundError, Problem
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import Act
from zhiheng.core.procedures.running import CaseTerm, latest_due
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import APPOINTED, AT_REST, PARTIES, Capacity, CaseStatus
from zhiheng.office.cases.models import (
    Case,
    Cooperation,
    Entry,
    EntryFile,
    Participant,
    Party,
    Proposal,
)
from zhiheng.office.cases.permissions import (
    LEAD,
    WORK,
    bodies_below,
    bodies_of,
    capacities_of,
    cases_seen_by,
    check_may_see,
    party_cases,
)
from zhiheng.office.cases.state import state_of, terms_of

OPEN = (CaseStatus.OPEN, CaseStatus.SUSPENDED)


def whole_cases() -> QuerySet[Case]:
    """Return cases with all that showing one of them asks for, in a fixed number of queries."""
    active = Participant.objects.filter(until__isnull=True).select_related("person")
    return Case.objects.select_related(
        "version", "organisation", "station", "handler", "filed_by", "filed_for", "origin",
        "joined_into",
    ).prefetch_related(
        "parties", "clocks", "stops", "cooperations", Prefetch("participants", active)
    )  # fmt: skip


def get_case(number: str, *, user: User, on: dt.date) -> Case:
    """Return a case by its number; raise where there is none or it is not theirs to see."""
    found = whole_cases().filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFoundError.of("case.unknown", received=number)
    check_may_see(user, found, on=on)
    return found


def find_case(number: str) -> Case:
    """Return a case by its number for whoever checked already who asks."""
    found = whole_cases().filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFoundError.of("case.unknown", received=number)
    return found


@dataclass(frozen=True)
class CaseFilter:
    """What to look for; empty values do not narrow."""

    text: str = ""
    procedure: str = ""
    stage: str = ""
    status: str = ""
    outcome: str = ""
    organisation: int | None = None
    station: int | None = None
    handler: int | None = None
    division: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    overdue: bool = False


def find_cases(wanted: CaseFilter, *, user: User, on: dt.date) -> QuerySet[Case]:
    """Return the cases that fit among those somebody sees, newest first."""
    found = cases_seen_by(user, on=on).select_related("version", "organisation", "handler")
    return narrowed(found, wanted, on=on)


def narrowed(found: QuerySet[Case], wanted: CaseFilter, *, on: dt.date) -> QuerySet[Case]:
    """Return those of some cases that fit."""
    exact = {
        "procedure": wanted.procedure,
        "stage": wanted.stage,
        "status": wanted.status,
        "outcome": wanted.outcome,
        "organisation": wanted.organisation,
        "station": wanted.station,
        "handler": wanted.handler,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.text:
        found = found.filter(
            Q(number__icontains=wanted.text)
            | Q(title__icontains=wanted.text)
            | Q(pk__in=Party.objects.filter(name__icontains=wanted.text).values("case"))
        )
    if wanted.division:
        found = found.filter(division__startswith=wanted.division)
    if wanted.since:
        found = found.filter(filed_at__date__gte=wanted.since)
    if wanted.until:
        found = found.filter(filed_at__date__lte=wanted.until)
    if wanted.overdue:
        counts = (CaseStatus.OPEN, CaseStatus.CLOSED)
        found = found.filter(due_on__lt=on, due_binds="office", status__in=counts)
    return found


def trays_of(user: User, *, on: dt.date, soon: dt.date) -> dict[str, Q]:
    """Return what lies in each tray of an officer's inbox.

    mine, team, unassigned, due_soon, overdue, waiting (for others), to_approve, asked
    (co-operation), closed (not archived yet).
    """
    bodies = [body.pk for body in bodies_of(user, WORK, on=on)]
    part = Participant.objects.filter(person=user, until__isnull=True)
    asked = Cooperation.objects.filter(organisation__in=bodies, answered_at__isnull=True)
    mine = Q(pk__in=part.values("case"))
    here = Q(organisation__in=bodies)
    is_open = Q(status__in=OPEN)
    counts = _counts()
    return {
        "mine": mine & is_open,
        "team": here & is_open,
        "unassigned": here & is_open & Q(handler__isnull=True),
        "due_soon": mine & counts & Q(due_on__gte=on, due_on__lte=soon),
        "overdue": (mine | here) & counts & Q(due_on__lt=on),
        "waiting": mine & is_open & ~Q(waits_for="office"),
        "to_approve": Q(pk__in=proposals_for(user, on=on).values("case")),
        "asked": Q(pk__in=asked.values("case")),
        "closed": mine & Q(status=CaseStatus.CLOSED),
    }


def desk_of(user: User, desk: str, *, on: dt.date, soon: dt.date) -> QuerySet[Case]:
    """Return one tray of an officer's inbox, what is due first on top."""
    found = Case.objects.filter(trays_of(user, on=on, soon=soon)[desk])
    return found.select_related("version", "organisation", "handler").order_by(
        F("due_on").asc(nulls_last=True), "filed_at", "pk"
    )


def tray_counts(user: User, *, on: dt.date, soon: dt.date) -> dict[str, int]:
    """Return how many cases lie in each tray, by four questions whatever their number.

    What is somebody's own is found by their appointments, what is the body's by its cases alone,
    so that a large body costs one look at an index and no more.
    """
    trays = trays_of(user, on=on, soon=soon)
    bodies = [body.pk for body in bodies_of(user, WORK, on=on)]
    part = Participant.objects.filter(person=user, until__isnull=True)
    elsewhere = ~Q(organisation__in=bodies) if bodies else Q()
    late = _counts() & Q(due_on__lt=on)
    own = Case.objects.filter(pk__in=part.values("case")).aggregate(
        mine=_count(Q(status__in=OPEN)),
        due_soon=_count(_counts() & Q(due_on__gte=on, due_on__lte=soon)),
        waiting=_count(Q(status__in=OPEN) & ~Q(waits_for="office")),
        closed=_count(Q(status=CaseStatus.CLOSED)),
        late=_count(late & elsewhere),
    )
    here = Case.objects.filter(organisation__in=bodies, status__in=(*OPEN, CaseStatus.CLOSED))
    ours = here.aggregate(
        team=_count(Q(status__in=OPEN)),
        unassigned=_count(Q(status__in=OPEN, handler__isnull=True)),
        late=_count(late),
    )
    overdue = own.pop("late") + ours.pop("late")
    beside = {name: Case.objects.filter(trays[name]).count() for name in ("to_approve", "asked")}
    return {**own, **ours, "overdue": overdue, **beside}


def _counts() -> Q:
    # Closed cases too: a decision is still to be published or its papers to be handed over.
    return Q(status__in=(CaseStatus.OPEN, CaseStatus.CLOSED), due_binds="office")


def _count(which: Q) -> Count:
    return Count("pk", filter=which)


def proposals_for(user: User, *, on: dt.date) -> QuerySet[Proposal]:
    """Return what waits for somebody's approval: as head, as the head above, or in a case.

    Nobody approves what they proposed themselves.
    """
    led = bodies_of(user, LEAD, on=on)
    mine = Q(approver=Capacity.HEAD, case__organisation__in=[body.pk for body in led])
    for body in led:
        above = [
            each.name
            for each in law.procedures().every_version()
            if body.kind in each.declaration.handling.superior
        ]
        below = Q(case__organisation__in=bodies_below(body))
        mine |= Q(approver=Capacity.SUPERIOR, case__procedure__in=above) & below
    for capacity in APPOINTED:
        part = Participant.objects.filter(person=user, until__isnull=True, capacity=capacity)
        mine |= Q(approver=capacity, case__in=part.values("case"))
    waiting = Proposal.objects.filter(mine, decided_at__isnull=True)
    return waiting.exclude(proposed_by=user)


@dataclass(frozen=True)
class PossibleAct:
    """An act that somebody may do here; `missing` says what has to be done before."""

    act: Act
    missing: tuple[Problem, ...]


def possible_acts(case: Case, user: User, *, on: dt.date) -> list[PossibleAct]:
    """Return the acts of the procedure that somebody may do in a case now."""
    procedure = law.procedure_of(case)
    state, counting = state_of(case, procedure), law.counting(on)
    if case.status in AT_REST:
        return []
    found = machine.possible(
        procedure,
        state,
        capacities=capacities_of(user, case, procedure, on=on),
        on=on,
        due_of=lambda name: latest_due(procedure, state, name, counting),
    )
    return [PossibleAct(act, missing) for act, missing in found]


def clocks_of(case: Case, *, on: dt.date) -> list[CaseTerm]:
    """Return the terms of a case with the words that say how each came about."""
    return terms_of(case, law.procedure_of(case), law.counting(on))


def file_of(case: Case, *, as_party: bool) -> Sequence[Entry]:
    """Return the lines of the file, oldest first; parties do not see internal ones."""
    lines = Entry.objects.filter(case=case).select_related("by")
    if as_party:
        lines = lines.filter(internal=False)
    files = EntryFile.objects.select_related("attachment")
    return list(lines.prefetch_related(Prefetch("files", files)))


def is_only_party(case: Case, user: User, *, on: dt.date) -> bool:
    """Tell whether somebody sees a case as a party alone, not as somebody of the office."""
    capacities = capacities_of(user, case, law.procedure_of(case), on=on)
    works = {body.pk for body in bodies_of(user, WORK, on=on)}
    if case.organisation_id in works or case.station_id in works:
        return False
    return bool(capacities) and capacities <= {str(each) for each in PARTIES}


def matters_of(user: User, *, on: dt.date) -> QuerySet[Case]:
    """Return the cases in which somebody is a party or filed, newest first."""
    return party_cases(user, on=on).select_related("version", "organisation")


def case_by_code(code: str) -> Case | None:
    """Return the case of a receipt by its verification code, as kept."""
    return Case.objects.select_related("version", "organisation").filter(code=code).first()
