"""Pages of the registers: overview, lists, records, definitions and sources."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.core.browsing.pages import PAGE_ROWS
from zhiheng.core.browsing.sources import open_source
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers import (
    commands,
    downloads,
    lake,
    list_presenters,
    queries,
    record_presenters,
)
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.permissions import EXPORT, VIEW, VIEW_PERSONAL, sees_persons
from zhiheng.office.web.pages import AuthenticatedRequest, needs


@require_safe
@needs(VIEW)
def overview(request: AuthenticatedRequest) -> HttpResponse:
    """Show every register with its size."""
    summaries = list_presenters.overview(queries.register_summaries())
    return render(request, "registers/overview.html", {"summaries": summaries})


@require_safe
@needs(VIEW)
def register_list(request: AuthenticatedRequest, name: str) -> HttpResponse:
    """Show one page of a register, filtered and sorted as the address says."""
    query = dict(request.GET.lists())
    unmasked = sees_persons(request.user)
    asked, page = queries.register_page(name, query, rows=PAGE_ROWS, unmasked=unmasked)
    shown = list_presenters.register_page(asked, page, query)
    context = {"page": shown, "sort": shown.sort, "can_export": user_can(request.user, EXPORT)}
    return render(request, "registers/list.html", context)


@require_safe
@needs(EXPORT)
def export(request: AuthenticatedRequest, name: str, ending: str) -> StreamingHttpResponse:
    """Send every row that passes the filters as a file."""
    register = lake.catalogue().register(name)
    query = dict(request.GET.lists())
    rows = queries.register_rows(name, query, unmasked=sees_persons(request.user))
    check_format(ending, queries.row_count(name, query))
    filters = [key for key, value in request.GET.items() if value]
    commands.note_export(register=name, filters=filters, by=request.user, on=timezone.now())
    return downloads.send(downloads.register_table(register, rows), name, ending)


@require_safe
@needs(VIEW)
def definition(request: AuthenticatedRequest, name: str) -> HttpResponse:
    """Show what a register's columns mean, where it comes from and its versions."""
    register = lake.catalogue().register(name)
    context = {"definition": list_presenters.definition(register, lake.lake().commits(name))}
    return render(request, "registers/definition.html", context)


@require_safe
@needs(VIEW)
def record(request: AuthenticatedRequest, name: str, number: str) -> HttpResponse:
    """Show one record with everything that hangs on it."""
    known_on = request.GET.get("known_on", "").strip()
    found = queries.record(name, number, known_on=known_on)
    shown = record_presenters.record_page(
        found,
        unmasked=sees_persons(request.user),
        known_on=known_on,
        on=request.GET.get("on", "").strip(),
    )
    run = queries.import_by_id(str(found.lineage["import_id"]))
    context = {"page": shown, "run": run, "can_see_source": sees_persons(request.user)}
    return render(request, "registers/record.html", context)


@require_safe
@needs(VIEW_PERSONAL)
def source(request: AuthenticatedRequest, name: str, number: str) -> HttpResponse:
    """Show the source record of a row, and whether it is still what was imported."""
    known_on = request.GET.get("known_on", "").strip()
    found = queries.record(name, number, known_on=known_on)
    at = found.lineage
    opened = open_source(
        at["source_file"], at["source_position"], at["source_digest"], lake.feed_limits()
    )
    shown = record_presenters.record_page(found, unmasked=True)
    return render(request, "registers/source.html", {"page": shown, "source": opened, "at": at})
