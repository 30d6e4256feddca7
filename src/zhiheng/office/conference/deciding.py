"""What is said and decided on the items of a meeting, and its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import InputError, Problem
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.conference import queries
from zhiheng.office.conference.commands import advance, meeting_of, note_act, tell_members
from zhiheng.office.conference.enums import MeetingState
from zhiheng.office.conference.models import Item, Meeting, Resolution
from zhiheng.office.conference.permissions import REPORT, check_manages
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.supervision.commands import TaskContent, add_follow_up
from zhiheng.office.supervision.models import Task

CONVENED = (MeetingState.CONVENED,)


@transaction.atomic
def discuss(*, item: Item, revision: int, text: str, by: User, on: datetime) -> Item:
    """Note what the minutes say of an item."""
    check_manages(by, on=timezone.localdate(on))
    meeting = meeting_of(item)
    advance(meeting, revision, CONVENED)
    item.discussion = text.strip()[:20_000]
    item.save(update_fields=["discussion"])
    note_act("discussed", item, {"meeting": meeting.pk}, by=by, on=on)
    return item


@transaction.atomic
def resolve(
    *,
    item: Item,
    revision: int,
    text: str,
    departments: Sequence[Department],
    due_on: date,
    by: User,
    on: datetime,
) -> Resolution:
    """Note what was decided on an item, by whom it is done and until when."""
    check_manages(by, on=timezone.localdate(on))
    meeting = meeting_of(item)
    problems = []
    if not text.strip():
        problems.append(Problem("conference.resolution_text_missing"))
    if not departments:
        problems.append(Problem("conference.without_department"))
    if due_on < meeting.held_on:
        given = {"received": str(due_on), "expected": str(meeting.held_on)}
        problems.append(Problem("conference.due_before_meeting", given))
    if problems:
        raise InputError(*problems)
    advance(meeting, revision, CONVENED)
    resolution = Resolution.objects.create(
        item=item,
        place=item.resolutions.count() + 1,
        text=text.strip()[:2_000],
        due_on=due_on,
    )
    resolution.departments.set(departments)
    details = {
        "resolution": resolution.pk,
        "department": [each.pk for each in departments],
        "due": str(due_on),
    }
    note_act("resolved", item, details, by=by, on=on)
    return resolution


@transaction.atomic
def remove_resolution(*, resolution: Resolution, revision: int, by: User, on: datetime) -> None:
    """Remove a decision before the minutes are issued."""
    check_manages(by, on=timezone.localdate(on))
    item = resolution.item
    advance(meeting_of(item), revision, CONVENED)
    details = {"resolution": resolution.pk}
    resolution.delete()
    note_act("resolution_removed", item, details, by=by, on=on)


@transaction.atomic
def issue_minutes(*, meeting: Meeting, revision: int, by: User, on: datetime) -> list[Task]:
    """Issue the minutes: decisions become tasks of their departments; return those.

    What was open of earlier meetings is kept with the minutes as it stood.
    """
    day = timezone.localdate(on)
    check_manages(by, on=day)
    problems = []
    if meeting.held_on > day:
        problems.append(Problem("conference.not_yet", {"received": str(meeting.held_on)}))
    if not meeting.attendances.exists():
        problems.append(Problem("conference.attendance_missing"))
    if problems:
        raise InputError(*problems)
    kept = [_kept(each) for each in queries.outstanding(before=meeting.number)]
    advance(
        meeting,
        revision,
        CONVENED,
        state=MeetingState.MINUTED,
        issued_by=by,
        issued_at=on,
        outstanding=kept,
    )
    tasks = [task for item in queries.agenda(meeting) for task in _follow_ups(item, by, on)]
    note_act("minutes_issued", meeting, {"tasks": [task.pk for task in tasks]}, by=by, on=on)
    tell_members(meeting, "minutes_issued", {"number": str(meeting.number)}, on)
    return tasks


def _follow_ups(item: Item, by: User, on: datetime) -> list[Task]:
    delegates = {
        member.department_id: member.delegate
        for member in queries.members(on=timezone.localdate(on))
    }
    made = []
    for resolution in item.resolutions.all():
        for department in resolution.departments.all():
            delegate = delegates.get(department.pk)
            content = _content(item, resolution, delegate, timezone.localdate(on))
            task = add_follow_up(
                measure=_open_measure(item),
                department=department,
                content=content,
                by=by,
                on=on,
            )
            resolution.tasks.add(task)
            made.append(task)
    return made


def _content(item: Item, resolution: Resolution, delegate: User | None, day: date) -> TaskContent:
    number = item.meeting.number if item.meeting else 0
    origin = f"第{number}次联席会议议定"
    able = delegate is not None and delegate.is_active and user_can(delegate, REPORT, on=day)
    return TaskContent(
        title=resolution.text.splitlines()[0][:200],
        due_on=resolution.due_on,
        owner=delegate if able else None,
        note=f"{origin}（议题：{item.title}）：{resolution.text}"[:2_000],
        late_reason=origin,
    )


def _open_measure(item: Item) -> Measure | None:
    """Return the measure under which a decision is followed up; None where it stands alone."""
    measure = item.measure
    if measure is None or measure.withdrawn_at is not None:
        return None
    done = getattr(measure, "completion", None)
    confirmed = done is not None and done.confirmed_at is not None
    return measure if measure.plan.state == PlanState.IN_FORCE and not confirmed else None


def _kept(each: queries.Outstanding) -> dict[str, object]:
    return {
        "meeting": each.meeting.number,
        "text": each.resolution.text,
        "department": each.task.department.name,
        "due": str(each.task.due_on),
        "state": each.task.state,
        "percent": each.task.percent,
        "task": each.task.pk,
    }
