"""Pages of yearly reports."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.office.annual import commands, documents, presenters, queries
from zhiheng.office.annual.forms import FreezeForm, SectionForm, VerifyForm, usual_day
from zhiheng.office.annual.missing import missing_on
from zhiheng.office.annual.models import Report
from zhiheng.office.annual.permissions import MANAGE, check_may_manage, may_manage
from zhiheng.office.plans import queries as plan_queries
from zhiheng.office.plans.models import Plan
from zhiheng.office.plans.permissions import VIEW
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate, revision_on

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_safe
@needs(VIEW)
def plan(request: AuthenticatedRequest, plan: int) -> HttpResponse:
    """Show the yearly reports of a plan."""
    today = timezone.localdate()
    found = plan_queries.plan(plan, seen_by=request.user, on=today)
    reports = queries.reports_of(found, seen_by=request.user, on=today)
    context = {
        "plan": found,
        "pager": paginate(request, reports),
        "can_manage": may_manage(request.user, on=today),
    }
    return render(request, "annual/list.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def new(request: AuthenticatedRequest, plan: int) -> HttpResponse:
    """Freeze the figures of a day, after showing what is missing on it."""
    today = timezone.localdate()
    check_may_manage(request.user, on=today)
    found = plan_queries.plan(plan, seen_by=request.user, on=today)
    day = _day_of(request, found, today)
    form = FreezeForm(request.POST or None, initial={"as_of": day})
    if form.is_valid():
        asked = form.cleaned_data["as_of"]
        made = submit(
            form,
            lambda: commands.make_report(
                plan=found, as_of=asked, by=request.user, on=timezone.now()
            ),
        )
        if made is not None:
            messages.success(request, _("The figures are frozen. Now read and edit the report."))
            return redirect("annual:report", found.pk, made.number)
    ready = presenters.readiness(missing_on(found, on=day))
    context = {"form": form, "plan": found, "day": day, "ready": ready}
    return render(request, "annual/new.html", context)


def _day_of(request: AuthenticatedRequest, plan: Plan, today: dt.date) -> dt.date:
    """Return the day whose gaps are shown: the one asked for, else the usual one."""
    asked = request.POST.get("as_of") or request.GET.get("as_of", "")
    try:
        day = dt.date.fromisoformat(asked)
    except ValueError:
        return usual_day(plan, today)
    return min(max(day, dt.date(plan.first_year, 1, 1)), today)


@require_safe
@needs(VIEW)
def report(request: AuthenticatedRequest, plan: int, number: int) -> HttpResponse:
    """Show a report as it is written into its files."""
    found = _report(request, plan, number)
    document = documents.document_of(found)
    context = {
        "plan": found.plan,
        "report": found,
        "document": document,
        "blocks": presenters.preview(document),
        "written": list(found.sections),
        "can_manage": may_manage(request.user, on=timezone.localdate()),
    }
    return render(request, "annual/report.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def section(request: AuthenticatedRequest, plan: int, number: int, section: str) -> HttpResponse:
    """Edit the words of a section."""
    found = _report(request, plan, number)
    check_may_manage(request.user, on=timezone.localdate())
    words, draft = queries.section_words(found, section)
    form = SectionForm(request.POST or None, initial={"text": words})
    if form.is_valid():
        made = submit(
            form,
            lambda: commands.write_section(
                report=found,
                revision=revision_on(request) or found.revision,
                section=section,
                text="" if "draft" in request.POST else form.cleaned_data["text"],
                by=request.user,
                on=timezone.now(),
            ),
        )
        if made is not None:
            messages.success(request, _("The section was saved."))
            return redirect("annual:report", plan, number)
    context = {"form": form, "report": found, "plan": found.plan, "draft": draft}
    context |= {"title": presenters.section_title(section), "edited": section in found.sections}
    return render(request, "annual/section.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def issue(request: AuthenticatedRequest, plan: int, number: int) -> HttpResponse:
    """Issue a report, after asking."""
    found = _report(request, plan, number)
    check_may_manage(request.user, on=timezone.localdate())
    if request.method == "POST":
        revision = revision_on(request) or found.revision
        commands.issue_report(report=found, revision=revision, by=request.user, on=timezone.now())
        messages.success(request, _("The report is issued. Its files are kept as they are."))
        return redirect("annual:report", plan, number)
    facts = queries.facts(found.snapshot)
    context = {
        "report": found,
        "plan": found.plan,
        "ready": presenters.readiness_of(facts),
        "replaces": queries.issued_of_year(found),
    }
    return render(request, "annual/issue.html", context)


@require_http_methods(READ_OR_WRITE)
@needs(MANAGE)
def discard(request: AuthenticatedRequest, plan: int, number: int) -> HttpResponse:
    """Put a draft away, after asking."""
    found = _report(request, plan, number)
    check_may_manage(request.user, on=timezone.localdate())
    if request.method == "POST":
        revision = revision_on(request) or found.revision
        commands.discard_report(report=found, revision=revision, by=request.user, on=timezone.now())
        messages.success(request, _("The draft was discarded."))
        return redirect("annual:plan", plan)
    return render(request, "annual/discard.html", {"report": found, "plan": found.plan})


@require_safe
@needs(VIEW)
def download(request: AuthenticatedRequest, plan: int, number: int, ending: str) -> HttpResponse:
    """Send a report as a Word or PDF file."""
    found = _report(request, plan, number)
    content = documents.file_of(found, ending)
    response = HttpResponse(content, content_type=documents.KINDS[ending])
    name = documents.file_name(found, ending)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_http_methods(READ_OR_WRITE)
@needs(VIEW)
def verify(request: AuthenticatedRequest, plan: int) -> HttpResponse:
    """Tell whether a file is the one that was issued."""
    found = plan_queries.plan(plan, seen_by=request.user, on=timezone.localdate())
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "plan": found}
    if form.is_valid():
        file = form.cleaned_data["file"]
        matches = queries.recognised(file.chunks(), seen_by=request.user)
        context |= {"file": file.name, "matches": matches, "verdict": presenters.verdict(matches)}
    return render(request, "annual/verify.html", context)


def _report(request: AuthenticatedRequest, plan: int, number: int) -> Report:
    today = timezone.localdate()
    found = plan_queries.plan(plan, seen_by=request.user, on=today)
    return queries.report(found, number, seen_by=request.user, on=today)
