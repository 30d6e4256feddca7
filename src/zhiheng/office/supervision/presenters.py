"""What pages and files show of measures and tasks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.office.plans.models import Commitment, Department, Measure
from zhiheng.office.registers.exports import Table
from zhiheng.office.supervision.enums import ENDED, MeasureState, ReminderStep, TaskState
from zhiheng.office.supervision.models import Entry, Reminder, Task
from zhiheng.office.supervision.queries import Achieved, MeasureStanding

BADGES = {
    "done": "ok",
    "submitted": "role",
    "overdue": "bad",
    "blocked": "bad",
    "in_progress": "warn",
    "not_started": "off",
    "open": "off",
    "cancelled": "off",
}
BOARD_ORDERS = ("place", "due_on", "percent", "state", "last_report")
_STATE_RANK = {state: rank for rank, state in enumerate(MeasureState.values)}
_WIDTH = 100.0


@dataclass(frozen=True)
class StateCount:
    """How many measures are in a state; `chosen` where the board shows only those."""

    value: str
    label: str
    badge: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class CommitmentBar:
    """A commitment with what was reached; `share` is from 0 to 100, None without a report."""

    commitment: Commitment
    promised: str
    reached: str
    share: int | None
    kept: bool
    at: dt.datetime | None


@dataclass(frozen=True)
class Bar:
    """Where a task lies on the time line: parts of a width of 100, and what of it is done."""

    task: Task
    badge: str
    label: str
    overdue: bool
    x: str
    width: str
    done: str


@dataclass(frozen=True)
class TimeLine:
    """The tasks of a measure side by side from `first` to `last`; `today` on the width of 100."""

    first: dt.date
    last: dt.date
    today: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class EntryLine:
    """One line of history as a page shows it; `files` only for those who may read them."""

    entry: Entry
    figure: str
    files: tuple[Any, ...]
    files_hidden: int


@dataclass(frozen=True)
class ReminderLine:
    """A step of reminding with the names of those it was told to."""

    reminder: Reminder
    label: str
    escalated: bool
    names: str


def badge_of(state: str) -> str:
    """Return the colour of a state; the words beside it say the same."""
    return BADGES.get(state, "off")


def state_counts(found: Sequence[MeasureStanding], chosen: str) -> list[StateCount]:
    """Return how many measures are in each state."""
    counts = Counter(each.state.value for each in found)
    return [
        StateCount(
            state.value, str(state.label), badge_of(state.value), counts[state.value],
            state.value == chosen,
        )
        for state in MeasureState
    ]  # fmt: skip


def kept(
    found: Iterable[MeasureStanding],
    *,
    text: str = "",
    kind: str = "",
    department: str = "",
    due_until: dt.date | None = None,
) -> list[MeasureStanding]:
    """Return the measures that the filters of the board keep, whatever their state."""
    return [
        each
        for each in found
        if (not text or text in each.measure.title or text in each.measure.text)
        and (not kind or each.measure.kind == kind)
        and (not department or department in {str(one.pk) for one in each.departments})
        and (due_until is None or (each.measure.due_on and each.measure.due_on <= due_until))
    ]


def in_order(found: list[MeasureStanding], sort: str) -> list[MeasureStanding]:
    """Return measures in the order of a column; those without a value come last."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    known = [each for each in found if _sort_value(each, name) is not None]
    known.sort(key=lambda each: _sort_value(each, name), reverse=down)
    return known + [each for each in found if _sort_value(each, name) is None]


def departments_in(found: Iterable[MeasureStanding]) -> list[Department]:
    """Return the departments that measures name, by name."""
    named = {one.pk: one for each in found for one in each.departments}
    return sorted(named.values(), key=lambda each: each.name)


def board_table(found: Iterable[MeasureStanding]) -> Table:
    """Return the board for export."""
    headings = {
        "number": _("Number"),
        "measure": _("Measure"),
        "lead": _("Lead"),
        "support": _("Support"),
        "due": _("Due"),
        "state": _("State"),
        "percent": _("Done, %"),
        "tasks": _("Tasks"),
        "overdue": _("Overdue tasks"),
        "blocked": _("Blocked tasks"),
        "commitments": _("Commitments"),
        "last_report": _("Last report"),
    }
    return Table(list(headings), list(headings.values()), map(_board_row, found))


def task_table(tasks: Iterable[Task], on: dt.date) -> Table:
    """Return tasks for export."""
    headings = {
        "task": _("Task"),
        "measure": _("Measure"),
        "plan": _("Plan"),
        "department": _("Department"),
        "owner": _("Owner"),
        "start": _("Start"),
        "due": _("Due"),
        "state": _("State"),
        "percent": _("Done, %"),
        "overdue": _("Overdue"),
    }
    return Table(list(headings), list(headings.values()), (task_row(each, on) for each in tasks))


def task_row(task: Task, on: dt.date) -> dict[str, Any]:
    """Return a task as a row of a file or a terminal."""
    return {
        "number": task.pk,
        "task": task.title,
        "measure": str(task.measure) if task.measure else "",
        "plan": task.measure.plan.title if task.measure else "",
        "department": task.department.name,
        "owner": task.owner.display_name if task.owner else "",
        "start": task.starts_on,
        "due": task.due_on,
        "state": task.get_state_display(),
        "percent": task.percent,
        "overdue": _("yes") if is_overdue(task, on) else "",
    }


def is_overdue(task: Task, on: dt.date) -> bool:
    """Tell whether a task is open and its last day over."""
    return task.state not in ENDED and task.due_on < on


def due_words(measure: Measure) -> str:
    """Return until when a measure is to be done, as the plan says it."""
    if measure.due_on:
        return measure.due_on.isoformat()
    return measure.due_text or (_("Ongoing") if measure.ongoing else "—")


def commitment_bars(achieved: Iterable[Achieved]) -> list[CommitmentBar]:
    """Return commitments with what was reached of them."""
    return [_commitment_bar(each) for each in achieved]


def time_line(tasks: Sequence[Task], measure: Measure, on: dt.date) -> TimeLine | None:
    """Return the tasks of a measure on one line of time; None without any."""
    shown = [task for task in tasks if task.state != TaskState.CANCELLED]
    if not shown:
        return None
    days = [day for task in shown for day in (_begin(task), task.due_on)]
    first, last = min(*days, on), max(*days, measure.due_on or on, on)
    span = max((last - first).days, 1)
    bars = tuple(_bar(task, first, span, on) for task in shown)
    return TimeLine(first, last, _place((on - first).days, span), bars)


def entry_lines(entries: Iterable[Entry], *, readable: bool) -> list[EntryLine]:
    """Return lines of history; files are shown to those who may read them, counted to others."""
    lines = []
    for entry in entries:
        files = tuple(entry.evidence.all())
        shown = files if readable else ()
        lines.append(EntryLine(entry, _figure(entry), shown, len(files) - len(shown)))
    return lines


def reminder_lines(reminders: Iterable[Reminder]) -> list[ReminderLine]:
    """Return who was reminded when."""
    up = (ReminderStep.OVERDUE, ReminderStep.OVERDUE_LONG)
    return [
        ReminderLine(
            each,
            each.get_step_display(),
            each.step in up,
            "、".join(person.display_name for person in each.people.all()) or "—",
        )
        for each in reminders
    ]


def passage(measure: Measure) -> tuple[str, str, str]:
    """Return the sentence of the plan a measure was read from, with what stands around it."""
    proposal = measure.proposal
    if proposal is None:
        return "", measure.text, ""
    text, around = measure.plan.text, 60
    start, end = proposal.start, proposal.end
    return text[max(start - around, 0) : start], text[start:end], text[end : end + around]


def plain(number: Decimal) -> str:
    """Return a number without zeros at its end."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _commitment_bar(each: Achieved) -> CommitmentBar:
    wanted = each.commitment
    upper = f"–{plain(wanted.upper)}" if wanted.upper is not None else ""
    promised = f"{wanted.get_comparator_display()} {plain(wanted.quantity)}{upper} {wanted.unit}"
    if each.quantity is None:
        return CommitmentBar(wanted, promised.strip(), _("not reported"), None, False, None)
    at_most = wanted.comparator in ("<", "<=")
    reached = each.quantity / wanted.quantity * 100 if wanted.quantity else Decimal(100)
    keeps = each.quantity <= wanted.quantity if at_most else each.quantity >= wanted.quantity
    if wanted.comparator == ">":
        keeps = each.quantity > wanted.quantity
    if wanted.comparator == "<":
        keeps = each.quantity < wanted.quantity
    said = f"{plain(each.quantity)} {wanted.unit}".strip()
    return CommitmentBar(wanted, promised.strip(), said, min(int(reached), 100), keeps, each.at)


def _board_row(each: MeasureStanding) -> dict[str, Any]:
    return {
        "number": each.measure.number,
        "measure": each.measure.title,
        "lead": "、".join(one.name for one in each.measure.lead.all()),
        "support": "、".join(one.name for one in each.measure.support.all()),
        "due": due_words(each.measure),
        "state": str(each.state.label),
        "percent": each.percent,
        "tasks": each.standing.tasks,
        "overdue": each.overdue,
        "blocked": each.blocked,
        "commitments": "；".join(
            f"{bar.commitment.text}（{bar.reached}）" for bar in commitment_bars(each.achieved)
        ),
        "last_report": timezone.localdate(each.last_report) if each.last_report else None,
    }


def _sort_value(each: MeasureStanding, name: str) -> Any:
    if name == "due_on":
        return each.measure.due_on
    if name == "percent":
        return each.percent
    if name == "state":
        return _STATE_RANK[each.state.value]
    return each.last_report if name == "last_report" else each.measure.place


def _figure(entry: Entry) -> str:
    if entry.quantity is not None and entry.commitment is not None:
        return f"{entry.commitment.text}：{plain(entry.quantity)} {entry.commitment.unit}".strip()
    if entry.year is not None:
        return str(entry.year)
    return f"{entry.percent} %" if entry.percent is not None else ""


def _begin(task: Task) -> dt.date:
    begun = task.starts_on or timezone.localdate(task.created_at)
    return min(begun, task.due_on)


def _bar(task: Task, first: dt.date, span: int, on: dt.date) -> Bar:
    begin = _begin(task)
    days = max((task.due_on - begin).days, 1)
    late = is_overdue(task, on)
    return Bar(
        task=task,
        badge="bad" if late else badge_of(task.state),
        label=pgettext("task", "Overdue") if late else task.get_state_display(),
        overdue=late,
        x=_place((begin - first).days, span),
        width=_place(days, span),
        done=_place(days * task.percent / 100, span),
    )


def _place(days: float, span: int) -> str:
    return f"{days / span * _WIDTH:.2f}"
