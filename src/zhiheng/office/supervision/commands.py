"""What is done with tasks: added, changed, reported, blocked, completed, reopened, cancelled.

Every command checks the permission and the state, changes the task with compare-and-set on its
revision, writes a line of history with its evidence, and records the act on the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, Problem
from zhiheng.core.plans.tasks import WHOLE
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import PERMISSIONS, user_can
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.supervision import notifying
from zhiheng.office.supervision.enums import ENDED, EntryKind, TaskState
from zhiheng.office.supervision.models import Entry, Task
from zhiheng.office.supervision.permissions import (
    EDIT,
    REPORT,
    check_may_arrange,
    check_may_work_on,
    check_supervises,
    supervises,
)
from zhiheng.office.supervision.writing import (
    Files,
    Line,
    advance,
    check_measure_open,
    check_task_open,
    enter,
)

MOST_WEIGHT = 100
LONGEST_TITLE, LONGEST_NOTE, LONGEST_REASON = 200, 2_000, 400


@dataclass(frozen=True)
class TaskContent:
    """What a task is: the fields that people fill in."""

    title: str
    due_on: date
    owner: User | None = None
    starts_on: date | None = None
    weight: int = 1
    after: Task | None = None
    note: str = ""
    late_reason: str = ""

    def cleaned(self) -> dict[str, object]:
        """Return the fields as a task keeps them."""
        texts = {
            "title": self.title.strip()[:LONGEST_TITLE],
            "note": self.note.strip()[:LONGEST_NOTE],
            "late_reason": self.late_reason.strip()[:LONGEST_REASON],
        }
        return {**{name: getattr(self, name) for name in self.__dataclass_fields__}, **texts}


@transaction.atomic
def add_task(
    *, measure: Measure, department: Department, content: TaskContent, by: User, on: datetime
) -> Task:
    """Add a task under a measure, for one of its departments; the lead office may name another."""
    day = timezone.localdate(on)
    check_may_arrange(by, department, on=day)
    check_measure_open(measure)
    from_above = supervises(by, on=day) and not _is_of(by, department, day)
    named = {*measure.lead.all(), *measure.support.all()}
    problems = content_problems(content, measure=measure, task=None, on=day)
    if department not in named and not from_above:
        problems.append(Problem("supervision.not_named", {"received": department.name}))
    if problems:
        raise InputError(*problems)
    return _create(measure, department, content, assigned=from_above, by=by, on=on)


@transaction.atomic
def add_follow_up(
    *,
    measure: Measure | None,
    department: Department,
    content: TaskContent,
    by: User,
    on: datetime,
) -> Task:
    """Add what a decision of the conference asks of a department, under a measure or alone."""
    day = timezone.localdate(on)
    check_supervises(by, on=day)
    problems = content_problems(content, measure=measure, task=None, on=day)
    if problems:
        raise InputError(*problems)
    return _create(measure, department, content, assigned=True, by=by, on=on)


@transaction.atomic
def change_task(*, task: Task, revision: int, content: TaskContent, by: User, on: datetime) -> Task:
    """Change a task; what was assigned is moved by the lead office alone."""
    day = timezone.localdate(on)
    check_may_arrange(by, task.department, on=day)
    check_task_open(task)
    if task.assigned and content.due_on != task.due_on:
        _check_from_above(by, day)
    problems = content_problems(content, measure=task.measure, task=task, on=day)
    if problems:
        raise InputError(*problems)
    cleaned = content.cleaned()
    changed = sorted(name for name, value in cleaned.items() if getattr(task, name) != value)
    before = task.due_on
    advance(task, revision, **cleaned)
    moved = f"{before} → {task.due_on}" if before != task.due_on else ""
    text = " ".join(filter(None, (moved, task.late_reason)))
    _enter(task, EntryKind.CHANGED, Line(text=text, details={"changed": changed}), by=by, on=on)
    return task


@transaction.atomic
def report_progress(
    *,
    task: Task,
    revision: int,
    percent: int,
    text: str,
    by: User,
    on: datetime,
    evidence: Files = (),
) -> Entry:
    """Say how far a task is; a blocked one stays blocked."""
    check_may_work_on(by, task, on=timezone.localdate(on))
    check_task_open(task)
    problems = []
    if not 0 <= percent < WHOLE:
        problems.append(Problem("supervision.percent", {"received": str(percent)}))
    if not text.strip():
        problems.append(Problem("supervision.text_missing"))
    if problems:
        raise InputError(*problems)
    state = task.state if task.state == TaskState.BLOCKED else TaskState.IN_PROGRESS
    advance(task, revision, percent=percent, state=state)
    line = Line(text=text, percent=percent, files=evidence, details={"percent": percent})
    return _enter(task, EntryKind.PROGRESS, line, by=by, on=on)


@transaction.atomic
def block_task(
    *, task: Task, revision: int, needs: str, needed_from: str, by: User, on: datetime
) -> Entry:
    """Say that a task cannot go on, what it needs, and from whom."""
    check_may_work_on(by, task, on=timezone.localdate(on))
    check_task_open(task)
    problems = []
    if not needs.strip():
        problems.append(Problem("supervision.needs_missing"))
    if not needed_from.strip():
        problems.append(Problem("supervision.from_missing"))
    if problems:
        raise InputError(*problems)
    advance(
        task,
        revision,
        state=TaskState.BLOCKED,
        blocked_needs=needs.strip()[:LONGEST_REASON],
        blocked_from=needed_from.strip()[:200],
    )
    text = f"{task.blocked_needs}（{task.blocked_from}）"
    entry = _enter(task, EntryKind.BLOCKED, Line(text=text), by=by, on=on)
    notifying.task_blocked(task, entry, on=on)
    return entry


@transaction.atomic
def unblock_task(*, task: Task, revision: int, text: str, by: User, on: datetime) -> Entry:
    """Say that a task goes on again, and how that came about."""
    day = timezone.localdate(on)
    if not supervises(by, on=day):
        check_may_work_on(by, task, on=day)
    check_task_open(task)
    if task.state != TaskState.BLOCKED:
        raise ConflictError.of("supervision.not_blocked", received=task.title)
    if not text.strip():
        raise InputError.of("supervision.text_missing")
    advance(task, revision, state=TaskState.IN_PROGRESS, blocked_needs="", blocked_from="")
    return _enter(task, EntryKind.UNBLOCKED, Line(text=text), by=by, on=on)


@transaction.atomic
def complete_task(
    *, task: Task, revision: int, text: str, by: User, on: datetime, evidence: Files = ()
) -> Entry:
    """Say that a task is done, with what proves it."""
    check_may_work_on(by, task, on=timezone.localdate(on))
    check_task_open(task)
    problems = []
    if not text.strip():
        problems.append(Problem("supervision.text_missing"))
    if not evidence and not task.entries.filter(evidence__isnull=False).exists():
        problems.append(Problem("supervision.evidence_missing"))
    if task.after is not None and task.after.state not in ENDED:
        problems.append(Problem("supervision.after_open", {"received": task.after.title}))
    if problems:
        raise InputError(*problems)
    advance(
        task,
        revision,
        state=TaskState.DONE,
        percent=WHOLE,
        ended_at=on,
        blocked_needs="",
        blocked_from="",
    )
    line = Line(text=text, percent=WHOLE, files=evidence)
    return _enter(task, EntryKind.COMPLETED, line, by=by, on=on)


@transaction.atomic
def reopen_task(*, task: Task, revision: int, reason: str, by: User, on: datetime) -> Entry:
    """Take back that a task is done or cancelled."""
    check_may_arrange(by, task.department, on=timezone.localdate(on))
    check_measure_open(task.measure)
    if task.state not in ENDED:
        raise ConflictError.of("supervision.not_ended", received=task.title)
    if not reason.strip():
        raise InputError.of("supervision.reason_missing")
    percent = min(task.percent, WHOLE - 1)
    advance(task, revision, state=TaskState.IN_PROGRESS, percent=percent, ended_at=None)
    return _enter(task, EntryKind.REOPENED, Line(text=reason), by=by, on=on)


@transaction.atomic
def cancel_task(*, task: Task, revision: int, reason: str, by: User, on: datetime) -> Entry:
    """Drop a task; what was assigned is cancelled by the lead office alone."""
    day = timezone.localdate(on)
    check_may_arrange(by, task.department, on=day)
    check_task_open(task)
    if task.assigned:
        _check_from_above(by, day)
    if not reason.strip():
        raise InputError.of("supervision.reason_missing")
    advance(task, revision, state=TaskState.CANCELLED, ended_at=on)
    return _enter(task, EntryKind.CANCELLED, Line(text=reason), by=by, on=on)


def content_problems(
    content: TaskContent, *, measure: Measure | None, task: Task | None, on: date
) -> list[Problem]:
    """Return everything that is wrong with a task as it was filled in."""
    problems = []
    if not content.title.strip():
        problems.append(Problem("supervision.title_missing"))
    if content.starts_on and content.starts_on > content.due_on:
        given = {"start": str(content.starts_on), "due": str(content.due_on)}
        problems.append(Problem("supervision.due_before_start", given))
    last = measure.due_on if measure else None
    if last and content.due_on > last and not content.late_reason.strip():
        given = {"received": str(content.due_on), "expected": str(last)}
        problems.append(Problem("supervision.due_after_measure", given))
    if not 1 <= content.weight <= MOST_WEIGHT:
        given = {"received": str(content.weight), "expected": f"1–{MOST_WEIGHT}"}
        problems.append(Problem("supervision.weight", given))
    if content.owner and not _can_own(content.owner, on):
        given = {"received": content.owner.display_name}
        problems.append(Problem("supervision.owner_cannot", given))
    if content.after and not _may_follow(content.after, measure, task):
        problems.append(Problem("supervision.after_unfit", {"received": content.after.title}))
    return problems


def _create(
    measure: Measure | None,
    department: Department,
    content: TaskContent,
    *,
    assigned: bool,
    by: User,
    on: datetime,
) -> Task:
    task = Task.objects.create(
        measure=measure,
        department=department,
        assigned=assigned,
        created_by=by,
        created_at=on,
        **content.cleaned(),
    )
    details = {"department": department.pk, "due": str(task.due_on)}
    _enter(task, EntryKind.ADDED, Line(details=details), by=by, on=on)
    if assigned or (task.owner_id and task.owner_id != by.pk):
        notifying.task_given(task, on=on)
    return task


def _enter(task: Task, kind: EntryKind, line: Line, *, by: User, on: datetime) -> Entry:
    placed = replace(line, department=task.department)
    return enter(kind, placed, measure=task.measure, task=task, by=by, on=on)


def _check_from_above(by: User, day: date) -> None:
    if not supervises(by, on=day):
        raise ForbiddenError.of("supervision.assigned", permission=PERMISSIONS[EDIT])


def _is_of(user: User, department: Department, day: date) -> bool:
    held = user.memberships.in_force(day).values_list("organisation", flat=True)
    return department.organisation_id in set(held)


def _can_own(user: User, day: date) -> bool:
    return user.is_active and user_can(user, REPORT, on=day)


def _may_follow(before: Task, measure: Measure | None, task: Task | None) -> bool:
    """Tell whether a task may wait for another one: of its measure, and not in a circle."""
    if measure is None or before.measure_id != measure.pk or before.state == TaskState.CANCELLED:
        return False
    seen: Sequence[int] = []
    present: Task | None = before
    while present is not None and present.pk not in seen:
        if task is not None and present.pk == task.pk:
            return False
        seen = [*seen, present.pk]
        present = present.after
    return True
