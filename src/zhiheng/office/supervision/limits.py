"""The calendar and the dated parameters that reminders follow."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from zhiheng.core.calendar import Calendar
from zhiheng.core.plans.reminders import Limits
from zhiheng.core.terms.calendars import load_calendar
from zhiheng.office.registers import lake


def limits(*, on: date) -> Limits:
    """Return how long each step waits, as in force on a day."""
    return Limits(
        soon=_days("due-soon", on),
        long=_days("overdue-long", on),
        stale=_days("stale", on),
        yearly=_days("yearly-report", on),
    )


def calendar() -> Calendar:
    """Return the working days as declared, with the office's own notices."""
    own: Path = settings.ZHIHENG.home / "declarations"
    return _calendar(own, _stamp(own / "calendars"))


@cache
def _calendar(own: Path, stamp: float) -> Calendar:
    return load_calendar(*([own] if stamp else []))


def _stamp(folder: Path) -> float:
    return folder.stat().st_mtime if folder.is_dir() else 0.0


def _days(name: str, on: date) -> int:
    return int(str(lake.catalogue().value(f"plan-reminder.{name}", on=on).value))
