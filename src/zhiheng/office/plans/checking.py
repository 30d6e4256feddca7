"""What keeps a decided value from standing in a plan; everything is told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiheng.core.errors import Problem
from zhiheng.core.plans.amounts import LARGEST, PLACES, is_known_unit
from zhiheng.office.plans.enums import Comparator, Counting, IndicatorKind
from zhiheng.office.plans.models import Plan
from zhiheng.office.plans.values import (
    CommitmentValues,
    IndicatorValues,
    MeasureValues,
    Target,
)

LONGEST_NAME, LONGEST_TITLE, LONGEST_UNIT, LONGEST_DUE = 120, 300, 24, 60


@dataclass(frozen=True)
class Surroundings:
    """What a value is checked against: the plan's years, its text, and the day.

    `reasoned` tells that somebody said why a year outside of the plan's is meant.
    """

    first_year: int
    last_year: int
    text: str
    on: date
    reasoned: bool = False


def surroundings(plan: Plan, *, on: date, reason: str = "") -> Surroundings:
    """Return what values of a plan are checked against."""
    return Surroundings(
        plan.first_year, plan.last_year, plan.text, on, reasoned=bool(reason.strip())
    )


def problems_of(
    values: IndicatorValues | MeasureValues, around: Surroundings
) -> tuple[Problem, ...]:
    """Return everything that is wrong with an indicator or a measure."""
    if isinstance(values, IndicatorValues):
        return tuple(_of_indicator(values, around))
    return tuple(_of_measure(values, around))


def _of_indicator(values: IndicatorValues, around: Surroundings) -> Iterator[Problem]:
    yield from _words(values.name, LONGEST_NAME, "plan.indicator_name_missing")
    yield from _unit(values.unit, around)
    yield from _choices(values)
    yield from _target(values.target, values.name)
    if values.target.year is None:
        yield Problem("plan.target_year_missing", {"name": values.name})
    elif not _within(values.target.year, around):
        yield _outside(values.target.year, around)
    yield from _baseline(values, around)
    yield from _milestones(values)
    yield from _departments(values.departments)


def _of_measure(values: MeasureValues, around: Surroundings) -> Iterator[Problem]:
    yield from _words(values.title, LONGEST_TITLE, "plan.measure_title_missing")
    yield from _departments((*values.lead, *values.support))
    if len(values.due_text) > LONGEST_DUE:
        yield _too_long(values.due_text, LONGEST_DUE)
    if values.due_on and not _within(values.due_on.year, around):
        yield _outside(values.due_on.year, around)
    for each in values.commitments:
        yield from _commitment(each, around)


def _words(text: str, longest: int, missing: str) -> Iterator[Problem]:
    if not text.strip():
        yield Problem(missing, {})
    elif len(text) > longest:
        yield _too_long(text, longest)


def _too_long(text: str, longest: int) -> Problem:
    values = {"received": f"{text[:20]}…", "length": str(len(text)), "expected": str(longest)}
    return Problem("plan.words_too_long", values)


def _unit(unit: str, around: Surroundings) -> Iterator[Problem]:
    """A unit has to be one that figures are read in, or one that the document itself uses."""
    if len(unit) > LONGEST_UNIT or not (is_known_unit(unit) or unit in around.text):
        yield Problem("plan.unit_unknown", {"received": unit})


def _choices(values: IndicatorValues) -> Iterator[Problem]:
    given = (
        (values.kind, ("", *IndicatorKind.values)),
        (values.counting, Counting.values),
        *((each.comparator, Comparator.values) for each in (values.target, *values.milestones)),
    )
    for value, allowed in given:
        if value not in allowed:
            expected = "、".join(filter(None, allowed))
            yield Problem("cell.not_a_choice", {"received": value, "expected": expected})


def _target(target: Target, name: str) -> Iterator[Problem]:
    if target.value is None:
        yield Problem("plan.target_missing", {"name": name})
        return
    yield from _range(target.comparator, target.value, target.upper)


def _range(comparator: str, value: Decimal, upper: Decimal | None) -> Iterator[Problem]:
    between = comparator == Comparator.BETWEEN
    if between and (upper is None or upper <= value):
        received = "—" if upper is None else f"{upper:f}"
        yield Problem("plan.upper_missing", {"value": f"{value:f}", "received": received})
    if not between and upper is not None:
        yield Problem("plan.upper_unasked", {"received": f"{upper:f}"})
    for amount in filter(None, (value, upper)):
        if abs(amount) >= LARGEST or amount != round(amount, PLACES):
            yield Problem("plan.amount_out_of_range", {"received": f"{amount:f}"})


def _baseline(values: IndicatorValues, around: Surroundings) -> Iterator[Problem]:
    year, target = values.baseline_year, values.target.year
    if values.baseline is not None and year is None:
        yield Problem("plan.baseline_year_missing", {"received": f"{values.baseline:f}"})
    if year is None:
        return
    if values.baseline is None:
        yield Problem("plan.baseline_missing", {"received": str(year)})
    if target is not None and year >= target:
        said = {"name": values.name, "base": str(year), "target": str(target)}
        yield Problem("plan.base_year_not_before_target", said)
    if year > around.on.year:
        yield Problem("plan.base_year_to_come", {"received": str(year)})


def _milestones(values: IndicatorValues) -> Iterator[Problem]:
    first = values.baseline_year or 0
    seen: set[int | None] = set()
    for each in values.milestones:
        last = values.target.year
        fits = each.year is not None and first < each.year and (last is None or each.year < last)
        if not fits or each.year in seen or each.value is None:
            yield Problem("plan.milestone_unfit", {"received": str(each.year or "—")})
        else:
            yield from _range(each.comparator, each.value, each.upper)
        seen.add(each.year)


def _departments(names: tuple[str, ...]) -> Iterator[Problem]:
    for name in names:
        if len(name) > LONGEST_NAME:
            yield _too_long(name, LONGEST_NAME)


def _commitment(values: CommitmentValues, around: Surroundings) -> Iterator[Problem]:
    yield from _words(values.text, LONGEST_TITLE, "plan.commitment_text_missing")
    yield from _unit(values.unit, around)
    yield from _range(values.comparator, values.quantity, values.upper)


def _within(year: int, around: Surroundings) -> bool:
    return around.reasoned or around.first_year <= year <= around.last_year


def _outside(year: int, around: Surroundings) -> Problem:
    period = f"{around.first_year}–{around.last_year}"
    return Problem("plan.year_outside_period", {"received": str(year), "expected": period})
