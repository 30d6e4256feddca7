"""Pages of supervision: the board, a measure, a task, a person's tasks, evidence, files."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.office.plans.factories import Team
from tests.office.supervision.conftest import content, proof
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.plans.models import Measure, Plan
from zhiheng.office.supervision import commands
from zhiheng.office.supervision.models import Entry, Task

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


def titles(page: object) -> list[str]:
    return [each.measure.title for each in page.context["pager"].items]  # type: ignore[attr-defined]


def workbook(answer: object) -> list[tuple[object, ...]]:
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return list(openpyxl.load_workbook(io.BytesIO(body)).active.values)


def test_the_board_is_narrowed_by_its_address_and_exported_so(
    plan: Plan, task: Task, science: Team, officer: User, client_of: ClientOf
):
    client, board = client_of(officer), f"/supervision/plans/{plan.pk}/"
    assert len(titles(client.get(board))) == 6
    by_department = client.get(board, {"department": science.department.pk})
    assert titles(by_department) == ["培育高价值专利组合", "开展专利转化专项行动"]
    assert titles(client.get(board, {"q": "转化", "state": "not_started"})) == [
        "开展专利转化专项行动"
    ]
    assert titles(client.get(board, {"due_until": "2026-09-30", "sort": "-due_on"}))[-1] == (
        "建设快速维权网络"
    )
    assert titles(client.get(board, {"state": "done"})) == []
    rows = workbook(client.get(f"{board}board.xlsx", {"q": "转化"}))
    assert len(rows) == 2
    assert rows[1][1] == "开展专利转化专项行动"
    assert client.get(board, {"page": "7"}).status_code == 400
    assert client.get(f"{board}board.pdf").status_code == 400


def test_a_department_reports_through_the_page_and_others_cannot(
    task: Task, science: Team, police: Team, client_of: ClientOf
):
    client, address = client_of(science.clerk), f"/supervision/tasks/{task.pk}/"
    typed = {"revision": "1", "percent": "30", "text": "已开始", "evidence": [proof()]}
    assert client.post(f"{address}report/", typed).status_code == 302
    page = client.get(address).content.decode()
    assert "已开始" in page
    assert "证明.pdf" in page
    entry = Entry.objects.get(kind="progress")
    evidence = f"/supervision/evidence/{entry.pk}/{entry.evidence.get().pk}/"
    answer = client.get(evidence)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 proof"
    assert answer["Content-Disposition"].startswith("attachment")

    stranger = client_of(police.clerk)
    assert stranger.get(evidence).status_code == 404
    assert "证明.pdf" not in stranger.get(address).content.decode()
    for act in ("report", "block", "complete", "cancel", "change"):
        assert stranger.get(f"{address}{act}/").status_code == 403
        assert stranger.post(f"{address}{act}/", typed).status_code == 403
    assert stranger.get(f"{address}destroy/").status_code == 404
    assert Client().get(address).status_code == 302


def test_wrong_input_comes_back_with_its_reasons_on_the_form(
    task: Task, science: Team, client_of: ClientOf
):
    client, address = client_of(science.clerk), f"/supervision/tasks/{task.pk}/"
    files = [SimpleUploadedFile("x.exe", b"MZ"), SimpleUploadedFile("空.pdf", b"")]
    typed = {"revision": "1", "text": "完成", "evidence": files}
    page = client.post(f"{address}complete/", typed)
    assert page.status_code == 200
    assert "x.exe" in page.content.decode()
    assert "空.pdf" in page.content.decode()
    page = client.post(f"{address}complete/", {"revision": "1", "text": "完成"})
    assert "没有佐证材料" in page.content.decode()
    commands.report_progress(
        task=task, revision=1, percent=5, text="他人先报", by=science.leader, on=task.created_at
    )
    stale = client.post(f"{address}report/", {"revision": "1", "percent": "9", "text": "后报"})
    assert "已被他人更改" in stale.content.decode()
    assert Task.objects.get(pk=task.pk).percent == 5


def test_a_task_is_added_and_changed_through_its_form(
    conversion: Measure, science: Team, education: Team, client_of: ClientOf
):
    client = client_of(science.clerk)
    new = f"/supervision/measures/{conversion.pk}/tasks/new/"
    typed = {
        "department": science.department.pk,
        "title": "调研",
        "owner": education.clerk.pk,
        "due_on": "2028-01-31",
        "weight": "2",
    }
    assert "晚于该任务的时限" in client.post(new, typed).content.decode()
    assert client.post(new, {**typed, "late_reason": "延后"}).status_code == 302
    made = Task.objects.get(title="调研")
    assert (made.owner, made.weight, made.late_reason) == (education.clerk, 2, "延后")
    # One cannot speak for another department.
    other = {**typed, "department": education.department.pk, "due_on": "2027-01-31"}
    assert client.post(new, other).status_code == 200
    change = f"/supervision/tasks/{made.pk}/change/"
    typed = {**typed, "title": "走访", "due_on": "2027-05-31", "revision": "1"}
    assert client.post(change, typed).status_code == 302
    assert Task.objects.get(pk=made.pk).title == "走访"


def test_the_measure_page_shows_passage_line_of_time_history_and_offers_what_one_may(
    task: Task, conversion: Measure, science: Team, police: Team, officer: User, client_of: ClientOf
):
    address = f"/supervision/measures/{conversion.pk}/"
    own = client_of(science.clerk).get(address).content.decode()
    assert "<mark>2.开展专利转化专项行动。" in own
    assert 'class="time-bar' in own
    assert f"{address}submit/" in own
    assert f"{address}quantity/" in own
    assert f"{address}ask/" not in own
    lead = client_of(officer).get(address).content.decode()
    assert f"{address}ask/" in lead
    assert f"{address}submit/" not in lead
    stranger = client_of(police.clerk).get(address).content.decode()
    assert f"{address}comment/" not in stranger
    assert f"{address}tasks/new/" not in stranger


def test_a_quantity_is_reported_through_its_page(
    conversion: Measure, science: Team, client_of: ClientOf
):
    promised = conversion.commitments.get()
    client = client_of(science.clerk)
    address = f"/supervision/measures/{conversion.pk}/quantity/{promised.pk}/"
    assert client.post(address, {"quantity": "-1", "evidence": [proof()]}).status_code == 200
    assert client.post(address, {"quantity": "420", "evidence": [proof()]}).status_code == 302
    page = client.get(f"/supervision/measures/{conversion.pk}/").content.decode()
    assert "420 件" in page
    assert client.get(address.replace(f"{promised.pk}/", "999/")).status_code == 404


def test_my_tasks_are_own_and_of_the_department_over_all_plans(
    task: Task, conversion: Measure, science: Team, education: Team, client_of: ClientOf
):
    other = commands.add_task(
        measure=conversion,
        department=education.department,
        content=content("教育局的事"),
        by=education.clerk,
        on=task.created_at,
    )
    page = client_of(science.leader).get("/supervision/")
    assert [each.pk for each in page.context["pager"].items] == [task.pk]
    assert client_of(science.leader).get("/supervision/?owned=on").context["pager"].total == 0
    assert client_of(science.clerk).get("/supervision/?owned=on").context["pager"].total == 1
    rows = workbook(client_of(education.clerk).get("/supervision/mine.xlsx"))
    assert [row[0] for row in rows[1:]] == [other.title]


def test_what_is_still_reviewed_is_shown_to_nobody_but_the_lead_office(
    plan: Plan, task: Task, conversion: Measure, science: Team, officer: User, client_of: ClientOf
):
    Plan.objects.filter(pk=plan.pk).update(state="review")
    for address in (
        f"/supervision/plans/{plan.pk}/",
        f"/supervision/measures/{conversion.pk}/",
        f"/supervision/tasks/{task.pk}/",
    ):
        assert client_of(science.clerk).get(address).status_code == 404
        assert client_of(officer).get(address).status_code == 200


def test_tasks_of_a_withdrawn_measure_leave_the_lists_and_an_owner_who_left_stays_chosen(
    task: Task, conversion: Measure, science: Team, client_of: ClientOf
):
    client, change = client_of(science.leader), f"/supervision/tasks/{task.pk}/change/"
    Membership.objects.filter(user=science.clerk).update(valid_to="2021-01-01")
    form = client.get(change).context["form"]
    assert science.clerk in form.fields["owner"].queryset
    assert client.get("/supervision/").context["pager"].total == 1
    Measure.objects.filter(pk=conversion.pk).update(withdrawn_at=task.created_at)
    assert client.get("/supervision/").context["pager"].total == 0
    typed = {"revision": "1", "percent": "5", "text": "x"}
    report = client.post(f"/supervision/tasks/{task.pk}/report/", typed)
    assert "已从规划中撤下" in report.content.decode()
