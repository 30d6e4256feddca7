"""Pages that look ahead before something is done: extensions, sessions, proposals, answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django_stubs_ext import StrPromise

from zhiheng.core.errors import ConflictError, NotFoundError
from zhiheng.office.cases import cooperating, deciding, sessions, stopping
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.models import Entry
from zhiheng.office.cases.permissions import WORK
from zhiheng.office.desk import ahead, presenters, queries
from zhiheng.office.desk.acts import ACTS, Sent
from zhiheng.office.desk.forms import (
    AnswerForm,
    DecideForm,
    DeskForm,
    ExtendForm,
    HoldForm,
    ReasonForm,
    ScheduleForm,
    offered_sessions,
)
from zhiheng.office.desk.heads import WRITING, head
from zhiheng.office.desk.sending import along, sent_with, standing_in, standing_of
from zhiheng.office.desk.standing import Standing
from zhiheng.office.desk.veto_presenters import vetoes_of
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.forms import submit, submitted
from zhiheng.office.web.limits import LARGEST_UPLOAD, takes_at_most
from zhiheng.office.web.pages import AuthenticatedRequest, needs

_SESSION_ACTS: Mapping[str, tuple[StrPromise, type[DeskForm], StrPromise]] = {
    "hold": (
        gettext_lazy("Note that it was held"),
        HoldForm,
        gettext_lazy("It is noted that it was held."),
    ),
    "cancel": (
        gettext_lazy("Call it off"),
        ReasonForm,
        gettext_lazy("The session was called off."),
    ),
}


@require_http_methods(WRITING)
@needs(WORK)
def extend(request: AuthenticatedRequest, number: str, pk: int) -> HttpResponse:
    """Lengthen a term, or ask for it; the new last day is shown before anything is saved."""
    standing = standing_of(request, number)
    clock = queries.clock(pk, case=standing.case)
    line = next((each for each in presenters.term_lines(standing) if each.clock == clock), None)
    if line is None or line.rule is None:
        term = standing.procedure.terms[clock.term]
        raise ConflictError.of("procedure.no_more_extensions", term=term.title.zh)
    sent = sent_with(request, standing.case)
    form = ExtendForm(request.POST or None, initial={"length": line.rule.length})
    asked = request.method == "POST" and form.is_valid() and "preview" not in request.POST
    if asked and (entry := submit(form, lambda: _extend(standing, line, form, sent))):
        messages.success(request, _said_of_extension(entry.kind))
        return redirect("desk:case", standing.case.number)
    wanted = request.POST.get("length", line.rule.length)
    outlook = ahead.of_extension(standing, clock, wanted) if wanted else None
    context = {
        "line": line, "form": form, "outlook": outlook, "rule": presenters.rule_words(line.rule),
        "ground": presenters.rule_ground(line.rule), **along(sent, standing.case, told=asked),
    }  # fmt: skip
    return render(request, "desk/extend.html", {**context, **head(standing)})


@require_http_methods(WRITING)
@needs(WORK)
def schedule(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Fix a session; the page says which day leaves time enough for its notice."""
    standing = standing_of(request, number)
    sent = sent_with(request, standing.case)
    form = ScheduleForm(request.POST or None, standing=standing)
    asked = request.method == "POST" and form.is_valid() and "preview" not in request.POST
    act = ACTS["schedule"]
    if asked and submitted(form, lambda: act.do(standing, form, sent)):
        messages.success(request, act.said)
        return redirect("desk:case", standing.case.number)
    kinds = offered_sessions(standing)
    context = {
        "form": form,
        "kinds": [(said(each.title), ahead.earliest_session(standing, each)) for each in kinds],
        "notice": _notice(standing, form),
        **along(sent, standing.case, told=asked),
    }
    return render(request, "desk/schedule.html", {**context, **head(standing)})


@require_http_methods(WRITING)
@needs(WORK)
def session_act(request: AuthenticatedRequest, number: str, pk: int, act: str) -> HttpResponse:
    """Note that a session was held, or call it off."""
    if act not in _SESSION_ACTS:
        raise NotFoundError.of("desk.not_there")
    standing = standing_of(request, number)
    session = queries.session(pk, case=standing.case)
    title, form_class, done = _SESSION_ACTS[act]
    form = form_class(request.POST or None, standing=standing)
    sent = sent_with(request, standing.case)
    asked = request.method == "POST" and form.is_valid()
    given: dict[str, Any] = {"session": session, "by": sent.by, "on": sent.on}
    command = sessions.hold_session if act == "hold" else sessions.cancel_session
    if asked and submitted(form, lambda: command(**given, **form.cleaned_data)):
        messages.success(request, done)
        return redirect("desk:case", standing.case.number)
    [line] = presenters.session_lines(standing, [session])
    context = {"act": {"title": title}, "form": form, "session": line}
    context |= along(sent, standing.case, told=asked)
    return render(request, "desk/act.html", {**context, **head(standing)})


@require_http_methods(WRITING)
@needs(WORK)
def proposal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Approve something or not, seeing what it would change."""
    found = queries.proposal(pk, user=request.user, on=timezone.localdate())
    standing = standing_in(request, found.case)
    form = DecideForm(request.POST or None)
    choice = request.POST.get("decision", "")
    asked = choice in ("approve", "refuse") and form.is_valid()
    given: dict[str, Any] = {"proposal": found, "approve": choice == "approve"}
    if asked and submitted(
        form,
        lambda: deciding.decide_proposal(
            **given, reason=form.cleaned_data["reason"], by=request.user, on=standing.now
        ),
    ):
        messages.success(request, _("Approved.") if choice == "approve" else _("Not approved."))
        return redirect("desk:case", standing.case.number)
    context = {
        "proposal": found, "form": form, "outlook": ahead.of_proposal(standing, found),
        "approver": presenters.capacity(found.approver), "files": found.files.all(),
        "may_decide": queries.may_decide(found, request.user, on=standing.day),
        "vetoes": vetoes_of(standing, found),
        "beside": queries.known_beside(found.case, user=standing.user, on=standing.day),
    }  # fmt: skip
    return render(request, "desk/proposal.html", {**context, **head(standing)})


@takes_at_most(LARGEST_UPLOAD)
@require_http_methods(WRITING)
@needs(WORK)
def cooperation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Answer what another body asked, or decline; the case is shown to who was asked."""
    found = queries.cooperation(pk, user=request.user, on=timezone.localdate())
    standing = standing_in(request, found.case)
    form = AnswerForm(request.POST or None, request.FILES or None)
    asked = request.method == "POST" and form.is_valid()
    if asked and submitted(
        form,
        lambda: cooperating.answer_body(
            cooperation=found,
            answer=form.cleaned_data["answer"],
            declined=form.cleaned_data["declined"],
            files=form.cleaned_data["attached"],
            by=request.user,
            on=standing.now,
        ),
    ):
        messages.success(request, _("The answer went to those who asked."))
        return redirect("desk:inbox")
    context = {
        "asked": found, "form": form, "parties": presenters.party_lines(standing),
        "may_answer": found.answered_at is None and standing.acts_as("cooperator"),
    }  # fmt: skip
    return render(request, "desk/cooperation.html", {**context, **head(standing)})


def _extend(standing: Standing, line: presenters.TermLine, form: ExtendForm, sent: Sent) -> Entry:
    wanted = stopping.ExtensionRequest(
        line.term.running.term, form.cleaned_data["length"], form.cleaned_data["reason"],
        line.term.running.of, sent.key,
    )  # fmt: skip
    return stopping.extend_term(
        case=standing.case, revision=sent.revision, wanted=wanted, by=sent.by, on=sent.on
    )


def _said_of_extension(kind: str) -> str:
    if kind == EntryKind.PROPOSED:
        return _("The extension waits for approval.")
    return _("The term was lengthened; the parties were told.")


def _notice(standing: Standing, form: ScheduleForm) -> ahead.Notice | None:
    """Return by when the session that was filled in has to be announced."""
    if not form.is_bound or not form.is_valid():
        return None
    kind = standing.procedure.sessions[form.cleaned_data["kind"]]
    return ahead.notice_of(standing, kind, form.cleaned_data["day"])
