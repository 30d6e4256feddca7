"""Days as small numbers, with everything the writers ask of a day looked up once.

Day 0 is 1 December 2007. Until 2016 the gazette is taken to appear on Wednesdays, afterwards on
Tuesdays and Fridays; its number is volume-issue, the volume being the year less 1984.
"""

from __future__ import annotations

from datetime import date, timedelta

FIRST = date(2007, 12, 1)
FIRST_YEAR = 2008
_ORDINAL = FIRST.toordinal()
_MARGIN = 900  # days after `until` that a life may ask about before it is cut off there


def day_number(value: date) -> int:
    """Return the number of a date; negative before day 0."""
    return value.toordinal() - _ORDINAL


def day_date(number: int) -> date:
    """Return the date of a day number."""
    return date.fromordinal(number + _ORDINAL)


def anniversary(number: int, years: int) -> int:
    """Return the day `years` years later; 29 February falls back to the 28th."""
    value = day_date(number)
    try:
        return day_number(value.replace(year=value.year + years))
    except ValueError:
        return day_number(value.replace(year=value.year + years, day=28))


class Days:
    """What is written of each day up to `until`, and the gazette day it is announced on."""

    def __init__(self, *, until: date) -> None:
        self.until = day_number(until)
        dates = [FIRST + timedelta(days=n) for n in range(self.until + _MARGIN)]
        self.compact = [d.strftime("%Y%m%d") for d in dates]
        self.iso = [d.isoformat() for d in dates]
        self.year = [d.year for d in dates]
        self.gazette = _next_gazette(dates)
        self.issue = [_issue(d) for d in dates]
        self.last_gazette = max(n for n in range(self.until + 1) if self.gazette[n] == n)


def _is_gazette_day(value: date) -> bool:
    return value.weekday() in ((1, 4) if value.year >= 2017 else (2,))


def _next_gazette(dates: list[date]) -> list[int]:
    result = [0] * len(dates)
    following = len(dates) - 1
    for number in range(len(dates) - 1, -1, -1):
        if _is_gazette_day(dates[number]):
            following = number
        result[number] = following
    return result


def _issue(value: date) -> str:
    week = (value.timetuple().tm_yday + 6) // 7
    if value.year < 2017:
        return f"{value.year - 1984}-{week:02d}"
    return f"{value.year - 1984}-{week:02d}{1 if value.weekday() == 1 else 2:02d}"
