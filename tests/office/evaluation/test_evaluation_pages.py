"""The pages of evaluations, as each reader sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from tests.office.evaluation.test_evaluation_commands import begun, in_review, owned_by, review_all
from tests.office.plans.factories import WHEN, Team
from zhiheng.office.accounts.models import User
from zhiheng.office.evaluation import commands
from zhiheng.office.evaluation.models import Evaluation
from zhiheng.office.plans.models import Plan

ClientOf = Callable[[User], Client]


def test_an_officer_opens_one_and_is_led_to_the_weights(
    plan: Plan, team: Team, officer: User, client_of: ClientOf, today: dt.date
):
    pages = client_of(officer)
    assert "尚未评估" in pages.get(f"/plans/{plan.pk}/evaluations/").content.decode()
    typed = {"kind": "final", "as_of": today.isoformat()}
    made = pages.post(f"/plans/{plan.pk}/evaluations/new/", typed, follow=True)
    assert made.redirect_chain[-1][0].endswith("/weights/")
    text = made.content.decode()
    assert "每万人口高价值发明专利拥有量" in text
    assert "20.00" in text


def test_wrong_weights_come_back_with_what_is_wrong(
    evaluation: Evaluation, officer: User, client_of: ClientOf
):
    typed = {f"w{each.place}": "10" for each in evaluation.criteria.all()} | {"revision": "1"}
    shown = client_of(officer).post(f"/evaluations/{evaluation.pk}/weights/", typed)
    assert "80" in shown.content.decode()
    assert "100" in shown.content.decode()
    assert evaluation.criteria.get(place=1).weight == 20


def test_the_weights_are_not_shown_to_departments_before_they_are_asked(
    evaluation: Evaluation, team: Team, officer: User, client_of: ClientOf
):
    pages = client_of(team.clerk)
    assert pages.get(f"/evaluations/{evaluation.pk}/").status_code == 404
    begun(evaluation, officer)
    shown = pages.get(f"/evaluations/{evaluation.pk}/").content.decode()
    own = owned_by(evaluation, team)
    assert f"/evaluations/{evaluation.pk}/{own.place}/assess/" in shown
    assert shown.count("/assess/") == 1


def test_a_department_attaches_evidence_that_others_can_read(
    evaluation: Evaluation, team: Team, officer: User, client_of: ClientOf
):
    begun(evaluation, officer)
    address = f"/evaluations/{evaluation.pk}/{owned_by(evaluation, team).place}/"
    typed = {
        "score": "92",
        "reason": "见附件",
        "evidence": SimpleUploadedFile("标准.txt", "移送标准".encode()),
    }
    assert client_of(team.clerk).post(f"{address}assess/", typed).status_code == 302
    pages = client_of(officer)
    shown = pages.get(address).content.decode()
    assert "见附件" in shown
    link = shown.split(f'href="{address}evidence/')[1].split('"')[0]
    file = pages.get(f"{address}evidence/{link}")
    assert b"".join(file.streaming_content) == "移送标准".encode()
    assert pages.get(f"{address}evidence/999/").status_code == 404


def test_a_file_that_can_be_run_is_refused(
    evaluation: Evaluation, team: Team, officer: User, client_of: ClientOf
):
    begun(evaluation, officer)
    address = f"/evaluations/{evaluation.pk}/{owned_by(evaluation, team).place}/assess/"
    typed = {"score": "92", "reason": "x", "evidence": SimpleUploadedFile("a.exe", b"MZ")}
    shown = client_of(team.clerk).post(address, typed)
    assert "a.exe" in shown.content.decode()
    assert not owned_by(evaluation, team).assessments.exists()


def test_the_review_leads_from_one_to_the_next(
    evaluation: Evaluation, officer: User, client_of: ClientOf
):
    in_review(evaluation, officer)
    pages = client_of(officer)
    for place in range(1, 9):
        typed = {"score": "75", "reason": "按材料"}
        done = pages.post(f"/evaluations/{evaluation.pk}/{place}/score/", typed)
        expected = f"/{place + 1}/score/" if place < 8 else f"/evaluations/{evaluation.pk}/"
        assert done["Location"].endswith(expected)
    typed = {"conclusion": "总体合格", "revision": "3"}
    pages.post(f"/evaluations/{evaluation.pk}/conclude/", typed)
    shown = pages.get(f"/evaluations/{evaluation.pk}/").content.decode()
    assert "总体合格" in shown
    assert "合格" in shown


def test_the_score_sheet_as_a_table(evaluation: Evaluation, officer: User, client_of: ClientOf):
    in_review(evaluation, officer)
    review_all(evaluation, officer)
    sent = client_of(officer).get(f"/evaluations/{evaluation.pk}/export.xlsx")
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 9
    assert rows[1][2] == "每万人口高价值发明专利拥有量"
    assert rows[1][9] == 80


def test_who_may_not(evaluation: Evaluation, team: Team, officer: User, client_of: ClientOf):
    begun(evaluation, officer)
    leader = client_of(team.leader)
    for way in ("weights", "begin", "review", "conclude", "discard"):
        assert leader.post(f"/evaluations/{evaluation.pk}/{way}/").status_code == 403, way
    assert leader.get(f"/plans/{evaluation.plan_id}/evaluations/new/").status_code == 403
    others = evaluation.criteria.exclude(department=team.department).first()
    assert others is not None
    address = f"/evaluations/{evaluation.pk}/{others.place}/assess/"
    assert leader.get(address).status_code == 403
    assert Client().get(f"/evaluations/{evaluation.pk}/").status_code == 302


def test_discarding_asks_first(evaluation: Evaluation, officer: User, client_of: ClientOf):
    pages = client_of(officer)
    assert pages.get(f"/evaluations/{evaluation.pk}/discard/").status_code == 200
    pages.post(f"/evaluations/{evaluation.pk}/discard/", {"revision": "1"})
    assert pages.get(f"/evaluations/{evaluation.pk}/").status_code == 404


def test_a_sheet_takes_no_more_queries_for_more_criteria(
    evaluation: Evaluation,
    officer: User,
    client_of: ClientOf,
    django_assert_max_num_queries: Callable[..., object],
):
    in_review(evaluation, officer)
    commands.review(
        criterion=evaluation.criteria.all()[0], score="80", reason="x", by=officer, on=WHEN
    )
    pages = client_of(officer)
    with django_assert_max_num_queries(16):
        pages.get(f"/evaluations/{evaluation.pk}/")
