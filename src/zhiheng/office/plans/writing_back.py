"""Rows of a plan in force as the values that a clerk changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhiheng.office.plans import queries
from zhiheng.office.plans.models import Measure, PlanIndicator
from zhiheng.office.plans.values import (
    CommitmentValues,
    IndicatorValues,
    MeasureValues,
    Target,
)


def values_of_indicator(indicator: PlanIndicator) -> IndicatorValues:
    """Return the values of an indicator that is in force."""
    return IndicatorValues(
        name=indicator.name,
        unit=indicator.unit,
        target=Target(
            indicator.target_year, indicator.target, indicator.comparator, indicator.target_upper
        ),
        kind=indicator.kind,
        counting=indicator.counting,
        lower_is_better=indicator.lower_is_better,
        baseline_year=indicator.baseline_year,
        baseline=indicator.baseline,
        milestones=tuple(map(_milestone, indicator.milestones)),
        departments=tuple(each.name for each in indicator.departments.all()),
        note=indicator.note,
    )


def values_of_measure(measure: Measure) -> MeasureValues:
    """Return the values of a measure that is in force."""
    return MeasureValues(
        number=measure.number,
        title=measure.title,
        lead=tuple(each.name for each in queries.leading(measure)),
        support=tuple(each.name for each in queries.supporting(measure)),
        due_on=measure.due_on,
        due_text=measure.due_text,
        ongoing=measure.ongoing,
        commitments=tuple(
            CommitmentValues(
                each.text, each.quantity, each.unit, each.comparator, each.upper, each.year
            )
            for each in measure.commitments.all()
        ),
        under=tuple(measure.under),
    )


def _milestone(data: dict[str, Any]) -> Target:
    value, upper = data.get("value"), data.get("upper")
    return Target(
        data.get("year"),
        None if value is None else Decimal(str(value)),
        data.get("comparator") or "=",
        None if upper is None else Decimal(str(upper)),
    )
