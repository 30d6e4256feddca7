"""Due dates of legal terms: how many a second, on one core.

    python -m benchmarks.terms

Each line computes one kind of term from 100 000 days of 2022 to 2026, with all that the result
carries: what happened on the way, whether a future notice may change it. Sentences are made when
they are read; one line measures them too. For comparison, a bare walk over a set of rest days,
which returns nothing but the day, for a short and a long term.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from benchmarks.measuring import table, timed, write_result
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.deadline import Term
from zhiheng.core.terms.engine import compute
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import packaged_regimes
from zhiheng.core.terms.suspensions import Extension, Suspension

COUNT = 100_000
RUNS = 5
DAY = timedelta(days=1)
FIRST = date(2022, 1, 1)
CASES: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("15 days, rest days moved", "15d", "patent-rules", {}),
    ("7 days read as working days", "7d", "administrative-penalty", {}),
    ("20 working days", "20wd", "samr", {}),
    ("120 working days", "120wd", "samr", {}),
    ("3 months", "3m", "patent-adjudication", {}),
    ("15 days after presumed receipt by post", "15d", "patent-rules", {"service": "post"}),
    (
        "90 days, extended by 30, two suspensions",
        "90d",
        "samr",
        {
            "suspensions": (
                Suspension(date(2023, 1, 1), date(2023, 1, 10)),
                Suspension(date(2024, 1, 1), date(2024, 1, 10)),
            ),
            "extensions": (Extension(parse_length("30d")),),
        },
    ),
)


def main() -> None:
    """Measure each kind of term and write the result."""
    starts = [FIRST + timedelta(days=number % 1500) for number in range(COUNT)]
    rows = [
        [title, _speed(_computing(starts, length, regime, more))]
        for title, length, regime, more in CASES
    ]
    rows.append(["15 days, with sentences in Chinese", _speed(_explaining(starts))])
    rows += [
        [f"bare walk, {days} working days", _speed(_walking(starts, days))] for days in (20, 120)
    ]
    body = f"{__doc__}\n{table(('term', 'due dates/s, median'), rows)}"
    write_result("terms", "Due dates of legal terms", body)


def _speed(work: Callable[[], object]) -> str:
    return f"{COUNT / timed(work, runs=RUNS, warm_up=1).median:,.0f}"


def _computing(
    starts: Sequence[date], length: str, regime: str, more: dict[str, Any]
) -> Callable[[], object]:
    term, rules, calendar = (
        Term(parse_length(length)),
        packaged_regimes()[regime],
        packaged_calendar(),
    )

    def work() -> None:
        for start in starts:
            compute(term, start=start, regime=rules, calendar=calendar, **more)

    return work


def _explaining(starts: Sequence[date]) -> Callable[[], object]:
    term, rules = Term(parse_length("15d")), packaged_regimes()["patent-rules"]
    calendar = packaged_calendar()

    def work() -> None:
        for start in starts:
            compute(term, start=start, regime=rules, calendar=calendar).sentences()

    return work


def _walking(starts: Sequence[date], days: int) -> Callable[[], object]:
    calendar = packaged_calendar()
    span = calendar.days(date(2021, 12, 1), date(2026, 12, 28))
    rest = {day.date for day in span if not day.working}

    def work() -> None:
        for start in starts:
            day, counted = start, 0
            while counted < days:
                day += DAY
                counted += day not in rest

    return work


if __name__ == "__main__":
    main()
