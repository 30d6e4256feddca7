"""Pages that anybody reads: which services there are, and the guide of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.core.procedures.drawing import DARK, LIGHT, svg
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.hall import finding, presenters, queries
from zhiheng.office.hall.permissions import applicants_of, counters_of, may_ask
from zhiheng.office.registers.presenters import said

# The check of drafts belongs to screening, which lies above the hall.
CHECK_DRAFTS = "screening.check_drafts"
LONGEST_QUESTION = 200  # characters


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show the services, found by words or by answers to a few questions."""
    day = timezone.localdate()
    text = request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    given = finding.answers_in(request.GET.dict())
    narrowed = finding.by_answers(given, on=day)
    context = {
        "text": text,
        "cards": presenters.found_cards(finding.by_words(text, on=day))
        if text
        else [presenters.service_card(each) for each in narrowed.services],
        "asked": not text and bool(given),
        "next": None if text else presenters.next_question(narrowed, given),
        "answered": presenters.answered_lines(finding.answered(given), given),
        "drafts": _drafts(request),
        "checks_drafts": user_can(request.user, CHECK_DRAFTS),
    }
    return render(request, "hall/start.html", context)


def _drafts(request: HttpRequest) -> int:
    return queries.drafts_of(request.user).count() if isinstance(request.user, User) else 0


@require_safe
def service(request: HttpRequest, name: str) -> HttpResponse:
    """Show the guide of a service, in both languages side by side if wanted."""
    day = timezone.localdate()
    procedure = queries.service(name, on=day)
    user = request.user if isinstance(request.user, User) else None
    both = request.GET.get("both") == "1"
    context = {
        "procedure": procedure,
        "title": said(procedure.declaration.title),
        "guides": presenters.guides(procedure, both=both, on=day),
        "both": both,
        "asked_by": presenters.roles_in_words(procedure.declaration.asked_by),
        "may_begin": user is None
        or may_ask(user, procedure, on=day)
        or bool(counters_of(user, procedure, on=day)),
        "for_others": user is not None and not applicants_of(user, procedure, on=day),
    }
    return render(request, "hall/service.html", context)


@require_safe
def diagram(request: HttpRequest, name: str) -> HttpResponse:
    """Give the picture of a procedure."""
    day = timezone.localdate()
    procedure = queries.service(name, on=day)
    _code, guide = presenters.guides(procedure, both=False, on=day)[0]
    palette = DARK if request.GET.get("theme") == "dark" else LIGHT
    return HttpResponse(svg(guide, palette), content_type="image/svg+xml; charset=utf-8")
