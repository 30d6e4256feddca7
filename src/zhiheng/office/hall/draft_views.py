"""Pages on which people fill in a form, look at it and hand it in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.queries import download
from zhiheng.office.cases.filling import FillingForm
from zhiheng.office.hall import commands, presenters, queries
from zhiheng.office.hall.forms import StartForm
from zhiheng.office.hall.models import HallDraft
from zhiheng.office.hall.pages import form_of, procedure_of, typed_on
from zhiheng.office.hall.permissions import (
    applicants_of,
    check_may_begin,
    counters_of,
    may_ask,
)
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.failures import typed_on as typed_on_page
from zhiheng.office.web.forms import submit
from zhiheng.office.web.limits import LARGEST_UPLOAD, takes_at_most
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate, revision_on


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def apply(request: AuthenticatedRequest, name: str) -> HttpResponse:
    """Begin a form: for whom, and which ones were begun before."""
    day = timezone.localdate()
    procedure = queries.service(name, on=day)
    check_may_begin(request.user, procedure, on=day)
    form = _start_form(request, procedure)
    if form.is_valid() and (draft := submit(form, lambda: _begin(request, procedure, form))):
        return redirect("hall:draft", draft.pk)
    earlier = queries.drafts_of(request.user).filter(procedure=name)
    context = {
        "form": form,
        "procedure": procedure,
        "title": said(procedure.declaration.title),
        "lines": presenters.draft_lines(earlier, on=day),
    }
    return render(request, "hall/apply.html", context)


def _start_form(request: AuthenticatedRequest, procedure: Procedure) -> StartForm:
    day = timezone.localdate()
    asks = may_ask(request.user, procedure, on=day)
    applicants = applicants_of(request.user, procedure, on=day) if asks else []
    return StartForm(
        request.POST or None,
        privately=asks and not applicants,
        applicants=applicants,
        counters=counters_of(request.user, procedure, on=day),
    )


def _begin(request: AuthenticatedRequest, procedure: Procedure, form: StartForm) -> HallDraft:
    return commands.begin_draft(
        procedure=procedure.name,
        applicant=form.applicant,
        station=form.station,
        by=request.user,
        on=timezone.now(),
    )


@require_safe
@needs()
def drafts(request: AuthenticatedRequest) -> HttpResponse:
    """List the forms that somebody began."""
    pager = paginate(request, queries.drafts_of(request.user))
    lines = presenters.draft_lines(pager.items, on=timezone.localdate())
    return render(request, "hall/drafts.html", {"pager": pager, "lines": lines})


@takes_at_most(LARGEST_UPLOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in a form; whoever is no longer signed in gets back what was typed."""
    if request.method == "POST" and not isinstance(request.user, User):
        context = {"typed": typed_on_page(request), "back": request.path}
        return render(request, "hall/signed_out.html", context, status=401)
    return _draft(request, pk)


@needs()
def _draft(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = queries.draft_of(pk, request.user)
    if found.case is not None:
        return redirect("hall:receipt", found.case.number)
    procedure = procedure_of(found)
    if request.method == "POST":
        return _saved(request, found, procedure)
    form = form_of(found, procedure, complete="check" in request.GET)
    return _show(request, found, procedure, form)


def _saved(request: AuthenticatedRequest, found: HallDraft, procedure: Procedure) -> HttpResponse:
    """Keep what was sent; where something is not taken, show it with all that was typed."""
    typed = typed_on(request, procedure)
    given: dict[str, Any] = {"draft": found, "by": request.user, "on": timezone.now()}
    try:
        added = commands.save_draft(revision=revision_on(request), typed=typed, **given)
    except ConflictError as error:
        return _refused(request, found, procedure, error.problems)
    if typed.files and (problems := commands.add_files(files=typed.files, **given)):
        return _refused(request, found, procedure, problems)
    if request.headers.get("X-Autosave"):
        found.refresh_from_db()
        return HttpResponse(str(found.revision), content_type="text/plain")
    if added:
        messages.info(request, _("Filled in from the registers: please check."))
    if request.POST.get("then") == "preview":
        return redirect("hall:preview", found.pk)
    messages.success(request, _("The draft was saved."))
    return redirect("hall:draft", found.pk)


def _refused(
    request: AuthenticatedRequest,
    found: HallDraft,
    procedure: Procedure,
    problems: Sequence[Problem],
) -> HttpResponse:
    """Show the page with all that was typed and why something was not kept."""
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=409)
    found = queries.draft_of(found.pk, request.user)
    if found.case is not None:
        return redirect("hall:receipt", found.case.number)
    form = form_of(found, procedure, complete=False, typed=request.POST)
    return _show(request, found, procedure, form, problems=problem_texts(list(problems)))


def _show(
    request: AuthenticatedRequest,
    found: HallDraft,
    procedure: Procedure,
    form: FillingForm,
    problems: list[str] | None = None,
) -> HttpResponse:
    changes = queries.changes_of(found, procedure)
    context = {
        "draft": found,
        "procedure": procedure,
        "title": said(procedure.declaration.title),
        "form": form,
        "sections": presenters.sections_of(form, procedure.declaration),
        "materials": presenters.material_lines(form, found),
        "changes": None if changes is None else presenters.changes_in_words(changes),
        "problems": problems or [],
        "checked": "check" in request.GET and not form.is_valid(),
        "looks_up": any(each.prefill.startswith("patent.") for each in form.declared),
    }
    status = 400 if problems else 200
    return render(request, "hall/draft.html", context, status=status)


@require_safe
@needs()
def preview(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show everything as it will be handed in; lead back where something is missing."""
    found = queries.draft_of(pk, request.user)
    if found.case is not None:
        return redirect("hall:receipt", found.case.number)
    procedure = procedure_of(found)
    form = form_of(found, procedure, complete=True)
    if queries.changes_of(found, procedure) is not None or not form.is_valid():
        return _to_problems(pk)
    going, left = presenters.files_in_words(procedure.declaration, found, form.given())
    context = {
        "draft": found,
        "title": said(procedure.declaration.title),
        "sections": presenters.answers(procedure.declaration, form.given()),
        "going": going,
        "left": left,
    }
    return render(request, "hall/preview.html", context)


def _to_problems(pk: int) -> HttpResponse:
    """Lead back to a form, where everything stands that is missing or does not fit."""
    return redirect(reverse("hall:draft", args=(pk,), query={"check": "1"}, fragment="problems"))


@require_POST
@needs()
def submit_draft(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Hand the form in, once."""
    found = queries.draft_of(pk, request.user)
    try:
        case = commands.submit_draft(draft=found, by=request.user, on=timezone.now())
    except (InputError, ConflictError) as error:
        for text in problem_texts(error.problems):
            messages.error(request, text)
        return _to_problems(pk)
    return redirect("hall:receipt", case.number)


@require_POST
@needs()
def renew(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Go on with the form as it is now."""
    found = queries.draft_of(pk, request.user)
    commands.renew_draft(draft=found, by=request.user, on=timezone.now())
    return redirect("hall:draft", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after asking."""
    found = queries.draft_of(pk, request.user)
    if request.method == "POST":
        commands.discard_draft(draft=found, by=request.user, on=timezone.now())
        messages.success(request, pgettext("hall", "The draft was discarded."))
        return redirect("hall:drafts")
    [line] = presenters.draft_lines([found], on=timezone.localdate())
    return render(request, "hall/discard.html", {"line": line})


@require_safe
@needs()
def draft_file(request: AuthenticatedRequest, pk: int, file: int) -> FileResponse:
    """Give a file back that is kept with a draft."""
    return download(queries.draft_file(queries.draft_of(pk, request.user), file))
