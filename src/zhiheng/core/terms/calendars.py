"""The declared calendars: one notice a year, and the holidays of a fixed date.

Read from `declarations/calendars`; an office adds next year's notice as `calendars/2027.yaml` in
its own folder on the day it is published, and every provisional date can then be computed anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from zhiheng.core.calendar import Calendar, DayName, FixedHolidays, YearNotice
from zhiheng.core.declarations.models import Declaration, LegalSource, Wording
from zhiheng.core.errors import DeclarationError, Problem
from zhiheng.core.terms.declared import read_declared
from zhiheng.core.terms.regimes import Status

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class DeclaredHoliday(Declaration):
    """One holiday of a year: the days of rest, and the days worked in exchange."""

    name: Wording
    rest: list[date] = Field(min_length=1)
    working: list[date] = []


class DeclaredYear(Declaration):
    """The notice of one year; it may reach into the last days of the year before."""

    calendar: int = Field(ge=1949, le=9998)
    sources: list[LegalSource] = Field(min_length=1)
    status: Status
    holidays: list[DeclaredHoliday] = Field(min_length=1)

    @model_validator(mode="after")
    def _days_belong_to_the_year(self) -> DeclaredYear:
        days = [day for each in self.holidays for day in (*each.rest, *each.working)]
        if twice := sorted({day for day in days if days.count(day) > 1}):
            raise ValueError(f"days named twice: {', '.join(map(str, twice))}")
        first, last = date(self.calendar - 1, 12, 1), date(self.calendar, 12, 31)
        if strange := sorted(day for day in days if not first <= day <= last):
            raise ValueError(f"days outside {first} to {last}: {', '.join(map(str, strange))}")
        return self


class DeclaredFixedHoliday(Declaration):
    """A holiday on a fixed month and day."""

    name: Wording
    days: list[MonthDay] = Field(min_length=1)


class DeclaredFixedVersion(Declaration):
    """The holidays of a fixed date in one version of the regulation."""

    source: LegalSource
    valid_from: date = date.min
    valid_to: date = date.max
    status: Status
    holidays: list[DeclaredFixedHoliday]


class DeclaredFixedHolidays(Declaration):
    """The file `fixed-holidays.yaml`."""

    fixed_holidays: str
    versions: list[DeclaredFixedVersion]


def load_calendar(*folders: Path) -> Calendar:
    """Read the packaged calendars and those in `folders`; report every problem at once."""
    problems: list[Problem] = []
    years = read_declared("calendars/[0-9]*.yaml", DeclaredYear, folders, problems)
    fixed = read_declared("calendars/fixed-holidays.yaml", DeclaredFixedHolidays, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    # The last one read is the office's own.
    versions = fixed[-1].versions if fixed else []
    return Calendar(map(_notice, years), map(_fixed, versions))


@cache
def packaged_calendar() -> Calendar:
    """Return the calendar that comes with the platform."""
    return load_calendar()


def _notice(declared: DeclaredYear) -> YearNotice:
    off: dict[date, DayName] = {}
    working: dict[date, DayName] = {}
    for each in declared.holidays:
        name = DayName(each.name.zh, each.name.en)
        off.update(dict.fromkeys(each.rest, name))
        working.update(dict.fromkeys(each.working, name))
    source = "；".join(source.instrument for source in declared.sources)
    return YearNotice(declared.calendar, off, working, source)


def _fixed(declared: DeclaredFixedVersion) -> FixedHolidays:
    days: Mapping[tuple[int, int], DayName] = {
        (int(day[:2]), int(day[3:])): DayName(each.name.zh, each.name.en)
        for each in declared.holidays
        for day in each.days
    }
    return FixedHolidays(days, declared.source.instrument, declared.valid_from, declared.valid_to)
