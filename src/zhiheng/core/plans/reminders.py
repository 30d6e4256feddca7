"""When people are reminded of what is due, and when it goes one step up.

Nobody is reminded on a day of rest. What falls due on one is told as due on the last working day
before it; every other step waits for the next working day, and a day on which nothing ran is made
up for: of the steps that were missed only the last one is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zhiheng.core.calendar import Calendar


class Step(StrEnum):
    """The steps, in the order in which they are taken."""

    DUE_SOON = "due_soon"  # the owner
    DUE_TODAY = "due_today"  # the owner
    OVERDUE = "overdue"  # the owner and the department's leaders
    OVERDUE_LONG = "overdue_long"  # the lead office as well
    STALE = "stale"  # the owner: nothing was reported for long
    YEARLY = "yearly"  # the department: the report of a year


@dataclass(frozen=True, slots=True)
class Limits:
    """How many days each step waits; soon and long in working days, the others in days."""

    soon: int
    long: int
    stale: int
    yearly: int


def due_step(due_on: date, *, on: date, calendar: Calendar, limits: Limits) -> Step | None:
    """Return the step that a last day calls for on a day, or None."""
    if not calendar.is_working(on):
        return None
    if due_on < on:
        gone = calendar.count_working(due_on + timedelta(days=1), on)
        return Step.OVERDUE_LONG if gone > limits.long else Step.OVERDUE
    if due_on < calendar.add_working(on, 1):
        return Step.DUE_TODAY
    return Step.DUE_SOON if due_on <= calendar.add_working(on, limits.soon) else None


def is_stale(last_word: date, *, on: date, calendar: Calendar, limits: Limits) -> bool:
    """Tell whether nothing was heard for so long that somebody is asked, on a working day."""
    return calendar.is_working(on) and on - last_word >= timedelta(days=limits.stale)
