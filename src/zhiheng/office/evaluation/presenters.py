"""Evaluations as plain data for templates, tables and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.plans.scoring import Total
from zhiheng.office.accounts.models import User
from zhiheng.office.evaluation.enums import EvaluationState, Grade, Group
from zhiheng.office.evaluation.models import Assessment, Evaluation
from zhiheng.office.evaluation.permissions import may_assess, may_manage
from zhiheng.office.evaluation.queries import EvaluationResult, Line
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import language

FIELDS = (
    "place", "group", "title", "department", "weight", "facts", "suggested",
    "self_score", "self_reason", "review_score", "review_reason", "points",
)  # fmt: skip


@dataclass(frozen=True)
class LineShown:
    """One criterion of the score sheet."""

    place: int
    group: str
    title: str
    department: str
    weight: str
    facts: str
    suggested: str
    own: Assessment | None
    own_score: str
    review: Assessment | None
    review_score: str
    apart: bool
    history: int
    assess_href: str
    review_href: str


@dataclass(frozen=True)
class TotalShown:
    """A total with what it stands on."""

    name: str
    score: str
    scored: str
    complete: bool


@dataclass(frozen=True)
class Sheet:
    """The score sheet of an evaluation."""

    groups: list[tuple[str, list[LineShown]]]
    total: TotalShown
    own_total: TotalShown
    grade: str
    grade_code: str
    by_group: list[TotalShown]
    by_department: list[TotalShown]
    not_assessed: int
    not_reviewed: int


def sheet(result: EvaluationResult, reader: User, *, on: dt.date, apart_from: Decimal) -> Sheet:
    """Return the score sheet with the ways that its reader may go."""
    manages = may_manage(reader, on=on)
    assesses = _memoised(lambda line: may_assess(reader, line.criterion, on=on))
    state = result.evaluation.state
    shown = []
    for line in result.lines:
        own_turn = state == EvaluationState.SELF_ASSESSMENT and assesses(line)
        review_turn = state == EvaluationState.REVIEW and manages
        shown.append(_line(line, apart_from, own_turn=own_turn, review_turn=review_turn))
    return Sheet(
        groups=[
            (str(Group(name).label), own)
            for name in Group.values
            if (own := [each for each in shown if each.group == name])
        ],
        total=_total(_("Total"), result.total),
        own_total=_total(pgettext("evaluation", "Self-assessment"), result.self_total),
        grade=str(Grade(result.grade).label) if result.grade else "—",
        grade_code=result.grade,
        by_group=[
            _total(str(Group(name).label), total)
            for name, total in result.by_group.items()
            if total.weight
        ],
        by_department=[
            _total(name or _("No department"), total)
            for name, total in result.by_department.items()
        ],
        not_assessed=sum(line.self_assessment is None for line in result.lines),
        not_reviewed=sum(line.review is None for line in result.lines),
    )


def score_table(result: EvaluationResult) -> Table:
    """Return the score sheet for export."""
    of_self, of_review = pgettext("evaluation", "Self-assessment"), pgettext("evaluation", "Review")
    reason = pgettext("evaluation", "Reason")
    headings = [
        _("No."), _("Group"), _("Criterion"), _("Department"), _("Weight"), _("Facts"),
        pgettext("evaluation", "Suggested"), of_self, reason, of_review, reason,
        _("Points"),
    ]  # fmt: skip
    return Table(FIELDS, headings, (_row(line) for line in result.lines))


def evaluation_json(result: EvaluationResult) -> dict[str, Any]:
    """Return an evaluation with every score, as the command line gives it."""
    evaluation = result.evaluation
    return {
        "evaluation": evaluation.pk,
        "plan": evaluation.plan_id,
        "kind": evaluation.kind,
        "as_of": evaluation.as_of.isoformat(),
        "state": evaluation.state,
        "score": _number(result.total.score),
        "self_score": _number(result.self_total.score),
        "complete": result.total.complete,
        "grade": result.grade or None,
        "conclusion": evaluation.conclusion or None,
        "criteria": [_row(line) for line in result.lines],
    }


def facts_of(facts: dict[str, Any]) -> str:
    """Return what the figures said, in the reader's language."""
    return str(facts["en" if language().startswith("en") else "zh"])


def list_row(evaluation: Evaluation) -> dict[str, Any]:
    """Return one line of a plan's evaluations."""
    return {
        "evaluation": evaluation.pk,
        "kind": evaluation.kind,
        "as_of": evaluation.as_of.isoformat(),
        "state": evaluation.state,
        "score": evaluation.result.get("score"),
        "grade": evaluation.grade or None,
    }


def _memoised(ask: Callable[[Line], bool]) -> Callable[[Line], bool]:
    """Ask once a department: a sheet has many lines of each."""
    known: dict[int | None, bool] = {}

    def answer(line: Line) -> bool:
        department = line.criterion.department_id
        if department not in known:
            known[department] = ask(line)
        return known[department]

    return answer


def _line(line: Line, apart_from: Decimal, *, own_turn: bool, review_turn: bool) -> LineShown:
    criterion, own, review = line.criterion, line.self_assessment, line.review
    at = (criterion.evaluation_id, criterion.place)
    return LineShown(
        place=criterion.place,
        group=criterion.group,
        title=criterion.title,
        department=criterion.department.name if criterion.department else "",
        weight=f"{criterion.weight:.2f}",
        facts=facts_of(criterion.facts),
        suggested="—" if criterion.suggested is None else str(criterion.suggested),
        own=own,
        own_score=_shown(own.score if own else None),
        review=review,
        review_score=_shown(review.score if review else None),
        apart=bool(own and review and abs(own.score - review.score) >= apart_from),
        history=len(line.history),
        assess_href=reverse("evaluation:assess", args=at) if own_turn else "",
        review_href=reverse("evaluation:review", args=at) if review_turn else "",
    )


def _row(line: Line) -> dict[str, Any]:
    criterion, own, review = line.criterion, line.self_assessment, line.review
    return {
        "place": criterion.place,
        "group": criterion.group,
        "title": criterion.title,
        "department": criterion.department.name if criterion.department else None,
        "weight": float(criterion.weight),
        "facts": facts_of(criterion.facts),
        "suggested": criterion.suggested,
        "self_score": _number(own.score if own else None),
        "self_reason": own.reason if own else None,
        "review_score": _number(review.score if review else None),
        "review_reason": review.reason if review else None,
        "points": _number(criterion.weight * review.score / 100) if review else None,
    }


def _total(name: str, total: Total) -> TotalShown:
    return TotalShown(name, _shown(total.score), f"{total.scored:.2f}", total.complete)


def _shown(score: Decimal | None) -> str:
    return "—" if score is None else f"{score:.2f}".rstrip("0").rstrip(".")


def _number(score: Decimal | None) -> float | None:
    return None if score is None else float(score)


def line_at(lines: Iterable[Line], place: int) -> Line | None:
    """Return the line of a place."""
    return next((each for each in lines if each.criterion.place == place), None)
