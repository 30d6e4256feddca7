"""Pages of imports, and of the rows that they set aside."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiheng.core.errors import ConflictError
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers import commands, downloads, import_presenters, queries, uploads
from zhiheng.office.registers.editing import cells_of, source_text
from zhiheng.office.registers.enums import ImportState, SetAsideState
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.forms import DismissForm, ImportForm
from zhiheng.office.registers.models import Import
from zhiheng.office.registers.permissions import CORRECT, IMPORT, VIEW, sees_received
from zhiheng.office.registers.tasks import import_in_background
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs(VIEW)
def import_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show all imports, newest first."""
    commands.mark_interrupted(on=timezone.now())
    pager = paginate(request, queries.imports())
    context = {
        "pager": pager,
        "imports": [import_presenters.import_line(run) for run in pager.items],
        "can_import": user_can(request.user, IMPORT),
    }
    return render(request, "registers/imports.html", context)


@needs(IMPORT)
def import_new(request: AuthenticatedRequest) -> HttpResponse:
    """Take files to import; the work itself is done in the background."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        paths = uploads.keep_uploads(form.cleaned_data["uploads"], on=timezone.now())
        return _begin(request, paths, form.cleaned_data["register"])
    return render(request, "registers/import_new.html", {"form": form})


@require_safe
@needs(VIEW)
def import_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one import: how far it is, and then what became of every record."""
    commands.mark_interrupted(on=timezone.now())
    run = queries.import_run(pk)
    context = {
        "run": run,
        "shown": import_presenters.import_line(run),
        "notices": import_presenters.notices(run),
        "counts": import_presenters.import_counts(run),
        "going_on": run.state in (ImportState.QUEUED, ImportState.RUNNING),
        "may_retry": _may_retry(request, run),
    }
    return render(request, "registers/import.html", context)


@require_POST
@needs(IMPORT)
def import_retry(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Import the files of an interrupted or failed import again."""
    earlier = queries.import_run(pk)
    if not _ended_badly(earlier):
        raise ConflictError.of("import.not_to_be_repeated", received=pk)
    return _begin(request, earlier.paths, earlier.register)


@require_safe
@needs(VIEW)
def set_aside_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the rows that were set aside."""
    asked = import_presenters.set_aside_query(request.GET)
    pager = paginate(request, queries.set_aside_rows(**asked.narrowing()))
    context = {
        "pager": pager,
        "rows": [import_presenters.set_aside_line(row) for row in pager.items],
        "asked": asked,
        "kinds": import_presenters.problem_kinds(queries.set_aside_codes()),
        "states": SetAsideState.choices,
        "can_correct": user_can(request.user, CORRECT),
    }
    return render(request, "registers/set_aside.html", context)


@require_safe
@needs(CORRECT)
def set_aside_export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Send the rows that were set aside as a file, ready to be corrected and imported again."""
    asked = import_presenters.set_aside_query(request.GET)
    rows = queries.set_aside_rows(**asked.narrowing())
    check_format(ending)
    filters = [name for name, value in asked.narrowing().items() if value]
    commands.note_export(
        register="set-aside",
        filters=filters,
        by=request.user,
        on=timezone.now(),
        permission=CORRECT,
    )
    return downloads.send(downloads.set_aside_table(rows), "set-aside", ending)


@require_safe
@needs(VIEW)
def set_aside_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one row that was set aside, with the form to correct it."""
    row = queries.set_aside_row(pk)
    sees = sees_received(request.user)
    context = {
        "row": row,
        "shown": import_presenters.set_aside_line(row),
        "received": row.received if sees and not cells_of(row.received) else "",
        "cells": import_presenters.cell_fields(row) if sees else [],
        "xml": source_text(row) if sees else "",
        "dismiss": DismissForm(),
        "can_correct": user_can(request.user, CORRECT) and row.state == SetAsideState.OPEN,
    }
    return render(request, "registers/set_aside_row.html", context)


@require_POST
@needs(CORRECT)
def set_aside_correct(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Import a corrected row."""
    row = queries.set_aside_row(pk)
    now = timezone.now()
    if "xml" in request.POST:
        run = commands.correct_xml(row=row, text=request.POST["xml"], by=request.user, on=now)
    else:
        cells = {
            # A form sends every end of a line as two characters.
            name.removeprefix("cell:"): request.POST[name].replace("\r\n", "\n")
            for name in request.POST
            if name.startswith("cell:")
        }
        run = commands.correct_row(row=row, cells=cells, by=request.user, on=now)
    if run.set_aside_count:
        messages.error(request, _("The corrected record still has problems."))
        return redirect("registers:import", run.pk)
    messages.success(request, _("The corrected record was imported."))
    return redirect("registers:set-aside-row", pk)


@require_POST
@needs(CORRECT)
def set_aside_dismiss(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Close a row without taking it."""
    row = queries.set_aside_row(pk)
    reason = request.POST.get("reason", "")
    commands.dismiss_row(row=row, reason=reason, by=request.user, on=timezone.now())
    messages.success(request, _("The record was closed without being imported."))
    return redirect("registers:set-aside-row", pk)


def _may_retry(request: AuthenticatedRequest, run: Import) -> bool:
    return _ended_badly(run) and user_can(request.user, IMPORT)


def _ended_badly(run: Import) -> bool:
    return run.state in (ImportState.FAILED, ImportState.INTERRUPTED)


def _begin(request: AuthenticatedRequest, paths: list[str], register: str) -> HttpResponse:
    """Request an import and queue its work: both or neither."""
    with transaction.atomic():
        run = commands.request_import(
            paths=paths, by=request.user, on=timezone.now(), register=register
        )
        import_in_background.enqueue(run.pk, request.user.pk)
    return redirect("registers:import", run.pk)
