"""Counting clocks anew: when a holiday notice arrives, and while time stands still.

A last day that could not be certain, because the notice of a year was not out, is counted again as
soon as it is: it becomes firm, and may move. The last day of a term that stands still moves with
every day. Whoever the term binds is told of a day that moved; nobody is told of one that stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.caseload.people import in_charge, people_of_term
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import CaseStatus
from zhiheng.office.cases.keeping import recount
from zhiheng.office.cases.models import Case, CaseClock
from zhiheng.office.cases.notifying import tell_people
from zhiheng.office.ledger.commands import record
from zhiheng.office.registers import lake


@dataclass(frozen=True)
class Moved:
    """A clock that was counted anew and is no longer what it was."""

    case: Case
    clock: CaseClock
    before: dt.date
    was_provisional: bool

    @property
    def became_firm(self) -> bool:
        """Tell whether the day was provisional and is certain now."""
        return self.was_provisional and not self.clock.awaits

    @property
    def told(self) -> bool:
        """Tell whether people hear of it: a day that really moved, not one that stands."""
        return self.clock.due_on != self.before and not self.clock.standing


def recount_awaiting(*, day: dt.date, now: dt.datetime) -> list[Moved]:
    """Count anew what waited for a notice that is out by now, and what stands still."""
    return recount_cases(sorted(awaiting()), now=now)


def awaiting() -> set[int]:
    """Return the cases with a clock that stands, or that waited for a year that is published."""
    published = set(lake.working_days().years)
    running = _running()
    waiting = running.exclude(awaits=[]).values_list("case", "awaits")
    found = {case for case, years in waiting.iterator() if published & set(years)}
    return found | set(running.filter(standing=True).values_list("case", flat=True))


def running_cases() -> list[int]:
    """Return every case with a clock that runs."""
    return sorted(set(_running().values_list("case", flat=True)))


def _running() -> QuerySet[CaseClock]:
    return CaseClock.objects.filter(ended_on__isnull=True).exclude(
        case__status__in=(CaseStatus.ARCHIVED, CaseStatus.JOINED)
    )


def recount_cases(cases: Collection[int], *, now: dt.datetime) -> list[Moved]:
    """Count the clocks of some cases anew, each case in a transaction of its own."""
    by = system_operator()
    return [moved for pk in cases for moved in _recount(pk, by, now)]


@transaction.atomic
def _recount(pk: int, by: User, now: dt.datetime) -> list[Moved]:
    case = Case.objects.select_related("version", "organisation", "station").get(pk=pk)
    before = {
        clock.pk: (clock.due_on, bool(clock.awaits))
        for clock in CaseClock.objects.filter(case=case, ended_on__isnull=True)
    }
    recount(case=case, by=by, on=now)
    moved = [
        Moved(case, clock, *before[clock.pk])
        for clock in CaseClock.objects.filter(pk__in=before)
        if (clock.due_on, bool(clock.awaits)) != before[clock.pk]
    ]
    noted = [each for each in moved if each.told or each.became_firm]
    if noted:
        _record(case, noted, now)
    for each in noted:
        if each.told:
            _tell(each, now)
    return moved


def _record(case: Case, moved: list[Moved], now: dt.datetime) -> None:
    terms = [
        {
            "term": each.clock.term,
            "from": each.before.isoformat(),
            "to": each.clock.due_on.isoformat(),
            "firm": not each.clock.awaits,
        }
        for each in moved
    ]
    record(
        act="cases.recounted",
        subject=f"case:{case.number}",
        details={"terms": terms},
        by=None,
        on=now,
    )


def _tell(moved: Moved, now: dt.datetime) -> None:
    """Tell whom the term binds, and who handles the case; its clerks where nobody does."""
    case, clock = moved.case, moved.clock
    declared = law.procedure_of(case).terms[clock.term]
    people = in_charge(case, on=now) + people_of_term(case, clock, declared.binds, on=now)
    tell_people(
        case,
        {person.pk: person for person in people}.values(),
        "case.recounted",
        on=now,
        key=f"c{clock.pk}-{clock.due_on}-{timezone.localdate(now)}",
        term=declared.title.zh,
        due=str(clock.due_on),
        before=str(moved.before),
    )
