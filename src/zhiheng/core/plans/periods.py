"""Reporting periods: months, quarters, halves and years of the calendar.

A period is a pair of dates, first day and last day, both included. Names follow the usage of
Chinese official statistics (2026年第一季度, 2026年上半年), in English beside them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_NUMBERS = "一二三四"


class Rhythm(StrEnum):
    """How often something is reported."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"

    @property
    def months(self) -> int:
        """Return how many months a period has."""
        return {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}[self]


@dataclass(frozen=True, order=True)
class Period:
    """The days from `first` to `last`."""

    first: date
    last: date

    @property
    def key(self) -> str:
        """Return the period as an interval of ISO 8601."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def periods_over(rhythm: Rhythm, *, first: date, until: date) -> Iterator[Period]:
    """Yield the whole periods that begin on or after `first` and are over before `until`."""
    months = rhythm.months
    begin = date(first.year, (first.month - 1) // months * months + 1, 1)
    while True:
        following = _months_later(begin, months)
        if following > until:
            return
        if begin >= first:
            yield Period(begin, following - timedelta(days=1))
        begin = following


def period_name(first: date, last: date, language: str = "zh") -> str:
    """Return what people call a period; the two dates where it has no name."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if not whole or months not in (1, 3, 6, 12) or (first.month - 1) % months:
        return f"{first.isoformat()}—{last.isoformat()}"
    part = (first.month - 1) // months
    if language == "zh":
        return f"{first.year}年{_part_zh(months, part)}"
    return {1: f"{first:%Y-%m}", 3: f"{first.year} Q{part + 1}"}.get(
        months, f"{first.year} H{part + 1}" if months == 6 else str(first.year)
    )


def _part_zh(months: int, part: int) -> str:
    return {
        1: f"{part + 1}月",
        3: f"第{_NUMBERS[part % 4]}季度",
        6: "下半年" if part else "上半年",
        12: "",
    }[months]


def _months_later(day: date, months: int) -> date:
    """Return the first day of the month so many months later."""
    counted = day.year * 12 + day.month - 1 + months
    return date(counted // 12, counted % 12 + 1, 1)
