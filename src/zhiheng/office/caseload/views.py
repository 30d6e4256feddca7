"""Pages of the load of cases: the figures, the cases behind each, and both as files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.office.caseload import presenters, upward
from zhiheng.office.caseload.choosing import Conditions, LoadFilter, narrowed, overseen
from zhiheng.office.caseload.figures import load_of
from zhiheng.office.caseload.forms import BY, ListForm, LoadForm, dated
from zhiheng.office.caseload.listing import case_row, case_table
from zhiheng.office.caseload.names import Names, cell_headings
from zhiheng.office.caseload.sheets import load_sheets, workbook_of
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.permissions import LOAD
from zhiheng.office.registers.downloads import send, send_workbook
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate

ORDERS = ("due_on", "filed_at", "number", "procedure", "handler__display_name", "status")


@require_safe
@needs(LOAD)
def load(request: AuthenticatedRequest) -> HttpResponse:
    """Show what lies where, how old, how late, and how it went."""
    names, form = _asked(request)
    wanted = form.asked()
    found = load_of(narrowed(names.cases, wanted), wanted, by=form.dimension)
    context = {
        "form": form,
        "wanted": wanted,
        "query": request.GET.urlencode(),
        "tiles": presenters.tiles(found),
        "rows": presenters.rows(found, names, form.dimension),
        "headings": list(cell_headings().values()),
        "ways": presenters.ways(request.GET, form.dimension),
        "broken_down_by": dict(BY)[form.dimension],
        "months": presenters.month_chart(found),
        "ages": presenters.age_chart(found),
        "days": presenters.days_rows(found, names),
        "outcomes": presenters.outcome_rows(found.outcomes, found, names),
        "kept": presenters.kept_rows(found.kept, found, names),
    }
    return render(request, "caseload/load.html", context)


@require_safe
@needs(LOAD)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """Give the figures as a workbook, narrowed as the page is."""
    names, form = _asked(request)
    wanted = form.asked()
    found = load_of(narrowed(names.cases, wanted), wanted, by=form.dimension)
    content = workbook_of(load_sheets(found, names, form.dimension))
    return send_workbook(content, f"案件态势-{wanted.since}-{wanted.until}")


@require_safe
@needs(LOAD)
def upward_report(request: AuthenticatedRequest) -> HttpResponse:
    """Give the report on rights aid that goes one level up."""
    names, form = _asked(request)
    wanted = form.asked()
    content = workbook_of(upward.upward_sheets(names.cases, wanted, names))
    return send_workbook(content, f"维权援助上报-{wanted.since}-{wanted.until}")


@require_safe
@needs(LOAD)
def cases(request: AuthenticatedRequest) -> HttpResponse:
    """List the cases behind a figure."""
    today = timezone.localdate()
    names, form, wanted, found = _listed(request, today)
    pager = paginate(request, found)
    context = {
        "form": form,
        "pager": pager,
        "rows": [case_row(each, names, on=today) for each in pager.items],
        "sort": ordering(request, ORDERS),
        "back": presenters.query_of(wanted),
    }
    return render(request, "caseload/cases.html", context)


@require_safe
@needs(LOAD)
def export_cases(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the cases behind a figure as a file, narrowed and ordered as the page is."""
    today = timezone.localdate()
    names, _form, wanted, found = _listed(request, today)
    rows = found.iterator(chunk_size=2_000)
    return send(case_table(rows, names, on=today), f"案件清单-{wanted.until}", ending)


def _asked(request: AuthenticatedRequest) -> tuple[Names, LoadForm]:
    today = timezone.localdate()
    names = Names(overseen(request.user, on=today))
    return names, LoadForm(dated(request.GET, today), offered=names.offered(), today=today)


def _listed(
    request: AuthenticatedRequest, today: dt.date
) -> tuple[Names, ListForm, LoadFilter, QuerySet[Case]]:
    names = Names(overseen(request.user, on=today))
    form = ListForm(dated(request.GET, today), offered=names.offered(), today=today)
    wanted = form.asked()
    found = narrowed(names.cases, wanted).filter(Conditions.of(wanted).named(form.shown))
    order: Any = ordering(request, ORDERS)
    return (
        names,
        form,
        wanted,
        found.select_related("organisation", "handler").order_by(order, "pk"),
    )
