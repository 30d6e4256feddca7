"""Questions about the joint conference."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.conference.enums import MeetingState
from zhiheng.office.conference.models import Item, Meeting, Member, Resolution
from zhiheng.office.conference.permissions import manages
from zhiheng.office.plans.models import Measure, Plan
from zhiheng.office.plans.queries import departments_of, plans_seen_by
from zhiheng.office.supervision.enums import ENDED
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.queries import blocked_tasks, escalated_tasks

MEETING_ORDERS = ("-number", "number", "held_on", "-held_on", "state", "-state")


@dataclass(frozen=True)
class Outstanding:
    """A task that an earlier decision became and that is not done."""

    meeting: Meeting
    resolution: Resolution
    task: Task


def meetings(user: User, *, on: dt.date, text: str = "", state: str = "") -> QuerySet[Meeting]:
    """Return the meetings somebody may see: those in preparation only who keeps the conference."""
    found = Meeting.objects.annotate(item_count=Count("items", distinct=True))
    if not manages(user, on=on):
        found = found.exclude(state=MeetingState.DRAFT)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(items__title__icontains=text)).distinct()
    return found.filter(state=state) if state else found


def meeting(number: int, *, seen_by: User, on: dt.date) -> Meeting:
    """Return a meeting that somebody may see, by its number."""
    found = meetings(seen_by, on=on).filter(number=number).first()
    if found is None:
        raise NotFoundError.of("conference.not_found", received=number)
    return found


def next_number() -> int:
    """Return the number of the next meeting."""
    last = Meeting.objects.order_by("-number").first()
    return last.number + 1 if last else 1


def agenda(meeting: Meeting) -> QuerySet[Item]:
    """Return the items of a meeting in their order, with decisions, papers and tasks."""
    decided = Resolution.objects.prefetch_related("departments", "tasks__department")
    return (
        meeting.items.filter(withdrawn_at__isnull=True)
        .select_related("measure__plan", "task__measure__plan", "department", "proposed_by")
        .prefetch_related("papers", Prefetch("resolutions", queryset=decided))
        .order_by("place", "pk")
    )


def item(pk: int, *, seen_by: User, on: dt.date) -> Item:
    """Return an item that somebody may see: of a meeting shown to them, or one they wait for."""
    found = (
        Item.objects.filter(withdrawn_at__isnull=True, pk=pk)
        .select_related("meeting", "measure__plan", "task__measure__plan", "department")
        .first()
    )
    if found is None or not _sees(found, seen_by, on):
        raise NotFoundError.of("conference.item_not_found", received=pk)
    return found


def waiting_items(user: User, *, on: dt.date) -> QuerySet[Item]:
    """Return the items that wait for a meeting: all to who keeps it, to others their own."""
    found = Item.objects.filter(meeting__isnull=True, withdrawn_at__isnull=True)
    if not manages(user, on=on):
        own = departments_of(user, on=on)
        found = found.filter(Q(proposed_by=user) | Q(department__in=own))
    return (
        found.select_related("measure__plan", "task", "department", "proposed_by")
        .prefetch_related("papers")
        .order_by("proposed_at", "pk")
    )


def items_on(plan: Plan, user: User, *, on: dt.date) -> QuerySet[Item]:
    """Return the items about measures of a plan that somebody may see, newest first."""
    shown = Q(meeting__isnull=False) & ~Q(meeting__state=MeetingState.DRAFT)
    own = Q(proposed_by=user) | Q(department__in=departments_of(user, on=on))
    found = Item.objects.filter(measure__plan=plan, withdrawn_at__isnull=True)
    if not manages(user, on=on):
        found = found.filter(shown | own)
    decided = Resolution.objects.prefetch_related("departments", "tasks__department")
    return (
        found.select_related("meeting", "measure", "task", "department", "proposed_by")
        .prefetch_related(Prefetch("resolutions", queryset=decided))
        .order_by("-proposed_at", "-pk")
    )


def open_item_of(measure: Measure | None, task: Task | None) -> Item | None:
    """Return an item about the same task, or the same measure, that was not decided yet."""
    if measure is None and task is None:
        return None
    same = Q(task=task) if task is not None else Q(measure=measure, task__isnull=True)
    undecided = Q(meeting__isnull=True) | ~Q(meeting__state=MeetingState.MINUTED)
    return Item.objects.filter(same, undecided, withdrawn_at__isnull=True).first()


def suggested_tasks(user: User, *, on: dt.date) -> list[Task]:
    """Return blocked and escalated tasks that nobody proposed yet."""
    proposed = Item.objects.filter(
        Q(meeting__isnull=True) | ~Q(meeting__state=MeetingState.MINUTED),
        task=OuterRef("pk"),
        withdrawn_at__isnull=True,
    )
    found = (blocked_tasks(user, on=on) | escalated_tasks(user, on=on)).filter(~Exists(proposed))
    return list(found.order_by("due_on", "pk").distinct())


def outstanding(*, before: int | None = None) -> list[Outstanding]:
    """Return what is not done of the decisions of meetings before a number, or of all.

    Three questions to the database, however many decisions there are.
    """
    tasks = Task.objects.exclude(state__in=ENDED).select_related("department", "owner", "measure")
    found = (
        Resolution.objects.filter(
            item__meeting__state=MeetingState.MINUTED, tasks__in=tasks.values("pk")
        )
        .select_related("item__meeting")
        .prefetch_related(Prefetch("tasks", queryset=tasks))
        .distinct()
        .order_by("item__meeting__number", "item__place", "place")
    )
    if before is not None:
        found = found.filter(item__meeting__number__lt=before)
    return [
        Outstanding(each.item.meeting, each, task)
        for each in found
        if each.item.meeting is not None
        for task in each.tasks.all()
    ]


def members(*, on: dt.date) -> QuerySet[Member]:
    """Return the members on a day."""
    return Member.objects.in_force(on).select_related("department", "delegate")


def all_members() -> QuerySet[Member]:
    """Return all memberships, also those that ended."""
    return Member.objects.select_related("department", "delegate")


def member(pk: int) -> Member:
    """Return a membership."""
    found = all_members().filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("conference.member_not_found", received=pk)
    return found


def paper(item_pk: int, file_pk: int, *, seen_by: User, on: dt.date) -> Attachment:
    """Return a paper of an item that somebody may see."""
    found = item(item_pk, seen_by=seen_by, on=on).papers.filter(pk=file_pk).first()
    if found is None:
        raise NotFoundError.of("conference.file_not_found", received=file_pk)
    return found


def resolution(pk: int, *, item: Item) -> Resolution:
    """Return a decision on an item."""
    found = item.resolutions.filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("conference.resolution_not_found", received=pk)
    return found


def _sees(item: Item, user: User, on: dt.date) -> bool:
    about = item.measure or (item.task.measure if item.task else None)
    if about is not None and not plans_seen_by(user, on=on).filter(pk=about.plan_id).exists():
        return False
    if item.meeting is not None and item.meeting.state != MeetingState.DRAFT:
        return True
    own = item.proposed_by_id == user.pk or manages(user, on=on)
    return own or departments_of(user, on=on).filter(pk=item.department_id or 0).exists()
