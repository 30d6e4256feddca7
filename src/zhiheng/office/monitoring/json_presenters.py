"""The cockpit of a plan as data, for API and command line: numbers as written, units beside them.

Numbers are strings of decimals, so that no digit is lost on the way; texts are in both languages.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhiheng.core.declarations.models import Wording
from zhiheng.core.plans.goals import Mark
from zhiheng.core.plans.progress import MarkStanding
from zhiheng.office.monitoring.openings import value_address
from zhiheng.office.monitoring.standings import IndicatorStanding, PlanStanding
from zhiheng.office.registers.presenters import division_name


def standing_json(standing: PlanStanding) -> dict[str, Any]:
    """Return where a plan stands, the most urgent indicators first."""
    return {
        "plan": standing.plan.pk,
        "title": standing.plan.title,
        "on": standing.on.isoformat(),
        "known_on": standing.known_on.isoformat() if standing.known_on else None,
        "lights": {light.value: count for light, count in standing.lights.items()},
        "indicators": [_indicator(each, standing) for each in standing.indicators],
    }


def _indicator(each: IndicatorStanding, plan: PlanStanding) -> dict[str, Any]:
    indicator, progress, goal = each.indicator, each.progress, each.goal
    return {
        "number": indicator.number,
        "name": indicator.name,
        "unit": goal.unit,
        "counting": goal.counting.value,
        "kind": indicator.kind,
        "departments": [department.name for department in indicator.departments.all()],
        "source": each.source,
        "light": progress.light.value,
        "reason": progress.reason.value,
        "sentence": _both(progress.sentence),
        "notes": [_both(note) for note in progress.notes],
        "baseline": _baseline(each),
        "target": _mark(goal.target),
        "latest": _latest(each, plan),
        "share": _text(progress.share),
        "pace_needed": _text(progress.pace_needed),
        "pace_achieved": _text(progress.pace_achieved),
        "forecast": _forecast(each),
        "milestones": [_milestone(mark) for mark in progress.milestones],
        "district": _district(each),
        "series": [
            {"on": seen.on.isoformat(), "value": _text(seen.value), "source": seen.source}
            for seen in each.series
        ],
    }


def _baseline(each: IndicatorStanding) -> dict[str, Any] | None:
    if each.goal.baseline is None:
        return None
    return {"year": each.goal.baseline_year, "value": _text(each.goal.baseline)}


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "year": mark.year,
        "value": _text(mark.value),
        "comparator": mark.comparator,
        "upper": _text(mark.upper),
    }


def _milestone(standing: MarkStanding) -> dict[str, Any]:
    found = standing.found
    return {
        **_mark(standing.mark),
        "found": _text(found.value) if found else None,
        "answered": standing.answered,
    }


def _latest(each: IndicatorStanding, plan: PlanStanding) -> dict[str, Any] | None:
    if each.latest is None:
        return None
    return {
        "on": each.latest.on.isoformat(),
        "value": _text(each.latest.value),
        "opens": value_address(each, plan.known_on),
    }


def _forecast(each: IndicatorStanding) -> dict[str, Any] | None:
    found = each.progress.forecast
    if found is None:
        return None
    ends = {"value": found.value, "low": found.low, "high": found.high, "level": found.level}
    return {name: _text(value) for name, value in ends.items()}


def _district(each: IndicatorStanding) -> dict[str, Any] | None:
    if each.district is None:
        return None
    found = each.district
    return {
        "division": found.code,
        "name": division_name(found.code),
        "value": _text(found.value),
    }


def _both(wording: Wording) -> dict[str, str]:
    return {"zh": wording.zh, "en": wording.en}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
