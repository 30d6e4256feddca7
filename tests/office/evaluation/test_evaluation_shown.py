"""Who sees which scores and files of an evaluation, and numbers that are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.office.evaluation.test_evaluation_commands import begun, in_review, owned_by, review_all
from tests.office.plans.factories import WHEN, Team, make_team
from zhiheng.core.errors import InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.evaluation import commands
from zhiheng.office.evaluation.models import Evaluation
from zhiheng.office.plans.models import Plan

ClientOf = Callable[[User], Client]


@pytest.fixture
def other(plan: Plan) -> Team:
    """A department that answers for something else."""
    return make_team(plan, "深圳市教育局")


def assessed(evaluation: Evaluation, team: Team, officer: User) -> str:
    """Let the department assess itself with a file; return the file's address."""
    begun(evaluation, officer)
    own = owned_by(evaluation, team)
    made = commands.assess(
        criterion=own,
        score="95",
        reason="移送标准已印发",
        files=[SimpleUploadedFile("标准.pdf", b"%PDF-1.7 one page")],
        by=team.clerk,
        on=WHEN,
    )
    return reverse("evaluation:evidence", args=(evaluation.pk, own.place, made.evidence.get().pk))


def test_evidence_is_given_to_its_department_and_the_lead_office_alone(
    evaluation: Evaluation,
    team: Team,
    other: Team,
    officer: User,
    auditor: User,
    client_of: ClientOf,
):
    address = assessed(evaluation, team, officer)
    people = (team.clerk, team.leader, officer, auditor, other.clerk, other.leader)
    answers = [client_of(person).get(address) for person in people]
    for answer in answers:
        answer.close()
    assert [each.status_code for each in answers] == [200, 200, 200, 200, 404, 404]


@pytest.mark.parametrize("view", ["evaluation:evaluation", "evaluation:export"])
def test_scores_of_a_review_under_way_are_the_lead_offices_own(
    evaluation: Evaluation,
    team: Team,
    officer: User,
    client_of: ClientOf,
    view: str,
):
    in_review(evaluation, officer)
    review_all(evaluation, officer, "73.25")
    args = (evaluation.pk, "csv") if view.endswith("export") else (evaluation.pk,)

    def shown(person: User) -> str:
        answer = client_of(person).get(reverse(view, args=args))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return str(content, "utf-8-sig")

    assert "73.25" in shown(officer)
    assert "73.25" not in shown(team.leader)
    commands.conclude(
        evaluation=evaluation, revision=evaluation.revision, conclusion="良好", by=officer, on=WHEN
    )
    assert "73.25" in shown(team.leader)


def test_a_score_under_way_is_not_on_the_criterions_page_either(
    evaluation: Evaluation, team: Team, officer: User, client_of: ClientOf
):
    in_review(evaluation, officer)
    review_all(evaluation, officer, "73.25")
    address = reverse("evaluation:criterion", args=(evaluation.pk, 1))
    assert "73.25" in client_of(officer).get(address).content.decode()
    assert "73.25" not in client_of(team.clerk).get(address).content.decode()


@pytest.mark.parametrize("typed", ["1e30", "1e999999", "1e-30", "NaN", "-1", "", "八十"])
def test_a_score_that_is_no_number_is_refused(evaluation: Evaluation, officer: User, typed: str):
    in_review(evaluation, officer)
    first = evaluation.criteria.first()
    assert first is not None
    with pytest.raises(InputError) as raised:
        commands.review(criterion=first, score=typed, reason="理由", by=officer, on=WHEN)
    assert raised.value.problems[0].code == "evaluation.score_unfit"


def test_a_weight_that_is_no_number_is_refused(evaluation: Evaluation, officer: User):
    weights = {each.place: "1e30" for each in evaluation.criteria.all()}
    with pytest.raises(InputError) as raised:
        commands.set_weights(
            evaluation=evaluation, revision=1, weights=weights, by=officer, on=WHEN
        )
    assert {each.code for each in raised.value.problems} == {"evaluation.weight_unfit"}
