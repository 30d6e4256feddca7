"""The term engine against a twin that walks day by day, written from the articles.

The twin reads the notices from their files by itself and knows neither ordinals nor bisection.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.deadline import Term
from zhiheng.core.terms.engine import compute, compute_before
from zhiheng.core.terms.lengths import Length, Unit
from zhiheng.core.terms.regimes import packaged_regimes
from zhiheng.core.terms.suspensions import Extension, Suspension

DAY = timedelta(days=1)
NOTICES = {
    int(path.stem): yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in (PACKAGED / "calendars").glob("[0-9]*.yaml")
}
REST = {day for notice in NOTICES.values() for each in notice["holidays"] for day in each["rest"]}
WORKED = {
    day
    for notice in NOTICES.values()
    for each in notice["holidays"]
    for day in each.get("working", [])
}
# Regulation of 2024, article 2: the holidays whose date it fixes.
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
WORKING_DAYS = {
    "administrative-penalty": {2, 3, 5, 7},
    "administrative-compulsion": set(range(1, 11)),
    "administrative-reconsideration": {3, 5, 7, 10},
}
Pair = tuple[int, str]


def rests(day: date) -> bool:
    if day in WORKED:
        return False
    if day in REST or day.weekday() in (5, 6):
        return True
    return day.year not in NOTICES and (day.month, day.day) in FIXED


def unsettled(day: date) -> bool:
    if day.year not in NOTICES:
        return True
    return day >= date(day.year, 12, 29) and day.year + 1 not in NOTICES


def corresponding(day: date, months: int) -> date:
    """Walk month by month to the target month, then to its day or its last day."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    found = date(year, month, 1)
    while found.day < day.day and (found + DAY).month == month:
        found += DAY
    return found


def walk(after: date, quantity: int, unit: str, excluded: set[date]) -> tuple[date, list[date]]:
    """Return the last day of a length that begins the day after, and the days asked about."""
    if unit == "m":
        quantity = (corresponding(after, quantity) - after).days
    day, counted, asked = after, 0, []
    while counted < quantity:
        day += DAY
        asked.append(day)
        if day in excluded or (unit == "wd" and rests(day)):
            continue
        counted += 1
    return day, asked if unit == "wd" else []


def naive_due(
    start: date, length: Pair, extension: Pair | None, regime: str, excluded: set[date]
) -> tuple[date, bool]:
    """Return the due date, and whether any day asked about could still change."""
    parts = [as_read(length, regime)]
    if extension is not None:
        quantity, unit = as_read(extension, regime)
        if unit == parts[0][1]:
            parts[0] = (parts[0][0] + quantity, unit)
        else:
            parts.append((quantity, unit))
    end, asked = start, []
    for quantity, unit in parts:
        end, more = walk(end, quantity, unit, excluded)
        asked += more
    asked.append(end)
    if rests(end):
        end += DAY
        asked.append(end)
        while rests(end) or end in excluded:
            end += DAY
            asked.append(end)
    return end, any(map(unsettled, asked))


def as_read(length: Pair, regime: str) -> Pair:
    quantity, unit = length
    if unit == "d" and quantity in WORKING_DAYS.get(regime, set()):
        return quantity, "wd"
    if unit == "y":
        return quantity * 12, "m"
    return length


STARTS = st.dates(date(2007, 1, 1), date(2029, 6, 30))
LENGTHS = st.one_of(
    st.tuples(st.integers(1, 200), st.just("d")),
    st.tuples(st.integers(1, 12), st.just("d")),
    st.tuples(st.integers(1, 120), st.just("wd")),
    st.tuples(st.integers(1, 24), st.just("m")),
    st.tuples(st.integers(1, 3), st.just("y")),
)
# Intervals by their distance from the start and their length, so that most of them matter.
INTERVALS = st.lists(st.tuples(st.integers(-20, 240), st.integers(0, 40)), max_size=5)
REGIMES = st.sampled_from(["patent-rules", "civil-code", "samr", *WORKING_DAYS])


def suspensions(start: date, intervals: Iterable[tuple[int, int]]) -> list[Suspension]:
    return [
        Suspension(start + timedelta(days=offset), start + timedelta(days=offset + length))
        for offset, length in intervals
    ]


def days_of(stops: Iterable[Suspension]) -> set[date]:
    excluded = set()
    for stop in stops:
        day = stop.first
        while stop.last is not None and day <= stop.last:
            excluded.add(day)
            day += DAY
    return excluded


@given(STARTS, LENGTHS, st.none() | LENGTHS, REGIMES, INTERVALS)
@settings(deadline=None, max_examples=400)
def test_due_dates_agree_with_the_walk(
    start: date,
    length: Pair,
    extension: Pair | None,
    regime: str,
    intervals: list[tuple[int, int]],
) -> None:
    stops = suspensions(start, intervals)
    found = compute(
        Term(Length(length[0], Unit(length[1]))),
        start=start,
        regime=packaged_regimes()[regime],
        calendar=packaged_calendar(),
        suspensions=stops,
        extensions=[Extension(Length(extension[0], Unit(extension[1])))] if extension else [],
    )
    expected = naive_due(start, length, extension, regime, days_of(stops))
    assert (found.due, found.provisional) == expected
    assert found.sentences("zh")
    assert found.sentences("en")


@given(STARTS, st.integers(1, 20))
@settings(deadline=None)
def test_validity_agrees_with_the_walk(start: date, years: int) -> None:
    found = compute(
        Term(Length(years, Unit.YEAR), validity=True),
        start=start,
        regime=packaged_regimes()["trademark-rules"],
        calendar=packaged_calendar(),
    )
    corresponds = corresponding(start, years * 12)
    assert found.due == (corresponds - DAY if corresponds.day == start.day else corresponds)
    assert not found.provisional


@given(STARTS, st.integers(1, 60))
@settings(deadline=None)
def test_counting_back_agrees_with_the_walk(event: date, quantity: int) -> None:
    found = compute_before(
        Term(Length(quantity, Unit.WORKING_DAY)),
        event=event,
        regime=packaged_regimes()["samr"],
        calendar=packaged_calendar(),
    )
    day, counted = event, 0
    while counted < quantity:
        day -= DAY
        counted += not rests(day)
    # The twin knows the notices from 2007 on.
    if day >= date(2007, 1, 1):
        assert found.due == day
