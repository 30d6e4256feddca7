"""The dated parameters that reminders follow."""

from __future__ import annotations

from datetime import date

from zhiheng.core.plans.reminders import Limits
from zhiheng.office.registers import lake


def limits(*, on: date) -> Limits:
    """Return how long each step waits, as in force on a day."""
    return Limits(
        soon=_days("due-soon", on),
        long=_days("overdue-long", on),
        stale=_days("stale", on),
        yearly=_days("yearly-report", on),
    )


def _days(name: str, on: date) -> int:
    return lake.whole(f"plan-reminder.{name}", on=on)
