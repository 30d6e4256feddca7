"""Pages of parties: list, one party, its mentions, pairs to look at, and decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.parties import beside, commands, effects, presenters, queries
from zhiheng.office.parties.forms import MergeForm, PartyFilterForm, ReasonForm, SplitForm
from zhiheng.office.parties.models import PartyDecision
from zhiheng.office.parties.permissions import DECIDE, EXPORT, VIEW, check_may_decide, sees_persons
from zhiheng.office.registers import downloads, lake
from zhiheng.office.registers.commands import note_export
from zhiheng.office.registers.queries import register_rows
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs


@require_safe
@needs(VIEW)
def party_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show one page of parties, narrowed as the address says."""
    unmasked = sees_persons(request.user)
    form = PartyFilterForm(lake.catalogue().register("parties"), request.GET or None)
    wanted = _wanted(form)
    query = dict(request.GET.lists())
    asked, page = queries.party_page(wanted, query, unmasked=unmasked)
    context = {
        "form": form,
        "sort": str(asked.order),
        "lines": presenters.party_lines(page, unmasked=unmasked),
        "total": page.total,
        "pages": presenters.pager(asked, page, query),
        "narrowed": bool(request.GET),
        "persons_hidden": bool(wanted.text) and not unmasked,
        "can_export": user_can(request.user, EXPORT),
        "can_decide": user_can(request.user, DECIDE),
    }
    return render(request, "parties/list.html", context)


@require_safe
@needs(EXPORT)
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Send all current parties as a file; persons masked as the person sees them."""
    query = {"state": [request.GET.get("state") or "current"], "kind": request.GET.getlist("kind")}
    rows = register_rows("parties", query, unmasked=sees_persons(request.user))
    note_export(register="parties", filters=list(query), by=request.user, on=timezone.now())
    table = downloads.register_table(lake.catalogue().register("parties"), rows)
    return downloads.send(table, "parties", ending)


@require_safe
@needs(VIEW)
def party(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Show one party: names with reasons, where it stands, with whom, and what was decided."""
    detail = queries.party_detail(number)
    unmasked = sees_persons(request.user)
    may = _may_decide(request, detail)
    context = {
        "detail": detail,
        "beside": beside.links_of(detail.row, request.user),
        "title": presenters.masking(detail.row, unmasked=unmasked)(detail.row["name"]),
        "facts": presenters.party_facts(detail.row, unmasked=unmasked),
        "names": presenters.name_lines(detail, unmasked=unmasked),
        "places": presenters.place_lines(detail),
        "chart": presenters.years_chart(detail) if detail.years else None,
        "companions": presenters.companion_lines(detail, unmasked=unmasked),
        "pairs": presenters.doubtful_pairs(detail, unmasked=unmasked),
        "decisions": presenters.decision_lines(detail.decisions, may_decide=may),
        "can_decide": may,
    }
    return render(request, "parties/party.html", context)


@require_safe
@needs(VIEW)
def mentions(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Show one page of a party's mentions, each with its record."""
    row = queries.party_row(number)
    query = dict(request.GET.lists())
    unmasked = sees_persons(request.user)
    asked, page = queries.mentions_page(row["party"], query)
    context = {
        "party": row["party"],
        "title": presenters.masking(row, unmasked=unmasked)(row["name"]),
        "lines": presenters.mention_lines(page, unmasked=unmasked),
        "total": page.total,
        "pages": presenters.pager(asked, page, query),
    }
    return render(request, "parties/mentions.html", context)


@require_safe
@needs(DECIDE)
def review(request: AuthenticatedRequest) -> HttpResponse:
    """Show the pairs that a person has to look at."""
    unmasked = sees_persons(request.user)
    kind = request.GET.get("kind", "")
    query = dict(request.GET.lists())
    asked, page = queries.review_page(query, kind=kind, unmasked=unmasked)
    shown = presenters.masking({}, unmasked=unmasked)
    context = {
        "pairs": [presenters.pair(row, shown) for row in page.rows],
        "total": page.total,
        "pages": presenters.pager(asked, page, query),
        "kind": kind,
        "persons_hidden": not unmasked,
        "waiting": effects.waiting(),
    }
    return render(request, "parties/review.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DECIDE)
def pair(request: AuthenticatedRequest, link: str) -> HttpResponse:
    """Show both sides of a pair and take the decision."""
    row = queries.link_row(link)
    check_may_decide(request.user, about_persons=row["kind"] == queries.PERSON)
    parties = [row["left_party"], row["right_party"]]
    form = _reason_form(request, parties)
    if form.is_valid():
        act = commands.confirm_same if request.POST.get("act") == "same" else commands.keep_apart
        if _done(request, form, lambda: act(link=link, **_given(request, form))):
            return redirect("parties:review")
    return render(request, "parties/pair.html", {"form": form, **_pair_context(request, row)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DECIDE)
def merge(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Merge a party with another."""
    row = queries.party_row(number)
    form = MergeForm(
        request.POST or None, initial={"seen": queries.newest_decision([row["party"]])}
    )
    if form.is_valid():
        given = {"one": row["party"], "other": form.cleaned_data["other"]}
        if _done(request, form, lambda: _merge(request, form, given)):
            return redirect("parties:party", row["party"])
    return render(request, "parties/merge.html", _act_context(request, row, form))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DECIDE)
def split(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Split names off a party."""
    detail = queries.party_detail(number)
    check_may_decide(request.user, about_persons=detail.is_person)
    choices = presenters.split_choices(detail, unmasked=sees_persons(request.user))
    form = _split_form(request, detail.row, choices)
    if form.is_valid():
        given = {"party": detail.row["party"], "units": form.cleaned_data["chosen"]}
        if _done(request, form, lambda: commands.split(**given, **_given(request, form))):
            return redirect("parties:party", detail.row["party"])
    return render(request, "parties/split.html", _act_context(request, detail.row, form))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DECIDE)
def split_records(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Split single mentions off a party, though the name is the same."""
    row = queries.party_row(number)
    check_may_decide(request.user, about_persons=row["kind"] == queries.PERSON)
    _asked, page = queries.mentions_page(row["party"], dict(request.GET.lists()))
    form = _split_form(request, row, presenters.mention_choices(page.rows))
    if form.is_valid():
        given = {"party": row["party"], "mentions": form.cleaned_data["chosen"]}
        if _done(request, form, lambda: commands.split_records(**given, **_given(request, form))):
            return redirect("parties:party", row["party"])
    context = _act_context(request, row, form) | {"pages": presenters.pager(_asked, page, {})}
    return render(request, "parties/split.html", context | {"of_records": True})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(DECIDE)
def undo(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    decision = queries.decision(pk)
    row = queries.party_row(decision.left_party)
    form = _reason_form(request, [])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        act = {"decision": pk, "reason": reason, "by": request.user, "on": timezone.now()}
        if _done(request, form, lambda: commands.undo(**act)):
            return redirect("parties:party", row["party"])
    lines = presenters.decision_lines([decision], may_decide=False)
    context = _act_context(request, row, form) | {"decision": lines[0]}
    return render(request, "parties/undo.html", context)


def _wanted(form: PartyFilterForm) -> queries.PartyFilter:
    given = form.cleaned_data if form.is_valid() else {}
    return queries.PartyFilter(
        text=given.get("q", "").strip(), kind=given.get("kind", ""), state=form.state_wanted
    )


def _may_decide(request: AuthenticatedRequest, detail: queries.PartyDetail) -> bool:
    may = user_can(request.user, DECIDE)
    return may and (not detail.is_person or sees_persons(request.user))


def _reason_form(request: AuthenticatedRequest, parties: list[str]) -> ReasonForm:
    return ReasonForm(request.POST or None, initial={"seen": queries.newest_decision(parties)})


def _split_form(request: AuthenticatedRequest, row: queries.Row, choices: Any) -> SplitForm:
    initial = {"seen": queries.newest_decision([row["party"]])}
    return SplitForm(choices, request.POST or None, initial=initial)


def _given(request: AuthenticatedRequest, form: ReasonForm) -> dict[str, Any]:
    return {
        "reason": form.cleaned_data["reason"],
        "seen": form.cleaned_data["seen"],
        "by": request.user,
        "on": timezone.now(),
    }


def _merge(request: AuthenticatedRequest, form: MergeForm, given: dict[str, str]) -> PartyDecision:
    other = _other_party(request, given["other"])
    seen = max(form.cleaned_data["seen"], queries.newest_decision([other]))
    return commands.merge(one=given["one"], other=other, **{**_given(request, form), "seen": seen})


def _other_party(request: AuthenticatedRequest, text: str) -> str:
    """Return the party somebody typed; what stands in the way belongs on the form."""
    try:
        return str(queries.one_party(text, unmasked=sees_persons(request.user))["party"])
    except NotFoundError as error:
        raise InputError(*error.problems) from error


def _done(
    request: AuthenticatedRequest, form: ReasonForm, act: Callable[[], PartyDecision]
) -> bool:
    """Do the act; tell whether it was done, with what comes of it as a message."""
    if submit(form, act) is None:
        return False
    if effects.waiting():
        messages.info(request, _("The decision is stored; it shows when the running import ends."))
    else:
        messages.success(request, _("The decision is stored and shows everywhere."))
    return True


def _pair_context(request: AuthenticatedRequest, row: queries.Row) -> dict[str, Any]:
    unmasked = sees_persons(request.user)
    shown = presenters.masking(row, unmasked=unmasked)
    sides = [
        presenters.pair_side(
            row[f"{side}_name"], queries.party_detail(row[f"{side}_party"]), unmasked=unmasked
        )
        for side in ("left", "right")
    ]
    return {"pair": presenters.pair(row, shown), "sides": sides}


def _act_context(
    request: AuthenticatedRequest, row: queries.Row, form: ReasonForm
) -> dict[str, Any]:
    shown = presenters.masking(row, unmasked=sees_persons(request.user))
    return {"form": form, "party": row["party"], "title": shown(row["name"])}
