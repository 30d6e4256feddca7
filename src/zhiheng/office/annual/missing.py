"""What a report could not say yet: told before it is made, and inside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhiheng.core.annual.facts import Gap, Missing
from zhiheng.office.monitoring.queries import standing
from zhiheng.office.monitoring.standings import IndicatorStanding
from zhiheng.office.plans.models import Plan
from zhiheng.office.reporting.enums import RequestState
from zhiheng.office.reporting.models import Request
from zhiheng.office.reporting.queries import requests_of_plan
from zhiheng.office.supervision.enums import MeasureState
from zhiheng.office.supervision.queries import MeasureStanding, measure_standings

_GAPS = {
    RequestState.OPEN: Gap.NOT_REPORTED,
    RequestState.RETURNED: Gap.NOT_REPORTED,
    RequestState.SUBMITTED: Gap.NOT_SIGNED,
    RequestState.QUERIED: Gap.QUERIED,
}


@dataclass(frozen=True)
class Readiness:
    """How much of a report is known: what is missing, of how many indicators and measures."""

    missing: tuple[Missing, ...]
    indicators: int
    measures: int


def missing_on(plan: Plan, *, on: dt.date) -> Readiness:
    """Return how complete a report as of a day would be, before it is made."""
    indicators = standing(plan, on=on).indicators
    measures = measure_standings(plan, on=on)
    rows = missing_of(plan, indicators, measures, on=on)
    return Readiness(tuple(rows), indicators=len(indicators), measures=len(measures))


def missing_of(
    plan: Plan,
    indicators: Iterable[IndicatorStanding],
    measures: Iterable[MeasureStanding],
    *,
    on: dt.date,
) -> tuple[Missing, ...]:
    """Return what is not known of a plan as of a day, in the order of the plan."""
    ordered = sorted(indicators, key=lambda each: each.indicator.number)
    return (
        *_without_value(ordered, on.year),
        *_requested(plan, on),
        *_never_reported(measures),
    )


def _without_value(indicators: Iterable[IndicatorStanding], year: int) -> Iterator[Missing]:
    for each in indicators:
        latest = each.latest
        if latest is None:
            yield Missing(
                gap=Gap.NO_VALUE, subject=each.indicator.name, departments=_departments(each)
            )
        elif latest.on.year < year:
            yield Missing(
                gap=Gap.OLD_VALUE,
                subject=each.indicator.name,
                departments=_departments(each),
                period=f"最近一次为{latest.on:%Y-%m-%d}",
            )


def _requested(plan: Plan, on: dt.date) -> Iterator[Missing]:
    """Yield the values asked for of periods that ended by the day and not signed or doubted."""
    waiting = requests_of_plan(plan).filter(period_end__lte=on, state__in=list(_GAPS))
    for each in waiting.order_by("indicator__number", "period_end", "pk"):
        yield Missing(
            gap=_GAPS[RequestState(each.state)],
            subject=each.indicator.name,
            departments=(each.department.name,),
            period=_period(each),
        )


def _period(request: Request) -> str:
    return f"{request.period_start:%Y-%m-%d}至{request.period_end:%Y-%m-%d}"


def _never_reported(measures: Iterable[MeasureStanding]) -> Iterator[Missing]:
    for each in measures:
        if each.last_report is None and each.state != MeasureState.DONE:
            yield Missing(
                gap=Gap.NO_REPORT,
                subject=" ".join(each.measure.title.split()),
                departments=tuple(found.name for found in each.measure.lead.all()),
            )


def _departments(found: IndicatorStanding) -> tuple[str, ...]:
    return tuple(sorted(each.name for each in found.indicator.departments.all()))
