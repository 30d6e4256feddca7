"""Working days and rest days, from the notices in which the State Council exchanges weekends.

A `Calendar` is built from data handed in: one `YearNotice` for each year whose arrangement has been
published, and the holidays that the regulation itself fixes to a date. A notice may also reach into
the last days of the year before (29 December 2018 was worked because of the notice for 2019).

A day is *settled* once no future notice can change it: its own year's notice and, for the last days
of December, the next year's are known. Any other day is computed by rule (Saturdays and Sundays
off, holidays of a fixed date off) and never passes as known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

SATURDAY = 5
# No notice for 2007 to 2026 reached further back into the year before than 29 December.
YEAR_END = (12, 29)


class DayName(NamedTuple):
    """The name of a holiday in Simplified Chinese and in English."""

    zh: str
    en: str


class DayKind(StrEnum):
    """Why a day is worked or not."""

    WORKDAY = "workday"
    EXCHANGED = "exchanged"  # a weekend that the notice makes a working day
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


class Day(NamedTuple):
    """One day: what it is, the holiday it belongs to, and whether a notice may still change it."""

    date: date
    kind: DayKind
    name: DayName | None
    settled: bool

    @property
    def working(self) -> bool:
        """Tell whether offices work on it."""
        return self.kind in (DayKind.WORKDAY, DayKind.EXCHANGED)


@dataclass(frozen=True, slots=True)
class YearNotice:
    """The arrangement of one year: days off and days worked that would otherwise not be so."""

    year: int
    off: Mapping[date, DayName]
    working: Mapping[date, DayName]
    source: str = ""


@dataclass(frozen=True, slots=True)
class FixedHolidays:
    """Holidays of a fixed month and day between two dates; `valid_to` is the first day after."""

    days: Mapping[tuple[int, int], DayName]
    source: str
    valid_from: date = date.min
    valid_to: date = date.max


class Calendar:
    """Tells working days from rest days, and which of them are settled.

    Equal data give equal answers for ever: the tables kept inside only save time.
    """

    def __init__(self, notices: Iterable[YearNotice], fixed: Iterable[FixedHolidays] = ()) -> None:
        self._notices = {notice.year: notice for notice in notices}
        self._fixed = tuple(fixed)
        self._exchanged: dict[date, DayName] = {}
        self._off: dict[date, DayName] = {}
        for year in sorted(self._notices):
            self._apply(self._notices[year])
        self._working_days: dict[int, list[int]] = {}
        self._settled_runs = tuple(_runs(sorted(self._notices)))

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years whose notice is known."""
        return tuple(sorted(self._notices))

    @property
    def settled_until(self) -> date | None:
        """Return the last day that no future notice can change, or None without any notice."""
        return self._settled_runs[-1][1] if self._settled_runs else None

    def source(self, year: int) -> str:
        """Return the title of a year's notice, or an empty text where none is known."""
        return self._notices[year].source if year in self._notices else ""

    def fixed_source(self, on: date) -> str:
        """Return the regulation by which a day is computed that no notice covers."""
        return next((each.source for each in self._fixed if _in_force(each, on)), "")

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on a day."""
        working = self._working(day.year)
        ordinal = day.toordinal()
        place = bisect_left(working, ordinal)
        return place < len(working) and working[place] == ordinal

    def day(self, day: date) -> Day:
        """Return what a day is."""
        if name := self._exchanged.get(day):
            kind = DayKind.EXCHANGED if day.weekday() >= SATURDAY else DayKind.WORKDAY
            return Day(day, kind, name, settled=True)
        if name := self._off.get(day) or self._fixed_name(day):
            return Day(day, DayKind.HOLIDAY, name, self.settled(day, day))
        kind = DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY
        return Day(day, kind, None, self.settled(day, day))

    def days(self, first: date, last: date) -> Iterator[Day]:
        """Yield every day from `first` to `last`."""
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            yield self.day(date.fromordinal(ordinal))

    def next_working(self, day: date) -> date:
        """Return the day itself if offices work on it, otherwise the first one after it."""
        return self.add_working(day - timedelta(days=1), 1)

    def add_working(self, day: date, count: int) -> date:
        """Return the `count`-th working day after a day, or before it where `count` is negative.

        `OverflowError` past the years 1 to 9999.
        """
        ordinal, year = day.toordinal(), day.year
        working = self._working(year)
        if count > 0:
            place = bisect_right(working, ordinal) + count - 1
            while place >= len(working):
                place -= len(working)
                year += 1
                working = self._working(year)
        else:
            place = bisect_left(working, ordinal) + count
            while place < 0:
                year -= 1
                working = self._working(year)
                place += len(working)
        return date.fromordinal(working[place])

    def count_working(self, first: date, last: date) -> int:
        """Return how many working days lie from `first` to `last`, both included."""
        if last < first:
            return 0
        count = 0
        for year in range(first.year, last.year + 1):
            working = self._working(year)
            low = bisect_left(working, first.toordinal()) if year == first.year else 0
            high = bisect_right(working, last.toordinal()) if year == last.year else len(working)
            count += high - low
        return count

    def settled(self, first: date, last: date) -> bool:
        """Tell whether no future notice can change any day from `first` to `last`."""
        for begin, end in self._settled_runs:
            if begin <= first and last <= end:
                return True
        return first == last and (first in self._off or first in self._exchanged)

    def awaited_years(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years whose notice could still change a day from `first` to `last`."""
        if self.settled(first, last):
            return ()
        years = set(range(first.year, last.year + 1))
        years |= {
            year + 1 for year in years if last >= date(year, *YEAR_END) and year < date.max.year
        }
        return tuple(sorted(years - self._notices.keys()))

    def _apply(self, notice: YearNotice) -> None:
        # Of two notices on one day of December the later one goes first.
        for day, name in notice.off.items():
            self._exchanged.pop(day, None)
            self._off[day] = name
        for day, name in notice.working.items():
            self._off.pop(day, None)
            self._exchanged[day] = name

    def _working(self, year: int) -> list[int]:
        """Return the working days of a year as ordinals, in order."""
        table = self._working_days.get(year)
        if table is None:
            if not date.min.year <= year <= date.max.year:
                raise OverflowError(year)
            first = date(year, 1, 1).toordinal()
            last = date(year, 12, 31).toordinal()
            table = [at for at in range(first, last + 1) if self._works(date.fromordinal(at))]
            self._working_days[year] = table
        return table

    def _works(self, day: date) -> bool:
        if day in self._exchanged:
            return True
        return day.weekday() < SATURDAY and day not in self._off and not self._fixed_name(day)

    def _fixed_name(self, day: date) -> DayName | None:
        # A published notice speaks for its whole year: in 2007 to 2013 it left fixed days to it.
        if day.year in self._notices:
            return None
        for fixed in self._fixed:
            if _in_force(fixed, day):
                return fixed.days.get((day.month, day.day))
        return None


def _in_force(fixed: FixedHolidays, day: date) -> bool:
    return fixed.valid_from <= day < fixed.valid_to


def _runs(years: list[int]) -> Iterator[tuple[date, date]]:
    """Yield the first and last settled day of each unbroken run of published years."""
    if not years:
        return
    breaks = [at for at, (year, following) in enumerate(pairwise(years), 1) if following > year + 1]
    for begin, end in pairwise([0, *breaks, len(years)]):
        # The last days of December wait for the notice of the year after.
        last = date(years[end - 1], *YEAR_END) - timedelta(days=1)
        yield date(years[begin], 1, 1), last
