"""The dated parameters and the calendar that reports follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhiheng.core.plans.periods import Period
from zhiheng.core.plans.plausibility import Thresholds
from zhiheng.office.registers import lake
from zhiheng.office.reporting.models import Schedule


@dataclass(frozen=True)
class Reminders:
    """`soon` is in working days before the last day, the others in days after it."""

    soon: int
    again: int
    escalate: int
    unsigned: int


def thresholds(*, on: date) -> Thresholds:
    """Return when values are doubted, as in force on a day."""
    factors = _value("report-check.factors", on)
    assert isinstance(factors, list), "declared as a list"
    return Thresholds(
        factors=tuple(Decimal(each) for each in factors),
        factor_times=_number("report-check.factor-times", on),
        far_times=_number("report-check.far-times", on),
        deviations=_number("report-check.deviations", on),
        least_share=_number("report-check.least-share", on) / 100,
        least_values=int(_number("report-check.least-values", on)),
    )


def reminders(*, on: date) -> Reminders:
    """Return when people are reminded, as in force on a day."""
    names = ("soon", "again", "escalate", "unsigned")
    return Reminders(*(int(_number(f"report-reminder.{name}", on)) for name in names))


def due_day(schedule: Schedule, period: Period) -> date:
    """Return the last day on which a period's value is in time."""
    if schedule.in_working_days:
        return lake.working_days().add_working(period.last, schedule.due_days)
    return period.last + timedelta(days=schedule.due_days)


def soon_from(due_on: date, *, on: date) -> date:
    """Return the day from which people are reminded of a last day."""
    return lake.working_days().add_working(due_on, -reminders(on=on).soon)


def _value(name: str, on: date) -> int | float | str | list[str]:
    return lake.catalogue().value(name, on=on).value


def _number(name: str, on: date) -> float:
    return float(str(_value(name, on)))
