"""Which cases a figure counts: every number opens to the very cases that were counted.

A figure and its list are built from the same condition, so they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from zhiheng.office.accounts.models import User
from zhiheng.office.caseload.binding import of_office, office_terms
from zhiheng.office.caseload.limits import limits
from zhiheng.office.caseload.periods import end_of
from zhiheng.office.cases.enums import Capacity, CaseStatus
from zhiheng.office.cases.models import Case, CaseClock, CaseStop, Participant
from zhiheng.office.cases.permissions import overseen_by
from zhiheng.office.registers import lake
from zhiheng.office.web.days import midnight

# Ages of open cases in days, each band from its first day to the next one's.
AGES: tuple[tuple[int, int | None], ...] = ((0, 8), (8, 31), (31, 91), (91, 181), (181, None))
NONE = "-"
DIMENSIONS = ("procedure", "organisation", "handler", "division", "station")

SHOWN: Mapping[str, StrPromise] = {
    "open": pgettext_lazy("cases", "Open"),
    "overdue": _("Overdue"),
    "soon": _("Due soon"),
    "unassigned": _("Nobody handles it"),
    "standing": _("Time stands still"),
    "filed": _("Filed in the period"),
    "closed": _("Closed in the period"),
    "in-time": _("Closed in time"),
    "late": _("Closed, a limit exceeded"),
    "exceeded": _("A limit met late in the period"),
    **{f"age-{number}": _("Open, by age") for number in range(len(AGES))},
}


@dataclass(frozen=True)
class LoadFilter:
    """What is looked at: a period, on whose last day the stock is counted, and what narrows it.

    Empty values do not narrow; 0, and `-` for texts, is having none. `outcome` and `term` narrow
    lists of cases that were closed, or that met a limit late.
    """

    since: dt.date
    until: dt.date
    procedure: str = ""
    organisation: int | None = None
    handler: int | None = None
    division: str = ""
    station: int | None = None
    outcome: str = ""
    term: str = ""


def overseen(user: User, *, on: dt.date) -> QuerySet[Case]:
    """Return the cases of the bodies whose load somebody sees."""
    return Case.objects.filter(organisation__in=overseen_by(user, on=on))


def narrowed(cases: QuerySet[Case], wanted: LoadFilter) -> QuerySet[Case]:
    """Return those of the procedure, body, handler, division and station that is looked at."""
    exact = {
        "organisation": wanted.organisation,
        "station": wanted.station,
        "handler": wanted.handler,
    }
    given = {name: value or None for name, value in exact.items() if value is not None}
    cases = cases.filter(**given)
    for name, text in (
        ("procedure", wanted.procedure),
        ("division", wanted.division),
        ("outcome", wanted.outcome),
    ):
        if text:
            cases = cases.filter(**{name: "" if text == NONE else text})
    return cases


@dataclass(frozen=True)
class Conditions:
    """The conditions of one filter, with the terms that bind the office read once."""

    wanted: LoadFilter
    office: Q

    @classmethod
    def of(cls, wanted: LoadFilter) -> Conditions:
        """Return the conditions of a filter."""
        return cls(wanted, of_office(office_terms()))

    def open(self) -> Q:
        """Filed by the day, and neither closed nor joined to another case by then."""
        end = end_of(self.wanted.until)
        return Q(filed_at__lt=end) & (Q(closed_at__isnull=True) | Q(closed_at__gte=end))

    def overdue(self) -> Q:
        """Open, and a limit of the office ran out before the day and was not met by then."""
        day = self.wanted.until
        late = self._running(day).filter(due_on__lt=day)
        return self.open() & Q(pk__in=late.values("case"))

    def soon(self) -> Q:
        """Open, not overdue, and a limit of the office ends within the days of the reminder."""
        day = self.wanted.until
        last = lake.working_days().add_working(day, limits(on=day).due.soon)
        due = self._running(day).filter(due_on__gte=day, due_on__lte=last)
        return self.open() & ~self.overdue() & Q(pk__in=due.values("case"))

    def unassigned(self) -> Q:
        """Open, and nobody was its handler at the end of the day."""
        end = end_of(self.wanted.until)
        having = Participant.objects.filter(capacity=Capacity.HANDLER, since__lt=end)
        having = having.filter(Q(until__isnull=True) | Q(until__gte=end))
        return self.open() & ~Q(pk__in=having.values("case"))

    def standing(self) -> Q:
        """Open, and time stood still on the day on some ground."""
        day = self.wanted.until
        stops = CaseStop.objects.filter(first__lte=day)
        stops = stops.filter(Q(last__isnull=True) | Q(last__gte=day))
        return self.open() & Q(pk__in=stops.values("case"))

    def filed(self) -> Q:
        """Filed in the period."""
        return Q(filed_at__gte=midnight(self.wanted.since), filed_at__lt=end_of(self.wanted.until))

    def closed(self) -> Q:
        """Closed in the period; a case joined to another is closed with that one."""
        return Q(
            closed_at__gte=midnight(self.wanted.since), closed_at__lt=end_of(self.wanted.until)
        ) & ~Q(status=CaseStatus.JOINED)

    def late(self) -> Q:
        """Closed in the period, and at least one limit of the office was met late."""
        return self.closed() & Q(pk__in=self._missed().values("case"))

    def in_time(self) -> Q:
        """Closed in the period, and every limit of the office was met."""
        return self.closed() & ~Q(pk__in=self._missed().values("case"))

    def exceeded(self) -> Q:
        """A limit of the office, or the one looked at, was met in the period and too late."""
        wanted = self.wanted
        missed = self._missed().filter(ended_on__gte=wanted.since, ended_on__lte=wanted.until)
        if wanted.term:
            missed = missed.filter(term=wanted.term)
        return Q(pk__in=missed.values("case"))

    def age(self, number: int) -> Q:
        """Open, and since its filing as many days had gone by as the band says."""
        first, after = AGES[number]
        day = self.wanted.until
        found = self.open() & Q(filed_at__lt=end_of(day - dt.timedelta(days=first)))
        if after is None:
            return found
        return found & Q(filed_at__gte=end_of(day - dt.timedelta(days=after)))

    def named(self, shown: str) -> Q:
        """Return the condition of a list by its name; that of all open cases without one."""
        if shown.startswith("age-") and shown in SHOWN:
            return self.age(int(shown.removeprefix("age-")))
        conditions: Mapping[str, Callable[[], Q]] = {
            "overdue": self.overdue,
            "soon": self.soon,
            "unassigned": self.unassigned,
            "standing": self.standing,
            "filed": self.filed,
            "closed": self.closed,
            "late": self.late,
            "in-time": self.in_time,
            "exceeded": self.exceeded,
        }
        return conditions.get(shown, self.open)()

    def any_of_these(self) -> Q:
        """Return the condition of every case that some figure counts."""
        return self.open() | self.filed() | self.closed()

    def _running(self, day: dt.date) -> QuerySet[CaseClock]:
        # A term that stands still is neither due nor overdue: its last day moves with every day.
        clocks = CaseClock.objects.filter(self.office, start_on__lte=day, standing=False)
        return clocks.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))

    def _missed(self) -> QuerySet[CaseClock]:
        return CaseClock.objects.filter(self.office, ended_on__gt=F("due_on"))
