"""Proposals as plain data, in the shape that the command line and other programs exchange."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhiheng.core.errors import Problem
from zhiheng.core.plans.directions import counting_of, lower_is_better
from zhiheng.core.plans.indicators import as_number
from zhiheng.core.plans.proposals import (
    Commitment,
    IndicatorProposal,
    Level,
    MeasureProposal,
    PlanProposal,
)

Data = dict[str, Any]


def plan_data(plan: PlanProposal, *, tell: Callable[[Problem], str]) -> Data:
    """Return a proposal as data; `tell` words a problem for a person."""
    return {
        "title": plan.title,
        "issuers": list(plan.issuers),
        "date": plan.date,
        "period": list(plan.period) if plan.period else None,
        "indicators": [indicator_data(each) for each in plan.indicators],
        "measures": [measure_data(each) for each in plan.measures],
        "projects": [measure_data(each) for each in plan.projects],
        "results": [indicator_data(each) for each in plan.results],
        "safeguards": [measure_data(each) for each in plan.safeguards],
        "commitments": [commitment_data(each) for each in plan.commitments],
        "notes": [{"text": note.text, "span": list(note.span)} for note in plan.notes],
        "warnings": [
            {"code": problem.code, "position": problem.position, "text": tell(problem)}
            for problem in plan.problems
        ],
        "text_length": len(plan.text),
    }


def indicator_data(indicator: IndicatorProposal) -> Data:
    """Return an indicator; what the plan does not say is null."""
    data: Data = {
        "name": indicator.name,
        "unit": indicator.unit or None,
        "baseline": _level(indicator.baseline),
        "target": {**_level(indicator.target), **_comparison(indicator.target)},
        "kind": indicator.kind or None,
        "counting": counting_of(indicator),
        "lower_is_better": lower_is_better(indicator),
        "source": indicator.source or None,
        "note": indicator.note or None,
        "span": list(indicator.span),
        "row": indicator.row,
        "group": indicator.group or None,
        "origin": indicator.origin,
        "also": [list(span) for span in indicator.also],
        "contradicts": list(indicator.contradicts) if indicator.contradicts else None,
        "confidence": indicator.confidence,
    }
    if indicator.milestones:
        data["milestones"] = [
            {**_level(each), **_comparison(each)} for each in indicator.milestones
        ]
    if indicator.achieved:
        data["achieved"] = _level(indicator.achieved)
    return data


def measure_data(measure: MeasureProposal) -> Data:
    """Return a measure or project; `due` is a date as precise as the plan, or its words."""
    limit = measure.limit
    return {
        "no": measure.no,
        "title": measure.title,
        "span": list(measure.span),
        "lead": list(measure.lead),
        "support": list(measure.support),
        "due": limit.due if limit else None,
        "due_text": limit.text if limit else None,
        "due_date": limit.last_day.isoformat() if limit and limit.last_day else None,
        "ongoing": limit.ongoing if limit else False,
        "commitments": [commitment_data(each) for each in measure.commitments],
        "under": list(measure.under),
        "confidence": measure.confidence,
    }


def commitment_data(commitment: Commitment) -> Data:
    """Return a commitment."""
    data: Data = {
        "text": commitment.text,
        "quantity": as_number(commitment.quantity),
        "unit": commitment.unit,
        "comparator": commitment.comparator,
        "span": list(commitment.span),
        "year": commitment.year,
    }
    if commitment.upper is not None:
        data["upper"] = as_number(commitment.upper)
    return data


def _level(level: Level | None) -> Data:
    if level is None:
        return {"year": None, "value": None, "cumulative": False}
    data: Data = {
        "year": level.year,
        "value": as_number(level.value),
        "cumulative": level.cumulative,
    }
    if level.since:
        data["since"] = level.since
    if level.unit:
        data["unit"] = level.unit
    if level.value is None and level.text:
        data["text"] = level.text
    return data


def _comparison(level: Level) -> Mapping[str, Any]:
    upper = {} if level.upper is None else {"upper": as_number(level.upper)}
    return {"comparator": level.comparator if level.value is not None else None, **upper}
