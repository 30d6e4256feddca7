"""Who may do what with a paper: the capacities that the procedure names for its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet

from zhiheng.core.errors import ForbiddenError
from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import PARTIES, Capacity
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.permissions import (
    LOAD,
    WORK,
    bodies_of,
    capacities_of,
    cases_seen_by,
    overseen_by,
    parties_of,
)
from zhiheng.office.papers.enums import KNOWN, ServiceResult
from zhiheng.office.papers.models import Paper, Service

# Who keeps the file in order beside those who draft: they serve and record what came back.
_SERVERS = (Capacity.HANDLER, Capacity.CO_HANDLER, Capacity.CLERK)


def drafters(kind: DeclaredPaper) -> tuple[str, ...]:
    """Return the capacities in which a paper is drafted."""
    return tuple(str(each) for each in kind.by)


def signers(kind: DeclaredPaper) -> tuple[str, ...]:
    """Return the capacities in which a paper is issued."""
    return (str(kind.approval),) if kind.approval else drafters(kind)


def servers(kind: DeclaredPaper) -> tuple[str, ...]:
    """Return the capacities in which a paper is served."""
    return tuple(dict.fromkeys((*drafters(kind), *map(str, _SERVERS))))


def held_capacities(user: User, case: Case, *, on: dt.date) -> frozenset[str]:
    """Return as what somebody acts in a case on a day."""
    return capacities_of(user, case, law.procedure_of(case), on=on)


def may(user: User, case: Case, allowed: Collection[str], *, on: dt.date) -> bool:
    """Tell whether somebody acts in a case in one of some capacities."""
    return not held_capacities(user, case, on=on).isdisjoint(allowed)


def is_of_the_office(user: User, case: Case, held: Collection[str], *, on: dt.date) -> bool:
    """Tell whether somebody reads a case as one who works on it or oversees it."""
    if set(held) - set(PARTIES):
        return True
    bodies = {body.pk for body in bodies_of(user, WORK, on=on)}
    if bodies & {case.organisation_id, case.station_id}:
        return True
    oversees = bodies and bool(bodies_of(user, LOAD, on=on))  # who only counts cases reads none
    return bool(oversees) and case.organisation_id in overseen_by(user, on=on)


def readable(user: User, case: Case, *, on: dt.date) -> QuerySet[Paper]:
    """Return the papers of a case that somebody may read.

    A party sees those that were issued and are not confidential: of those that are served, the ones
    that were sent to it; of the others, the ones addressed to it and the records of sessions. What
    goes to other bodies is addressed to no party.
    """
    found = Paper.objects.filter(case=case)
    held = held_capacities(user, case, on=on)
    if is_of_the_office(user, case, held, on=on):
        return found
    procedure = law.procedure_of(case)
    kinds = [each for each in procedure.papers.values() if not each.confidential]
    records = {each.minutes for each in procedure.sessions.values()} if held else set()
    served = [each.paper for each in kinds if each.served]
    shown = [
        each.paper
        for each in kinds
        if not each.served
        and (held & {str(one) for one in each.to} or (not each.to and each.paper in records))
    ]
    sent = Service.objects.filter(party__in=parties_of(user, case, on=on)).exclude(
        result=ServiceResult.FAILED
    )
    mine = Q(kind__in=shown) | Q(kind__in=served, pk__in=sent.values("paper"))
    return found.filter(mine, state__in=sorted(KNOWN))


def check_may_read(user: User, paper: Paper, *, on: dt.date) -> None:
    """Raise where a paper is none of somebody's business."""
    seen = cases_seen_by(user, on=on).filter(pk=paper.case_id).exists()
    if not seen or not readable(user, paper.case, on=on).filter(pk=paper.pk).exists():
        raise ForbiddenError.of("paper.not_here", received=paper.case.number)


def check_works_on(user: User, case: Case, *, on: dt.date) -> None:
    """Raise where somebody is a party of a case and nothing else: its workshop is not theirs."""
    if not is_of_the_office(user, case, held_capacities(user, case, on=on), on=on):
        raise ForbiddenError.of("case.not_your_act", received=case.number)


def check_may_draft(case: Case, kinds: Collection[DeclaredPaper]) -> None:
    """Raise where no paper is offered to somebody in a case now."""
    if not kinds:
        raise ForbiddenError.of("case.not_your_act", received=case.number)


def check_may_serve(user: User, paper: Paper, *, on: dt.date) -> None:
    """Raise where somebody does not serve a paper."""
    kind = law.procedure_of(paper.case).papers[paper.kind]
    if not may(user, paper.case, servers(kind), on=on):
        raise ForbiddenError.of("case.not_your_act", received=paper.case.number)
