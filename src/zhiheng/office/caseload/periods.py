"""The period that the load is shown for, and its edges as moments."""

from __future__ import annotations

import datetime as dt

from zhiheng.office.web.days import midnight


def end_of(day: dt.date) -> dt.datetime:
    """Return the first moment after a day here."""
    return midnight(day + dt.timedelta(days=1))


def months_until(day: dt.date, count: int) -> list[dt.date]:
    """Return the first days of so many months, the last one that of `day`."""
    number = day.year * 12 + day.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def a_year_before(day: dt.date) -> dt.date:
    """Return the first day of the year that ends with a day."""
    leap = (day.month, day.day) == (2, 29)
    before = day.replace(year=day.year - 1, day=28 if leap else day.day)
    return before + dt.timedelta(days=1)
