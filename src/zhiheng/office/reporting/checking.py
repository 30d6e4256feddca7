"""A value held against what is known of its indicator."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from zhiheng.core.errors import InputError
from zhiheng.core.plans.plausibility import GROWTH, Checked, Known, check_value
from zhiheng.office.plans.models import PlanIndicator
from zhiheng.office.reporting.limits import thresholds
from zhiheng.office.reporting.models import Request, Version
from zhiheng.office.reporting.queries import reported_values

# What such words measure may be below zero: a change, or a difference.
_MAY_BE_NEGATIVE = re.compile("增长|增速|增幅|降幅|变化|净|差额|顺差|逆差")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+")
LONGEST_NUMBER = 40


def read_value(text: str) -> Decimal:
    """Return the number that somebody typed; full-width digits and thousands' commas are fine."""
    typed = normalize("NFKC", text).replace(" ", "").replace("，", ",")
    if not _NUMBER.fullmatch(typed) or len(typed) > LONGEST_NUMBER:
        raise InputError.of("report.not_a_number", received=text[:LONGEST_NUMBER])
    try:
        return Decimal(typed.replace(",", ""))
    except InvalidOperation:
        raise InputError.of("report.not_a_number", received=text[:LONGEST_NUMBER]) from None


def check(request: Request, *, written: Decimal, unit: str, on: date) -> Checked:
    """Return a value for a request in the indicator's unit, with every doubt about it."""
    return check_value(
        written, unit, on=request.period_end, known=known_of(request), thresholds=thresholds(on=on)
    )


def check_version(version: Version, *, on: date) -> Checked:
    """Return the doubts about a version as they stand now."""
    return check(version.request, written=version.written, unit=version.unit, on=on)


def known_of(request: Request) -> Known:
    """Return what a request's value is held against; of other periods only what is signed."""
    indicator = request.indicator
    signed = reported_values(indicator, until=date.max)
    history = [
        (each.period_end, each.value) for each in signed if each.period_end != request.period_end
    ]
    return Known(
        unit=indicator.unit,
        counting=indicator.counting,
        begins=_begins(indicator),
        ends=date(indicator.target_year, 12, 31),
        baseline=indicator.baseline,
        target=indicator.target,
        history=tuple(sorted(history)),
        below_zero=_may_be_negative(indicator, [value for _, value in history]),
    )


def _begins(indicator: PlanIndicator) -> date:
    year = indicator.baseline_year
    return date(year + 1 if year else indicator.plan.first_year, 1, 1)


def _may_be_negative(indicator: PlanIndicator, history: list[Decimal]) -> bool:
    known = [*history, indicator.target, indicator.baseline or Decimal(0)]
    return (
        indicator.counting == GROWTH
        or bool(_MAY_BE_NEGATIVE.search(indicator.name))
        or min(known) < 0
    )
