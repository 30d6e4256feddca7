"""Pages of reports: the department's list, one report, the lead office's overview."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.core.errors import InputError
from zhiheng.office.attachments.queries import download
from zhiheng.office.plans.permissions import EDIT, REPORT, SIGN, VIEW, in_lead_office, speaks_for
from zhiheng.office.plans.queries import plans_seen_by
from zhiheng.office.reporting import commands, presenters, queries
from zhiheng.office.reporting.checking import check_version, read_value
from zhiheng.office.reporting.enums import DEPARTMENTS_TURN, RequestState
from zhiheng.office.reporting.forms import AnswerForm, InboxFilterForm, ReasonForm, ValueForm
from zhiheng.office.reporting.models import Request
from zhiheng.office.reporting.permissions import may_sign
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate

T = TypeVar("T")
ORDERS = ("due_on", "period_end", "indicator__name", "department__name", "state")


@require_safe
@needs(VIEW)
def inbox(request: AuthenticatedRequest) -> HttpResponse:
    """Show what the person's departments have to report; everything in the lead office."""
    today = timezone.localdate()
    form = InboxFilterForm(request.GET, plans=plans_seen_by(request.user, on=today))
    form.is_valid()
    sort = ordering(request, ORDERS)
    found = narrowed(request, form).order_by(sort, "pk").prefetch_related("versions")
    pager = paginate(request, found)
    context = {
        "form": form,
        "pager": pager,
        "sort": sort,
        "lines": presenters.request_lines(pager.items, on=today),
        "leads": in_lead_office(request.user, EDIT, on=today),
    }
    return render(request, "reporting/inbox.html", context)


def narrowed(request: AuthenticatedRequest, form: InboxFilterForm) -> QuerySet[Request]:
    """Return the requests the person may open, as the filters narrow them."""
    today = timezone.localdate()
    found = queries.requests_for(request.user, on=today)
    given = form.cleaned_data
    if given.get("q"):
        found = found.filter(indicator__name__icontains=given["q"])
    if given.get("plan"):
        found = found.filter(indicator__plan=given["plan"])
    state = given.get("state", "")
    if state == "overdue":
        return queries.overdue(found, on=today)
    if state == "waiting":
        return queries.wanted(found).filter(state__in=DEPARTMENTS_TURN)
    return found.filter(state=state) if state in RequestState.values else found


@require_safe
@needs(VIEW)
def report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show one report: what is asked, what was entered, what is to be done."""
    asked, whole = queries.request_shown(pk, request.user, on=timezone.localdate())
    return _report_page(request, asked, whole=whole)


def _report_page(
    request: AuthenticatedRequest, asked: Request, *, whole: bool = True, **forms: object
) -> HttpResponse:
    today, user = timezone.localdate(), request.user
    draft, submitted = queries.draft_of(asked), queries.submitted_of(asked)
    versions = list(queries.versions_of(asked, signed_only=not whole))
    reports = speaks_for(user, asked.department, REPORT, on=today) and asked.is_wanted
    enters = reports and submitted is None
    before = draft or (versions[0] if versions else None)
    context = {
        "asked": asked,
        "line": presenters.request_line(asked, on=today),
        "versions": presenters.versions_shown(versions, asked.indicator.unit, whole=whole),
        "draft": draft,
        "doubts": presenters.doubts(check_version(draft, on=today) if draft else None),
        "corrects": asked.first_signed_at is not None,
        "value_form": ValueForm(indicator=asked.indicator, before=before) if enters else None,
        "reason_form": ReasonForm(initial={"reason": draft.reason if draft else ""}),
        "answer_form": AnswerForm(),
        "baseline": presenters.figure(asked.indicator.baseline, asked.indicator.unit),
        "target": presenters.figure(asked.indicator.target, asked.indicator.unit),
        "may_sign": may_sign(user, asked, submitted, on=today),
        "may_return": submitted is not None and speaks_for(user, asked.department, SIGN, on=today),
        "may_query": asked.state == RequestState.SIGNED and in_lead_office(user, EDIT, on=today),
        "before": queries.reported_values(asked.indicator, until=asked.period_start)[-4:],
        **forms,
    }
    return render(request, "reporting/report.html", context)


@require_POST
@needs(REPORT)
def enter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Keep a value as a draft and show what the checks say of it."""
    asked = queries.request_of(pk, request.user, on=timezone.localdate())
    before = queries.versions_of(asked).first()
    form = ValueForm(request.POST, request.FILES, indicator=asked.indicator, before=before)
    if form.is_valid() and submit(form, lambda: _enter(request, asked, form)) is not None:
        messages.success(request, _("Saved as a draft; nothing is handed in yet."))
        return redirect("reporting:report", pk)
    return _report_page(request, asked, value_form=form)


def _enter(request: AuthenticatedRequest, asked: Request, form: ValueForm) -> object:
    typed = form.cleaned_data
    return commands.enter_value(
        request=asked,
        revision=_revision(request, asked),
        written=read_value(typed["written"]),
        unit=typed["unit"],
        note=typed["note"],
        files=typed["evidence"],
        keep=typed.get("keep"),
        by=request.user,
        on=timezone.now(),
    )


@require_POST
@needs(REPORT)
def hand_in(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Hand the draft in for sign-off."""
    asked = queries.request_of(pk, request.user, on=timezone.localdate())
    form = ReasonForm(request.POST)
    form.is_valid()
    # Whether a reason is needed is decided by the command, which knows the doubts.
    act = partial(
        commands.submit_value,
        request=asked,
        revision=_revision(request, asked),
        reason=form.cleaned_data.get("reason", ""),
        by=request.user,
        on=timezone.now(),
    )
    if submit(form, act) is not None:
        messages.success(request, _("Handed in. Somebody else of the department signs it off."))
        return redirect("reporting:report", pk)
    return _report_page(request, asked, reason_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(REPORT)
def discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Throw the draft away, after asking."""
    asked = queries.request_of(pk, request.user, on=timezone.localdate())
    if request.method == "POST":
        revision = _revision(request, asked)
        commands.discard_draft(request=asked, revision=revision, by=request.user, on=timezone.now())
        messages.success(request, _("The draft was thrown away."))
        return redirect("reporting:report", pk)
    return render(request, "reporting/discard.html", {"asked": asked})


@require_POST
@needs(SIGN)
def sign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Sign the value off that was handed in."""
    asked = queries.request_of(pk, request.user, on=timezone.localdate())
    revision = _revision(request, asked)
    commands.sign_value(request=asked, revision=revision, by=request.user, on=timezone.now())
    messages.success(request, _("Signed off. The value counts from now on."))
    return redirect("reporting:report", pk)


@require_POST
@needs(SIGN)
def give_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Return the value that was handed in."""
    return _answer(request, pk, commands.return_value, "answer", _("Returned."))


@require_POST
@needs(EDIT)
def query(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Query a signed value."""
    return _answer(request, pk, commands.query_value, "text", _("The department was asked."))


def _answer(
    request: AuthenticatedRequest, pk: int, command: Callable[..., T], name: str, done: str
) -> HttpResponse:
    asked = queries.request_of(pk, request.user, on=timezone.localdate())
    form = AnswerForm(request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data["answer"], "revision": _revision(request, asked)}
        act = partial(command, request=asked, by=request.user, on=timezone.now(), **given)
        if submit(form, act) is not None:
            messages.success(request, done)
            return redirect("reporting:report", pk)
    return _report_page(request, asked, answer_form=form)


@require_safe
@needs(VIEW)
def evidence(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """Send a file to who may open its report."""
    found = queries.evidence(pk, request.user, on=timezone.localdate())
    return download(found.attachment)


def _revision(request: AuthenticatedRequest, asked: Request) -> int:
    """Return the revision the page was made of, so that two people cannot cross."""
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise InputError.of("page.bad_request")
    return int(text)
