"""The calendar as a value: what it knows, what it computes by rule, what a new notice changes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.calendar import Calendar, DayKind, DayName, FixedHolidays, YearNotice
from zhiheng.core.terms.calendars import packaged_calendar

NEW_YEAR = DayName("元旦", "New Year's Day")
SPRING = DayName("春节", "Spring Festival")


def notice(year: int) -> YearNotice:
    return YearNotice(
        year,
        {date(year, 1, 1): NEW_YEAR, date(year, 2, 5): SPRING, date(year, 2, 6): SPRING},
        {date(year - 1, 12, 30): NEW_YEAR},
        f"notice for {year}",
    )


def test_every_year_from_2007_to_2026_is_known() -> None:
    assert packaged_calendar().years == tuple(range(2007, 2027))
    assert packaged_calendar().settled_until == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("year", "working_days"),
    # 2020 by hand: 262 weekdays, 19 of them off, 6 weekend days worked; so the others.
    [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year: int, working_days: int) -> None:
    calendar = packaged_calendar()
    assert calendar.count_working(date(year, 1, 1), date(year, 12, 31)) == working_days


def test_only_weekends_are_exchanged() -> None:
    days = packaged_calendar().days(date(2007, 1, 1), date(2026, 12, 31))
    exchanged = [day.date for day in days if day.kind is DayKind.EXCHANGED]
    assert len(exchanged) > 100
    assert {day.weekday() for day in exchanged} == {5, 6}


def test_a_year_between_two_notices_is_not_known() -> None:
    calendar = Calendar([notice(2020), notice(2022)])
    assert calendar.settled(date(2020, 3, 1), date(2020, 12, 28))
    assert not calendar.settled(date(2020, 12, 1), date(2020, 12, 29))
    assert calendar.awaited_years(date(2020, 12, 1), date(2020, 12, 29)) == (2021,)
    assert calendar.awaited_years(date(2020, 12, 1), date(2022, 3, 1)) == (2021,)
    assert calendar.awaited_years(date(2022, 3, 1), date(2022, 12, 31)) == (2023,)
    assert calendar.day(date(2021, 12, 30)).settled  # named by the notice for 2022


def test_without_any_notice_weekends_rest_and_nothing_is_settled() -> None:
    calendar = Calendar([])
    assert calendar.settled_until is None
    assert calendar.next_working(date(2026, 10, 3)) == date(2026, 10, 5)
    assert calendar.awaited_years(date(2026, 10, 3), date(2026, 10, 5)) == (2026,)
    assert calendar.source(2026) == calendar.fixed_source(date(2026, 1, 1)) == ""


def test_fixed_holidays_yield_to_a_published_notice() -> None:
    fixed = FixedHolidays({(5, 1): DayName("劳动节", "Labour Day")}, "regulation")
    before = Calendar([notice(2026)], [fixed])
    assert before.is_working(date(2026, 5, 1))  # the notice of that year does not name it
    assert not before.is_working(date(2028, 5, 1))
    after = Calendar([notice(2026), notice(2027), notice(2028)], [fixed])
    assert after.is_working(date(2028, 5, 1))


def test_a_new_notice_changes_days_and_settles_them() -> None:
    before = Calendar([notice(2026)])
    after = Calendar([notice(2026), notice(2027)])
    assert before.add_working(date(2027, 2, 4), 1) == date(2027, 2, 5)
    assert after.add_working(date(2027, 2, 4), 1) == date(2027, 2, 8)
    assert before.awaited_years(date(2027, 2, 4), date(2027, 2, 8)) == (2027,)
    assert after.awaited_years(date(2027, 2, 4), date(2027, 2, 8)) == ()


def test_of_two_notices_on_a_day_of_december_the_later_one_counts() -> None:
    day = date(2026, 12, 31)
    earlier = YearNotice(2026, {day: NEW_YEAR}, {}, "2026")
    later = YearNotice(2027, {}, {day: NEW_YEAR}, "2027")
    for order in ([earlier, later], [later, earlier]):
        assert Calendar(order).is_working(day)
    assert not Calendar([earlier]).is_working(day)


def test_the_ends_of_time_are_an_overflow() -> None:
    calendar = packaged_calendar()
    with pytest.raises(OverflowError):
        calendar.add_working(date(9999, 12, 30), 5)
    with pytest.raises(OverflowError):
        calendar.add_working(date(1, 1, 3), -5)


DAYS = st.dates(date(2005, 1, 1), date(2029, 12, 31))


@given(DAYS, st.integers(1, 600))
@settings(deadline=None)
def test_working_days_are_counted_as_they_are_added(day: date, count: int) -> None:
    calendar = packaged_calendar()
    later = calendar.add_working(day, count)
    assert calendar.is_working(later)
    assert calendar.count_working(day + timedelta(days=1), later) == count
    assert calendar.add_working(later, -count) <= day or not calendar.is_working(day)
    assert calendar.day(later).working


@given(DAYS)
@settings(deadline=None)
def test_a_day_works_exactly_if_its_kind_says_so(day: date) -> None:
    calendar = packaged_calendar()
    assert calendar.is_working(day) == calendar.day(day).working
