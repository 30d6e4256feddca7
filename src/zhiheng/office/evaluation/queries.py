"""Questions to the evaluations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.core.plans.scoring import Scored, Total, grade, weighted_total
from zhiheng.office.accounts.models import User
from zhiheng.office.evaluation.enums import EvaluationState, Group, Side
from zhiheng.office.evaluation.models import Assessment, Criterion, Evaluation
from zhiheng.office.evaluation.permissions import may_manage
from zhiheng.office.plans.models import Plan
from zhiheng.office.registers import lake

GRADES = ("excellent", "good", "fair")


@dataclass(frozen=True)
class Line:
    """A criterion with the assessments that count, None where a side gave none."""

    criterion: Criterion
    self_assessment: Assessment | None
    review: Assessment | None
    history: Sequence[Assessment]

    @property
    def counting(self) -> Decimal | None:
        """Return the score that counts: the review's."""
        return self.review.score if self.review else None


@dataclass(frozen=True)
class EvaluationResult:
    """What an evaluation comes to, as a whole, by what it is about and by department."""

    evaluation: Evaluation
    lines: Sequence[Line]
    total: Total
    self_total: Total
    grade: str
    by_group: dict[str, Total]
    by_department: dict[str, Total]


def evaluations_of(plan: Plan, *, seen_by: User, on: dt.date) -> QuerySet[Evaluation]:
    """Return a plan's evaluations, newest first; those being prepared only to the lead office."""
    found = plan.evaluations.select_related("plan")
    if may_manage(seen_by, on=on):
        return found
    return found.exclude(state=EvaluationState.PREPARED)


def evaluation(number: int, *, seen_by: User, on: dt.date) -> Evaluation:
    """Return an evaluation by its number; NotFoundError where it is not shown."""
    found = Evaluation.objects.select_related("plan").filter(pk=number).first()
    hidden = found and found.state == EvaluationState.PREPARED and not may_manage(seen_by, on=on)
    if found is None or hidden:
        raise NotFoundError.of("evaluation.not_found", received=number)
    return found


def lines_of(evaluation: Evaluation) -> list[Line]:
    """Return the criteria with their assessments, in three queries whatever their number."""
    newest_first = Assessment.objects.select_related("given_by").order_by("-pk")
    criteria = evaluation.criteria.select_related("department", "indicator", "measure")
    criteria = criteria.prefetch_related(
        Prefetch("assessments", newest_first.prefetch_related("evidence"))
    )
    return [_line(each) for each in criteria]


def lines_shown(evaluation: Evaluation, *, seen_by: User, on: dt.date) -> list[Line]:
    """Return the criteria as somebody may see them.

    Until the evaluation is concluded the review's scores may still change: they are the lead
    office's own.
    """
    found = lines_of(evaluation)
    if evaluation.state == EvaluationState.CONCLUDED or may_manage(seen_by, on=on):
        return found
    return [
        replace(each, review=None, history=[one for one in each.history if one.side == Side.SELF])
        for each in found
    ]


def result_of(evaluation: Evaluation, lines: Sequence[Line] | None = None) -> EvaluationResult:
    """Return what the reviews come to so far."""
    found = lines_of(evaluation) if lines is None else lines
    total = _total(found)
    return EvaluationResult(
        evaluation=evaluation,
        lines=found,
        total=total,
        self_total=weighted_total([_scored(each, each.self_assessment) for each in found]),
        grade=evaluation.grade or grade(total.score, grade_thresholds(evaluation.as_of)),
        by_group={
            name: _total([each for each in found if each.criterion.group == name])
            for name in Group.values
        },
        by_department=_by_department(found),
    )


def evaluation_results(plan: Plan) -> list[EvaluationResult]:
    """Return the concluded evaluations of a plan, newest first."""
    concluded = plan.evaluations.filter(state=EvaluationState.CONCLUDED)
    return [result_of(each) for each in concluded]


def grade_thresholds(on: dt.date) -> dict[str, Decimal]:
    """Return from how many points on a total has which grade."""
    return {name: parameter(f"evaluation.grade.{name}", on) for name in GRADES}


def parameter(name: str, on: dt.date) -> Decimal:
    """Return a number that the office set for evaluations."""
    return Decimal(str(lake.catalogue().value(name, on=on).value))


def _line(criterion: Criterion) -> Line:
    history = list(criterion.assessments.all())
    latest = {each.side: each for each in reversed(history)}
    return Line(criterion, latest.get(Side.SELF), latest.get(Side.REVIEW), history)


def _scored(line: Line, assessment: Assessment | None) -> Scored:
    return Scored(line.criterion.weight, assessment.score if assessment else None)


def _total(lines: Sequence[Line]) -> Total:
    return weighted_total([_scored(each, each.review) for each in lines])


def _by_department(lines: Sequence[Line]) -> dict[str, Total]:
    departments: dict[str, list[Line]] = {}
    for each in lines:
        name = each.criterion.department.name if each.criterion.department else ""
        departments.setdefault(name, []).append(each)
    return {name: _total(own) for name, own in sorted(departments.items())}
