"""Pages of what is done with findings: dismiss, open again, hear the filer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.office.cases.models import Case
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import presenters, queries
from zhiheng.office.screening.hearing import check_may_open, open_case, prepare
from zhiheng.office.screening.hearing_forms import HearForm, ReasonForm
from zhiheng.office.screening.hearing_presenters import prepared_cases
from zhiheng.office.screening.judging import dismiss_finding, reopen_finding
from zhiheng.office.screening.matters import Matter, matter_of
from zhiheng.office.screening.models import Finding
from zhiheng.office.screening.permissions import JUDGE
from zhiheng.office.screening.writing import ASKABLE
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs

MOST_OFFERED = 100  # findings of a ring that one page lets choose, the strongest first


@require_http_methods(["GET", "HEAD", "POST"])
@needs(JUDGE)
def dismiss(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Dismiss a finding that is plainly innocent, with a reason, after asking."""
    done = _("The finding was dismissed. The same facts alone do not bring it again.")
    return _judge(request, pk, dismiss_finding, "screening/dismiss.html", done)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(JUDGE)
def reopen(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open a dismissed finding again, with a reason."""
    done = _("The finding is open again.")
    return _judge(request, pk, reopen_finding, "screening/reopen.html", done)


def _judge(
    request: AuthenticatedRequest,
    pk: int,
    act: Callable[..., Finding],
    template: str,
    done: str,
) -> HttpResponse:
    found = queries.finding(pk)
    form = ReasonForm(request.POST or None, initial={"revision": found.revision})
    if form.is_valid():
        typed = form.cleaned_data
        by, on = request.user, timezone.now()
        if submit(form, lambda: act(finding=found, **typed, by=by, on=on)) is not None:
            messages.success(request, done)
            return redirect("screening:finding", pk)
    line = presenters.finding_lines([found], unmasked=sees_persons(request.user))[0]
    return render(request, template, {"finding": found, "line": line, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(JUDGE)
def hear(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open a finding as a case; others of its ring can go along."""
    found = queries.finding(pk)
    offered = [found, *queries.beside(found).filter(state__in=ASKABLE)[: MOST_OFFERED - 1]]
    title = _("Finding %(number)s") % {"number": pk}
    back = (reverse("screening:finding", args=(pk,)), title)
    return _hear(request, matter_of(found.about), offered, [found], back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(JUDGE)
def hear_ring(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Open the findings of a ring as cases, one a filer."""
    ring = queries.ring(pk)
    offered = list(ring.findings.filter(state__in=ASKABLE)[:MOST_OFFERED])
    title = _("Ring %(number)s") % {"number": pk}
    back = (reverse("screening:ring", args=(pk,)), title)
    return _hear(request, matter_of(ring.about), offered, offered, back)


def _hear(
    request: AuthenticatedRequest,
    matter: Matter,
    offered: Sequence[Finding],
    first: Sequence[Finding],
    back: tuple[str, str],
) -> HttpResponse:
    """Offer findings and open those chosen; `back` is the page this began on and its title."""
    check_may_open(request.user, matter, on=timezone.localdate())
    chosen = _chosen(request, offered) or list(first)
    form = HearForm(chosen, request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        by, on = request.user, timezone.now()
        cases = submit(form, lambda: open_case(findings=chosen, **typed, by=by, on=on))
        if cases is not None:
            return _opened(request, cases, back[0])
    unmasked = sees_persons(request.user)
    context = {
        "about": matter.about,
        "offered": presenters.finding_lines(offered, unmasked=unmasked),
        "chosen": {each.pk for each in chosen},
        "cases": prepared_cases(prepare(chosen), unmasked=unmasked) if chosen else [],
        "form": form,
        "back": back[0],
        "back_title": back[1],
    }
    return render(request, "screening/hear.html", context)


def _chosen(request: AuthenticatedRequest, offered: Sequence[Finding]) -> list[Finding]:
    """Return the findings that the address or the form names, among those offered."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = set(sent.getlist("finding"))
    return [each for each in offered if str(each.pk) in wanted]


def _opened(request: AuthenticatedRequest, cases: Sequence[Case], back: str) -> HttpResponse:
    numbers = "、".join(each.number for each in cases)
    told = _("Opened as %(numbers)s. The filer sees it once you ask for an explanation there.")
    messages.success(request, told % {"numbers": numbers})
    return redirect("desk:case", cases[0].number) if len(cases) == 1 else redirect(back)
