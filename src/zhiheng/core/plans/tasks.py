"""Where a measure stands, told from its tasks and from what was reported on it.

A measure that its departments broke down stands as its tasks do; one without tasks stands as it
was last reported. The lead office alone calls a measure done.

    done         the lead office confirmed it
    submitted    the departments say it is done, the lead office has not confirmed it yet
    overdue      its last day is over; an ongoing one has no report of the year before
    blocked      a task waits for somebody else
    in_progress  something was reported, begun or done
    not_started  none of these

Of several that hold the first counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WHOLE = 100


class TaskState(StrEnum):
    """How far a task is, as the people who do it say."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    CANCELLED = "cancelled"


class MeasureState(StrEnum):
    """How far a measure is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    DONE = "done"


ENDED = frozenset({TaskState.DONE, TaskState.CANCELLED})


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What a measure's standing needs to know of a task; `percent` is from 0 to 100."""

    state: TaskState
    percent: int
    weight: int
    due_on: date

    def overdue(self, on: date) -> bool:
        """Tell whether its last day is over and it is not."""
        return self.state not in ENDED and self.due_on < on


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """What is known of a measure beside its tasks.

    `reported_percent` is what was last reported on the measure itself, None where nothing was;
    `years_reported` are those an ongoing measure has a yearly report of, owed from `first_year` on
    and `yearly_grace` days after the end of each year.
    """

    due_on: date | None = None
    ongoing: bool = False
    reported_percent: int | None = None
    submitted: bool = False
    confirmed: bool = False
    first_year: int | None = None
    years_reported: frozenset[int] = frozenset()
    yearly_grace: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a measure stands: `percent` from 0 to 100, and how many tasks there are of a kind."""

    state: MeasureState
    percent: int
    tasks: int
    done: int
    overdue: int
    blocked: int
    year_missing: int | None = None


def measure_standing(measure: MeasureFacts, tasks: Sequence[TaskFacts], *, on: date) -> Standing:
    """Return where a measure stands on a day; cancelled tasks do not count."""
    counted = [task for task in tasks if task.state != TaskState.CANCELLED]
    blocked = sum(task.state == TaskState.BLOCKED for task in counted)
    missing = year_missing(measure, on=on)
    return Standing(
        state=_state(measure, counted, blocked > 0, missing, on),
        percent=WHOLE if measure.confirmed else _percent(measure, counted),
        tasks=len(counted),
        done=sum(task.state == TaskState.DONE for task in counted),
        overdue=sum(task.overdue(on) for task in counted),
        blocked=blocked,
        year_missing=missing,
    )


def year_missing(measure: MeasureFacts, *, on: date) -> int | None:
    """Return the first year an ongoing measure owes a report of on a day, or None."""
    if not measure.ongoing or measure.first_year is None:
        return None
    for year in range(measure.first_year, on.year):
        if year not in measure.years_reported and yearly_due(year, measure.yearly_grace) < on:
            return year
    return None


def yearly_due(year: int, grace: int) -> date:
    """Return the last day for the report of a year: `grace` days after its end."""
    return date(year, 12, 31) + timedelta(days=grace)


def weighted_percent(tasks: Sequence[TaskFacts]) -> int:
    """Return the mean of the tasks' percents by their weights, rounded down.

    Rounded down, so that 100 means that every task is done; 0 without tasks.
    """
    total = sum(task.weight for task in tasks)
    return sum(task.weight * _percent_of(task) for task in tasks) // total if total else 0


def _percent(measure: MeasureFacts, counted: Sequence[TaskFacts]) -> int:
    return weighted_percent(counted) if counted else measure.reported_percent or 0


def _percent_of(task: TaskFacts) -> int:
    return WHOLE if task.state == TaskState.DONE else min(task.percent, WHOLE - 1)


def _state(
    measure: MeasureFacts,
    counted: Sequence[TaskFacts],
    blocked: bool,
    missing: int | None,
    on: date,
) -> MeasureState:
    late = measure.due_on is not None and measure.due_on < on
    begun = measure.reported_percent is not None or any(
        task.state != TaskState.OPEN or task.percent for task in counted
    )
    found = (
        (MeasureState.DONE, measure.confirmed),
        (MeasureState.SUBMITTED, measure.submitted),
        (MeasureState.OVERDUE, late or missing is not None),
        (MeasureState.BLOCKED, blocked),
        (MeasureState.IN_PROGRESS, begun),
    )
    return next((state for state, holds in found if holds), MeasureState.NOT_STARTED)
