"""Which steps of reminding a day calls for, and were not taken yet; asked in few questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Max, Model, Q, QuerySet
from django.utils import timezone

from zhiheng.core.calendar import Calendar
from zhiheng.core.plans.reminders import due_step
from zhiheng.office.caseload.enums import ReminderStep
from zhiheng.office.caseload.limits import CaseLimits, limits
from zhiheng.office.caseload.models import CaseReminder
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import CaseStatus, EntryKind
from zhiheng.office.cases.models import Case, CaseClock, CaseStop, Cooperation
from zhiheng.office.registers import lake

_Row = TypeVar("_Row", bound=Model)
_CHUNK = 500
_WITH_CASE = ("case__version", "case__organisation", "case__station", "case__handler")


@dataclass(frozen=True)
class Wanted:
    """One step that a day calls for; `since` is the day from which waiting is counted."""

    case: Case
    step: str
    subject: str
    due_on: dt.date
    since: dt.date
    binds: str = ""
    clock: CaseClock | None = None
    cooperation: Cooperation | None = None

    @property
    def mark(self) -> tuple[int, str, str, dt.date]:
        """Return by what a step is known once it was taken."""
        return (self.case.pk, self.step, self.subject, self.due_on)


def steps_on(day: dt.date) -> Iterator[Wanted]:
    """Yield the steps that a day calls for and that were not taken; none on a day of rest."""
    calendar, waits = lake.working_days(), limits(on=day)
    if not calendar.is_working(day):
        return
    for found in (
        _of_terms(day, calendar, waits),
        _of_cooperations(day, calendar, waits),
        _unassigned(day, calendar, waits),
        _standing(day, waits),
    ):
        yield from _not_taken(found)


def _in_chunks(rows: QuerySet[_Row]) -> Iterator[_Row]:
    """Yield rows of which others may change while these are worked through."""
    keys = list(rows.values_list("pk", flat=True))
    for first in range(0, len(keys), _CHUNK):
        yield from rows.filter(pk__in=keys[first : first + _CHUNK])


def _not_taken(found: Iterator[Wanted]) -> Iterator[Wanted]:
    """Leave out what was taken before, asked of the database once for many."""
    while chunk := [each for each, _ in zip(found, range(_CHUNK), strict=False)]:
        known = CaseReminder.objects.filter(case__in={each.case.pk for each in chunk})
        taken = set(known.values_list("case", "step", "subject", "due_on"))
        yield from (each for each in chunk if each.mark not in taken)


def _of_terms(day: dt.date, calendar: Calendar, waits: CaseLimits) -> Iterator[Wanted]:
    """Yield the steps of terms; of a closed case only those of terms that outlive it."""
    last = calendar.add_working(day, waits.due.soon)
    clocks: QuerySet[CaseClock] = (
        CaseClock.objects.filter(ended_on__isnull=True, standing=False, due_on__lte=last)
        .filter(case__status__in=(CaseStatus.OPEN, CaseStatus.CLOSED))
        .select_related(*_WITH_CASE)
        .order_by("pk")
    )
    for clock in _in_chunks(clocks):
        declared = law.procedure_of(clock.case).terms[clock.term]
        step = due_step(clock.due_on, on=day, calendar=calendar, limits=waits.due)
        if step is None or not _concerns(step, declared.binds, minimum=declared.minimum):
            continue
        subject = f"clock:{clock.pk}"
        yield Wanted(
            clock.case, step.value, subject, clock.due_on, clock.start_on, declared.binds, clock
        )


def _concerns(step: str, binds: str, *, minimum: bool) -> bool:
    """Tell whether a step has anything to say.

    That a time ran out which others must be left, or a party had, is told once and not again; a
    least time has no last day before which somebody must hurry, unless it is a party's.
    """
    if binds == "office":
        return not minimum
    if minimum and binds not in ("applicant", "respondent", "parties"):
        return step == ReminderStep.OVERDUE
    return step != ReminderStep.OVERDUE_LONG


def _of_cooperations(day: dt.date, calendar: Calendar, waits: CaseLimits) -> Iterator[Wanted]:
    last = calendar.add_working(day, waits.due.soon)
    asked = Cooperation.objects.filter(
        answered_at__isnull=True,
        due_on__lte=last,
        case__status__in=(CaseStatus.OPEN, CaseStatus.SUSPENDED),
    ).select_related(*_WITH_CASE, "organisation", "asked_by")
    for each in _in_chunks(asked):
        assert each.due_on is not None
        step = due_step(each.due_on, on=day, calendar=calendar, limits=waits.due)
        if step is not None:
            since = timezone.localdate(each.asked_at)
            subject = f"cooperation:{each.pk}"
            yield Wanted(each.case, step.value, subject, each.due_on, since, cooperation=each)


def _unassigned(day: dt.date, calendar: Calendar, waits: CaseLimits) -> Iterator[Wanted]:
    """Yield cases that nobody has handled since they came, or since somebody gave them back."""
    returned = Q(entries__kind__in=(EntryKind.RELEASED, EntryKind.TRANSFERRED))
    cases = (
        Case.objects.filter(status=CaseStatus.OPEN, handler__isnull=True)
        .select_related("version", "organisation", "station", "handler")
        .annotate(returned_at=Max("entries__at", filter=returned))
        .order_by("pk")
    )
    for case in _in_chunks(cases):
        since = timezone.localdate(getattr(case, "returned_at", None) or case.filed_at)
        if since >= day:
            continue
        waited = calendar.count_working(since + dt.timedelta(days=1), day)
        if waited >= waits.unassigned:
            yield Wanted(case, ReminderStep.UNASSIGNED.value, "", since, since)


def _standing(day: dt.date, waits: CaseLimits) -> Iterator[Wanted]:
    """Yield stops that have lasted long, and again whenever as much time has gone by."""
    stops = CaseStop.objects.filter(
        last__isnull=True,
        first__lte=day - dt.timedelta(days=waits.standing),
        case__status__in=(CaseStatus.OPEN, CaseStatus.SUSPENDED),
    ).select_related(*_WITH_CASE)
    for stop in _in_chunks(stops):
        times = (day - stop.first).days // waits.standing
        due_on = stop.first + dt.timedelta(days=times * waits.standing)
        subject = f"stop:{stop.pk}"
        yield Wanted(stop.case, ReminderStep.STANDING.value, subject, due_on, stop.first)
