"""Pages of the lead office: schedules and the overview; sheets of many values."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.plans.models import Plan, PlanIndicator
from zhiheng.office.plans.permissions import (
    EDIT,
    REPORT,
    VIEW,
    check_in_lead_office,
    in_lead_office,
)
from zhiheng.office.plans.queries import departments_of, plans_seen_by
from zhiheng.office.plans.queries import plan as plan_of
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.reporting import presenters, queries, scheduling, sheets
from zhiheng.office.reporting.enums import DEPARTMENTS_TURN
from zhiheng.office.reporting.exporting import values_table
from zhiheng.office.reporting.forms import (
    InboxFilterForm,
    ScheduleForm,
    SheetForm,
    TermsForm,
    first_start,
    schedule_initial,
)
from zhiheng.office.reporting.views import narrowed
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs


@require_safe
@needs(VIEW)
def plan(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show the reported indicators of a plan against the periods of a year."""
    today = timezone.localdate()
    found = plan_of(number, seen_by=request.user, on=today)
    asked = queries.requests_for(request.user, on=today).filter(indicator__plan=found)
    year = _year(request, found)
    indicators = queries.reported_indicators(found, user=request.user, on=today)
    context = {
        "plan": found,
        "leads": in_lead_office(request.user, EDIT, on=today),
        "shown": presenters.overview(
            found, indicators, asked.prefetch_related("versions"), year=year, on=today
        ),
        "left": [each for each in indicators if not hasattr(each, "schedule")],
    }
    return render(request, "reporting/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def schedule(request: AuthenticatedRequest, number: int, indicator: int) -> HttpResponse:
    """Say how an indicator is asked for."""
    found = _led_plan(request, number)
    asked = _indicator(found, indicator)
    present = queries.schedule_of(asked)
    initial = schedule_initial(present, asked, timezone.localdate())
    form = ScheduleForm(request.POST or None, initial=initial)
    if form.is_valid() and submit(form, lambda: _set(request, asked, form)) is not None:
        messages.success(request, _("The schedule was saved."))
        return redirect("reporting:plan", number)
    context = {"plan": found, "indicator": asked, "form": form, "present": present}
    return render(request, "reporting/schedule.html", context)


def _set(request: AuthenticatedRequest, asked: PlanIndicator, form: ScheduleForm) -> object:
    revision = request.POST.get("revision", "0")
    return scheduling.set_schedule(
        indicator=asked,
        terms=form.terms(),
        revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
        by=request.user,
        on=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def schedule_all(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Give every indicator without a schedule the same one."""
    found = _led_plan(request, number)
    initial = {"starts_on": first_start(found, timezone.localdate())}
    form = TermsForm(request.POST or None, initial=initial)
    if form.is_valid():
        done = submit(form, lambda: scheduling.schedule_all(
            plan=found, terms=form.terms(), by=request.user, on=timezone.now()
        ))  # fmt: skip
        if done is not None:
            made, left = done
            _say_scheduled(request, len(made), len(left))
            return redirect("reporting:plan", number)
    context = {"plan": found, "form": form, "left": scheduling.unscheduled(found)}
    return render(request, "reporting/schedule.html", context)


def _say_scheduled(request: AuthenticatedRequest, made: int, left: int) -> None:
    text = ngettext("%(n)d indicator was scheduled.", "%(n)d indicators were scheduled.", made)
    messages.success(request, text % {"n": made})
    if left:
        text = ngettext(
            "%(n)d indicator has no department: name one for it.",
            "%(n)d indicators have no department: name one for each.",
            left,
        )
        messages.warning(request, text % {"n": left})


@require_POST
@needs(EDIT)
def open_now(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Ask for the periods that are over, without waiting for the next morning."""
    found = _led_plan(request, number)
    today, now = timezone.localdate(), timezone.now()
    made = scheduling.open_due(day=today, by=request.user, on=now, plan=found)
    text = ngettext("%(n)d value was asked for.", "%(n)d values were asked for.", len(made))
    messages.success(request, text % {"n": len(made)})
    return redirect("reporting:plan", number)


@require_safe
@needs(VIEW)
def export(request: AuthenticatedRequest, number: int, ending: str) -> StreamingHttpResponse:
    """Send every value of a plan that the person may open, with its history, as a file."""
    check_format(ending)
    today = timezone.localdate()
    found = plan_of(number, seen_by=request.user, on=today)
    asked = queries.requests_for(request.user, on=today).filter(indicator__plan=found)
    return send(values_table(asked), f"{found.title}-{_('reported values')}", ending)


@require_safe
@needs(REPORT)
def template(request: AuthenticatedRequest) -> StreamingHttpResponse:
    """Send the sheet in which the values that are waited for can be filled in."""
    today = timezone.localdate()
    form = InboxFilterForm(request.GET, plans=plans_seen_by(request.user, on=today))
    form.is_valid()
    mine = departments_of(request.user, on=today)
    asked = queries.wanted(narrowed(request, form))
    asked = asked.filter(state__in=DEPARTMENTS_TURN, department__in=mine)
    return send(
        sheets.sheet_to_fill(asked.order_by("due_on", "pk").prefetch_related("versions")),
        _("values to report"),
        "xlsx",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(REPORT)
def upload(request: AuthenticatedRequest) -> HttpResponse:
    """Take a filled-in sheet and say what became of every row."""
    form = SheetForm(request.POST or None, request.FILES or None)
    answers = None
    if form.is_valid():
        answers = submit(form, lambda: sheets.read_sheet(
            file=form.cleaned_data["sheet"], submit=form.cleaned_data["submit"],
            by=request.user, on=timezone.now(),
        ))  # fmt: skip
    context = {
        "form": form,
        "answers": presenters.answer_lines(answers) if answers is not None else None,
        "taken": sum(each.outcome != "refused" for each in answers or ()),
    }
    return render(request, "reporting/upload.html", context)


def _led_plan(request: AuthenticatedRequest, number: int) -> Plan:
    today = timezone.localdate()
    check_in_lead_office(request.user, EDIT, on=today)
    return plan_of(number, seen_by=request.user, on=today)


def _indicator(plan: Plan, number: int) -> PlanIndicator:
    found = plan.indicators.filter(number=number, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFoundError.of("report.indicator_not_found", received=number)
    return found


def _year(request: AuthenticatedRequest, plan: Plan) -> int:
    text = request.GET.get("year", "")
    if not text:
        return min(max(timezone.localdate().year, plan.first_year), plan.last_year)
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise InputError.of("page.bad_request")
    return int(text)
