"""Questions to the cockpit of a plan, asked alike by pages, API and command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zhiheng.core.errors import NotFoundError
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.plans.goals import Counting, Goal, Mark, Observation
from zhiheng.core.plans.lights import LightRules, light_rules
from zhiheng.core.plans.progress import progress
from zhiheng.office.monitoring.computing import computed, declared_indicator
from zhiheng.office.monitoring.standings import (
    Computed,
    DistrictStanding,
    IndicatorStanding,
    MeasureCounts,
    PlanStanding,
)
from zhiheng.office.plans.models import Department, Measure, Plan, PlanIndicator
from zhiheng.office.plans.queries import departments_in, indicators_of, measures_of
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name
from zhiheng.office.reporting.queries import ReportedValue, reported_values_of

SOON = dt.timedelta(days=90)


def standing(
    plan: Plan,
    *,
    on: dt.date,
    known_on: dt.date | None = None,
    department: Department | None = None,
    district: str | None = None,
) -> PlanStanding:
    """Return where a plan stands on a day, the most urgent indicators first.

    With `known_on` it is told by what registers and departments had said at the end of that day.
    `department` leaves the indicators it answers for; `district`, a division code, adds that
    district's values: targets are the city's, so lights are too.
    """
    indicators = indicators_of(plan)
    if department is not None:
        indicators = indicators.filter(departments=department)
    reported = reported_values_of(plan, until=on, known_at=_end_of(known_on))
    rules = light_rules(lake.catalogue(), on=on)
    found = [
        _indicator(plan, each, on, known_on, reported.get(each.pk, []), rules, district)
        for each in indicators
    ]
    return PlanStanding(plan, on, known_on, sorted(found, key=lambda each: each.urgency))


def indicator_standing(
    indicator: PlanIndicator, *, on: dt.date, known_on: dt.date | None = None
) -> IndicatorStanding:
    """Return where one indicator stands on a day."""
    plan = indicator.plan
    reported = reported_values_of(plan, until=on, known_at=_end_of(known_on))
    rules = light_rules(lake.catalogue(), on=on)
    return _indicator(plan, indicator, on, known_on, reported.get(indicator.pk, []), rules, None)


def goal_of(plan: Plan, indicator: PlanIndicator) -> Goal:
    """Return what a plan asks of an indicator."""
    return Goal(
        target=Mark(
            indicator.target_year,
            _short(indicator.target),
            indicator.comparator,
            None if indicator.target_upper is None else _short(indicator.target_upper),
        ),
        first_year=plan.first_year,
        counting=_counting(indicator),
        baseline=None if indicator.baseline is None else _short(indicator.baseline),
        baseline_year=indicator.baseline_year,
        lower_is_better=indicator.lower_is_better,
        milestones=tuple(_mark(each) for each in indicator.milestones if each.get("value")),
        unit=indicator.unit,
    )


def measure_counts(
    plan: Plan, *, on: dt.date, department: Department | None = None
) -> MeasureCounts:
    """Return how the deadlines of a plan's measures lie to a day."""
    measures = measures_of(plan, department=department).order_by().values("pk").distinct()
    dated = Q(ongoing=False, due_on__isnull=False)
    counted = plan.measures.filter(pk__in=measures).aggregate(
        total=Count("pk"),
        due_passed=Count("pk", filter=dated & Q(due_on__lt=on)),
        due_soon=Count("pk", filter=dated & Q(due_on__gte=on, due_on__lte=on + SOON)),
        due_later=Count("pk", filter=dated & Q(due_on__gt=on + SOON)),
        lasting=Count("pk", filter=Q(ongoing=True)),
        without=Count("pk", filter=Q(ongoing=False, due_on__isnull=True)),
    )
    return MeasureCounts(**counted)


def upcoming_measures(
    plan: Plan, *, on: dt.date, department: Department | None = None, most: int = 8
) -> QuerySet[Measure]:
    """Return the measures whose deadlines come next, the nearest first."""
    found = measures_of(plan, department=department).filter(ongoing=False, due_on__gte=on)
    return found.order_by("due_on", "place")[:most]


def department_named(plan: Plan, name: str) -> Department:
    """Return a department that a plan names; the end of its name is enough where one has it."""
    named = list(departments_in(plan))
    found = [each for each in named if each.name == name]
    found = found or [each for each in named if each.name.endswith(name.removeprefix("市"))]
    if len(found) != 1:
        known = "、".join(each.name for each in named)
        raise NotFoundError.of("plan.department_not_named", received=name, expected=known)
    return found[0]


def city_districts() -> dict[str, str]:
    """Return the districts of the city: names by division code."""
    city = lake.city()
    codes = (code for code in load_divisions().children_of(city) if code != city)
    return {code: division_name(code) for code in codes}


def city_district(text: str) -> str:
    """Return the code of a district of the city, given by code or name."""
    districts = city_districts()
    found = [code for code, name in districts.items() if text in {code, name}]
    if not found:
        known = "、".join(f"{code} {name}" for code, name in districts.items())
        raise NotFoundError.of("plan.district_not_of_city", received=text, expected=known)
    return found[0]


def _indicator(
    plan: Plan,
    indicator: PlanIndicator,
    on: dt.date,
    known_on: dt.date | None,
    reported: Sequence[ReportedValue],
    rules: LightRules,
    district: str | None,
) -> IndicatorStanding:
    """Return where an indicator stands: by the registers if they say something, else reported."""
    goal = goal_of(plan, indicator)
    declared = declared_indicator(indicator)
    counted = computed(declared, goal, on=on, known_on=known_on) if declared else None
    if counted and (counted.observations or counted.other_unit):
        series, source = list(counted.observations), "computed"
    else:
        series = [Observation(each.period_end, each.value, "reported") for each in reported]
        source = "reported" if series else "none"
    other_unit = counted.other_unit if counted and source == "computed" else ""
    return IndicatorStanding(
        indicator=indicator,
        goal=goal,
        source=source,  # type: ignore[arg-type]  # one of the three written above
        progress=progress(goal, series, on=on, rules=rules, other_unit=other_unit),
        series=series,
        href=reported[-1].href if source == "reported" else "",
        computed=counted,
        reported=reported,
        district=_district(counted, district),
    )


def _district(counted: Computed | None, code: str | None) -> DistrictStanding | None:
    if not counted or not code:
        return None
    return next((each for each in counted.by_district if each.code == code), None)


def _counting(indicator: PlanIndicator) -> Counting:
    """Return how values count; what registers tell as a level is none even if called cumulative."""
    counting = Counting(indicator.counting)
    declared = declared_indicator(indicator)
    if counting in {Counting.CUMULATIVE, Counting.YEARLY} and declared and not declared.is_flow:
        return Counting.LEVEL
    return counting


def _mark(data: Mapping[str, Any]) -> Mark:
    upper = data.get("upper")
    return Mark(
        int(data["year"]),
        Decimal(str(data["value"])),
        data.get("comparator") or "=",
        None if upper is None else Decimal(str(upper)),
    )


def _short(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _end_of(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max)) if day else None
