"""Pages of the private check of one's own drafts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import ForbiddenError, InputError, NotFoundError
from zhiheng.office.attachments.queries import download
from zhiheng.office.screening import draft_presenters as presenters
from zhiheng.office.screening import draft_queries as queries
from zhiheng.office.screening import drafts
from zhiheng.office.screening.draft_forms import DraftsForm
from zhiheng.office.screening.draft_proof import proof_bundle
from zhiheng.office.screening.draft_sealing import unseal
from zhiheng.office.screening.draft_tasks import check_drafts_in_background
from zhiheng.office.screening.enums import RunState
from zhiheng.office.screening.models import DraftCheck
from zhiheng.office.screening.permissions import CHECK_DRAFTS
from zhiheng.office.web.forms import submit
from zhiheng.office.web.limits import LARGEST_UPLOAD, takes_at_most
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate

KEPT_SECONDS = 90 * 24 * 3600  # how long the browser keeps the key of a result
Values = dict[str, Any]


@require_safe
@never_cache
@needs(CHECK_DRAFTS)
def check_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show one's own checks, newest first."""
    drafts.remove_left_over(on=timezone.now())
    pager = paginate(request, queries.checks_of(request.user))
    lines = presenters.check_lines(pager.items)
    return render(request, "screening/drafts.html", {"pager": pager, "lines": lines})


@takes_at_most(LARGEST_UPLOAD)
@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHECK_DRAFTS)
def check_new(request: AuthenticatedRequest) -> HttpResponse:
    """Take drafts in; they are checked in the background."""
    organisations = queries.checking_organisations(request.user, on=timezone.localdate())
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DraftsForm(*given, organisations=organisations)
    if form.is_valid() and (asked := submit(form, lambda: _ask(request, form))):
        check_drafts_in_background.enqueue(asked.check.code)
        response = redirect("screening:draft-check", asked.check.pk)
        _keep_key(request, response, asked)
        return response
    return render(request, "screening/drafts_new.html", {"form": form})


def _ask(request: AuthenticatedRequest, form: DraftsForm) -> drafts.Asked:
    return drafts.ask_check(
        organisation=form.chosen(),
        files=form.handed_in(),
        applicant=form.for_whom(),
        right=form.cleaned_data["right"],
        by=request.user,
        on=timezone.now(),
    )


def _keep_key(request: AuthenticatedRequest, response: HttpResponse, asked: drafts.Asked) -> None:
    response.set_cookie(
        _cookie(asked.check),
        asked.key,
        max_age=KEPT_SECONDS,
        path=reverse("screening:draft-check", args=(asked.check.pk,)),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


@require_safe
@never_cache
@needs(CHECK_DRAFTS)
def check_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one's own check: how far it is, then what was found."""
    drafts.remove_left_over(on=timezone.now())
    check = queries.check_of(pk, request.user)
    opened = _opened(request, check)
    result = opened if opened and "leads" in opened else None
    context = {
        "check": check,
        "line": presenters.check_line(check),
        "counts": presenters.counted_signals(check),
        "locked": check.sealed is not None and opened is None,
        "result": presenters.result_shown(result, on=timezone.localdate(check.at))
        if result
        else None,
        "problems": presenters.problem_rows(opened["problems"]) if opened else [],
    }
    return render(request, "screening/draft_check.html", context)


@require_safe
@needs(CHECK_DRAFTS)
def proof(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """Send the proof of a finished check as PDF."""
    check = _finished(pk, request)
    assert check.proof is not None, "a finished check has its proof"
    return download(check.proof)


@require_safe
@needs(CHECK_DRAFTS)
def proof_json(request: AuthenticatedRequest, pk: int) -> JsonResponse:
    """Send the proof of a finished check for checking offline."""
    check = _finished(pk, request)
    return _json_file(proof_bundle(check), f"draft-check-{check.code}.json")


@require_safe
@never_cache
@needs(CHECK_DRAFTS)
def result(request: AuthenticatedRequest, pk: int) -> JsonResponse:
    """Send the result of a finished check to be kept by its owner."""
    check = _finished(pk, request)
    if check.deleted_at:
        raise InputError.of("draft.result_gone", received=check.code)
    opened = _opened(request, check)
    if opened is None:
        raise ForbiddenError.of("draft.key_missing", received=check.code)
    return _json_file(opened, f"draft-check-result-{check.code}.json")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(CHECK_DRAFTS)
def delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Delete the result of one's own check after asking; the proof stays."""
    check = queries.check_of(pk, request.user)
    if request.method == "POST":
        drafts.delete_result(check=check, by=request.user, on=timezone.now())
        messages.success(request, _("The result was deleted. The proof stays good."))
        response = redirect("screening:drafts")
        response.delete_cookie(
            _cookie(check), path=reverse("screening:draft-check", args=(check.pk,))
        )
        return response
    return render(request, "screening/draft_delete.html", {"check": check})


def _finished(pk: int, request: AuthenticatedRequest) -> DraftCheck:
    check = queries.check_of(pk, request.user)
    if check.state != RunState.DONE:
        raise NotFoundError.of("draft.not_finished", received=check.code)
    return check


def _opened(request: AuthenticatedRequest, check: DraftCheck) -> Values | None:
    """Return what is sealed in a check, None without its key."""
    key = request.COOKIES.get(_cookie(check), "")
    if check.sealed is None or not key:
        return None
    try:
        return unseal(bytes(check.sealed), key=key, code=check.code)
    except ForbiddenError:
        return None


def _cookie(check: DraftCheck) -> str:
    return f"draft-check-{check.pk}"


def _json_file(value: Values, name: str) -> JsonResponse:
    response = JsonResponse(value, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
