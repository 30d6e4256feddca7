"""Tasks: added, reported, blocked, completed, reopened, cancelled, and who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.plans.factories import Team
from tests.office.supervision.conftest import DUE, WHEN, content, proof
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.ledger.models import Event
from zhiheng.office.notices.models import Notice
from zhiheng.office.plans.models import Measure
from zhiheng.office.supervision import commands
from zhiheng.office.supervision.models import Entry, Task

pytestmark = pytest.mark.django_db


def codes(raised: pytest.ExceptionInfo[Any]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def acts_on(task: Task) -> list[str]:
    events = Event.objects.filter(subject_kind="task", subject_id=str(task.pk))
    return list(events.order_by("sequence").values_list("act", flat=True))


def add(measure: Measure, team: Team, by: User, **fields: object) -> Task:
    return commands.add_task(
        measure=measure, department=team.department, content=content(**fields), by=by, on=WHEN
    )


def test_a_department_breaks_its_measure_down_and_reports(task: Task, science: Team):
    entry = commands.report_progress(
        task=task,
        revision=1,
        percent=40,
        text="已盘点 12 所高校",
        evidence=[proof(), proof("名单.xlsx", b"PK names")],
        by=science.clerk,
        on=WHEN,
    )
    assert (task.state, task.percent, task.revision) == ("in_progress", 40, 2)
    assert [content_of(file) for file in entry.evidence.all()] == [b"%PDF-1.7 proof", b"PK names"]
    assert acts_on(task) == ["supervision.added", "supervision.progress"]
    event = Event.objects.get(act="supervision.progress")
    assert "12 所高校" not in event.details
    assert entry.evidence.first().digest in event.details


def test_the_support_department_contributes_and_strangers_do_not(
    conversion: Measure, education: Team, science: Team, police: Team
):
    assert add(conversion, education, education.clerk).department == education.department
    with pytest.raises(ForbiddenError) as raised:
        add(conversion, science, police.clerk)
    assert codes(raised) == ["plan.department_only"]
    with pytest.raises(InputError) as raised_input:
        add(conversion, police, police.clerk)
    assert codes(raised_input) == ["supervision.not_named"]


def test_everything_wrong_with_a_task_is_said_at_once(
    conversion: Measure, science: Team, auditor: User
):
    with pytest.raises(InputError) as raised:
        add(
            conversion,
            science,
            science.clerk,
            title=" ",
            starts_on=dt.date(2028, 2, 1),
            due_on=dt.date(2028, 1, 31),
            weight=101,
            owner=auditor,
        )
    assert codes(raised) == [
        "supervision.title_missing",
        "supervision.due_before_start",
        "supervision.due_after_measure",
        "supervision.weight",
        "supervision.owner_cannot",
    ]
    assert not Task.objects.exists()


def test_a_task_may_end_after_its_measure_with_a_reason(conversion: Measure, science: Team):
    assert conversion.due_on == dt.date(2027, 12, 31)
    late = add(
        conversion,
        science,
        science.clerk,
        due_on=dt.date(2028, 1, 31),
        late_reason="审计在次年一月",
    )
    assert late.late_reason == "审计在次年一月"


def test_what_is_blocked_says_what_it_needs_and_the_lead_office_is_told(
    task: Task, science: Team, officer: User
):
    with pytest.raises(InputError) as raised:
        commands.block_task(
            task=task, revision=1, needs="", needed_from=" ", by=science.clerk, on=WHEN
        )
    assert codes(raised) == ["supervision.needs_missing", "supervision.from_missing"]
    commands.block_task(
        task=task,
        revision=1,
        needs="数据共享",
        needed_from="市政务和数据局",
        by=science.clerk,
        on=WHEN,
    )
    assert task.state == "blocked"
    assert (
        Notice.objects.get(person=officer, code="supervision.blocked").given["needs"] == "数据共享"
    )
    commands.report_progress(
        task=task, revision=2, percent=50, text="其余高校已完成", by=science.clerk, on=WHEN
    )
    assert task.state == "blocked"
    commands.unblock_task(task=task, revision=3, text="数据已共享", by=officer, on=WHEN)
    assert (task.state, task.blocked_needs) == ("in_progress", "")
    with pytest.raises(ConflictError):
        commands.unblock_task(task=task, revision=4, text="x", by=officer, on=WHEN)


def test_completing_takes_evidence(task: Task, science: Team):
    with pytest.raises(InputError) as raised:
        commands.complete_task(task=task, revision=1, text="完成", by=science.clerk, on=WHEN)
    assert codes(raised) == ["supervision.evidence_missing"]
    commands.complete_task(
        task=task, revision=1, text="完成", evidence=[proof()], by=science.clerk, on=WHEN
    )
    assert (task.state, task.percent, task.ended_at) == ("done", 100, WHEN)
    with pytest.raises(ConflictError) as conflict:
        commands.report_progress(
            task=task, revision=2, percent=10, text="x", by=science.clerk, on=WHEN
        )
    assert codes(conflict) == ["supervision.task_ended"]
    with pytest.raises(InputError):
        commands.reopen_task(task=task, revision=2, reason="", by=science.clerk, on=WHEN)
    commands.reopen_task(task=task, revision=2, reason="数据有误", by=science.clerk, on=WHEN)
    assert (task.state, task.percent, task.ended_at) == ("in_progress", 99, None)
    # The evidence of the first time is still there.
    commands.complete_task(task=task, revision=3, text="已更正", by=science.clerk, on=WHEN)
    assert task.state == "done"


def test_wrong_files_are_all_named_and_nothing_is_kept(task: Task, science: Team):
    wrong = [proof("病毒.exe"), SimpleUploadedFile("空.pdf", b""), proof()]
    with pytest.raises(InputError) as raised:
        commands.complete_task(
            task=task, revision=1, text="完成", evidence=wrong, by=science.clerk, on=WHEN
        )
    assert codes(raised) == ["attachment.kind_refused", "attachment.empty"]
    task.refresh_from_db()
    assert (task.state, task.revision) == ("open", 1)
    assert not Attachment.objects.filter(name="证明.pdf").exists()
    assert Entry.objects.filter(task=task).count() == 1


def test_of_two_who_report_at_once_the_second_is_told(task: Task, science: Team):
    first, second = Task.objects.get(pk=task.pk), Task.objects.get(pk=task.pk)
    commands.report_progress(
        task=first, revision=1, percent=20, text="先", by=science.clerk, on=WHEN
    )
    with pytest.raises(ConflictError) as raised:
        commands.report_progress(
            task=second, revision=1, percent=90, text="后", by=science.leader, on=WHEN
        )
    assert codes(raised) == ["supervision.changed_meanwhile"]
    assert Task.objects.get(pk=task.pk).percent == 20
    assert not Entry.objects.filter(text="后").exists()


def test_what_the_lead_office_assigned_is_moved_and_cancelled_by_it_alone(
    conversion: Measure, science: Team, officer: User
):
    given = add(conversion, science, officer)
    assert given.assigned
    told = Notice.objects.filter(code="supervision.given").values_list("person", flat=True)
    assert set(told) == {science.clerk.pk, science.leader.pk}
    later = content(due_on=dt.date(2027, 9, 30))
    for act in (
        lambda: commands.change_task(
            task=given, revision=1, content=later, by=science.leader, on=WHEN
        ),
        lambda: commands.cancel_task(
            task=given, revision=1, reason="不做", by=science.leader, on=WHEN
        ),
    ):
        with pytest.raises(ForbiddenError) as raised:
            act()
        assert codes(raised) == ["supervision.assigned"]
    owned = content(owner=science.clerk)
    commands.change_task(task=given, revision=1, content=owned, by=science.leader, on=WHEN)
    assert (given.owner, given.due_on) == (science.clerk, DUE)
    commands.cancel_task(task=given, revision=2, reason="并入他项", by=officer, on=WHEN)
    assert given.state == "cancelled"


def test_tasks_wait_for_one_another_but_not_in_a_circle(conversion: Measure, science: Team):
    first = add(conversion, science, science.clerk, title="甲")
    second = add(conversion, science, science.clerk, title="乙", after=first)
    with pytest.raises(InputError) as raised:
        commands.complete_task(
            task=second, revision=1, text="好了", evidence=[proof()], by=science.clerk, on=WHEN
        )
    assert codes(raised) == ["supervision.after_open"]
    with pytest.raises(InputError) as circle:
        commands.change_task(
            task=first,
            revision=1,
            content=content(title="甲", after=second),
            by=science.clerk,
            on=WHEN,
        )
    assert codes(circle) == ["supervision.after_unfit"]


def test_an_owner_of_another_department_reports_on_the_task(
    conversion: Measure, science: Team, education: Team, police: Team
):
    lent = add(conversion, science, science.clerk, owner=education.clerk)
    commands.report_progress(
        task=lent, revision=1, percent=10, text="已开始", by=education.clerk, on=WHEN
    )
    with pytest.raises(ForbiddenError):
        commands.report_progress(
            task=lent, revision=2, percent=20, text="?", by=police.clerk, on=WHEN
        )
    with pytest.raises(ForbiddenError):
        commands.cancel_task(task=lent, revision=2, reason="?", by=education.clerk, on=WHEN)
