"""Due dates of legal terms: how many a second, on one core.

    python -m benchmarks.terms

Each line computes the same kind of term from 100 000 different days of 2022 to 2026, with everything
the result carries except its sentences; the last line also puts the derivation into words. The peer
walks day by day over a set of rest days, as one writes it without thinking about speed, and derives
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

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
CASES = (
    ("15 days, rest days moved", "15d", "patent-rules", {}),
    ("7 days read as working days", "7d", "administrative-penalty", {}),
    ("20 working days", "20wd", "samr", {}),
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
    rows = [[title, _speed(_computing(starts, *case))] for title, *case in CASES]
    rows.append(["15 days, with sentences in Chinese", _speed(_explaining(starts))])
    rows.append(["peer: 20 working days, day by day", _speed(_walking(starts))])
    body = f"{__doc__}\n{table(('term', 'due dates/s, median'), rows)}"
    write_result("terms", "Due dates of legal terms", body)


def _speed(work: Callable[[], object]) -> str:
    return f"{COUNT / timed(work, runs=RUNS, warm_up=1).median:,.0f}"


def _computing(
    starts: Sequence[date], length: str, regime: str, more: dict[str, object]
) -> Callable[[], object]:
    term, rules, calendar = (
        Term(parse_length(length)),
        packaged_regimes()[regime],
        packaged_calendar(),
    )

    def work() -> None:
        for start in starts:
            compute(term, start=start, regime=rules, calendar=calendar, **more)  # type: ignore[arg-type]

    return work


def _explaining(starts: Sequence[date]) -> Callable[[], object]:
    term, rules = Term(parse_length("15d")), packaged_regimes()["patent-rules"]
    calendar = packaged_calendar()

    def work() -> None:
        for start in starts:
            compute(term, start=start, regime=rules, calendar=calendar).sentences()

    return work


def _walking(starts: Sequence[date]) -> Callable[[], object]:
    calendar = packaged_calendar()
    span = calendar.days(date(2021, 12, 1), date(2026, 12, 28))
    rest = {day.date for day in span if not day.working}

    def work() -> None:
        for start in starts:
            day, counted = start, 0
            while counted < 20:
                day += DAY
                counted += day not in rest

    return work


if __name__ == "__main__":
    main()
