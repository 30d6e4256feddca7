"""Pages of papers: one paper, what may be done with it, its service on the parties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import NotFoundError
from zhiheng.office.attachments.queries import download
from zhiheng.office.cases import law as case_law
from zhiheng.office.cases.permissions import holds_receipt
from zhiheng.office.cases.queries import get_case
from zhiheng.office.papers import acts, drafting, law, presenters, queries, receipts, serving
from zhiheng.office.papers.forms import (
    DraftForm,
    FailureForm,
    ReceiptForm,
    ServeForm,
    initial_of_service,
)
from zhiheng.office.papers.keeping import wrong_state
from zhiheng.office.papers.models import Paper
from zhiheng.office.papers.permissions import check_may_draft, check_may_serve, check_works_on
from zhiheng.office.papers.previews import text_of
from zhiheng.office.web.document_files import PDF_TYPE, WORD_TYPE
from zhiheng.office.web.forms import submit, submitted
from zhiheng.office.web.pages import AuthenticatedRequest, needs


def _found(request: AuthenticatedRequest, pk: int) -> Paper:
    return queries.find_paper(pk, user=request.user, on=timezone.localdate())


@require_safe
@needs()
def paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show a paper: where it stands, its files, its service."""
    found = _found(request, pk)
    check_works_on(request.user, found.case, on=timezone.localdate())
    shown = presenters.paper_page(found, request.user, on=timezone.localdate())
    context = {"paper": found, "shown": shown, "text": text_of(found)}
    return render(request, "papers/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def act(request: AuthenticatedRequest, pk: int, act: str) -> HttpResponse:
    """Do something with a paper, after asking for what it takes."""
    found, offered = _found(request, pk), acts.act_called(act)
    acts.check_turn(offered, found, request.user, on=timezone.localdate())
    form = offered.form(
        request.POST or None, request.FILES or None, initial={"revision": found.revision}
    )
    given: dict[str, Any] = {"paper": found, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: offered.do(**given, **form.cleaned_data)):
        messages.success(request, offered.said)
        return redirect("papers:paper", pk)
    text = text_of(found) if offered.shows_text else []
    context = {"paper": found, "form": form, "act": offered, "name": act, "text": text}
    return render(request, "papers/act.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def draft(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Draft a paper that the procedure offers in this stage."""
    day = timezone.localdate()
    case = get_case(number, user=request.user, on=day)
    kinds = queries.offered_kinds(case, request.user, on=day)
    check_may_draft(case, kinds)
    form = DraftForm(request.POST or None, kinds=kinds)
    if form.is_valid():
        given: dict[str, Any] = {"case": case, "by": request.user, "on": timezone.now()}
        made = submit(form, lambda: drafting.draft_paper(**given, **form.cleaned_data))
        if made is not None:
            return redirect("papers:paper", made.pk)
    return render(request, "papers/draft.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def replace(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Draft anew a paper that was withdrawn."""
    found = _found(request, pk)
    if not acts.may_replace(found, request.user, on=timezone.localdate()):
        raise wrong_state(found)
    if request.method != "POST":
        return render(request, "papers/replace.html", {"paper": found})
    made = drafting.draft_paper(
        case=found.case, kind=found.kind, replaces=found, by=request.user, on=timezone.now()
    )
    messages.success(request, _("The paper was drafted anew."))
    return redirect("papers:paper", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def serve(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Serve a paper on a party."""
    found, day = _found(request, pk), timezone.localdate()
    check_may_serve(request.user, found, on=day)
    parties = presenters.unserved(found)
    form = ServeForm(
        request.POST or None, request.FILES or None, parties=parties,
        modes=law.modes_of(found.case, on=day),
        initial=initial_of_service(parties, day),
    )  # fmt: skip
    given: dict[str, Any] = {"paper": found, "by": request.user, "on": timezone.now()}
    if submitted(
        form,
        lambda: serving.serve_paper(
            party=form.cleaned_data["party"], sending=form.sending(), **given
        ),
    ):
        messages.success(request, _("The service was recorded."))
        return redirect("papers:paper", pk)
    return render(request, "papers/serve.html", {"paper": found, "form": form, "left": parties})


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def receipt(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Record when a party received a paper."""
    day = timezone.localdate()
    service = queries.find_service(pk, user=request.user, on=day)
    check_may_serve(request.user, service.paper, on=day)
    form = ReceiptForm(request.POST or None, request.FILES or None, initial={"received_on": day})
    given: dict[str, Any] = {"service": service, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: serving.record_receipt(**given, **form.cleaned_data)):
        messages.success(request, _("The receipt was recorded."))
        return redirect("papers:paper", service.paper_id)
    context = {"service": service, "paper": service.paper, "form": form, "failed": False}
    return render(request, "papers/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def failed(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Record that a paper was not delivered."""
    day = timezone.localdate()
    service = queries.find_service(pk, user=request.user, on=day)
    check_may_serve(request.user, service.paper, on=day)
    form = FailureForm(request.POST or None)
    given: dict[str, Any] = {"service": service, "by": request.user, "on": timezone.now()}
    if submitted(form, lambda: serving.note_failure(**given, **form.cleaned_data)):
        messages.success(request, _("Noted: the paper can be served in another mode."))
        return redirect("papers:paper", service.paper_id)
    context = {"service": service, "paper": service.paper, "form": form, "failed": True}
    return render(request, "papers/receipt.html", context)


@require_safe
@needs()
def read(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """Give the PDF of an issued paper; a party's first opening is noted."""
    found = _found(request, pk)
    return download(serving.read_paper(paper=found, by=request.user, on=timezone.now()))


@require_safe
@needs()
def word(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """Give the Word file of a paper to those who work on it."""
    found = _found(request, pk)
    check_works_on(request.user, found.case, on=timezone.localdate())
    if found.word is None:
        raise NotFoundError.of("paper.not_here", received=found.case.number)
    return download(found.word)


@require_safe
@needs()
def proof(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """Give the file that proves a service."""
    service = queries.find_service(pk, user=request.user, on=timezone.localdate())
    check_works_on(request.user, service.paper.case, on=timezone.localdate())
    if service.proof is None:
        raise NotFoundError.of("paper.not_here", received=service.paper.case.number)
    return download(service.proof)


@require_safe
@needs()
def slip(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Give the proof of service to be printed and signed."""
    service = queries.find_service(pk, user=request.user, on=timezone.localdate())
    check_works_on(request.user, service.paper.case, on=timezone.localdate())
    name = f"送达回证-{service.paper.case.number}-{service.pk}.docx"
    return _file(receipts.service_proof(service), name, WORD_TYPE)


@require_safe
@needs()
def case_receipt(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Give the receipt of a case, with its code."""
    day = timezone.localdate()
    case = get_case(number, user=request.user, on=day)
    if not holds_receipt(request.user, case, case_law.procedure_of(case), on=day):
        raise NotFoundError.of("paper.not_here", received=case.number)
    return _file(receipts.case_receipt(case), f"回执-{case.number}.pdf", PDF_TYPE)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
