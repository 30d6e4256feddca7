"""The page where anybody checks a paper or a receipt; nobody signs in for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.ledger.queries import event_of, proof_of
from zhiheng.office.papers.answering import Answer, Verdict
from zhiheng.office.papers.forms import VerifyForm
from zhiheng.office.papers.presenters import VerdictPage, verdict_page
from zhiheng.office.papers.verifying import check_size, verify_both, verify_code, verify_file
from zhiheng.office.web.forms import submit
from zhiheng.office.web.throttling import Limit, address_of, check_tries, count_try

# Only codes and files that are not known count. With 80 random bits a code is not guessed anyway;
# the limit keeps the office's machines free of those who try.
_IN_VAIN = Limit("verify", 20, 10, "paper.too_many_tries")


@require_safe
def proof(request: HttpRequest) -> HttpResponse:
    """Give the proof that the issue stands on the ledger, to be checked offline."""
    who, now = address_of(request), timezone.now()
    check_tries(_IN_VAIN, who, on=now)
    answer = verify_code(request.GET.get("code", ""))
    if answer.event is None:
        count_try(_IN_VAIN, who, on=now)
        raise NotFoundError.of("paper.not_here", received="—")
    response = JsonResponse(
        proof_of(event_of(answer.event)), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="proof-{answer.event}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Tell whether a paper or a receipt is genuine, by its code or by its file."""
    given = request.POST if request.method == "POST" else request.GET or None
    form = VerifyForm(given, request.FILES or None)
    found: VerdictPage | None = None
    if form.is_bound and form.is_valid():
        answer = submit(form, lambda: _answer(request, form))
        found = verdict_page(answer) if answer else None
    return render(request, "papers/verify.html", {"form": form, "found": found})


def _answer(request: HttpRequest, form: VerifyForm) -> Answer:
    who, now = address_of(request), timezone.now()
    check_tries(_IN_VAIN, who, on=now)
    file, code = form.cleaned_data["file"], form.cleaned_data["code"]
    if not file and not code:
        raise InputError.of("paper.check_nothing")
    if file:
        check_size(file.size)  # before it is read
    if file and code:
        answer = verify_both(file.read(), code)
    else:
        answer = verify_file(file.read()) if file else verify_code(code)
    if answer.verdict in (Verdict.UNKNOWN, Verdict.ALTERED):
        count_try(_IN_VAIN, who, on=now)
    return answer
