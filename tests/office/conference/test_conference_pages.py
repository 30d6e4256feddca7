"""Pages of the conference: proposing, agendas, decisions, minutes, members, who may."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document

from tests.office.conference.conftest import CONTENT
from tests.office.plans.factories import WHEN, Team
from tests.office.supervision.conftest import proof
from zhiheng.office.accounts.models import User
from zhiheng.office.conference import commands
from zhiheng.office.conference.models import Item, Meeting, Member
from zhiheng.office.supervision.models import Task

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


def test_a_blocked_task_goes_to_the_agenda_is_decided_and_followed_up(
    blocked: Task, members: None, science: Team, education: Team, officer: User, client_of: ClientOf
):
    clerk, lead = client_of(science.clerk), client_of(officer)
    form = clerk.get(f"/conference/propose/?task={blocked.pk}").content.decode()
    assert blocked.title in form
    assert "数据共享" in form
    typed = {"title": blocked.title, "text": "请协调", "papers": [proof("方案.docx")]}
    assert clerk.post(f"/conference/propose/?task={blocked.pk}", typed).status_code == 302
    item = Item.objects.get()
    new = {"number": "1", "title": CONTENT.title, "held_on": "2026-03-20"}
    assert lead.post("/conference/new/", new).status_code == 302
    assert lead.post(f"/conference/1/items/{item.pk}/place/", {"revision": "1"}).status_code == 302
    assert lead.post("/conference/1/convene/", {"revision": "2"}).status_code == 302
    decision = {
        "text": "由教育局共享数据",
        "departments": [education.department.pk],
        "due_on": "2026-04-30",
        "revision": "3",
    }
    assert lead.post(f"/conference/items/{item.pk}/decisions/", decision).status_code == 302
    presence = {f"presence_{team.department.pk}": "present" for team in (science, education)} | {
        "revision": "4"
    }
    assert lead.post("/conference/1/attendance/", presence).status_code == 302
    assert "由教育局共享数据" in lead.get("/conference/1/issue/").content.decode()
    assert lead.post("/conference/1/issue/", {"revision": "5"}).status_code == 302
    task = Task.objects.get(title="由教育局共享数据")
    assert task.department == education.department
    assert "由教育局共享数据" in client_of(education.clerk).get("/supervision/").content.decode()
    page = clerk.get("/conference/1/").content.decode()
    assert f"/supervision/tasks/{task.pk}/" in page
    word = clerk.get("/conference/1/minutes.docx")
    assert "议定1：由教育局共享数据" in "\n".join(
        paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs
    )
    lead.post("/conference/new/", {**new, "number": "2"})
    assert "由教育局共享数据" in lead.get("/conference/2/").content.decode()


def test_wrong_input_comes_back_and_crossing_editors_are_told(
    meeting: Meeting, item: Item, officer: User, client_of: ClientOf
):
    lead = client_of(officer)
    empty = lead.post("/conference/1/convene/", {"revision": "1"})
    assert empty.status_code == 400
    commands.place_item(item=item, meeting=meeting, revision=1, by=officer, on=WHEN)
    commands.convene(meeting=meeting, revision=2, by=officer, on=WHEN)
    crossed = lead.post(
        "/conference/1/change/", {"revision": "2", "title": "x", "held_on": "2026-03-21"}
    )
    assert "已被他人更改" in crossed.content.decode()
    late = {"text": "x", "departments": [], "due_on": "2020-01-01", "revision": "3"}
    page = lead.post(f"/conference/items/{item.pk}/decisions/", late)
    assert page.status_code == 200
    files = {"papers": [proof("坏.exe")]}
    page = lead.post(f"/conference/items/{item.pk}/papers/", files)
    assert "坏.exe" in page.content.decode()
    assert (
        lead.post(
            "/conference/new/", {"number": "1", "title": "x", "held_on": "2026-03-20"}
        ).status_code
        == 200
    )


def test_what_is_prepared_is_not_shown_and_strangers_manage_nothing(
    meeting: Meeting, item: Item, science: Team, police: Team, officer: User, client_of: ClientOf
):
    commands.attach_papers(item=item, papers=[proof("方案.docx")], by=science.clerk, on=WHEN)
    paper = f"/conference/items/{item.pk}/papers/{item.papers.get().pk}/"
    stranger, own = client_of(police.clerk), client_of(science.leader)
    assert stranger.get("/conference/1/").status_code == 404
    assert stranger.get(f"/conference/items/{item.pk}/").status_code == 404
    assert stranger.get(paper).status_code == 404
    assert b"".join(own.get(paper).streaming_content) == b"%PDF-1.7 proof"
    assert item.title not in stranger.get("/conference/").content.decode()
    assert item.title in own.get("/conference/").content.decode()
    assert stranger.get("/conference/new/").status_code == 403
    commands.place_item(item=item, meeting=meeting, revision=1, by=officer, on=WHEN)
    commands.convene(meeting=meeting, revision=2, by=officer, on=WHEN)
    assert stranger.get("/conference/1/").status_code == 200
    for address in ("change/", "attendance/", "issue/"):
        assert stranger.get(f"/conference/1/{address}").status_code == 403
    for address in ("move/", "remove/", "discussion/", "decisions/"):
        assert stranger.post(f"/conference/items/{item.pk}/{address}").status_code == 403
    assert stranger.get("/conference/1/minutes.docx").status_code == 403
    assert stranger.post("/conference/members/", {"since": "2026-01-01"}).status_code == 403


def test_members_are_named_and_end(science: Team, officer: User, client_of: ClientOf):
    lead = client_of(officer)
    typed = {
        "department": science.department.pk,
        "delegate": science.leader.pk,
        "since": "2026-01-01",
    }
    assert lead.post("/conference/members/", typed).status_code == 302
    assert "已是成员单位" in lead.post("/conference/members/", typed).content.decode()
    member = Member.objects.get()
    assert (
        lead.post(f"/conference/members/{member.pk}/end/", {"until": "2027-01-01"}).status_code
        == 302
    )
    assert Member.objects.get().until is not None


def test_withdrawing_and_removing_ask_first(
    meeting: Meeting, item: Item, science: Team, police: Team, officer: User, client_of: ClientOf
):
    own, lead = client_of(science.clerk), client_of(officer)
    withdraw = f"/conference/items/{item.pk}/withdraw/"
    assert client_of(police.clerk).get(withdraw).status_code == 404
    assert own.get(withdraw).status_code == 200
    assert Item.objects.get(pk=item.pk).withdrawn_at is None
    commands.place_item(item=item, meeting=meeting, revision=1, by=officer, on=WHEN)
    commands.convene(meeting=meeting, revision=2, by=officer, on=WHEN)
    decision = {
        "text": "共享数据",
        "departments": [science.department.pk],
        "due_on": "2026-04-30",
        "revision": "3",
    }
    lead.post(f"/conference/items/{item.pk}/decisions/", decision)
    remove = f"/conference/items/{item.pk}/decisions/{item.resolutions.get().pk}/remove/"
    assert "共享数据" in lead.get(remove).content.decode()
    assert item.resolutions.count() == 1
    assert lead.post(remove, {"revision": "4"}).status_code == 302
    assert item.resolutions.count() == 0


def test_the_page_of_a_plan_shows_what_went_to_the_conference(
    meeting: Meeting, item: Item, science: Team, police: Team, officer: User, client_of: ClientOf
):
    assert item.measure is not None
    address = f"/conference/plans/{item.measure.plan_id}/"
    assert item.title in client_of(science.clerk).get(address).content.decode()
    assert item.title not in client_of(police.clerk).get(address).content.decode()
    commands.place_item(item=item, meeting=meeting, revision=1, by=officer, on=WHEN)
    assert item.title not in client_of(police.clerk).get(address).content.decode()
    commands.convene(meeting=meeting, revision=2, by=officer, on=WHEN)
    page = client_of(police.clerk).get(address).content.decode()
    assert item.title in page
    assert "/conference/1/" in page
    assert client_of(officer).get("/conference/plans/999/").status_code == 404


def test_who_proposed_an_item_does_not_learn_of_a_meeting_in_preparation(
    item: Item, meeting: Meeting, science: Team, officer: User, client_of: ClientOf
):
    commands.place_item(item=item, meeting=meeting, revision=1, by=officer, on=WHEN)
    assert item.measure is not None
    addresses = (
        f"/conference/items/{item.pk}/", f"/conference/plans/{item.measure.plan_id}/",
    )  # fmt: skip
    for address in addresses:
        assert 'href="/conference/1/"' in client_of(officer).get(address).content.decode()
        shown = client_of(science.clerk).get(address).content.decode()
        assert item.title in shown
        assert 'href="/conference/1/"' not in shown
