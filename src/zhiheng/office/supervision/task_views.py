"""Pages of tasks: a person's own, one task, and what is done with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.plans.queries import plans_seen_by
from zhiheng.office.registers.downloads import send
from zhiheng.office.supervision import acts, commands, presenters, queries
from zhiheng.office.supervision.forms import TaskFilterForm, TaskForm, initial_of
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.permissions import (
    REPORT,
    VIEW,
    check_may_arrange,
    check_reports_on,
    may_arrange,
    supervises,
)
from zhiheng.office.web.forms import submitted
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate, revision_on


@require_safe
@needs(VIEW)
def mine(request: AuthenticatedRequest) -> HttpResponse:
    """Show the tasks of a person and their departments, over all plans."""
    day = timezone.localdate()
    form, found = _my_tasks(request, day)
    context = {
        "form": form,
        "pager": paginate(request, found),
        "sort": ordering(request, queries.TASK_ORDERS),
        "today": day,
        "plans": plans_seen_by(request.user, on=day),
    }
    return render(request, "supervision/mine.html", context)


@require_safe
@needs(VIEW)
def export_mine(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the tasks as a file, narrowed and ordered as the page is."""
    day = timezone.localdate()
    return send(presenters.task_table(_my_tasks(request, day)[1], day), _("My tasks"), ending)


@require_safe
@needs(VIEW)
def task(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show a task with its history and its reminders."""
    day = timezone.localdate()
    found = queries.task(pk, seen_by=request.user, on=day)
    readable = queries.may_read_evidence(request.user, found.measure, found, on=day)
    context = {
        "task": found,
        "overdue": presenters.is_overdue(found, day),
        "badge": presenters.badge_of(found.state),
        "entries": presenters.entry_lines(queries.history(found), readable=readable),
        "reminders": presenters.reminder_lines(queries.reminders_of(found)),
        "acts": acts.task_acts(found, request.user, on=day),
        "may_change": may_arrange(request.user, found.department, on=day),
        "may_propose": user_can(request.user, REPORT),
    }
    return render(request, "supervision/task.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def task_act(request: AuthenticatedRequest, pk: int, act: str) -> HttpResponse:
    """Do something with a task, after asking for what it takes."""
    day = timezone.localdate()
    found = queries.task(pk, seen_by=request.user, on=day)
    offered = acts.act_called(acts.TASK_ACTS, act)
    offered.check(request.user, found, day)
    form = offered.form(
        request.POST or None, request.FILES or None, initial={"percent": min(found.percent, 99)}
    )
    given: dict[str, Any] = {
        "task": found,
        "revision": revision_on(request) or found.revision,
        "by": request.user,
    }
    now = timezone.now()
    if submitted(form, lambda: offered.do(**given, on=now, **form.cleaned_data)):
        messages.success(request, offered.said)
        return redirect("supervision:task", pk)
    context = {"act": offered, "form": form, "task": found, "revision": given["revision"]}
    return render(request, "supervision/act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def new_task(request: AuthenticatedRequest, measure: int) -> HttpResponse:
    """Add a task under a measure."""
    day = timezone.localdate()
    found = queries.measure(measure, seen_by=request.user, on=day)
    departments = _departments_for(request, found, day)
    initial = {"due_on": found.due_on, "weight": 1}
    form = TaskForm(
        request.POST or None, initial=initial, measure=found, departments=departments, on=day
    )
    if submitted(form, lambda: _add(request, form, found)):
        messages.success(request, _("The task was added."))
        return redirect("supervision:measure", found.pk)
    context = {"form": form, "measure": found, "plan": found.plan, "heading": _("New task")}
    return render(request, "supervision/task_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def change_task(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change a task."""
    day = timezone.localdate()
    found = queries.task(pk, seen_by=request.user, on=day)
    check_may_arrange(request.user, found.department, on=day)
    form = TaskForm(
        request.POST or None,
        initial=initial_of(found),
        measure=found.measure,
        departments=[found.department],
        owner=found.owner,
        on=day,
    )
    revision = revision_on(request) or found.revision
    if submitted(form, lambda: _change(request, form, found, revision)):
        messages.success(request, _("The change was saved."))
        return redirect("supervision:task", pk)
    context = {"form": form, "task": found, "revision": revision, "heading": _("Change the task")}
    return render(request, "supervision/task_form.html", context)


def _add(request: AuthenticatedRequest, form: TaskForm, measure: Measure) -> Task:
    return commands.add_task(
        measure=measure,
        department=form.cleaned_data["department"],
        content=form.content(),
        by=request.user,
        on=timezone.now(),
    )


def _change(request: AuthenticatedRequest, form: TaskForm, task: Task, revision: int) -> Task:
    return commands.change_task(
        task=task, revision=revision, content=form.content(), by=request.user, on=timezone.now()
    )


def _my_tasks(request: AuthenticatedRequest, day: dt.date) -> tuple[TaskFilterForm, QuerySet[Task]]:
    form = TaskFilterForm(request.GET, plans=plans_seen_by(request.user, on=day))
    asked = form.asked()
    found = queries.narrowed(
        queries.my_tasks(request.user, on=day), asked, user=request.user, on=day
    )
    return form, found.order_by(ordering(request, queries.TASK_ORDERS), "pk")


def _departments_for(
    request: AuthenticatedRequest, measure: Measure, day: dt.date
) -> list[Department]:
    """Return whose tasks somebody may add: of all for the lead office, else of their own."""
    named = [*measure.lead.all(), *measure.support.all()]
    if supervises(request.user, on=day):
        return named or list(Department.objects.all())
    check_reports_on(request.user, measure, on=day)
    return [each for each in named if may_arrange(request.user, each, on=day)]
