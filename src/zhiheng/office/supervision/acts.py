"""What may be done on the page of a task or measure: the form it takes and the command it calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from zhiheng.core.errors import ForbiddenError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.plans.models import Measure
from zhiheng.office.supervision import commands, measure_commands
from zhiheng.office.supervision.enums import ENDED, MeasureState, TaskState
from zhiheng.office.supervision.forms import (
    BlockForm,
    EvidenceForm,
    MeasureProgressForm,
    ProgressForm,
    ReasonForm,
    RemarkForm,
    TextForm,
    YearForm,
)
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.permissions import (
    check_leads,
    check_may_arrange,
    check_may_work_on,
    check_reports_on,
    check_supervises,
    spoken_for,
    supervises,
)
from zhiheng.office.supervision.queries import MeasureStanding

Check = Callable[[User, Any, dt.date], None]


@dataclass(frozen=True)
class Act:
    """One act: who may do it, when it is offered, what it asks for, what is done and said then."""

    title: StrPromise
    icon: str
    form: type[forms.Form]
    do: Callable[..., object]
    check: Check
    offered: Callable[[Any], bool]
    said: StrPromise
    warning: StrPromise | None = None


@dataclass(frozen=True)
class OfferedAct:
    """An act as a page offers it."""

    name: str
    title: StrPromise
    icon: str


def _works(user: User, task: Task, day: dt.date) -> None:
    check_may_work_on(user, task, on=day)


def _arranges(user: User, task: Task, day: dt.date) -> None:
    check_may_arrange(user, task.department, on=day)


def _unblocks(user: User, task: Task, day: dt.date) -> None:
    if not supervises(user, on=day):
        check_may_work_on(user, task, on=day)


def _cancels(user: User, task: Task, day: dt.date) -> None:
    if task.assigned:
        check_supervises(user, on=day)
    check_may_arrange(user, task.department, on=day)


def _reports(user: User, measure: Measure, day: dt.date) -> None:
    check_reports_on(user, measure, on=day)


def _leads(user: User, measure: Measure, day: dt.date) -> None:
    check_leads(user, measure, on=day)


def _supervises(user: User, measure: Measure, day: dt.date) -> None:
    check_supervises(user, on=day)


def _comments(user: User, measure: Measure, day: dt.date) -> None:
    if not supervises(user, on=day):
        check_reports_on(user, measure, on=day)


def _is_open(task: Task) -> bool:
    return task.state not in ENDED


def _unfinished(found: MeasureStanding) -> bool:
    return found.state != MeasureState.DONE


def _to_submit(found: MeasureStanding) -> bool:
    return found.state not in (MeasureState.DONE, MeasureState.SUBMITTED)


TASK_ACTS: Mapping[str, Act] = {
    "report": Act(
        _("Report progress"), "edit", ProgressForm, commands.report_progress, _works, _is_open,
        _("The progress was reported."),
    ),
    "block": Act(
        _("Mark as blocked"), "alert-triangle", BlockForm, commands.block_task, _works,
        lambda task: _is_open(task) and task.state != TaskState.BLOCKED,
        _("The task is marked as blocked; the lead office was told."),
    ),
    "unblock": Act(
        _("No longer blocked"), "lock-open", TextForm, commands.unblock_task, _unblocks,
        lambda task: task.state == TaskState.BLOCKED, _("The task goes on."),
    ),
    "complete": Act(
        _("Complete"), "check", EvidenceForm, commands.complete_task, _works, _is_open,
        _("The task is done."),
    ),
    "reopen": Act(
        _("Reopen"), "refresh", ReasonForm, commands.reopen_task, _arranges,
        lambda task: not _is_open(task), _("The task is open again."),
    ),
    "cancel": Act(
        _("Cancel the task"), "x", ReasonForm, commands.cancel_task, _cancels, _is_open,
        _("The task was cancelled."),
        _("A cancelled task no longer counts in the progress of its measure."),
    ),
}  # fmt: skip

MEASURE_ACTS: Mapping[str, Act] = {
    "report": Act(
        _("Report on the measure"), "edit", MeasureProgressForm, measure_commands.report_measure,
        _reports, _unfinished, _("The progress was reported."),
    ),
    "year": Act(
        _("Report a year"), "file-text", YearForm, measure_commands.report_year, _reports,
        lambda found: _unfinished(found) and found.measure.ongoing,
        _("The report of the year was handed in."),
    ),
    "comment": Act(
        _("Comment"), "info-circle", TextForm, measure_commands.comment, _comments,
        lambda found: True, _("The comment was added."),
    ),
    "ask": Act(
        _("Ask for a report"), "bell", RemarkForm, measure_commands.ask_for_report, _supervises,
        _to_submit, _("The departments were asked for a report."),
    ),
    "submit": Act(
        _("Submit as done"), "check", EvidenceForm, measure_commands.submit_measure, _leads,
        _to_submit, _("The measure was submitted; the lead office confirms it."),
    ),
    "confirm": Act(
        _("Confirm completion"), "check", RemarkForm, measure_commands.confirm_measure, _supervises,
        lambda found: found.state == MeasureState.SUBMITTED, _("The measure is done."),
    ),
    "return": Act(
        _("Return"), "arrow-left", ReasonForm, measure_commands.return_measure, _supervises,
        lambda found: found.state in (MeasureState.SUBMITTED, MeasureState.DONE),
        _("The measure was returned to its departments."),
    ),
}  # fmt: skip


def act_called(acts: Mapping[str, Act], name: str) -> Act:
    """Return an act by its name in the address."""
    if name not in acts:
        raise NotFoundError.of("supervision.act_unknown", received=name)
    return acts[name]


def task_acts(task: Task, user: User, *, on: dt.date) -> list[OfferedAct]:
    """Return what somebody may do with a task as it is."""
    return _offered(TASK_ACTS, task, task, user, on)


def measure_acts(found: MeasureStanding, user: User, *, on: dt.date) -> list[OfferedAct]:
    """Return what somebody may do with a measure as it stands."""
    return _offered(MEASURE_ACTS, found, found.measure, user, on)


def may_add_task(found: MeasureStanding, user: User, *, on: dt.date) -> bool:
    """Tell whether somebody may add tasks under a measure."""
    mine = supervises(user, on=on) or spoken_for(user, found.measure, on=on) is not None
    return mine and _unfinished(found)


def _offered(
    acts: Mapping[str, Act], standing: object, subject: object, user: User, on: dt.date
) -> list[OfferedAct]:
    return [
        OfferedAct(name, act.title, act.icon)
        for name, act in acts.items()
        if act.offered(standing) and _passes(act.check, user, subject, on)
    ]


def _passes(check: Check, user: User, subject: object, on: dt.date) -> bool:
    try:
        check(user, subject, on)
    except ForbiddenError:
        return False
    return True
