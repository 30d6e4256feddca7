"""What a day that begins calls for: reminders, and the steps up from them.

Each step is taken once for a task or measure and the last day it has; a last day that is moved
begins anew. Nothing is recorded before somebody is told, both in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from zhiheng.core.calendar import Calendar
from zhiheng.core.plans.reminders import Limits, Step, due_step, is_stale
from zhiheng.core.plans.tasks import yearly_due
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.commands import notify
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.plans.queries import lead_office_people
from zhiheng.office.registers import lake
from zhiheng.office.supervision.enums import ENDED, REPORTS, MeasureState
from zhiheng.office.supervision.limits import limits
from zhiheng.office.supervision.models import Reminder, Task
from zhiheng.office.supervision.notifying import address_of, reporters, signers
from zhiheng.office.supervision.queries import MeasureStanding, standings_of

UP_TO_LEADERS = (Step.OVERDUE, Step.OVERDUE_LONG)


def remind(*, day: dt.date, now: dt.datetime) -> int:
    """Remind everybody of what is due on a day and was not told yet; return how many steps."""
    working, waits = lake.working_days(), limits(on=day)
    if not working.is_working(day):
        return 0
    people = _People(day)
    taken = 0
    for task, step, due_on in _task_steps(day, working, waits):
        taken += _take(step, due_on, people.of_task(task, step), day, now, task=task)
    for measure, step, due_on in _measure_steps(day, working, waits):
        taken += _take(step, due_on, people.of_measure(measure, step), day, now, measure=measure)
    return taken


class _People:
    """Who is told of a step; asked of the database once for each department."""

    def __init__(self, day: dt.date) -> None:
        self._day = day
        self._known: dict[tuple[str, int], list[User]] = {}
        self._lead_office: list[User] | None = None

    def of_task(self, task: Task, step: Step) -> list[User]:
        people = [task.owner] if task.owner and task.owner.is_active else []
        people = people or self._of(task.department, "reporters")
        return self._with_those_above([task.department], people, step)

    def of_measure(self, measure: Measure, step: Step) -> list[User]:
        departments = list(measure.lead.all()) or list(measure.support.all())
        people = [each for one in departments for each in self._of(one, "reporters")]
        return self._with_those_above(departments, people, step)

    def _with_those_above(
        self, departments: Iterable[Department], people: list[User], step: Step
    ) -> list[User]:
        told = list(people)
        if step in UP_TO_LEADERS:
            told += [each for one in departments for each in self._of(one, "signers")]
        # Where nobody is there to be told, the lead office has to know at once.
        if step == Step.OVERDUE_LONG or not told:
            told += self._those_of_lead_office()
        return list({person.pk: person for person in told}.values())

    def _of(self, department: Department, which: str) -> list[User]:
        key = (which, department.pk)
        if key not in self._known:
            ask = reporters if which == "reporters" else signers
            self._known[key] = ask(department, on=self._day)
        return self._known[key]

    def _those_of_lead_office(self) -> list[User]:
        if self._lead_office is None:
            self._lead_office = list(lead_office_people(on=self._day))
        return self._lead_office


def _task_steps(
    day: dt.date, working: Calendar, waits: Limits
) -> Iterator[tuple[Task, Step, dt.date]]:
    """Yield the steps that open tasks call for and that were not taken yet."""
    in_force = Q(measure__isnull=True) | Q(
        measure__plan__state=PlanState.IN_FORCE, measure__withdrawn_at__isnull=True
    )
    tasks = (
        Task.objects.exclude(state__in=ENDED)
        .filter(in_force)
        .select_related("owner", "department", "measure__plan")
        .annotate(last_word=Max("entries__at", filter=Q(entries__kind__in=REPORTS)))
        .prefetch_related("reminders")
    )
    for task in tasks:
        taken = {(each.step, each.due_on) for each in task.reminders.all()}
        step = due_step(task.due_on, on=day, calendar=working, limits=waits)
        if step and (step.value, task.due_on) not in taken:
            yield task, step, task.due_on
        since = _last_word(task)
        quiet = step is None and is_stale(since, on=day, calendar=working, limits=waits)
        if quiet and task.starts_on is not None and task.starts_on > day:
            quiet = False
        if quiet and (Step.STALE.value, since) not in taken:
            yield task, Step.STALE, since


def _measure_steps(
    day: dt.date, working: Calendar, waits: Limits
) -> Iterator[tuple[Measure, Step, dt.date]]:
    """Yield the steps that measures which are not done call for and that were not taken yet."""
    measures = (
        Measure.objects.filter(plan__state=PlanState.IN_FORCE, withdrawn_at__isnull=True)
        .select_related("plan")
        .prefetch_related("lead", "support", "commitments", "reminders")
    )
    finished = (MeasureState.DONE, MeasureState.SUBMITTED)
    for found in standings_of(list(measures), on=day):
        if found.state in finished:
            continue
        due = _due_of(found, waits)
        step = due and due_step(due, on=day, calendar=working, limits=waits)
        if found.standing.year_missing is not None:
            step = Step.YEARLY
        taken = {(each.step, each.due_on) for each in found.measure.reminders.all()}
        if due and step and (step.value, due) not in taken:
            yield found.measure, step, due


def _due_of(found: MeasureStanding, waits: Limits) -> dt.date | None:
    missing = found.standing.year_missing
    return yearly_due(missing, waits.yearly) if missing is not None else found.measure.due_on


def _last_word(task: Task) -> dt.date:
    """Return the day of the last report on a task, or from which on one could be expected."""
    last: dt.datetime | None = getattr(task, "last_word", None)
    begun = timezone.localdate(last or task.created_at)
    return max(begun, task.starts_on) if task.starts_on and last is None else begun


@transaction.atomic
def _take(
    step: Step,
    due_on: dt.date,
    people: list[User],
    day: dt.date,
    now: dt.datetime,
    *,
    task: Task | None = None,
    measure: Measure | None = None,
) -> int:
    """Note a step and tell it; 0 where another worker took it."""
    reminder, made = Reminder.objects.get_or_create(
        task=task, measure=measure, step=step.value, due_on=due_on, defaults={"on": day}
    )
    subject = task or measure
    if not made or subject is None:
        return 0
    reminder.people.set(people)
    notify(
        people=people,
        code=f"supervision.{step.value}",
        given=_given(step, subject, due_on, day),
        href=address_of(subject),
        key=f"supervision:reminder:{reminder.pk}",
        on=now,
    )
    kind = "task" if task else "measure"
    details = {"step": step.value, "due": str(due_on), "people": [each.pk for each in people]}
    record(
        act="supervision.reminded",
        subject=f"{kind}:{subject.pk}",
        details=details,
        by=None,
        on=now,
    )
    return 1


def _given(step: Step, subject: Task | Measure, due_on: dt.date, day: dt.date) -> dict[str, str]:
    title = str(subject)
    if step == Step.YEARLY:
        return {"task": title, "year": str(due_on.year - (due_on.month < 12))}
    if step == Step.STALE:
        return {"task": title, "days": str((day - due_on).days)}
    return {"task": title, "due": str(due_on)}
