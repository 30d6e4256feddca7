"""The conference: members, proposals, agendas, decisions, minutes, and what came of them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document

from tests.office.conference.conftest import AFTER, CONTENT, HELD_ON
from tests.office.plans.factories import WHEN, Team
from tests.office.supervision.conftest import proof
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.conference import commands, deciding, minutes, presenters, queries
from zhiheng.office.conference.commands import Present
from zhiheng.office.conference.enums import Presence
from zhiheng.office.conference.models import Item, Meeting, Resolution
from zhiheng.office.ledger.models import Event
from zhiheng.office.notices.models import Notice
from zhiheng.office.plans.models import Measure
from zhiheng.office.supervision.commands import complete_task
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.queries import my_tasks
from zhiheng.office.supervision.reminding import remind

pytestmark = pytest.mark.django_db

DUE = dt.date(2026, 4, 30)


def codes(raised: pytest.ExceptionInfo[Any]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def convened(meeting: Meeting, item: Item, officer: User) -> Meeting:
    commands.place_item(item=item, meeting=meeting, revision=meeting.revision, by=officer, on=WHEN)
    return commands.convene(meeting=meeting, revision=meeting.revision, by=officer, on=WHEN)


def decided(meeting: Meeting, item: Item, officer: User, *teams: Team) -> Resolution:
    return deciding.resolve(
        item=item,
        revision=meeting.revision,
        text="由教育局月底前共享数据",
        departments=[team.department for team in teams],
        due_on=DUE,
        by=officer,
        on=WHEN,
    )


def issued(meeting: Meeting, officer: User, *teams: Team) -> list[Task]:
    meeting.refresh_from_db()
    commands.note_attendance(
        meeting=meeting,
        revision=meeting.revision,
        rows=[Present(team.department, Presence.PRESENT, "张处长") for team in teams],
        by=officer,
        on=AFTER,
    )
    return deciding.issue_minutes(meeting=meeting, revision=meeting.revision, by=officer, on=AFTER)


def text_of(document: bytes) -> str:
    word = Document(io.BytesIO(document))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_a_decision_becomes_tasks_that_the_next_meeting_hears_of(
    meeting: Meeting, item: Item, members: None, science: Team, education: Team, officer: User
):
    convened(meeting, item, officer)
    decision = decided(meeting, item, officer, science, education)
    first, second = issued(meeting, officer, science, education)
    assert set(decision.tasks.all()) == {first, second}
    assert {first.department, second.department} == {science.department, education.department}
    assert (first.measure, first.due_on, first.assigned) == (item.measure, DUE, True)
    # The delegate owns what the own department has to do; education has no delegate.
    assert {first.owner, second.owner} == {science.leader, None}
    assert "第1次联席会议议定" in first.note

    commands.make_meeting(number=2, content=CONTENT, by=officer, on=AFTER)
    assert {each.task for each in queries.outstanding(before=2)} == {first, second}
    own = first if first.department == science.department else second
    complete_task(
        task=own, revision=1, text="已共享", evidence=[proof()], by=science.leader, on=AFTER
    )
    [left] = queries.outstanding(before=2)
    assert left.task.department == education.department


def test_a_decision_on_no_measure_stands_alone_and_is_reminded_of(
    meeting: Meeting, members: None, science: Team, education: Team, officer: User
):
    item = commands.propose_item(title="其他事项", text="", by=officer, on=WHEN)
    convened(meeting, item, officer)
    decided(meeting, item, officer, education)
    [task] = issued(meeting, officer, education)
    assert (task.measure, task.owner) == (None, None)
    assert list(my_tasks(education.clerk, on=DUE)) == [task]
    late = dt.date(2026, 5, 6)
    remind(day=late, now=AFTER + dt.timedelta(days=45))
    reminder = task.reminders.get()
    assert (reminder.step, reminder.on) == ("overdue", late)
    assert set(reminder.people.all()) == {education.clerk, education.leader}
    complete_task(
        task=task, revision=1, text="已办", evidence=[proof()], by=education.clerk, on=AFTER
    )
    assert queries.outstanding() == []


def test_outstanding_decisions_are_kept_in_the_minutes_as_they_stood(
    meeting: Meeting, item: Item, members: None, science: Team, officer: User
):
    convened(meeting, item, officer)
    decided(meeting, item, officer, science)
    [task] = issued(meeting, officer, science)
    following = commands.make_meeting(number=2, content=CONTENT, by=officer, on=AFTER)
    other = commands.propose_item(title="其他事项", text="", by=officer, on=AFTER)
    convened(following, other, officer)
    issued(following, officer, science)
    complete_task(
        task=task, revision=1, text="好了", evidence=[proof()], by=science.leader, on=AFTER
    )
    following.refresh_from_db()
    assert queries.outstanding(before=2) == []
    [kept] = presenters.outstanding_of(following, [])
    assert (kept.meeting, kept.department, kept.percent) == (1, science.department.name, 0)


def test_the_minutes_are_a_word_document(
    meeting: Meeting, item: Item, members: None, science: Team, education: Team, officer: User
):
    convened(meeting, item, officer)
    decided(meeting, item, officer, education)
    meeting.refresh_from_db()
    deciding.discuss(item=item, revision=meeting.revision, text="各方同意共享", by=officer, on=WHEN)

    def document() -> str:
        meeting.refresh_from_db()
        attendances = list(meeting.attendances.all())
        quorum = presenters.quorum(attendances, on=HELD_ON)
        lines = presenters.outstanding_of(meeting, [])
        items = list(queries.agenda(meeting))
        return text_of(minutes.minutes_file(meeting, items, attendances, lines, quorum))

    assert "草稿，尚未印发" in document()
    issued(meeting, officer, science, education)
    text = document()
    assert "草稿" not in text
    for expected in (
        "知识产权工作联席会议纪要",
        "时间：2026年3月20日",
        "张处长",
        "成员单位2个，到会2个，达到法定人数（2个）。",
        f"一、{item.title}",
        "各方同意共享",
        "议定1：由教育局月底前共享数据（责任部门：深圳市教育局；时限：2026年4月30日）",
        "2026年3月22日印发",
    ):
        assert expected in text


def test_what_a_finished_meeting_decided_no_longer_changes(
    meeting: Meeting, item: Item, members: None, science: Team, officer: User
):
    convened(meeting, item, officer)
    decision = decided(meeting, item, officer, science)
    issued(meeting, officer, science)
    for act in (
        lambda: decided(meeting, item, officer, science),
        lambda: deciding.remove_resolution(
            resolution=decision, revision=meeting.revision, by=officer, on=AFTER
        ),
        lambda: commands.remove_item(item=item, revision=meeting.revision, by=officer, on=AFTER),
        lambda: commands.attach_papers(item=item, papers=[proof()], by=officer, on=AFTER),
        lambda: commands.change_meeting(
            meeting=meeting, revision=meeting.revision, content=CONTENT, by=officer, on=AFTER
        ),
    ):
        item.refresh_from_db()
        with pytest.raises(ConflictError) as raised:
            act()
        assert codes(raised) == ["conference.other_state"]


def test_what_was_decided_on_is_not_taken_off_the_agenda(
    meeting: Meeting, item: Item, science: Team, officer: User
):
    convened(meeting, item, officer)
    decision = decided(meeting, item, officer, science)
    meeting.refresh_from_db()
    with pytest.raises(ConflictError) as raised:
        commands.remove_item(item=item, revision=meeting.revision, by=officer, on=WHEN)
    assert codes(raised) == ["conference.item_decided"]
    deciding.remove_resolution(resolution=decision, revision=meeting.revision, by=officer, on=WHEN)
    meeting.refresh_from_db()
    item.refresh_from_db()
    commands.remove_item(item=item, revision=meeting.revision, by=officer, on=WHEN)
    assert item.meeting is None


def test_minutes_wait_for_the_day_and_the_attendance(meeting: Meeting, item: Item, officer: User):
    convened(meeting, item, officer)
    with pytest.raises(InputError) as raised:
        deciding.issue_minutes(meeting=meeting, revision=meeting.revision, by=officer, on=WHEN)
    assert codes(raised) == ["conference.not_yet", "conference.attendance_missing"]


def test_only_the_lead_office_keeps_the_conference(
    meeting: Meeting, item: Item, science: Team, officer: User
):
    for act in (
        lambda: commands.make_meeting(number=9, content=CONTENT, by=science.leader, on=WHEN),
        lambda: commands.place_item(
            item=item, meeting=meeting, revision=1, by=science.leader, on=WHEN
        ),
        lambda: commands.convene(meeting=meeting, revision=1, by=science.leader, on=WHEN),
    ):
        with pytest.raises(ForbiddenError) as raised:
            act()
        assert codes(raised) == ["plan.lead_office_only"]
    day = WHEN.date()
    with pytest.raises(NotFoundError):
        queries.meeting(1, seen_by=science.leader, on=day)
    convened(meeting, item, officer)
    assert queries.meeting(1, seen_by=science.leader, on=day) == meeting


def test_members_are_invited_and_proposals_announced(
    meeting: Meeting, item: Item, members: None, science: Team, education: Team, officer: User
):
    proposed = Notice.objects.get(code="conference.proposed")
    assert proposed.person == officer
    convened(meeting, item, officer)
    told = Notice.objects.filter(code="conference.convened").values_list("person", flat=True)
    assert set(told) == {science.leader.pk, education.clerk.pk, education.leader.pk}


def test_an_item_is_proposed_once_and_withdrawn_by_its_proposer(
    item: Item, blocked: Task, science: Team, education: Team
):
    with pytest.raises(ConflictError) as raised:
        commands.propose_item(title="再提", text="", task=blocked, by=education.clerk, on=WHEN)
    assert codes(raised) == ["conference.already_proposed"]
    with pytest.raises(ForbiddenError):
        commands.withdraw_item(item=item, by=education.clerk, on=WHEN)
    commands.withdraw_item(item=item, by=science.clerk, on=WHEN)
    assert commands.propose_item(title="再提", text="", task=blocked, by=education.clerk, on=WHEN)


def test_a_blocked_task_is_suggested_until_somebody_proposes_it(
    blocked: Task, science: Team, officer: User
):
    assert queries.suggested_tasks(officer, on=WHEN.date()) == [blocked]
    commands.propose_item(title="协调", text="", task=blocked, by=science.clerk, on=WHEN)
    assert queries.suggested_tasks(officer, on=WHEN.date()) == []


def test_an_agenda_is_put_in_order_and_two_who_order_it_cannot_cross(
    meeting: Meeting, conversion: Measure, officer: User
):
    items = [commands.propose_item(title=title, text="", by=officer, on=WHEN) for title in "甲乙丙"]
    for each in items:
        commands.place_item(
            item=each, meeting=meeting, revision=meeting.revision, by=officer, on=WHEN
        )
    seen = meeting.revision
    commands.move_item(item=items[2], revision=seen, up=True, by=officer, on=WHEN)
    assert [each.title for each in queries.agenda(meeting)] == ["甲", "丙", "乙"]
    with pytest.raises(ConflictError) as raised:
        commands.move_item(item=items[0], revision=seen, up=False, by=officer, on=WHEN)
    assert codes(raised) == ["conference.changed_meanwhile"]
    meeting.refresh_from_db()
    commands.remove_item(item=items[0], revision=meeting.revision, by=officer, on=WHEN)
    assert [each.title for each in queries.agenda(meeting)] == ["丙", "乙"]
    assert items[0] in queries.waiting_items(officer, on=WHEN.date())


def test_an_empty_agenda_is_not_convened_and_a_number_is_used_once(meeting: Meeting, officer: User):
    with pytest.raises(InputError) as raised:
        commands.convene(meeting=meeting, revision=1, by=officer, on=WHEN)
    assert codes(raised) == ["conference.agenda_empty"]
    with pytest.raises(ConflictError) as taken:
        commands.make_meeting(number=1, content=CONTENT, by=officer, on=WHEN)
    assert codes(taken) == ["conference.number_taken"]


def test_everything_wrong_with_a_decision_is_said_at_once(
    meeting: Meeting, item: Item, officer: User
):
    convened(meeting, item, officer)
    with pytest.raises(InputError) as raised:
        deciding.resolve(
            item=item,
            revision=meeting.revision,
            text=" ",
            departments=[],
            due_on=HELD_ON - dt.timedelta(days=1),
            by=officer,
            on=WHEN,
        )
    assert codes(raised) == [
        "conference.resolution_text_missing",
        "conference.without_department",
        "conference.due_before_meeting",
    ]


def test_a_membership_has_a_period_a_fitting_delegate_and_no_double(
    members: None, science: Team, education: Team, officer: User
):
    with pytest.raises(InputError) as raised:
        commands.name_member(
            department=science.department,
            delegate=education.clerk,
            since=dt.date(2027, 1, 1),
            until=dt.date(2026, 1, 1),
            by=officer,
            on=WHEN,
        )
    assert codes(raised) == [
        "conference.member_period",
        "conference.delegate_unfit",
    ]
    with pytest.raises(InputError) as double:
        commands.name_member(
            department=science.department,
            delegate=None,
            since=dt.date(2027, 1, 1),
            by=officer,
            on=WHEN,
        )
    assert codes(double) == ["conference.member_already"]
    member = queries.members(on=WHEN.date()).get(department=science.department)
    commands.end_member(member=member, until=dt.date(2026, 12, 31), by=officer, on=WHEN)
    assert not queries.members(on=dt.date(2027, 1, 1)).filter(pk=member.pk).exists()
    assert Event.objects.filter(act="conference.member_ended").count() == 1
