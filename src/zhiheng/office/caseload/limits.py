"""The dated parameters that reminders about cases follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.core.plans.reminders import Limits
from zhiheng.office.registers import lake


@dataclass(frozen=True, slots=True)
class CaseLimits:
    """How long each step waits: `due` for last days; `unassigned` in working days, `standing` in
    days."""

    due: Limits
    unassigned: int
    standing: int


def limits(*, on: date) -> CaseLimits:
    """Return how long each step waits, as in force on a day."""
    standing = _days("standing", on)
    return CaseLimits(
        due=Limits(
            soon=_days("due-soon", on), long=_days("overdue-long", on), stale=standing, yearly=0
        ),
        unassigned=_days("unassigned", on),
        standing=standing,
    )


def _days(name: str, on: date) -> int:
    return lake.whole(f"case-reminder.{name}", on=on)
