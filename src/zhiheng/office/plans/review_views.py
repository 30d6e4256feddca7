"""Pages of a plan under review: the document beside its proposals, and deciding them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.core.errors import ConflictError, InputError, NotFoundError
from zhiheng.office.plans import commands, presenters, queries
from zhiheng.office.plans.deciding import SURE, around_of, fit_together, values_of
from zhiheng.office.plans.departments import NamedDepartments
from zhiheng.office.plans.document_text import (
    entries_of,
    lines_between,
    lines_of,
    part_at,
    parts_of,
)
from zhiheng.office.plans.enums import PlanState, ProposalKind
from zhiheng.office.plans.forms import (
    IndicatorForm,
    MeasureForm,
    ReasonForm,
    ReviewFilterForm,
    initial_of,
)
from zhiheng.office.plans.models import Plan, Proposal
from zhiheng.office.plans.permissions import EDIT, check_in_lead_office
from zhiheng.office.plans.values import with_department
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, revision_on, whole_number

KEPT = ("show", "kind", "doubt", "part")
ADDED_KINDS = (ProposalKind.INDICATOR, ProposalKind.MEASURE, ProposalKind.PROJECT)


@require_safe
@needs(EDIT)
def review(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show the document beside what was read from it."""
    plan = plan_of(request, number)
    at = whole_number(request.GET.get("at", ""))
    return render(request, "plans/review.html", _context(request, plan, at=at))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def correct(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Correct one proposal beside the document."""
    plan = plan_of(request, number)
    proposal = queries.proposal(plan, place)
    values = values_of(proposal, proposal.decided or proposal.read)
    form = _form_for(proposal.kind)(
        request.POST or None, initial={**initial_of(values), "reason": proposal.reason}
    )
    if form.is_valid() and submit(form, lambda: _correct(request, proposal, form)) is not None:
        messages.success(request, _("The correction was saved."))
        return _onwards(request, proposal)
    context = _context(request, plan, at=place)
    return render(request, "plans/review.html", {**context, "edit": place, "form": form})


@require_POST
@needs(EDIT)
def accept(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Accept one proposal as it was read."""
    proposal = queries.proposal(plan_of(request, number), place)
    return _decided(request, proposal, commands.accept_proposal)


@require_POST
@needs(EDIT)
def reject(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Reject one proposal."""
    proposal = queries.proposal(plan_of(request, number), place)
    reason = request.POST.get("reason", "")
    return _decided(request, proposal, partial(commands.reject_proposal, reason=reason))


@require_POST
@needs(EDIT)
def reopen(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Take one decision back."""
    proposal = queries.proposal(plan_of(request, number), place)
    return _decided(request, proposal, commands.reopen_proposal, onwards=False)


@require_POST
@needs(EDIT)
def succeed(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Name the successor of a department that is no more."""
    proposal = queries.proposal(plan_of(request, number), place)
    values = with_department(
        values_of(proposal, proposal.decided or proposal.read),
        request.POST.get("written", ""),
        request.POST.get("instead", ""),
    )
    act = partial(commands.correct_proposal, values=values, reason=proposal.reason)
    return _decided(request, proposal, act, onwards=False)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def accept_all(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Accept all that is sure and without doubt, after showing how many that is."""
    plan = plan_of(request, number)
    now = timezone.now()
    least = 0.0 if request.GET.get("least") == "0" else SURE
    if request.method == "POST":
        together = commands.accept_all(plan=plan, least=least, by=request.user, on=now)
        said = _("%(count)s proposals were accepted.") % {"count": together.accepted}
        messages.success(request, said)
        return redirect(presenters.review_address(plan))
    fit, left = fit_together(plan, on=timezone.localdate(), least=least)
    context = {
        "plan": plan,
        "fit": len(fit),
        "left": [(each, problem_texts(problems)) for each, problems in left],
        "least": f"{least:.0%}" if least else "",
        "open": queries.review_counts(plan).get("open", 0),
    }
    return render(request, "plans/accept_all.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def add(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Add what the reader missed: first the lines are chosen, then the values typed."""
    plan = plan_of(request, number)
    span = _chosen(request, plan)
    if span is None:
        return _choose_lines(request, plan)
    kind = _added_kind(request)
    form = _form_for(kind)(request.POST or None, initial=_first_words(kind, plan, span))
    if form.is_valid():
        made = submit(form, lambda: _add(request, plan, kind, span, form))
        if made is not None:
            messages.success(request, _("The passage was added."))
            return redirect(presenters.review_address(plan, at=made.place))
    context = {
        "plan": plan,
        "form": form,
        "kind": kind,
        "kind_label": ProposalKind(kind).label,
        "span": span,
        "passage": plan.text[slice(*span)].strip(),
    }
    return render(request, "plans/add.html", context)


def plan_of(request: AuthenticatedRequest, number: int) -> Plan:
    """Return a plan to somebody who may review it."""
    today = timezone.localdate()
    plan = queries.plan(number, seen_by=request.user, on=today)
    check_in_lead_office(request.user, EDIT, on=today)
    return plan


def _context(request: AuthenticatedRequest, plan: Plan, *, at: int | None) -> dict[str, Any]:
    filters = ReviewFilterForm(request.GET)
    filters.is_valid()
    parts = parts_of(plan.text)
    chosen = plan.proposals.filter(place=at).first() if at else None
    part = part_at(parts, chosen.start) if chosen else _part(request, len(parts), parts)
    proposals = list(queries.proposals_between(plan, part.start, part.end))
    named = NamedDepartments(plan, on=timezone.localdate())
    made = presenters.cards(plan, proposals, named)
    shown = [card for card in made if _is_shown(card, filters.cleaned_data, at)]
    places = {card.proposal.place for card in shown}
    return {
        "plan": plan,
        "cards": shown,
        "at": at,
        "filters": filters,
        "kept": _kept(request.GET),
        "lines": lines_of(plan.text, part, presenters.marks(proposals, places)),
        "parts": parts if len(parts) > 1 else [],
        "part": part,
        "headings": entries_of(plan.outline, plan.text, parts),
        "progress": presenters.progress_of(queries.review_counts(plan)),
        "next": queries.first_undecided(plan),
        "warnings": presenters.warnings_of(plan, proposals),
        "can_decide": plan.state == PlanState.REVIEW,
        "reason": ReasonForm(auto_id=False),
    }


def _part(request: AuthenticatedRequest, count: int, parts: list[Any]) -> Any:
    asked = whole_number(request.GET.get("part", "")) or 1
    return parts[min(max(asked, 1), count) - 1]


def _is_shown(card: presenters.Card, wanted: dict[str, str], at: int | None) -> bool:
    proposal = card.proposal
    if proposal.place == at:
        return True
    doubts = {"unsure": not card.is_sure, "problems": bool(card.remarks or card.other)}
    return (
        wanted.get("show", "") in ("", proposal.decision)
        and wanted.get("kind", "") in ("", proposal.kind)
        and doubts.get(wanted.get("doubt", ""), True)
    )


def _form_for(kind: str) -> type[IndicatorForm | MeasureForm]:
    is_indicator = kind in (ProposalKind.INDICATOR, ProposalKind.RESULT)
    return IndicatorForm if is_indicator else MeasureForm


def _correct(request: AuthenticatedRequest, proposal: Proposal, form: forms.Form) -> Proposal:
    reason = form.cleaned_data["reason"]
    around = around_of(proposal.kind, proposal.plan, timezone.localdate(), reason)
    assert isinstance(form, IndicatorForm | MeasureForm), "made by _form_for"
    values = (
        form.values(around, tuple(proposal.read.get("under") or ()))
        if isinstance(form, MeasureForm)
        else form.values(around)
    )
    return commands.correct_proposal(
        proposal=proposal,
        revision=revision_on(request) or 0,
        values=values,
        reason=reason,
        by=request.user,
        on=timezone.now(),
    )


def _add(
    request: AuthenticatedRequest,
    plan: Plan,
    kind: str,
    span: tuple[int, int],
    form: IndicatorForm | MeasureForm,
) -> Proposal:
    reason = form.cleaned_data["reason"]
    return commands.add_proposal(
        plan=plan,
        kind=kind,
        span=span,
        values=form.values(around_of(kind, plan, timezone.localdate(), reason)),
        reason=reason,
        by=request.user,
        on=timezone.now(),
    )


def _choose_lines(request: AuthenticatedRequest, plan: Plan) -> HttpResponse:
    parts = parts_of(plan.text)
    part = _part(request, len(parts), parts)
    proposals = list(queries.proposals_between(plan, part.start, part.end))
    context = {
        "plan": plan,
        "kinds": [(kind.value, kind.label) for kind in ADDED_KINDS],
        "lines": lines_of(plan.text, part, presenters.marks(proposals, set())),
        "parts": parts if len(parts) > 1 else [],
        "part": part,
        "nothing_chosen": "kind" in request.GET,
    }
    return render(request, "plans/choose_lines.html", context)


def _chosen(request: AuthenticatedRequest, plan: Plan) -> tuple[int, int] | None:
    """Return the span that was chosen: by lines, or by the characters that were marked."""
    asked = request.POST if request.method == "POST" else request.GET
    start, end = whole_number(asked.get("start", "")), whole_number(asked.get("end", ""))
    if start is not None and end is not None and start < end <= len(plan.text):
        return start, end
    lines = [line for each in asked.getlist("line") if (line := whole_number(each)) is not None]
    return lines_between(plan.text, min(lines), max(lines)) if lines else None


def _added_kind(request: AuthenticatedRequest) -> str:
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    if asked not in ADDED_KINDS:
        raise NotFoundError.of("page.not_found")
    return asked


def _first_words(kind: str, plan: Plan, span: tuple[int, int]) -> dict[str, object]:
    """Return what a form for a marked passage may begin with."""
    words = presenters.excerpt(plan.text[slice(*span)], 100)
    if kind == ProposalKind.INDICATOR:
        return {"target_year": plan.last_year, "name": words if len(words) < 30 else ""}
    return {"title": words}


def _decided(
    request: AuthenticatedRequest,
    proposal: Proposal,
    act: Callable[..., Proposal],
    *,
    onwards: bool = True,
) -> HttpResponse:
    """Do one act about a proposal and go on; a refusal is told beside the proposal."""
    try:
        act(
            proposal=proposal,
            revision=revision_on(request) or 0,
            by=request.user,
            on=timezone.now(),
        )
    except (InputError, ConflictError) as error:
        for text in problem_texts(error.problems):
            messages.error(request, text)
        onwards = False
    if onwards:
        return _onwards(request, proposal)
    kept = _kept(request.POST)
    return redirect(presenters.review_address(proposal.plan, at=proposal.place, query=kept))


def _onwards(request: AuthenticatedRequest, proposal: Proposal) -> HttpResponse:
    """Go to the next proposal that nobody decided, by the filters of the page."""
    following = queries.first_undecided(proposal.plan, after=proposal.start)
    at = following.place if following else proposal.place
    address = presenters.review_address(proposal.plan, at=at, query=_kept(request.POST))
    return redirect(address)


def _kept(asked: QueryDict) -> str:
    """Return the filters of the page as they stand in its address."""
    given = QueryDict(str(asked["kept"])) if "kept" in asked else asked
    return urlencode([(name, given[name]) for name in KEPT if given.get(name)])
