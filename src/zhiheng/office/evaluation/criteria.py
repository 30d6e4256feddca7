"""What an evaluation scores: the plan's indicators and measures, with what is known of each.

The office's weights of the two groups are shared out evenly to begin with. A plan without
indicators gives all the weight to its measures, and the other way round.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from zhiheng.core.plans.scoring import WHOLE, shared_out, suggested_score, time_gone
from zhiheng.office.evaluation.enums import EvaluationKind, Group
from zhiheng.office.evaluation.models import Criterion, Evaluation
from zhiheng.office.evaluation.queries import parameter
from zhiheng.office.monitoring import queries as monitoring
from zhiheng.office.plans.enums import MeasureKind
from zhiheng.office.plans.models import Plan
from zhiheng.office.supervision import queries as supervision


def proposed_criteria(evaluation: Evaluation) -> list[Criterion]:
    """Return the criteria of a new evaluation, in the plan's order, not yet stored."""
    plan, on = evaluation.plan, evaluation.as_of
    expected = _expected(evaluation)
    indicators = _indicator_criteria(plan, on, expected)
    measures = _measure_criteria(plan, on, expected)
    _weigh(indicators, measures, on)
    criteria = [*indicators, *measures]
    for place, each in enumerate(criteria, 1):
        each.evaluation, each.place = evaluation, place
    return criteria


def _expected(evaluation: Evaluation) -> Decimal:
    if evaluation.kind == EvaluationKind.FINAL:
        return Decimal(1)
    plan = evaluation.plan
    return time_gone(evaluation.as_of, first_year=plan.first_year, last_year=plan.last_year)


def _indicator_criteria(plan: Plan, on: dt.date, expected: Decimal) -> list[Criterion]:
    found = []
    standings = monitoring.standing(plan, on=on).indicators
    for each in sorted(standings, key=lambda standing: standing.indicator.number):
        share, sentence = each.progress.share, each.progress.sentence
        words = {"zh": sentence.zh, "en": sentence.en}
        found.append(
            Criterion(
                group=Group.INDICATORS,
                title=each.indicator.name,
                indicator=each.indicator,
                department=next(iter(each.indicator.departments.all()), None),
                facts={**words, "share": None if share is None else str(share)},
                suggested=suggested_score(share, expected),
            )
        )
    return found


def _measure_criteria(plan: Plan, on: dt.date, expected: Decimal) -> list[Criterion]:
    found = []
    for each in supervision.measure_standings(plan, on=on):
        if each.measure.kind == MeasureKind.SAFEGUARD:
            continue
        # Without a task nobody said how far it is, which is not nothing done.
        share = Decimal(each.percent) / 100 if each.tasks else None
        found.append(
            Criterion(
                group=Group.MEASURES,
                title=str(each.measure)[:300],
                measure=each.measure,
                department=next(iter(each.measure.lead.all()), None),
                facts=_measure_facts(each) | {"share": None if share is None else str(share)},
                suggested=suggested_score(share, expected),
            )
        )
    return found


def _measure_facts(standing: supervision.MeasureStanding) -> dict[str, str | None]:
    tasks, percent, overdue = len(standing.tasks), standing.percent, standing.overdue
    if not tasks:
        return {"zh": "尚未分解任务。", "en": "Not broken down into tasks."}
    return {
        "zh": f"分解任务 {tasks} 项，总体完成 {percent}%，逾期 {overdue} 项。",
        "en": f"{tasks} tasks, {percent}% done as a whole, {overdue} overdue.",
    }


def _weigh(indicators: Sequence[Criterion], measures: Sequence[Criterion], on: dt.date) -> None:
    if indicators and measures:
        of_indicators = parameter("evaluation.weight.indicators", on)
        of_measures = parameter("evaluation.weight.measures", on)
        of_indicators = (of_indicators * WHOLE / (of_indicators + of_measures)).quantize(Decimal(1))
        _share(indicators, of_indicators)
        _share(measures, WHOLE - of_indicators)
    else:
        _share([*indicators, *measures], WHOLE)


def _share(criteria: Sequence[Criterion], weight: Decimal) -> None:
    for each, own in zip(criteria, shared_out(weight, len(criteria)), strict=True):
        each.weight = own
