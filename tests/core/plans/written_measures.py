"""Measures and their tasks written as text, for the drawn tables.

A task is `state percent weight due`: `in_progress 40 2 2026-06-30`; tasks are separated by `;`.
"""

from __future__ import annotations

from datetime import date

from zhiheng.core.plans.reminders import Limits, Step, due_step
from zhiheng.core.plans.tasks import (
    MeasureFacts,
    Standing,
    TaskFacts,
    TaskState,
    measure_standing,
)
from zhiheng.core.terms.calendars import load_calendar

GRACE = 31


def tasks_of(text: str) -> list[TaskFacts]:
    """Return the tasks that are written."""
    written = [part.split() for part in text.split(";") if part.strip()]
    return [
        TaskFacts(TaskState(state), int(percent), int(weight), date.fromisoformat(due))
        for state, percent, weight, due in written
    ]


def standing_of(due: str, said: str, tasks: str, on: date) -> Standing:
    """Return where a measure stands; `said` is a percent, submitted, confirmed, or nothing."""
    measure = MeasureFacts(
        due_on=date.fromisoformat(due) if due else None,
        reported_percent=int(said) if said.isdecimal() else None,
        submitted=said in ("submitted", "confirmed"),
        confirmed=said == "confirmed",
    )
    return measure_standing(measure, tasks_of(tasks), on=on)


def ongoing_standing(first_year: int, reported: str, on: date) -> Standing:
    """Return where an ongoing measure stands whose reports of some years are there."""
    measure = MeasureFacts(
        ongoing=True,
        reported_percent=0 if reported else None,
        first_year=first_year,
        years_reported=frozenset(int(year) for year in reported.split()),
        yearly_grace=GRACE,
    )
    return measure_standing(measure, [], on=on)


def step_of(due: date, on: date) -> Step | None:
    """Return the step with five working days before and ten after, by the declared calendar."""
    limits = Limits(soon=5, long=10, stale=30, yearly=GRACE)
    return due_step(due, on=on, calendar=load_calendar(), limits=limits)
