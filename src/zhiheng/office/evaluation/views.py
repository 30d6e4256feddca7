"""Pages of evaluations."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import NotFoundError
from zhiheng.office.attachments.queries import download
from zhiheng.office.evaluation import commands, presenters, queries
from zhiheng.office.evaluation.forms import (
    BeginForm,
    ConcludeForm,
    OpenForm,
    ScoreForm,
    SelfScoreForm,
    WeightsForm,
)
from zhiheng.office.evaluation.models import Evaluation
from zhiheng.office.evaluation.permissions import (
    MANAGE,
    check_may_assess,
    may_manage,
    may_read_evidence,
)
from zhiheng.office.evaluation.queries import Line
from zhiheng.office.plans import queries as plan_queries
from zhiheng.office.plans.permissions import VIEW, check_in_lead_office
from zhiheng.office.registers.downloads import send
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, revision_on

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@needs(VIEW)
def plan(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show the evaluations of a plan."""
    today = timezone.localdate()
    found = plan_queries.plan(number, seen_by=request.user, on=today)
    context = {
        "plan": found,
        "evaluations": queries.evaluations_of(found, seen_by=request.user, on=today),
        "can_manage": may_manage(request.user, on=today),
    }
    return render(request, "evaluation/list.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def new(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Open an evaluation."""
    today = timezone.localdate()
    check_in_lead_office(request.user, MANAGE, on=today)
    found = plan_queries.plan(number, seen_by=request.user, on=today)
    form = OpenForm(request.POST or None, initial={"as_of": today})
    if form.is_valid():
        typed = form.cleaned_data
        made = submit(
            form,
            lambda: commands.open_evaluation(
                plan=found, **typed, by=request.user, on=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, _("The evaluation was opened. Now set the weights."))
            return redirect("evaluation:weights", made.pk)
    return render(request, "evaluation/form.html", {"form": form, "plan": found, "kind": "open"})


@require_safe
@needs(VIEW)
def evaluation(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show the score sheet of an evaluation."""
    found, today = _evaluation(request, number)
    apart = queries.parameter("evaluation.reason_from", found.as_of)
    lines = queries.lines_shown(found, seen_by=request.user, on=today)
    result = queries.result_of(found, lines)
    shown = presenters.sheet(result, request.user, on=today, apart_from=apart)
    context = {
        "evaluation": found,
        "plan": found.plan,
        "sheet": shown,
        "can_manage": may_manage(request.user, on=today),
    }
    return render(request, "evaluation/evaluation.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def weights(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Set the weights."""
    found, _today = _evaluation(request, number, manage=True)
    criteria = list(found.criteria.select_related("department"))
    form = WeightsForm(criteria, request.POST or None)
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.set_weights(
                evaluation=found,
                revision=revision_on(request) or 0,
                weights=form.weights(),
                by=request.user,
                on=timezone.now(),
            ),
        )
        is not None
    ):
        messages.success(request, _("The weights were saved; together they are 100 points."))
        return redirect("evaluation:evaluation", number)
    rows = [(each, form[f"w{each.place}"]) for each in criteria]
    context = {"form": form, "rows": rows, "evaluation": found, "plan": found.plan}
    return render(request, "evaluation/weights.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def begin(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Ask the departments to assess themselves."""
    found, today = _evaluation(request, number, manage=True)
    initial = {"due_on": today + dt.timedelta(days=14)}
    form = BeginForm(request.POST or None, initial=initial)
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.begin_self_assessment(
                evaluation=found,
                revision=revision_on(request) or 0,
                due_on=form.cleaned_data["due_on"],
                by=request.user,
                on=timezone.now(),
            ),
        )
        is not None
    ):
        messages.success(request, _("The departments were asked to assess themselves."))
        return redirect("evaluation:evaluation", number)
    context = {"form": form, "evaluation": found, "plan": found.plan, "kind": "begin"}
    return render(request, "evaluation/form.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def begin_review(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """End the self-assessment, after saying what is still missing."""
    found, _today = _evaluation(request, number, manage=True)
    lines = queries.lines_of(found)
    missing = [line.criterion for line in lines if line.self_assessment is None]
    if request.method == "POST":
        commands.begin_review(
            evaluation=found, revision=revision_on(request) or 0, by=request.user, on=timezone.now()
        )
        messages.success(request, _("The self-assessment has ended; the review can begin."))
        return redirect("evaluation:evaluation", number)
    context = {"evaluation": found, "plan": found.plan, "missing": missing}
    return render(request, "evaluation/begin_review.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def conclude(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Freeze the result."""
    found, _today = _evaluation(request, number, manage=True)
    form = ConcludeForm(request.POST or None)
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.conclude(
                evaluation=found,
                revision=revision_on(request) or 0,
                conclusion=form.cleaned_data["conclusion"],
                by=request.user,
                on=timezone.now(),
            ),
        )
        is not None
    ):
        messages.success(request, _("The evaluation is concluded; its result cannot change."))
        return redirect("evaluation:evaluation", number)
    context = {"form": form, "evaluation": found, "plan": found.plan, "kind": "conclude"}
    return render(request, "evaluation/form.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def discard(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Delete an evaluation that nobody was asked about, after asking."""
    found, _today = _evaluation(request, number, manage=True)
    if request.method == "POST":
        plan_number = found.plan_id
        commands.discard(
            evaluation=found, revision=revision_on(request) or 0, by=request.user, on=timezone.now()
        )
        messages.success(request, _("The evaluation was discarded."))
        return redirect("evaluation:plan", plan_number)
    context = {"evaluation": found, "plan": found.plan}
    return render(request, "evaluation/discard.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(VIEW)
def assess(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Give a department's own score."""
    found, line, today = _line(request, number, place)
    check_may_assess(request.user, line.criterion, on=today)
    initial = _initial(line.self_assessment, line)
    form = SelfScoreForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.assess(
                criterion=line.criterion,
                score=form.cleaned_data["score"],
                reason=form.cleaned_data["reason"],
                files=form.attached(),
                by=request.user,
                on=timezone.now(),
            ),
        )
        is not None
    ):
        messages.success(request, _("The self-assessment was saved."))
        return redirect("evaluation:evaluation", number)
    return render(request, "evaluation/score.html", _score_context(request, found, line, form))


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def review(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Give the lead office's score beside the department's own."""
    found, line, today = _line(request, number, place)
    check_in_lead_office(request.user, MANAGE, on=today)
    form = ScoreForm(request.POST or None, initial=_initial(line.review, line))
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.review(
                criterion=line.criterion,
                score=form.cleaned_data["score"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                on=timezone.now(),
            ),
        )
        is not None
    ):
        messages.success(request, _("The score was saved."))
        following = _next_without_review(found, place)
        if following:
            return redirect("evaluation:review", number, following)
        return redirect("evaluation:evaluation", number)
    return render(request, "evaluation/score.html", _score_context(request, found, line, form))


@require_safe
@needs(VIEW)
def criterion(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Show every score a criterion was given."""
    found, line, _today = _line(request, number, place)
    return render(request, "evaluation/score.html", _score_context(request, found, line, None))


@require_safe
@needs(VIEW)
def evidence(
    request: AuthenticatedRequest, number: int, place: int, attachment: int
) -> FileResponse:
    """Give a file that a department attached to its own score."""
    _found, line, today = _line(request, number, place)
    readable = may_read_evidence(request.user, line.criterion, on=today)
    files = (file for each in line.history for file in each.evidence.all())
    wanted = next((file for file in files if file.pk == attachment), None)
    if wanted is None or not readable:
        raise NotFoundError.of("evaluation.not_found", received=attachment)
    return download(wanted)


@require_safe
@needs(VIEW)
def export(request: AuthenticatedRequest, number: int, ending: str) -> StreamingHttpResponse:
    """Give the score sheet as a file."""
    found, today = _evaluation(request, number)
    lines = queries.lines_shown(found, seen_by=request.user, on=today)
    table = presenters.score_table(queries.result_of(found, lines))
    return send(table, f"{found.plan.title}-{found.get_kind_display()}", ending)


def _evaluation(
    request: AuthenticatedRequest, number: int, *, manage: bool = False
) -> tuple[Evaluation, dt.date]:
    today = timezone.localdate()
    if manage:
        check_in_lead_office(request.user, MANAGE, on=today)
    found = queries.evaluation(number, seen_by=request.user, on=today)
    return found, today


def _line(
    request: AuthenticatedRequest, number: int, place: int
) -> tuple[Evaluation, Line, dt.date]:
    found, today = _evaluation(request, number)
    lines = queries.lines_shown(found, seen_by=request.user, on=today)
    line = presenters.line_at(lines, place)
    if line is None:
        raise NotFoundError.of("evaluation.not_found", received=f"{number}/{place}")
    return found, line, today


def _score_context(
    request: AuthenticatedRequest, found: Evaluation, line: Line, form: ScoreForm | None
) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "evaluation": found,
        "plan": found.plan,
        "line": line,
        "facts": presenters.facts_of(line.criterion.facts),
        "form": form,
        "readable": may_read_evidence(request.user, line.criterion, on=today),
    }


def _initial(latest: object, line: Line) -> dict[str, object]:
    """Return what a form begins with: the latest score, else the other's, else the suggestion."""
    given = latest or line.self_assessment
    if given is not None:
        score = getattr(given, "score", "")
        reason = getattr(given, "reason", "") if given is latest else ""
        return {
            "score": f"{score.normalize():f}" if isinstance(score, Decimal) else score,
            "reason": reason,
        }
    suggested = line.criterion.suggested
    return {"score": "" if suggested is None else suggested}


def _next_without_review(found: Evaluation, place: int) -> int | None:
    open_ones = [line.criterion.place for line in queries.lines_of(found) if line.review is None]
    return next((each for each in open_ones if each > place), next(iter(open_ones), None))
