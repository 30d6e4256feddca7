"""An evaluation from its weights to its result, and what keeps it from being crossed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.evaluation.conftest import AS_OF
from tests.office.plans.factories import WHEN, Team
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.evaluation import commands, queries
from zhiheng.office.evaluation.enums import EvaluationState
from zhiheng.office.evaluation.models import Assessment, Criterion, Evaluation
from zhiheng.office.ledger.models import Event
from zhiheng.office.notices.models import Notice
from zhiheng.office.plans.models import Plan

DUE = dt.date(2026, 3, 31)


def begun(evaluation: Evaluation, officer: User) -> Evaluation:
    return commands.begin_self_assessment(
        evaluation=evaluation, revision=evaluation.revision, due_on=DUE, by=officer, on=WHEN
    )


def in_review(evaluation: Evaluation, officer: User) -> Evaluation:
    begun(evaluation, officer)
    return commands.begin_review(
        evaluation=evaluation, revision=evaluation.revision, by=officer, on=WHEN
    )


def owned_by(evaluation: Evaluation, team: Team) -> Criterion:
    return evaluation.criteria.get(department=team.department)


def review_all(evaluation: Evaluation, officer: User, points: str = "80") -> None:
    for each in evaluation.criteria.all():
        commands.review(criterion=each, score=points, reason="按佐证材料", by=officer, on=WHEN)


def test_indicators_and_measures_become_criteria_of_together_100_points(evaluation: Evaluation):
    criteria = list(evaluation.criteria.all())
    assert [each.group for each in criteria] == ["indicators"] * 3 + ["measures"] * 5
    assert [each.weight for each in criteria[:3]] == [Decimal(20)] * 3
    assert [each.weight for each in criteria[3:]] == [Decimal(8)] * 5
    assert criteria[0].title == "每万人口高价值发明专利拥有量"
    # Nothing is known in an empty office, which earns no points and costs none.
    assert {each.suggested for each in criteria} == {None}
    assert all(each.facts["zh"] and each.facts["en"] for each in criteria)


def test_the_whole_way_to_a_result(evaluation: Evaluation, team: Team, officer: User):
    begun(evaluation, officer)
    own = owned_by(evaluation, team)
    commands.assess(
        criterion=own,
        score="95.5",
        reason="移送标准已印发",
        files=[SimpleUploadedFile("标准.pdf", b"%PDF-1.7 one page")],
        by=team.clerk,
        on=WHEN,
    )
    commands.begin_review(evaluation=evaluation, revision=2, by=officer, on=WHEN)
    review_all(evaluation, officer)
    found = queries.result_of(evaluation)
    assert (found.total.score, found.total.complete) == (Decimal("80.00"), True)
    assert (found.self_total.score, found.self_total.scored) == (Decimal("95.50"), Decimal(8))
    assert found.by_department["深圳市公安局"].score == Decimal("80.00")
    commands.conclude(evaluation=evaluation, revision=3, conclusion="进展良好", by=officer, on=WHEN)
    assert evaluation.state == EvaluationState.CONCLUDED
    assert (evaluation.result["score"], evaluation.grade) == ("80.00", "good")
    assert [each.evaluation for each in queries.evaluation_results(evaluation.plan)] == [evaluation]
    acts = Event.objects.filter(subject_kind="evaluation").values_list("act", flat=True)
    assert set(acts) == {
        "evaluation.opened",
        "evaluation.self_begun",
        "evaluation.assessed",
        "evaluation.review_begun",
        "evaluation.reviewed",
        "evaluation.concluded",
    }


def test_departments_are_asked_once(evaluation: Evaluation, team: Team, officer: User):
    begun(evaluation, officer)
    asked = Notice.objects.filter(code="evaluation.asked").values_list("person", flat=True)
    assert sorted(asked) == sorted([team.clerk.pk, team.leader.pk])


def test_weights_have_to_be_whole_and_all_that_is_wrong_is_told(
    evaluation: Evaluation, officer: User
):
    given = {each.place: str(each.weight) for each in evaluation.criteria.all()}
    with pytest.raises(InputError) as caught:
        commands.set_weights(
            evaluation=evaluation,
            revision=1,
            weights={**given, 1: "twenty", 2: "-3", 3: "8.125"},
            by=officer,
            on=WHEN,
        )
    assert [each.code for each in caught.value.problems] == ["evaluation.weight_unfit"] * 3
    with pytest.raises(InputError) as caught:
        commands.set_weights(
            evaluation=evaluation, revision=1, weights={**given, 1: "21"}, by=officer, on=WHEN
        )
    [problem] = caught.value.problems
    assert (problem.code, problem.values["received"]) == (
        "evaluation.weights_not_whole",
        "101.00",
    )
    assert evaluation.criteria.get(place=1).weight == 20
    commands.set_weights(
        evaluation=evaluation, revision=1, weights={**given, 1: "25", 2: "15"}, by=officer, on=WHEN
    )
    assert evaluation.criteria.get(place=1).weight == 25


def test_two_people_cannot_cross(evaluation: Evaluation, officer: User):
    begun(evaluation, officer)
    with pytest.raises(ConflictError) as caught:
        commands.begin_review(evaluation=evaluation, revision=1, by=officer, on=WHEN)
    assert caught.value.problems[0].code == "evaluation.changed_meanwhile"


def test_one_of_a_kind_is_open_at_a_time(plan: Plan, evaluation: Evaluation, officer: User):
    with pytest.raises(ConflictError) as caught:
        commands.open_evaluation(plan=plan, kind="mid_term", as_of=AS_OF, by=officer, on=WHEN)
    assert caught.value.problems[0].code == "evaluation.already_open"
    assert commands.open_evaluation(plan=plan, kind="final", as_of=AS_OF, by=officer, on=WHEN).pk


@pytest.mark.parametrize(
    ("kind", "as_of", "codes"),
    [
        ("yearly", AS_OF, ["cell.not_a_choice"]),
        ("final", dt.date(2023, 12, 31), ["evaluation.day_unfit"]),
        ("final", dt.date(2026, 3, 3), ["evaluation.day_unfit"]),
    ],
)
def test_what_cannot_be_opened(
    plan: Plan, officer: User, kind: str, as_of: dt.date, codes: list[str]
):
    with pytest.raises(InputError) as caught:
        commands.open_evaluation(plan=plan, kind=kind, as_of=as_of, by=officer, on=WHEN)
    assert [each.code for each in caught.value.problems] == codes


@pytest.mark.parametrize("points", ["", "101", "-1", "NaN", "Infinity", "80.125", "eighty"])
def test_a_score_that_is_none(evaluation: Evaluation, team: Team, officer: User, points: str):
    begun(evaluation, officer)
    with pytest.raises(InputError) as caught:
        commands.assess(
            criterion=owned_by(evaluation, team), score=points, reason="x", by=team.clerk, on=WHEN
        )
    assert caught.value.problems[0].code == "evaluation.score_unfit"


def test_a_department_assesses_its_own_and_needs_a_reason(
    evaluation: Evaluation, team: Team, officer: User
):
    begun(evaluation, officer)
    others = evaluation.criteria.exclude(department=team.department).first()
    assert others is not None
    with pytest.raises(ForbiddenError):
        commands.assess(criterion=others, score="90", reason="x", by=team.clerk, on=WHEN)
    with pytest.raises(ForbiddenError):
        commands.review(criterion=others, score="90", reason="x", by=team.leader, on=WHEN)
    with pytest.raises(InputError) as caught:
        commands.assess(
            criterion=owned_by(evaluation, team), score="90", reason=" ", by=team.clerk, on=WHEN
        )
    assert caught.value.problems[0].code == "evaluation.reason_missing"
    assert not Assessment.objects.exists()


def test_a_review_far_from_the_self_assessment_needs_a_reason(
    evaluation: Evaluation, team: Team, officer: User
):
    begun(evaluation, officer)
    own = owned_by(evaluation, team)
    commands.assess(criterion=own, score="90", reason="已印发", by=team.clerk, on=WHEN)
    commands.begin_review(evaluation=evaluation, revision=2, by=officer, on=WHEN)
    for score, reason in (("80", ""), ("100", "")):
        with pytest.raises(InputError) as caught:
            commands.review(criterion=own, score=score, reason=reason, by=officer, on=WHEN)
        assert caught.value.problems[0].code == "evaluation.reason_for_difference"
    assert commands.review(criterion=own, score="81", reason="", by=officer, on=WHEN).score == 81
    # A second score stands beside the first, and the latest counts.
    commands.review(criterion=own, score="70", reason="材料不全", by=officer, on=WHEN)
    line = next(each for each in queries.lines_of(evaluation) if each.criterion == own)
    assert [each.score for each in line.history] == [70, 81, 90]
    assert line.counting == 70


def test_two_people_look_at_a_criterion(evaluation: Evaluation, officer: User, analyst: User):
    begun(evaluation, officer)
    criterion = evaluation.criteria.filter(department__organisation=None).first()
    assert criterion is not None
    commands.assess(criterion=criterion, score="90", reason="已印发", by=officer, on=WHEN)
    commands.begin_review(evaluation=evaluation, revision=2, by=officer, on=WHEN)
    with pytest.raises(ForbiddenError) as caught:
        commands.review(criterion=criterion, score="90", reason="x", by=officer, on=WHEN)
    assert caught.value.problems[0].code == "evaluation.four_eyes"
    assert commands.review(criterion=criterion, score="90", reason="", by=analyst, on=WHEN).pk


def test_nothing_is_concluded_while_something_is_not_reviewed(
    evaluation: Evaluation, officer: User
):
    in_review(evaluation, officer)
    with pytest.raises(InputError) as caught:
        commands.conclude(evaluation=evaluation, revision=3, conclusion=" ", by=officer, on=WHEN)
    codes = [each.code for each in caught.value.problems]
    assert codes == ["evaluation.not_reviewed"] * 8 + ["evaluation.conclusion_missing"]
    assert evaluation.state == EvaluationState.REVIEW


def test_what_nobody_was_asked_about_can_be_discarded(evaluation: Evaluation, officer: User):
    commands.discard(evaluation=evaluation, revision=1, by=officer, on=WHEN)
    assert not Evaluation.objects.exists()
    assert Event.objects.filter(act="evaluation.discarded").count() == 1


def test_what_departments_were_asked_about_is_kept(evaluation: Evaluation, officer: User):
    begun(evaluation, officer)
    with pytest.raises(ConflictError) as caught:
        commands.discard(evaluation=evaluation, revision=2, by=officer, on=WHEN)
    assert caught.value.problems[0].code == "evaluation.other_state"
