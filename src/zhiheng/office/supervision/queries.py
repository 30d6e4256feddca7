"""Questions about tasks and measures: where they stand, whose they are, what was said."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.plans.tasks import MeasureFacts, Standing, TaskFacts, measure_standing
from zhiheng.core.plans.tasks import TaskState as CoreTaskState
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.plans.models import Commitment, Department, Measure, Plan
from zhiheng.office.plans.queries import departments_of, measures_of, plans_seen_by
from zhiheng.office.supervision.enums import ENDED, REPORTS, MeasureState, TaskState
from zhiheng.office.supervision.limits import limits
from zhiheng.office.supervision.models import Completion, Entry, Reminder, Task
from zhiheng.office.supervision.permissions import supervises

TASK_ORDERS = ("due_on", "title", "state", "percent", "department__name")


@dataclass(frozen=True)
class Achieved:
    """What was reached of something promised, all in all; None where nothing was reported."""

    commitment: Commitment
    quantity: Decimal | None
    at: dt.datetime | None


@dataclass(frozen=True)
class MeasureStanding:
    """Where a measure stands on a day, with its tasks and what was reported last."""

    measure: Measure
    state: MeasureState
    percent: int
    tasks: tuple[Task, ...]
    overdue: int
    blocked: int
    last_report: dt.datetime | None
    achieved: tuple[Achieved, ...]
    standing: Standing
    departments: tuple[Department, ...] = field(default=())


def measure_standings(
    plan: Plan, *, on: dt.date, department: Department | None = None
) -> list[MeasureStanding]:
    """Return where the measures of a plan stand on a day, in the order of the plan.

    The number of questions to the database does not grow with the plan.
    """
    measures = measures_of(plan, department=department).select_related("plan")
    return standings_of(list(measures), on=on)


def standings_of(measures: list[Measure], *, on: dt.date) -> list[MeasureStanding]:
    """Return where measures stand on a day; they come with their departments and commitments."""
    tasks = _grouped(
        Task.objects.filter(measure__in=measures).select_related("department", "owner")
    )
    history = _grouped(
        Entry.objects.filter(measure__in=measures, kind__in=REPORTS).only(
            "kind", "measure_id", "task_id", "percent", "commitment_id", "quantity", "year", "at"
        )
    )
    ends = {each.measure_id: each for each in Completion.objects.filter(measure__in=measures)}
    grace = limits(on=on).yearly
    return [
        _standing(each, tasks[each.pk], history[each.pk], ends.get(each.pk), grace, on)
        for each in measures
    ]


def measure(pk: int, *, seen_by: User, on: dt.date) -> Measure:
    """Return a measure of a plan that somebody may see."""
    found = (
        Measure.objects.filter(plan__in=plans_seen_by(seen_by, on=on), withdrawn_at__isnull=True)
        .select_related("plan", "completion", "proposal")
        .prefetch_related("lead", "support", "commitments")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFoundError.of("supervision.measure_not_found", received=pk)
    return found


def commitment(pk: int, *, measure: Measure) -> Commitment:
    """Return something a measure promises."""
    found = Commitment.objects.select_related("measure__plan").filter(measure=measure, pk=pk)
    first = found.first()
    if first is None:
        raise NotFoundError.of("supervision.commitment_not_found", received=pk)
    return first


def department_of(measure: Measure, name: str) -> Department:
    """Return a department that a measure names; the first leading one without a name."""
    named = [*measure.lead.all(), *measure.support.all()]
    found = next((each for each in named if not name or each.name == name), None)
    if found is None:
        raise InputError.of("supervision.not_named", received=name or "—")
    return found


def tasks_seen_by(user: User, *, on: dt.date) -> QuerySet[Task]:
    """Return the tasks of plans that somebody may see, and those that follow up decisions."""
    seen = Q(measure__isnull=True) | Q(measure__plan__in=plans_seen_by(user, on=on))
    return Task.objects.filter(seen).select_related(
        "department", "owner", "measure__plan", "measure__completion", "after"
    )


def task(pk: int, *, seen_by: User, on: dt.date) -> Task:
    """Return a task that somebody may see."""
    found = tasks_seen_by(seen_by, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("supervision.task_not_found", received=pk)
    return found


def my_tasks(user: User, *, on: dt.date) -> QuerySet[Task]:
    """Return the tasks somebody owns, and all of the departments they are members of."""
    own = Q(owner=user) | Q(department__in=departments_of(user, on=on))
    return _under_way(user, on).filter(own)


@dataclass(frozen=True)
class TaskFilter:
    """What narrows a list of tasks; empty means all."""

    text: str = ""
    state: str = ""
    due_until: dt.date | None = None
    owned: bool = False
    plan: str = ""


def narrowed(
    tasks: QuerySet[Task], asked: TaskFilter, *, user: User, on: dt.date
) -> QuerySet[Task]:
    """Return the tasks that a filter keeps; `open` and `overdue` are no stored states."""
    if asked.text:
        tasks = tasks.filter(
            Q(title__icontains=asked.text) | Q(measure__title__icontains=asked.text)
        )
    if asked.state == "open":
        tasks = tasks.exclude(state__in=ENDED)
    elif asked.state == "overdue":
        tasks = tasks.exclude(state__in=ENDED).filter(due_on__lt=on)
    elif asked.state:
        tasks = tasks.filter(state=asked.state.removeprefix("is_"))
    if asked.due_until:
        tasks = tasks.filter(due_on__lte=asked.due_until)
    if asked.plan.isdecimal():
        tasks = tasks.filter(measure__plan=int(asked.plan))
    return tasks.filter(owner=user) if asked.owned else tasks


def history(subject: Measure | Task) -> QuerySet[Entry]:
    """Return what was said about a measure with its tasks, or about one task, newest first."""
    own = Q(task=subject) if isinstance(subject, Task) else Q(measure=subject)
    return (
        Entry.objects.filter(own)
        .select_related("task", "department", "by", "commitment")
        .prefetch_related("evidence")
    )


def reminders_of(subject: Measure | Task) -> QuerySet[Reminder]:
    """Return who was reminded when, newest first; of a measure with those of its tasks."""
    own = Q(task=subject)
    if isinstance(subject, Measure):
        own = Q(measure=subject) | Q(task__measure=subject)
    return Reminder.objects.filter(own).select_related("task").prefetch_related("people")


def blocked_tasks(user: User, *, on: dt.date) -> QuerySet[Task]:
    """Return the blocked tasks that somebody may see."""
    return _under_way(user, on).filter(state=TaskState.BLOCKED)


def escalated_tasks(user: User, *, on: dt.date) -> QuerySet[Task]:
    """Return the open tasks whose delay went up to the lead office."""
    gone_up = Reminder.objects.filter(task=OuterRef("pk"), step="overdue_long")
    return _under_way(user, on).exclude(state__in=ENDED).filter(Exists(gone_up))


def evidence(entry_pk: int, file_pk: int, *, seen_by: User, on: dt.date) -> Attachment:
    """Return a file attached to an entry, where the person may read it.

    The lead office and auditors may, the departments that the measure names, and who does the
    task; to others it is as if there were none.
    """
    entry = (
        Entry.objects.select_related("measure__plan", "task")
        .filter(pk=entry_pk, evidence__pk=file_pk)
        .first()
    )
    if entry is None or not _may_read(entry, seen_by, on):
        raise NotFoundError.of("supervision.file_not_found", received=file_pk)
    return entry.evidence.get(pk=file_pk)


def may_read_evidence(
    user: User, measure: Measure | None, task: Task | None, *, on: dt.date
) -> bool:
    """Tell whether somebody may read what was attached to a measure or task."""
    if supervises(user, on=on) or user_can(user, "ledger.view", on=on):
        return True
    own = {department.pk for department in departments_of(user, on=on)}
    if task is not None and (task.owner_id == user.pk or task.department_id in own):
        return True
    named = [*measure.lead.all(), *measure.support.all()] if measure is not None else []
    return any(department.pk in own for department in named)


def possible_owners(
    departments: Iterable[Department], *, on: dt.date, present: User | None = None
) -> QuerySet[User]:
    """Return the active people who could own a task of some departments, and who owns it now."""
    bodies = [each.organisation_id for each in departments if each.organisation_id]
    held = Membership.objects.in_force(on).filter(organisation__in=bodies).values("user")
    able = Q(pk__in=held, is_active=True)
    found = User.objects.filter(able | Q(pk=present.pk) if present else able)
    return found.order_by("display_name", "pk")


def _under_way(user: User, on: dt.date) -> QuerySet[Task]:
    """Return the tasks somebody may see without those of measures that were withdrawn."""
    return tasks_seen_by(user, on=on).filter(measure__withdrawn_at__isnull=True)


def _may_read(entry: Entry, user: User, on: dt.date) -> bool:
    measure = entry.measure
    if measure is not None and not plans_seen_by(user, on=on).filter(pk=measure.plan_id).exists():
        return False
    return may_read_evidence(user, measure, entry.task, on=on)


def _standing(
    measure: Measure,
    tasks: list[Task],
    history: list[Entry],
    end: Completion | None,
    grace: int,
    on: dt.date,
) -> MeasureStanding:
    facts = _facts(measure, history, end, grace)
    found = measure_standing(facts, [task_facts(task) for task in tasks], on=on)
    return MeasureStanding(
        measure=measure,
        state=MeasureState(found.state.value),
        percent=found.percent,
        tasks=tuple(tasks),
        overdue=found.overdue,
        blocked=found.blocked,
        last_report=max((entry.at for entry in history), default=None),
        achieved=_achieved(measure, history),
        standing=found,
        departments=(*measure.lead.all(), *measure.support.all()),
    )


def _facts(
    measure: Measure, history: list[Entry], end: Completion | None, grace: int
) -> MeasureFacts:
    own = [entry for entry in history if entry.task_id is None]
    percents = [entry.percent for entry in own if entry.percent is not None]
    years = frozenset(entry.year for entry in own if entry.year is not None)
    reported = percents[0] if percents else (0 if own else None)
    return MeasureFacts(
        due_on=measure.due_on,
        ongoing=measure.ongoing,
        reported_percent=reported,
        submitted=end is not None and end.submitted_at is not None,
        confirmed=end is not None and end.confirmed_at is not None,
        first_year=_first_year(measure),
        years_reported=years,
        yearly_grace=grace,
    )


def _first_year(measure: Measure) -> int:
    """Return the first year a report is owed of: none from before the plan was kept here."""
    adopted = measure.plan.adopted_at
    begun = timezone.localdate(adopted).year if adopted else measure.plan.first_year
    return max(begun, measure.plan.first_year)


def _achieved(measure: Measure, history: list[Entry]) -> tuple[Achieved, ...]:
    latest: dict[int, Entry] = {}
    for entry in history:  # newest first
        if entry.commitment_id is not None:
            latest.setdefault(entry.commitment_id, entry)
    found = []
    for each in measure.commitments.all():
        last = latest.get(each.pk)
        found.append(Achieved(each, last.quantity if last else None, last.at if last else None))
    return tuple(found)


def task_facts(task: Task) -> TaskFacts:
    """Return what a measure's standing needs to know of a task."""
    return TaskFacts(CoreTaskState(task.state), task.percent, task.weight, task.due_on)


def _grouped(rows: QuerySet) -> defaultdict[int, list]:  # type: ignore[type-arg]
    found: defaultdict[int, list] = defaultdict(list)  # type: ignore[type-arg]
    for row in rows:
        found[row.measure_id].append(row)
    return found
