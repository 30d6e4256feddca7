"""Pages of supervision: the board of a plan, a measure, and files that prove something."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.office.attachments.queries import download
from zhiheng.office.plans import queries as plan_queries
from zhiheng.office.plans.models import Measure
from zhiheng.office.registers.downloads import send
from zhiheng.office.supervision import acts, measure_commands, presenters, queries
from zhiheng.office.supervision.forms import BoardFilterForm, QuantityForm
from zhiheng.office.supervision.permissions import VIEW, check_reports_on, spoken_for
from zhiheng.office.supervision.queries import MeasureStanding
from zhiheng.office.web.forms import submitted
from zhiheng.office.web.pages import (
    AuthenticatedRequest,
    needs,
    ordering,
    paginate,
)


@require_safe
@needs(VIEW)
def board(request: AuthenticatedRequest, plan: int) -> HttpResponse:
    """Show where the measures of a plan stand."""
    found = plan_queries.plan(plan, seen_by=request.user, on=timezone.localdate())
    standings = queries.measure_standings(found, on=timezone.localdate())
    form, rows = _narrowed(request, standings)
    state = form.cleaned_data.get("state", "")
    sort = ordering(request, presenters.BOARD_ORDERS)
    chosen = [each for each in rows if not state or each.state == state]
    context = {
        "plan": found,
        "form": form,
        "sort": sort,
        "counts": presenters.state_counts(rows, state),
        "pager": paginate(request, presenters.in_order(chosen, sort)),
        "today": timezone.localdate(),
    }
    return render(request, "supervision/board.html", context)


@require_safe
@needs(VIEW)
def export(request: AuthenticatedRequest, plan: int, ending: str) -> StreamingHttpResponse:
    """Give the board as a file, narrowed and ordered as the page is."""
    found = plan_queries.plan(plan, seen_by=request.user, on=timezone.localdate())
    standings = queries.measure_standings(found, on=timezone.localdate())
    form, rows = _narrowed(request, standings)
    state = form.cleaned_data.get("state", "")
    chosen = [each for each in rows if not state or each.state == state]
    ordered = presenters.in_order(chosen, ordering(request, presenters.BOARD_ORDERS))
    return send(presenters.board_table(ordered), f"{found.title}-督导", ending)


@require_safe
@needs(VIEW)
def measure(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show a measure with its tasks, its history and its reminders."""
    day = timezone.localdate()
    found = queries.measure(pk, seen_by=request.user, on=day)
    [standing] = queries.standings_of([found], on=day)
    return render(request, "supervision/measure.html", _measure_context(request, standing, day))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def measure_act(request: AuthenticatedRequest, pk: int, act: str) -> HttpResponse:
    """Do something with a measure, after asking for what it takes."""
    day = timezone.localdate()
    found = queries.measure(pk, seen_by=request.user, on=day)
    offered = acts.act_called(acts.MEASURE_ACTS, act)
    offered.check(request.user, found, day)
    form = offered.form(request.POST or None, request.FILES or None, initial=_initial(act, found))
    given: dict[str, Any] = {"measure": found, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: offered.do(**given, **form.cleaned_data)):
        messages.success(request, offered.said)
        return redirect("supervision:measure", pk)
    context = {"act": offered, "form": form, "measure": found, "plan": found.plan}
    return render(request, "supervision/act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def quantity(request: AuthenticatedRequest, pk: int, commitment: int) -> HttpResponse:
    """Report what was reached of something promised."""
    day = timezone.localdate()
    found = queries.measure(pk, seen_by=request.user, on=day)
    promised = queries.commitment(commitment, measure=found)
    check_reports_on(request.user, found, on=day)
    form = QuantityForm(request.POST or None, request.FILES or None)
    given: dict[str, Any] = {"commitment": promised, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: measure_commands.report_quantity(**given, **form.cleaned_data)):
        messages.success(request, acts.MEASURE_ACTS["report"].said)
        return redirect("supervision:measure", pk)
    context = {"form": form, "measure": found, "plan": found.plan, "commitment": promised}
    return render(request, "supervision/act.html", context)


@require_safe
@needs(VIEW)
def evidence(request: AuthenticatedRequest, entry: int, file: int) -> FileResponse:
    """Give a file that was attached to a report."""
    found = queries.evidence(entry, file, seen_by=request.user, on=timezone.localdate())
    return download(found)


def _measure_context(
    request: AuthenticatedRequest, standing: MeasureStanding, day: dt.date
) -> dict[str, object]:
    found = standing.measure
    readable = queries.may_read_evidence(request.user, found, None, on=day)
    return {
        "plan": found.plan,
        "measure": found,
        "standing": standing,
        "badge": presenters.badge_of(standing.state),
        "due": presenters.due_words(found),
        "passage": presenters.passage(found),
        "line": presenters.time_line(standing.tasks, found, day),
        "cancelled": [task for task in standing.tasks if task.state == "cancelled"],
        "commitments": presenters.commitment_bars(standing.achieved),
        "entries": presenters.entry_lines(queries.history(found), readable=readable),
        "reminders": presenters.reminder_lines(queries.reminders_of(found)),
        "acts": acts.measure_acts(standing, request.user, on=day),
        "may_add": acts.may_add_task(standing, request.user, on=day),
        "may_report": standing.state != "done"
        and spoken_for(request.user, found, on=day) is not None,
    }


def _narrowed(
    request: AuthenticatedRequest, found: list[MeasureStanding]
) -> tuple[BoardFilterForm, list[MeasureStanding]]:
    form = BoardFilterForm(request.GET, departments=presenters.departments_in(found))
    form.is_valid()
    asked = form.cleaned_data
    rows = presenters.kept(
        found,
        text=asked.get("q", ""),
        kind=asked.get("kind", ""),
        department=asked.get("department", ""),
        due_until=asked.get("due_until"),
    )
    return form, rows


def _initial(act: str, measure: Measure) -> dict[str, object]:
    day = timezone.localdate()
    return {"year": min(day.year, measure.plan.last_year)} if act == "year" else {}
