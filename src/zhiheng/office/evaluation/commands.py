"""What is done with evaluations: open, weigh, assess, review, conclude.

Every command checks the right, moves the evaluation by compare-and-set on its revision, and
records the act on the ledger, in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, Problem
from zhiheng.core.plans.scoring import WHOLE
from zhiheng.office.accounts.enums import AccountKind
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.evaluation import queries
from zhiheng.office.evaluation.criteria import proposed_criteria
from zhiheng.office.evaluation.enums import EvaluationKind, EvaluationState, Side
from zhiheng.office.evaluation.models import Assessment, Criterion, Evaluation
from zhiheng.office.evaluation.permissions import MANAGE, check_may_assess
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.commands import notify
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Plan
from zhiheng.office.plans.permissions import check_in_lead_office
from zhiheng.office.plans.queries import people_of

LONGEST_REASON = 2_000


@transaction.atomic
def open_evaluation(
    *, plan: Plan, kind: str, as_of: dt.date, by: User, on: dt.datetime
) -> Evaluation:
    """Open an evaluation with the plan's indicators and measures as weighted criteria."""
    check_in_lead_office(by, MANAGE, on=timezone.localdate(on))
    _check_can_open(plan, kind, as_of, timezone.localdate(on))
    try:
        with transaction.atomic():
            made = Evaluation.objects.create(
                plan=plan, kind=kind, as_of=as_of, opened_by=by, opened_at=on
            )
    except IntegrityError as error:
        raise ConflictError.of("evaluation.already_open", received=plan.title) from error
    criteria = proposed_criteria(made)
    if not criteria:
        raise InputError.of("evaluation.nothing_to_score", received=plan.title)
    Criterion.objects.bulk_create(criteria)
    details = {"plan": plan.pk, "kind": kind, "as_of": as_of.isoformat(), "criteria": len(criteria)}
    record(act="evaluation.opened", subject=_of(made), details=details, by=by, on=on)
    return made


@transaction.atomic
def set_weights(
    *, evaluation: Evaluation, revision: int, weights: Mapping[int, str], by: User, on: dt.datetime
) -> Evaluation:
    """Set the weight of every criterion, by its place; together they are 100 points."""
    check_in_lead_office(by, MANAGE, on=timezone.localdate(on))
    _check_state(evaluation, EvaluationState.PREPARED)
    criteria = list(evaluation.criteria.all())
    _take_weights(criteria, weights)
    _advance(evaluation, revision)
    Criterion.objects.bulk_update(criteria, ["weight"])
    details = {"weights": {str(each.place): str(each.weight) for each in criteria}}
    record(act="evaluation.weighed", subject=_of(evaluation), details=details, by=by, on=on)
    return evaluation


@transaction.atomic
def begin_self_assessment(
    *, evaluation: Evaluation, revision: int, due_on: dt.date, by: User, on: dt.datetime
) -> Evaluation:
    """Ask the departments to assess themselves until a day."""
    check_in_lead_office(by, MANAGE, on=timezone.localdate(on))
    _check_state(evaluation, EvaluationState.PREPARED)
    today = timezone.localdate(on)
    if due_on < today:
        raise InputError.of("evaluation.due_in_the_past", received=due_on, expected=today)
    _check_whole(list(evaluation.criteria.all()))
    _advance(evaluation, revision, state=EvaluationState.SELF_ASSESSMENT, self_due_on=due_on)
    details = {"due_on": due_on.isoformat()}
    record(act="evaluation.self_begun", subject=_of(evaluation), details=details, by=by, on=on)
    _ask_departments(evaluation, on)
    return evaluation


@transaction.atomic
def assess(
    *,
    criterion: Criterion,
    score: str,
    reason: str,
    by: User,
    on: dt.datetime,
    files: Sequence[UploadedFile[Any]] = (),
) -> Assessment:
    """Give a department's own score of a criterion, with reason and evidence."""
    evaluation = criterion.evaluation
    check_may_assess(by, criterion, on=timezone.localdate(on))
    _hold(evaluation, EvaluationState.SELF_ASSESSMENT)
    points = _points(score)
    if not reason.strip():
        raise InputError.of("evaluation.reason_missing", received=criterion.title)
    check_files(files)
    return _write(criterion, Side.SELF, points, reason, files, by, on)


@transaction.atomic
def begin_review(*, evaluation: Evaluation, revision: int, by: User, on: dt.datetime) -> Evaluation:
    """End the self-assessment; what was not assessed stays so and is told."""
    check_in_lead_office(by, MANAGE, on=timezone.localdate(on))
    _check_state(evaluation, EvaluationState.SELF_ASSESSMENT)
    _advance(evaluation, revision, state=EvaluationState.REVIEW)
    open_ones = [
        each.criterion.place
        for each in queries.lines_of(evaluation)
        if each.self_assessment is None
    ]
    details = {"not_assessed": open_ones}
    record(act="evaluation.review_begun", subject=_of(evaluation), details=details, by=by, on=on)
    return evaluation


@transaction.atomic
def review(
    *, criterion: Criterion, score: str, reason: str, by: User, on: dt.datetime
) -> Assessment:
    """Give the lead office's score; a reason is needed where it differs much from the other.

    Not by who assessed the criterion for its department: two people look at it.
    """
    evaluation = criterion.evaluation
    check_in_lead_office(by, MANAGE, on=timezone.localdate(on))
    _hold(evaluation, EvaluationState.REVIEW)
    points = _points(score)
    own = criterion.assessments.filter(side=Side.SELF).order_by("-pk").first()
    if own is not None and own.given_by_id == by.pk and by.kind != AccountKind.SYSTEM:
        raise ForbiddenError.of("evaluation.four_eyes", person=by.display_name)
    _check_reason(criterion, points, own, reason)
    return _write(criterion, Side.REVIEW, points, reason, (), by, on)


@transaction.atomic
def conclude(
    *, evaluation: Evaluation, revision: int, conclusion: str, by: User, on: dt.datetime
) -> Evaluation:
    """Freeze the result; every criterion that weighs something has to be reviewed."""
    check_in_lead_office(by, MANAGE, on=timezone.localdate(on))
    _check_state(evaluation, EvaluationState.REVIEW)
    found = queries.result_of(evaluation)
    problems = [
        Problem("evaluation.not_reviewed", {"received": each.criterion.title})
        for each in found.lines
        if each.criterion.weight and each.review is None
    ]
    if not conclusion.strip():
        problems.append(Problem("evaluation.conclusion_missing"))
    if problems:
        raise InputError(*problems)
    result = {"score": _text(found.total.score), "self": _text(found.self_total.score)}
    _advance(
        evaluation,
        revision,
        state=EvaluationState.CONCLUDED,
        conclusion=conclusion.strip(),
        result={**result, "complete": found.total.complete},
        grade=found.grade,
        concluded_by=by,
        concluded_at=on,
    )
    details = {**result, "grade": found.grade}
    record(act="evaluation.concluded", subject=_of(evaluation), details=details, by=by, on=on)
    return evaluation


@transaction.atomic
def discard(*, evaluation: Evaluation, revision: int, by: User, on: dt.datetime) -> None:
    """Delete an evaluation whose weights are still being set."""
    check_in_lead_office(by, MANAGE, on=timezone.localdate(on))
    _check_state(evaluation, EvaluationState.PREPARED)
    _advance(evaluation, revision)
    subject = _of(evaluation)
    evaluation.delete()
    record(act="evaluation.discarded", subject=subject, details={}, by=by, on=on)


def _check_can_open(plan: Plan, kind: str, as_of: dt.date, today: dt.date) -> None:
    problems = []
    if kind not in EvaluationKind.values:
        expected = "、".join(EvaluationKind.values)
        problems.append(Problem("cell.not_a_choice", {"received": kind, "expected": expected}))
    if plan.state == PlanState.REVIEW:
        problems.append(Problem("evaluation.plan_not_in_force", {"received": plan.title}))
    first = dt.date(plan.first_year, 1, 1)
    if not first <= as_of <= today:
        values = {"received": str(as_of), "first": str(first), "last": str(today)}
        problems.append(Problem("evaluation.day_unfit", values))
    if problems:
        raise InputError(*problems)


def _take_weights(criteria: Sequence[Criterion], weights: Mapping[int, str]) -> None:
    problems = []
    for each in criteria:
        given = weights.get(each.place, "").strip()
        weight = _decimal(given)
        if weight is None:
            values = {"received": given, "title": each.title}
            problems.append(Problem("evaluation.weight_unfit", values))
        else:
            each.weight = weight
    if problems:
        raise InputError(*problems)
    _check_whole(criteria)


def _check_whole(criteria: Iterable[Criterion]) -> None:
    total = sum((each.weight for each in criteria), Decimal(0))
    if total != WHOLE:
        raise InputError.of("evaluation.weights_not_whole", received=total, expected=WHOLE)


def _check_reason(
    criterion: Criterion, points: Decimal, own: Assessment | None, reason: str
) -> None:
    if reason.strip():
        return
    apart = queries.parameter("evaluation.reason_from", criterion.evaluation.as_of)
    if own is None or abs(own.score - points) >= apart:
        told = own.score if own else "—"
        raise InputError.of(
            "evaluation.reason_for_difference",
            title=criterion.title,
            received=points,
            own=told,
            expected=apart,
        )


def _write(
    criterion: Criterion,
    side: Side,
    points: Decimal,
    reason: str,
    files: Sequence[UploadedFile[Any]],
    by: User,
    on: dt.datetime,
) -> Assessment:
    made = Assessment.objects.create(
        criterion=criterion,
        side=side,
        score=points,
        reason=reason.strip()[:LONGEST_REASON],
        given_by=by,
        given_at=on,
    )
    kept = [attach(file=file, by=by, on=on) for file in files]
    made.evidence.set(kept)
    details = {
        "criterion": criterion.place,
        "score": str(points),
        "evidence": [each.digest for each in kept],
    }
    act = "evaluation.assessed" if side == Side.SELF else "evaluation.reviewed"
    record(act=act, subject=_of(criterion.evaluation), details=details, by=by, on=on)
    return made


def _ask_departments(evaluation: Evaluation, on: dt.datetime) -> None:
    departments = {each.department for each in evaluation.criteria.select_related("department")} - {
        None
    }
    for department in sorted(departments, key=lambda each: each.pk if each else 0):
        assert department is not None  # taken out above
        notify(
            people=people_of(department, on=timezone.localdate(on)),
            code="evaluation.asked",
            given={"plan": evaluation.plan.title, "due": str(evaluation.self_due_on)},
            href=reverse("evaluation:evaluation", args=(evaluation.pk,)),
            key=f"evaluation:{evaluation.pk}:{department.pk}",
            on=on,
        )


def _day(on: dt.datetime) -> dt.date:
    return timezone.localdate(on)


def _points(text: str) -> Decimal:
    points = _decimal(text.strip())
    if points is None:
        raise InputError.of("evaluation.score_unfit", received=text)
    return points


def _decimal(text: str) -> Decimal | None:
    """Return a number from 0 to 100 with at most two decimals; None for anything else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # Compared first: what is larger than anything asked for could not be rounded.
    fits = number.is_finite() and 0 <= number <= WHOLE
    return number if fits and number == number.quantize(Decimal("0.01")) else None


def _text(score: Decimal | None) -> str | None:
    return None if score is None else str(score)


def _hold(evaluation: Evaluation, state: EvaluationState) -> None:
    """Keep an evaluation in its state until the score is written; others wait meanwhile."""
    Evaluation.objects.filter(pk=evaluation.pk).update(state=F("state"))
    evaluation.refresh_from_db()
    _check_state(evaluation, state)


def _check_state(evaluation: Evaluation, state: EvaluationState) -> None:
    if evaluation.state != state:
        raise ConflictError.of(
            "evaluation.other_state",
            received=EvaluationState(evaluation.state).label,
            expected=state.label,
        )


def _advance(evaluation: Evaluation, revision: int, **changed: object) -> None:
    found = Evaluation.objects.filter(pk=evaluation.pk, revision=revision)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("evaluation.changed_meanwhile", received=evaluation.plan.title)
    evaluation.refresh_from_db()


def _of(evaluation: Evaluation) -> str:
    return f"evaluation:{evaluation.pk}"
