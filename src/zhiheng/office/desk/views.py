"""The page of a case, and everything an officer does there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.attachments.queries import download
from zhiheng.office.cases import keeping
from zhiheng.office.cases.acting import Doing, do_act
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.filling import FillingForm
from zhiheng.office.cases.models import ANONYMOUS, Entry
from zhiheng.office.cases.permissions import WORK, cases_seen_by
from zhiheng.office.cases.queries import file_of
from zhiheng.office.desk import acts, file_presenters, presenters, queries
from zhiheng.office.desk.heads import WRITING, head
from zhiheng.office.desk.legal import article
from zhiheng.office.desk.party_forms import PartyForm, party_initial
from zhiheng.office.desk.sending import along, sent_with, standing_of
from zhiheng.office.desk.standing import PARTY_KEEPERS, Standing
from zhiheng.office.desk.veto_presenters import veto_lines
from zhiheng.office.registers.permissions import VIEW_PERSONAL
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.forms import submit, submitted
from zhiheng.office.web.limits import LARGEST_UPLOAD, takes_at_most
from zhiheng.office.web.pages import AuthenticatedRequest, needs


@require_safe
@needs(WORK)
def case(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Show a case: where it stands, what comes next, its time, people, papers and file."""
    standing = standing_of(request, number)
    return render(request, "desk/case.html", _context(standing))


@require_safe
@needs(WORK)
def printed(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Show the whole file on one page that is made for paper."""
    return render(request, "desk/print.html", _context(standing_of(request, number)))


@takes_at_most(LARGEST_UPLOAD)
@require_http_methods(WRITING)
@needs(WORK)
def desk_act(request: AuthenticatedRequest, number: str, act: str) -> HttpResponse:
    """Do what every case knows: take, assign, stop time, ask another body and the like."""
    offered = acts.act_called(act)
    standing = standing_of(request, number)
    sent = sent_with(request, standing.case)
    form = offered.form(request.POST or None, request.FILES or None, standing=standing)
    asked = request.method == "POST" and form.is_valid()
    if asked and submitted(form, lambda: offered.do(standing, form, sent)):
        messages.success(request, offered.said)
        return _onwards(request, standing)
    context = {"act": offered, "form": form, **along(sent, standing.case, told=asked)}
    return render(request, "desk/act.html", {**context, **head(standing)})


@takes_at_most(LARGEST_UPLOAD)
@require_http_methods(WRITING)
@needs(WORK)
def do(request: AuthenticatedRequest, number: str, act: str) -> HttpResponse:
    """Do an act of the procedure with the form that it declares."""
    standing = standing_of(request, number)
    declared = standing.procedure.acts.get(act)
    if declared is None or act == standing.procedure.declaration.begins:
        raise NotFoundError.of("procedure.no_such_act", received=act)
    sent = sent_with(request, standing.case)
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = FillingForm(declared.fields, declared.materials, data=data, files=files)
    asked = posted and form.is_valid()
    if asked and (entry := submit(form, lambda: _do(standing, act, form, sent))):
        messages.success(request, _said_after(entry, said(declared.title)))
        return redirect("desk:case", standing.case.number)
    step = next((each for each in presenters.next_steps(standing) if each.act.act == act), None)
    vetoes = veto_lines(standing, declared) if step else []
    context = {
        "declared": declared, "title": said(declared.title), "form": form, "step": step,
        "description": said(declared.description) if declared.description else "",
        "approval": presenters.capacity(declared.approval) if declared.approval else "",
        "vetoes": vetoes, "barred": any(each.blocks for each in vetoes),
        "beside": queries.known_beside(standing.case, user=standing.user, on=standing.day),
        "ground": article(declared.ground), **along(sent, standing.case, told=asked),
    }  # fmt: skip
    return render(request, "desk/do.html", {**context, **head(standing)})


@require_http_methods(WRITING)
@needs(WORK)
def correct(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Correct what stands in the form, with a reason; the file keeps what stood there."""
    standing = standing_of(request, number)
    sent = sent_with(request, standing.case)
    sections = standing.procedure.declaration.form
    fields = [field for section in sections for field in section.fields]
    posted = request.method == "POST"
    given: dict[str, Any] = {"data": request.POST} if posted else {"initial": standing.case.form}
    form = FillingForm(fields, **given)
    may = acts.may_correct(standing) and standing.unmasked
    asked = may and posted and form.is_valid()
    reason = request.POST.get("reason", "")
    if asked and submitted(
        form,
        lambda: keeping.correct_form(
            case=standing.case, revision=sent.revision, given=form.given(), reason=reason,
            by=sent.by, on=sent.on,
        ),
    ):  # fmt: skip
        messages.success(request, _("The form was corrected; the file keeps what stood there."))
        return redirect("desk:case", standing.case.number)
    context = {"form": form, "reason": reason, "may": may}
    context |= along(sent, standing.case, told=asked)
    return render(request, "desk/correct.html", {**context, **head(standing)})


@require_http_methods(WRITING)
@needs(WORK)
def change_party(request: AuthenticatedRequest, number: str, pk: int) -> HttpResponse:
    """Change what is noted of a party."""
    standing = standing_of(request, number)
    party = queries.party(pk, case=standing.case)
    if party.name == ANONYMOUS:  # the form would show whose account it is
        raise NotFoundError.of("desk.not_there")
    standing.as_held().capacity(*PARTY_KEEPERS)
    # Whoever sees them masked would write the masks, or nothing, over what is known.
    check_user_can(request.user, VIEW_PERSONAL)
    sent = sent_with(request, standing.case)
    form = PartyForm(request.POST or None, initial=party_initial(party), standing=standing)
    asked = request.method == "POST" and form.is_valid()
    if asked and submitted(
        form,
        lambda: keeping.set_party(
            case=standing.case, revision=sent.revision, party=party,
            content=form.content(), by=sent.by, on=sent.on,
        ),
    ):  # fmt: skip
        messages.success(request, _("The change was saved."))
        return redirect("desk:case", standing.case.number)
    context = {"act": {"title": _("Change the party")}, "form": form}
    context |= along(sent, standing.case, told=asked)
    return render(request, "desk/act.html", {**context, **head(standing)})


@require_safe
@needs(WORK)
def file(request: AuthenticatedRequest, number: str, pk: int) -> FileResponse:
    """Give a file of a case."""
    standing = standing_of(request, number)
    found = queries.file(pk, case=standing.case, as_party=standing.as_party)
    return download(found.attachment)


def _onwards(request: AuthenticatedRequest, standing: Standing) -> HttpResponse:
    """Go on to the case, or to the inbox where it is now somebody else's to see."""
    seen = cases_seen_by(request.user, on=standing.day).filter(pk=standing.case.pk)
    if seen.exists():
        return redirect("desk:case", standing.case.number)
    return redirect("desk:inbox")


def _do(standing: Standing, act: str, form: FillingForm, sent: acts.Sent) -> Entry:
    doing = Doing(form.given(), form.files_given(), sent.key)
    return do_act(
        case=standing.case, revision=sent.revision, act=act, doing=doing, by=sent.by, on=sent.on
    )


def _said_after(entry: Entry, title: str) -> str:
    if entry.kind == EntryKind.PROPOSED:
        return _("“%(act)s” waits for approval.") % {"act": title}
    return _("“%(act)s” was done.") % {"act": title}


def _context(standing: Standing) -> dict[str, Any]:
    case = standing.case
    outcomes = standing.procedure.outcomes
    entries = list(file_of(case, as_party=standing.as_party))
    return {
        **head(standing),
        "due_term": _due_term(standing),
        "outcome": said(outcomes[case.outcome].title) if case.outcome in outcomes else "",
        "waits": presenters.waits(standing),
        "own": presenters.capacities(standing),
        "steps": presenters.next_steps(standing),
        "proposals": queries.waiting_proposals(case),
        "terms": presenters.term_lines(standing),
        "stops": presenters.stop_lines(standing),
        "parties": presenters.party_lines(standing),
        "cooperations": queries.cooperations_of(case),
        "sessions": presenters.session_lines(standing, list(queries.sessions_of(case))),
        "answers": presenters.form_answers(standing),
        "fresh": len(standing.state.done) <= 1,
        "lines": file_presenters.file_lines(standing, entries),
        "linked": queries.linked_cases(case, user=standing.user, on=standing.day),
        "beside": queries.known_beside(case, user=standing.user, on=standing.day),
        "acts": {
            place: acts.offered(standing, place)
            for place in ("people", "terms", "sessions", "cooperation", "parties", "file")
        },
        "head_acts": acts.offered(standing),
        "may_correct": acts.may_correct(standing),
        "may_change_parties": acts.may_change_parties(standing) and standing.unmasked,
    }


def _due_term(standing: Standing) -> str:
    term = standing.procedure.terms.get(standing.case.due_term)
    return said(term.title) if term else ""
