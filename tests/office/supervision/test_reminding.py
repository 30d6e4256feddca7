"""Who is reminded of what, when, and how it goes up; nobody on a day of rest, nobody twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.office.plans.factories import Team
from tests.office.supervision.conftest import WHEN, content, measure_of
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.notices.models import Notice
from zhiheng.office.notices.signals import day_began
from zhiheng.office.plans.models import Measure, Plan
from zhiheng.office.supervision import commands, measure_commands
from zhiheng.office.supervision.models import Reminder, Task

pytestmark = pytest.mark.django_db


def begin(day: str) -> None:
    """Let a day begin."""
    date = dt.date.fromisoformat(day)
    now = dt.datetime.combine(date, dt.time(0, 5), tzinfo=timezone.get_current_timezone())
    for _receiver, answer in day_began.send_robust(sender=None, day=date, now=now):
        assert not isinstance(answer, Exception), answer


def steps(task: Task) -> list[tuple[str, str]]:
    return [(each.step, str(each.on)) for each in task.reminders.order_by("on", "pk")]


def told(task: Task, step: str) -> set[User]:
    return set(task.reminders.get(step=step).people.all())


@pytest.fixture
def quick(conversion: Measure, science: Team) -> Task:
    """A task of Science's clerk, due on Tuesday 30 June 2026."""
    return commands.add_task(
        measure=conversion,
        department=science.department,
        content=content(owner=science.clerk, due_on=dt.date(2026, 6, 30)),
        by=science.clerk,
        on=dt.datetime(2026, 6, 10, 9, 0, tzinfo=dt.UTC),
    )


def test_a_task_reminds_its_owner_then_goes_up_step_by_step(
    quick: Task, science: Team, officer: User
):
    for day in ("06-22", "06-23", "06-24", "06-28", "06-30", "07-01", "07-02", "07-14", "07-15"):
        begin(f"2026-{day}")
    assert steps(quick) == [
        ("due_soon", "2026-06-23"),
        ("due_today", "2026-06-30"),
        ("overdue", "2026-07-01"),
        ("overdue_long", "2026-07-15"),
    ]
    assert told(quick, "due_soon") == {science.clerk}
    assert told(quick, "overdue") == {science.clerk, science.leader}
    assert told(quick, "overdue_long") == {science.clerk, science.leader, officer}
    notices = Notice.objects.filter(code="supervision.overdue_long", given__task=quick.title)
    assert set(notices.values_list("person", flat=True)) == {
        person.pk for person in (science.clerk, science.leader, officer)
    }
    assert Event.objects.filter(act="supervision.reminded", subject_kind="task").count() == 4


def test_a_day_sent_twice_tells_once_and_a_missed_one_is_made_up_for(quick: Task):
    for _ in range(2):
        begin("2026-07-03")
    assert steps(quick) == [("overdue", "2026-07-03")]
    notices = Notice.objects.filter(code="supervision.overdue", given__task=quick.title)
    assert notices.count() == 2  # the owner and the leader, once each


def test_nobody_is_reminded_on_a_day_of_rest(conversion: Measure, science: Team):
    due = dt.date(2026, 10, 3)
    rest = commands.add_task(
        measure=conversion,
        department=science.department,
        content=content(owner=science.clerk, due_on=due),
        by=science.clerk,
        on=dt.datetime(2026, 9, 28, 9, 0, tzinfo=dt.UTC),
    )
    for day in ("09-30", "10-01", "10-03", "10-05", "10-08"):
        begin(f"2026-{day}")
    assert steps(rest) == [("due_today", "2026-09-30"), ("overdue", "2026-10-08")]


def test_a_last_day_that_is_moved_begins_anew_and_a_finished_task_is_left_alone(
    quick: Task, science: Team
):
    begin("2026-07-01")
    moved = content(owner=science.clerk, due_on=dt.date(2026, 7, 31))
    commands.change_task(task=quick, revision=1, content=moved, by=science.clerk, on=WHEN)
    begin("2026-07-02")
    begin("2026-08-03")
    assert [step for step, _ in steps(quick)] == ["overdue", "overdue"]
    commands.cancel_task(task=quick, revision=2, reason="并入", by=science.clerk, on=WHEN)
    begin("2026-09-01")
    assert len(steps(quick)) == 2


def test_silence_is_asked_about_once_until_somebody_reports(conversion: Measure, science: Team):
    quiet = commands.add_task(
        measure=conversion,
        department=science.department,
        content=content(owner=science.clerk),
        by=science.clerk,
        on=WHEN,
    )
    for day in ("03-31", "04-01", "04-02", "05-06"):
        begin(f"2026-{day}")
    assert steps(quiet) == [("stale", "2026-04-01")]
    commands.report_progress(
        task=quiet,
        revision=1,
        percent=10,
        text="在做",
        by=science.clerk,
        on=dt.datetime(2026, 5, 7, 9, 0, tzinfo=dt.UTC),
    )
    begin("2026-06-05")
    begin("2026-06-08")
    assert steps(quiet) == [("stale", "2026-04-01"), ("stale", "2026-06-08")]


def test_a_measure_reminds_its_department_and_an_ongoing_one_of_its_year(
    plan: Plan, police: Team, officer: User
):
    transfer, market = measure_of(plan, "行刑衔接"), measure_of(plan, "重点市场整治")
    begin("2026-10-08")
    overdue = transfer.reminders.get()
    assert (overdue.step, overdue.due_on) == ("overdue", dt.date(2026, 9, 30))
    assert set(overdue.people.all()) == {police.clerk, police.leader}
    begin("2027-02-01")
    yearly = market.reminders.get(step="yearly")
    # Its leading department has nobody here, so the lead office is told.
    assert set(yearly.people.all()) == {officer}
    given = Notice.objects.get(person=officer, code="supervision.yearly").given
    assert given["year"] == "2026"
    measure_commands.report_year(
        measure=market, year=2026, text="整治 3 次", by=police.clerk, on=WHEN
    )
    begin("2027-02-02")
    assert Reminder.objects.filter(measure=market, step="yearly").count() == 1


def test_a_crash_between_noting_and_telling_leaves_neither(
    quick: Task, monkeypatch: pytest.MonkeyPatch
):
    def broken(**given: object) -> None:
        raise OSError("the machine stopped")

    with monkeypatch.context() as patched:
        patched.setattr("zhiheng.office.ledger.commands._locked_head", broken)
        with pytest.raises(AssertionError):
            begin("2026-06-30")
    assert steps(quick) == []
    assert not Notice.objects.filter(code="supervision.due_today").exists()
    begin("2026-06-30")
    assert steps(quick) == [("due_today", "2026-06-30")]
