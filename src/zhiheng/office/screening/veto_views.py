"""Pages that answer whether somebody is barred, for officers of any department."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import veto_presenters as presenters
from zhiheng.office.screening import veto_queries as queries
from zhiheng.office.screening.permissions import ASK_VETO
from zhiheng.office.screening.veto_commands import ask_veto
from zhiheng.office.screening.veto_forms import VetoFilterForm, VetoForm
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate

_OFFERED = ("given", "on", "question", "known", "purpose")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ASK_VETO)
def ask(request: AuthenticatedRequest) -> HttpResponse:
    """Ask about somebody; the answer gets a page of its own to be printed."""
    form = VetoForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        wanted = form.asked()
        kept = submit(form, lambda: ask_veto(wanted=wanted, by=request.user, on=timezone.now()))
        if kept is not None:
            return redirect("screening:veto-answer", kept.code)
    return render(request, "screening/veto_ask.html", {"form": form})


@require_safe
@needs(ASK_VETO)
def answers(request: AuthenticatedRequest) -> HttpResponse:
    """Show the answers given before: one's own, or all for who sees the screening."""
    form = VetoFilterForm(request.GET)
    form.is_valid()
    sort = ordering(request, queries.ORDERS)
    found = queries.veto_answers(
        request.user,
        on=timezone.localdate(),
        text=form.cleaned_data.get("q", ""),
        barred=form.cleaned_data.get("barred", ""),
        unmasked=sees_persons(request.user),
    )
    pager = paginate(request, found.order_by(sort, "-pk"))
    lines = presenters.answer_lines(pager.items, unmasked=sees_persons(request.user))
    context = {"form": form, "pager": pager, "lines": lines, "sort": sort}
    narrowed = any(form.cleaned_data.values())
    return render(request, "screening/veto_answers.html", {**context, "narrowed": narrowed})


@require_safe
@needs(ASK_VETO)
def answer(request: AuthenticatedRequest, code: str) -> HttpResponse:
    """Show one answer with its reasons, fit to be printed and put into a file."""
    found = queries.veto_answer(code, request.user, on=timezone.localdate())
    unmasked = sees_persons(request.user)
    context = {
        "answer": found,
        "given": presenters.given_name(found, unmasked=unmasked),
        "question": presenters.question_title(found.question),
        "meant": presenters.meant(found, unmasked=unmasked),
        "reasons": presenters.told(found.content["reasons"]),
        "beside": presenters.told(found.content["beside"]),
        "rules": presenters.rule_lines(found),
        "nothing_known": found.content["version"] < 0,
    }
    return render(request, "screening/veto_answer.html", context)


def _initial(request: AuthenticatedRequest) -> dict[str, Any]:
    given = {name: request.GET[name][:200] for name in _OFFERED if name in request.GET}
    return {"on": timezone.localdate(), **given}
