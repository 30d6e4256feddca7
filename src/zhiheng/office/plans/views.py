"""Pages of plans: the list, import, description, adoption, and the plan in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.permissions import check_user_can, user_can
from zhiheng.office.attachments.commands import check_files
from zhiheng.office.attachments.queries import download
from zhiheng.office.plans import commands, plan_presenters, presenters, queries
from zhiheng.office.plans.document_text import entries_of, lines_of, parts_of
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.forms import (
    DescriptionForm,
    ImportForm,
    MeasureFilterForm,
    PlanFilterForm,
)
from zhiheng.office.plans.models import Measure, Plan
from zhiheng.office.plans.permissions import (
    EDIT,
    SIGN,
    VIEW,
    check_in_lead_office,
    in_lead_office,
)
from zhiheng.office.plans.review_views import plan_of
from zhiheng.office.registers import downloads, lake
from zhiheng.office.registers.exports import check_format
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate, revision_on

ORDERS = ("-first_year", "first_year", "title", "state", "imported_at")
EXPORT = "registers.export"


@require_safe
@needs(VIEW)
def plan_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the plans."""
    form = PlanFilterForm(request.GET)
    form.is_valid()
    today = timezone.localdate()
    text, state = form.cleaned_data.get("q", ""), form.cleaned_data.get("state", "")
    sort = ordering(request, ORDERS)
    found = queries.plans_listed(request.user, on=today, text=text, state=state)
    pager = paginate(request, found.order_by(sort, "-pk"))
    context = {
        "form": form,
        "pager": pager,
        "sort": sort,
        "can_edit": in_lead_office(request.user, EDIT, on=today),
        "narrowed": bool(text or state),
    }
    return render(request, "plans/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def import_new(request: AuthenticatedRequest) -> HttpResponse:
    """Take a document and read it."""
    check_in_lead_office(request.user, EDIT, on=timezone.localdate())
    form = ImportForm(
        request.POST or None, request.FILES or None, initial={"division": lake.city()}
    )
    if form.is_valid():
        plan = submit(form, lambda: _import(request, form))
        if plan is not None:
            count = plan.proposals.count()
            messages.success(
                request, _("%(count)s passages were read. Decide each of them.") % {"count": count}
            )
            return redirect("plans:review", plan.pk)
    return render(request, "plans/import.html", {"form": form})


def _import(request: AuthenticatedRequest, form: ImportForm) -> Plan:
    typed = form.cleaned_data
    document = typed["document"]
    check_files([document])
    return commands.import_plan(
        name=document.name,
        content=document.read(),
        division=typed["division"],
        told=commands.Told(typed["title"], typed["first_year"], typed["last_year"]),
        as_new_edition=typed["as_new_edition"],
        by=request.user,
        on=timezone.now(),
    )


@require_safe
@needs(VIEW)
def plan(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show a plan in force; one under review is shown with its proposals."""
    found = _plan(request, number)
    if found.state == PlanState.REVIEW:
        return redirect("plans:review", number)
    today = timezone.localdate()
    filters, measures = _measures(request, found)
    shown = list(measures)
    context = {
        "plan": found,
        "filters": filters,
        "indicators": plan_presenters.indicator_rows(queries.indicators_of(found)),
        "measures": plan_presenters.measure_rows(shown, on=today),
        "narrowed": any(request.GET.get(name) for name in filters.fields),
        "can_edit": in_lead_office(request.user, EDIT, on=today),
        "can_close": in_lead_office(request.user, SIGN, on=today),
        "can_export": user_can(request.user, EXPORT),
    }
    return render(request, "plans/plan.html", context)


def _measures(request: AuthenticatedRequest, plan: Plan) -> tuple[MeasureFilterForm, Any]:
    named = list(queries.departments_in(plan))
    departments = [(str(each.pk), each.name) for each in named]
    form = MeasureFilterForm(request.GET, departments=departments)
    form.is_valid()
    wanted = form.cleaned_data
    by_key = {str(each.pk): each for each in named}
    found = queries.measures_of(
        plan, department=by_key.get(wanted.get("department", "")), due_until=wanted.get("due")
    )
    return form, found.filter(kind=wanted["kind"]) if wanted.get("kind") else found


@require_safe
@needs(VIEW)
def text(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show the document of a plan with the passages its indicators and measures come from."""
    found = _plan(request, number)
    parts = parts_of(found.text)
    asked = request.GET.get("part", "")
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    part = parts[min(max(at, 1), len(parts)) - 1]
    marks = plan_presenters.passages(
        list(queries.indicators_of(found).select_related("proposal")),
        list(Measure.objects.filter(plan=found, withdrawn_at=None).select_related("proposal")),
    )
    context = {
        "plan": found,
        "lines": lines_of(found.text, part, marks),
        "parts": parts if len(parts) > 1 else [],
        "part": part,
        "headings": entries_of(found.outline, found.text, parts),
    }
    return render(request, "plans/text.html", context)


@require_safe
@needs(VIEW)
def document(request: AuthenticatedRequest, number: int) -> FileResponse:
    """Send the document as it was imported."""
    return download(_plan(request, number).document)


@require_safe
@needs(VIEW)
def export(
    request: AuthenticatedRequest, number: int, what: str, ending: str
) -> StreamingHttpResponse:
    """Send a plan's indicators or measures as a file."""
    check_user_can(request.user, EXPORT)
    check_format(ending)
    found = _plan(request, number)
    if what == "indicators":
        table = plan_presenters.indicator_table(queries.indicators_of(found))
    elif what == "measures":
        _form, measures = _measures(request, found)
        table = plan_presenters.measure_table(measures, on=timezone.localdate())
    else:
        raise NotFoundError.of("page.not_found")
    return downloads.send(table, f"{found.title}-{what}", ending)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def describe(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Change title, issuers, date and years of a plan under review."""
    found = plan_of(request, number)
    initial = {
        "title": found.title,
        "issuers": "\n".join(found.issuers),
        "issued": found.issued,
        "first_year": found.first_year,
        "last_year": found.last_year,
    }
    form = DescriptionForm(request.POST or None, initial=initial)
    if form.is_valid() and submit(form, lambda: _describe(request, found, form)) is not None:
        messages.success(request, _("The change was saved."))
        return redirect("plans:review", number)
    return render(request, "plans/describe.html", {"plan": found, "form": form})


def _describe(request: AuthenticatedRequest, plan: Plan, form: DescriptionForm) -> Plan:
    typed = {**form.cleaned_data, "issuers": form.cleaned_data["issuers"].splitlines()}
    return commands.describe_plan(
        plan=plan, revision=revision_on(request) or 0, **typed, by=request.user, on=timezone.now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def adopt(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Bring a plan into force, after showing what will stand in it."""
    found = plan_of(request, number)
    if request.method == "POST":
        commands.adopt_plan(
            plan=found, revision=revision_on(request) or 0, by=request.user, on=timezone.now()
        )
        messages.success(request, _("The plan is in force."))
        return redirect("plans:plan", number)
    context = {
        "plan": found,
        "progress": presenters.progress_of(queries.review_counts(found)),
        "kinds": queries.standing_by_kind(found),
    }
    return render(request, "plans/adopt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def discard(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Throw a plan under review away, after asking."""
    found = plan_of(request, number)
    if request.method == "POST":
        commands.discard_plan(
            plan=found, revision=revision_on(request) or 0, by=request.user, on=timezone.now()
        )
        messages.success(request, _("The plan under review was discarded."))
        return redirect("plans:list")
    context = {"plan": found, "progress": presenters.progress_of(queries.review_counts(found))}
    return render(request, "plans/discard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(SIGN)
def close(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """End a plan in force, after asking."""
    found = _plan(request, number)
    if request.method == "POST":
        commands.close_plan(
            plan=found, revision=revision_on(request) or 0, by=request.user, on=timezone.now()
        )
        messages.success(request, _("The plan is closed. Everything about it stays readable."))
        return redirect("plans:plan", number)
    return render(request, "plans/close.html", {"plan": found})


def _plan(request: AuthenticatedRequest, number: int) -> Plan:
    return queries.plan(number, seen_by=request.user, on=timezone.localdate())
