"""The figures of the load of cases, computed by the database in a fixed number of questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncMonth
from django.utils import timezone

from zhiheng.office.caseload.choosing import AGES, Conditions, LoadFilter
from zhiheng.office.caseload.periods import end_of, months_until
from zhiheng.office.cases.models import Case, CaseClock
from zhiheng.office.web.days import midnight

MONTHS = 12


@dataclass(frozen=True)
class Line:
    """What is counted for one procedure, body, handler, division or station; for all together.

    `key` is what the cases have in common: a name, a number, None where they have nothing there.
    """

    key: Any
    open: int = 0
    overdue: int = 0
    soon: int = 0
    unassigned: int = 0
    standing: int = 0
    filed: int = 0
    closed: int = 0
    late: int = 0

    @property
    def in_time(self) -> int:
        """Return how many were closed within every limit."""
        return self.closed - self.late

    def __add__(self, other: Line) -> Line:
        """Return both together, under this one's key."""
        return Line(self.key, *(getattr(self, n) + getattr(other, n) for n in COUNTED))


COUNTED = ("open", "overdue", "soon", "unassigned", "standing", "filed", "closed", "late")


@dataclass(frozen=True)
class Days:
    """How long something took: so many cases, half within `median` days, nine in ten within
    `nine_tenths`."""

    key: str
    count: int
    median: int
    nine_tenths: int


@dataclass(frozen=True)
class Ended:
    """How often cases of a procedure ended in one way."""

    procedure: str
    outcome: str
    count: int


@dataclass(frozen=True)
class Kept:
    """How often a limit of the office came to its end in the period, and how often too late."""

    procedure: str
    term: str
    count: int
    late: int


@dataclass(frozen=True)
class Month:
    """How many cases came and went in a month."""

    first: dt.date
    filed: int
    closed: int


@dataclass(frozen=True)
class Load:
    """All figures of one filter."""

    wanted: LoadFilter
    total: Line
    lines: list[Line]
    procedures: list[Line]
    ages: list[int]
    open_days: list[Days]
    decision_days: list[Days]
    outcomes: list[Ended]
    kept: list[Kept]
    months: list[Month]


def load_of(cases: QuerySet[Case], wanted: LoadFilter, *, by: str = "procedure") -> Load:
    """Return the figures of some cases, broken down by one dimension beside the procedure."""
    conditions = Conditions.of(wanted)
    procedures = lines_by(cases, conditions, "procedure")
    return Load(
        wanted=wanted,
        total=sum(procedures, Line("")),
        lines=procedures if by == "procedure" else lines_by(cases, conditions, by),
        procedures=procedures,
        ages=_ages(cases, conditions),
        open_days=_open_days(cases, conditions),
        decision_days=_decision_days(cases, conditions),
        outcomes=_outcomes(cases, conditions),
        kept=_kept(cases, conditions),
        months=_months(cases, wanted.until),
    )


def lines_by(cases: QuerySet[Case], conditions: Conditions, dimension: str) -> list[Line]:
    """Return what is counted for each value of a dimension, most open cases first."""
    counted = {
        "open": conditions.open(),
        "overdue": conditions.overdue(),
        "soon": conditions.soon(),
        "unassigned": conditions.unassigned(),
        "standing": conditions.standing(),
        "filed": conditions.filed(),
        "closed": conditions.closed(),
        "late": conditions.late(),
    }
    rows: Iterable[Any] = (
        cases.filter(conditions.any_of_these())
        .order_by()
        .values(key=F(dimension))
        .annotate(**{f"n_{name}": Count("pk", filter=q) for name, q in counted.items()})
    )
    lines = [Line(row["key"], *(row[f"n_{name}"] for name in COUNTED)) for row in rows]
    return sorted(lines, key=lambda line: (-line.open, -line.filed, str(line.key)))


def _ages(cases: QuerySet[Case], conditions: Conditions) -> list[int]:
    bands = {f"n_{n}": Count("pk", filter=conditions.age(n)) for n in range(len(AGES))}
    counts = cases.filter(conditions.open()).aggregate(**bands)
    return [counts[f"n_{n}"] for n in range(len(AGES))]


def _open_days(cases: QuerySet[Case], conditions: Conditions) -> list[Days]:
    """Return how long open cases have been open, by procedure."""
    found = cases.filter(conditions.open())
    rows = _at_ranks(found, F("filed_at").desc())
    day = conditions.wanted.until
    return _days(rows, lambda row: (day - timezone.localdate(row["filed_at"])).days)


def _decision_days(cases: QuerySet[Case], conditions: Conditions) -> list[Days]:
    """Return how long it took from filing to closing, by procedure."""
    found = cases.filter(conditions.closed())
    rows = _at_ranks(found, (F("closed_at") - F("filed_at")).asc())
    return _days(
        rows,
        lambda row: (
            (timezone.localdate(row["closed_at"]) - timezone.localdate(row["filed_at"])).days
        ),
    )


def _at_ranks(cases: QuerySet[Case], order: Any) -> list[dict[str, Any]]:
    """Return of each procedure the case in the middle and the one nine tenths up an order.

    By nearest rank: with four cases the second is in the middle, and the fourth nine tenths up.
    """
    rows: Iterable[Any] = (
        cases.order_by()
        .annotate(
            rank=Window(RowNumber(), partition_by="procedure", order_by=[order, F("pk").asc()]),
            among=Window(Count("pk"), partition_by="procedure"),
        )
        .filter(Q(rank=(F("among") + 1) / 2) | Q(rank=(F("among") * 9 + 9) / 10))
        .values("procedure", "rank", "among", "filed_at", "closed_at")
    )
    return sorted(rows, key=lambda row: (row["procedure"], row["rank"]))


def _days(rows: Iterable[dict[str, Any]], days_of: Any) -> list[Days]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["procedure"], []).append(row)
    return [
        Days(name, some[0]["among"], days_of(some[0]), days_of(some[-1]))
        for name, some in found.items()
    ]


def _outcomes(cases: QuerySet[Case], conditions: Conditions) -> list[Ended]:
    rows = (
        cases.filter(conditions.closed())
        .order_by()
        .values_list("procedure", "outcome")
        .annotate(count=Count("pk"))
    )
    return sorted((Ended(*row) for row in rows), key=lambda e: (e.procedure, -e.count, e.outcome))


def _kept(cases: QuerySet[Case], conditions: Conditions) -> list[Kept]:
    """Return the limits of the office that came to their end in the period, the latest first."""
    wanted = conditions.wanted
    rows = (
        CaseClock.objects.filter(
            conditions.office,
            case__in=cases,
            ended_on__gte=wanted.since,
            ended_on__lte=wanted.until,
        )
        .exclude(ended_by__in=("joined", "split"))
        .order_by()
        .values_list("case__procedure", "term")
        .annotate(count=Count("pk"), late=Count("pk", filter=Q(ended_on__gt=F("due_on"))))
    )
    return sorted(
        (Kept(*row) for row in rows), key=lambda k: (-k.late, k.procedure, -k.count, k.term)
    )


def _months(cases: QuerySet[Case], until: dt.date) -> list[Month]:
    firsts = months_until(until, MONTHS)
    edges = (midnight(firsts[0]), end_of(until))
    filed = _by_month(cases.filter(filed_at__range=edges), "filed_at")
    closed = _by_month(cases.filter(closed_at__range=edges), "closed_at")
    return [Month(first, filed.get(first, 0), closed.get(first, 0)) for first in firsts]


def _by_month(cases: QuerySet[Case], field: str) -> dict[dt.date, int]:
    rows: Iterable[Any] = (
        cases.order_by().values_list(TruncMonth(field)).annotate(count=Count("pk"))
    )
    return {timezone.localdate(month): count for month, count in rows}
