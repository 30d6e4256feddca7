"""Pages of one's own matters: the list, each with what may be done, its receipt, a rating."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import NotFoundError
from zhiheng.office.attachments.queries import download
from zhiheng.office.cases import law
from zhiheng.office.cases import queries as case_queries
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.enums import Capacity
from zhiheng.office.cases.filling import FillingForm
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.notifying import href_for
from zhiheng.office.cases.permissions import holds_receipt
from zhiheng.office.cases.showing import status_badge
from zhiheng.office.hall import commands, matter_presenters, presenters, queries
from zhiheng.office.hall.forms import MatterFilterForm, RateForm
from zhiheng.office.hall.queries import MatterFilter
from zhiheng.office.notices.presenters import notice_lines
from zhiheng.office.notices.queries import notices_of
from zhiheng.office.papers.queries import papers_of
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.forms import submitted
from zhiheng.office.web.limits import LARGEST_UPLOAD, takes_at_most
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate, revision_on

_SHOWN_NOTICES = 10


@require_safe
@needs()
def matters(request: AuthenticatedRequest) -> HttpResponse:
    """List one's own matters."""
    form, found = _matters(request)
    pager = paginate(request, found)
    context = {
        "form": form,
        "pager": pager,
        "lines": [matter_presenters.matter_line(each) for each in pager.items],
        "sort": ordering(request, queries.MATTER_ORDERS),
        "drafts": queries.drafts_of(request.user).count(),
    }
    return render(request, "hall/matters.html", context)


@require_safe
@needs()
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give one's own matters as a file, narrowed and ordered as the page is."""
    return send(matter_presenters.matter_table(_matters(request)[1]), _("My matters"), ending)


def _matters(request: AuthenticatedRequest) -> tuple[MatterFilterForm, QuerySet[Case]]:
    day = timezone.localdate()
    form = MatterFilterForm(request.GET, procedures=queries.services(on=day))
    form.is_valid()
    asked = form.cleaned_data
    wanted = MatterFilter(asked.get("q", ""), asked.get("procedure", ""), asked.get("state", ""))
    found = queries.my_matters(request.user, wanted, on=day)
    return form, found.order_by(ordering(request, queries.MATTER_ORDERS), "pk")


@require_safe
@needs()
def matter(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Show where a matter stands, what is asked, what may be done, what happened."""
    case = queries.matter(number, request.user, on=timezone.localdate())
    return render(request, "hall/matter.html", _matter_context(request, case))


def _matter_context(request: AuthenticatedRequest, case: Case) -> dict[str, Any]:
    user, day = request.user, timezone.localdate()
    procedure = law.procedure_of(case)
    mine = matter_presenters.my_capacities(case, user, procedure, on=day)
    parties = [each for each in case.parties.all() if each.left_at is None]
    own = [each for each in parties if each.position in mine]
    clocks = matter_presenters.told(case_queries.clocks_of(case, on=day), procedure)
    terms = matter_presenters.my_terms(clocks, own, mine, on=day)
    possible = case_queries.possible_acts(case, user, on=day)
    return {
        "case": case,
        "title": said(procedure.declaration.title),
        "stage": said(procedure.stages[case.stage].title),
        "standing": matter_presenters.standing(case, procedure, mine),
        "badge": status_badge(case),
        "acts": matter_presenters.my_acts(possible, mine, terms, case, procedure),
        "terms": terms,
        "parties": parties,
        "answers": presenters.answers(procedure.declaration, case.form)
        if Capacity.APPLICANT in mine or case.filed_by_id == user.pk
        else [],
        "lines": matter_presenters.timeline(
            case_queries.file_of(case, as_party=True), mine, procedure, user
        ),
        "papers": papers_of(case, user, on=day),
        "sessions": matter_presenters.session_lines(case.sessions.all(), procedure),
        "notices": notice_lines(
            notices_of(user).filter(href=href_for(case, True))[:_SHOWN_NOTICES]
        ),
        "rating": queries.rating_of(case, user),
        "may_rate": case.closed_at is not None and Capacity.APPLICANT in mine,
        "has_receipt": holds_receipt(user, case, procedure, on=day),
        "is_filer": case.filed_by_id == user.pk,
    }


@takes_at_most(LARGEST_UPLOAD)
@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def act(request: AuthenticatedRequest, number: str, act: str) -> HttpResponse:
    """Do something in one's own matter, after asking for what it takes."""
    day = timezone.localdate()
    case = queries.matter(number, request.user, on=day)
    procedure = law.procedure_of(case)
    mine = matter_presenters.my_capacities(case, request.user, procedure, on=day)
    declared = procedure.acts.get(act)
    if declared is None or not {str(by) for by in declared.by} & mine:
        raise NotFoundError.of("hall.no_act", received=act)
    form = FillingForm(
        declared.fields,
        declared.materials,
        data=request.POST if request.method == "POST" else None,
        files=request.FILES if request.method == "POST" else None,
    )
    if request.method == "POST" and submitted(form, lambda: _do(request, case, act, form)):
        messages.success(request, _("Done: %(act)s.") % {"act": said(declared.title)})
        return redirect("hall:matter", case.number)
    context = {
        "case": case,
        "act": declared,
        "title": said(declared.title),
        "description": said(declared.description) if declared.description else "",
        "form": form,
        "personal": [each.field for each in declared.fields if each.personal],
        "final": declared.confirm or (bool(declared.to) and procedure.is_closed(declared.to)),
        "key": request.POST.get("key") or secrets.token_urlsafe(24),
        "revision": request.POST.get("revision") or case.revision,
    }
    return render(request, "hall/act.html", context)


def _do(request: AuthenticatedRequest, case: Case, act: str, form: FillingForm) -> object:
    doing = Doing(form.given(), form.files_given(), request.POST.get("key", "")[:64])
    return do_act(
        case=case,
        revision=revision_on(request),
        act=act,
        doing=doing,
        by=request.user,
        on=timezone.now(),
    )


@require_safe
@needs()
def receipt(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Show the receipt of what was handed in."""
    day = timezone.localdate()
    case = queries.matter(number, request.user, on=day)
    procedure = law.procedure_of(case)
    if not holds_receipt(request.user, case, procedure, on=day):
        raise NotFoundError.of("hall.no_matter", received=number)
    context = {
        "case": case,
        "title": said(procedure.declaration.title),
        "applicants": [each for each in case.parties.all() if each.position == "applicant"],
        "files": case.entries.order_by("pk")[0].files.select_related("attachment"),
        "terms": matter_presenters.my_terms(case_queries.clocks_of(case, on=day), [], (), on=day),
    }
    return render(request, "hall/receipt.html", context)


@require_safe
@needs()
def file(request: AuthenticatedRequest, number: str, pk: int) -> FileResponse:
    """Give a file of a matter that the person may read."""
    day = timezone.localdate()
    case = queries.matter(number, request.user, on=day)
    procedure = law.procedure_of(case)
    found = queries.matter_file(case, pk)
    mine = matter_presenters.my_capacities(case, request.user, procedure, on=day)
    if not matter_presenters.may_read(found.entry, mine, procedure, request.user):
        raise NotFoundError.of("hall.no_file", received=pk)
    return download(found.attachment)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def rate(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Say how a matter was handled."""
    case = queries.matter(number, request.user, on=timezone.localdate())
    form = RateForm(request.POST or None, instance=queries.rating_of(case, request.user))
    given: dict[str, Any] = {"case": case, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: commands.rate(**given, **form.cleaned_data)):
        messages.success(request, _("Thank you. Your rating was kept."))
        return redirect("hall:matter", case.number)
    return render(request, "hall/rate.html", {"form": form, "case": case})
