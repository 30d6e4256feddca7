"""The cockpit of a plan and the page of one of its indicators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import check_user_can, user_can
from zhiheng.office.monitoring import detail_presenters, openings, presenters, queries
from zhiheng.office.monitoring.forms import CockpitForm
from zhiheng.office.monitoring.standings import PlanStanding
from zhiheng.office.plans import queries as plans
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Department, Plan
from zhiheng.office.plans.permissions import VIEW
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.queries import as_of_day
from zhiheng.office.web.pages import AuthenticatedRequest, needs


@dataclass(frozen=True)
class _Asked:
    """What the address asks for; `standing` is narrowed by everything but the light."""

    form: CockpitForm
    standing: PlanStanding
    department: Department | None
    district: str
    light: str

    @property
    def chosen(self) -> PlanStanding:
        """Return what is shown: the indicators with the light asked for."""
        if not self.light:
            return self.standing
        kept = [each for each in self.standing.indicators if each.progress.light == self.light]
        return replace(self.standing, indicators=kept)


@require_safe
@needs(VIEW)
def plan_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the plans in force with their lights."""
    today = timezone.localdate()
    found = plans.plans_seen_by(request.user, on=today).filter(state=PlanState.IN_FORCE)
    summaries = [
        (each, presenters.light_counts(queries.standing(each, on=today), ())) for each in found
    ]
    return render(request, "monitoring/list.html", {"summaries": summaries})


@require_safe
@needs(VIEW)
def plan(request: AuthenticatedRequest, plan: int) -> HttpResponse:
    """Show where a plan stands on a day, narrowed by the address."""
    found = plans.plan(plan, seen_by=request.user, on=timezone.localdate())
    asked = _asked(request, found)
    on, known_on = asked.standing.on, asked.standing.known_on
    query = [(name, value) for name, value in request.GET.dict().items() if value]
    context = {
        "plan": found,
        "form": asked.form,
        "on": on,
        "today": timezone.localdate(),
        "known_on": known_on,
        "lines": [presenters.line(each, on, known_on) for each in asked.chosen.indicators],
        "total": len(asked.standing.indicators),
        "lights": presenters.light_counts(asked.standing, query, asked.light),
        "district": presenters.district_title(asked.district),
        "department": asked.department,
        "measures": queries.measure_counts(found, on=on, department=asked.department),
        "upcoming": queries.upcoming_measures(found, on=on, department=asked.department),
        "export": openings.export_address(asked.standing, query),
        "can_export": user_can(request.user, "registers.export"),
    }
    return render(request, "monitoring/plan.html", context)


@require_safe
@needs("registers.export")
def export(request: AuthenticatedRequest, plan: int, ending: str) -> StreamingHttpResponse:
    """Give the cockpit as a file, narrowed as the page is."""
    check_user_can(request.user, VIEW)
    check_format(ending)
    found = plans.plan(plan, seen_by=request.user, on=timezone.localdate())
    asked = _asked(request, found)
    name = f"{found.title}-{asked.standing.on.isoformat()}"
    return send(presenters.cockpit_table(asked.chosen), name, ending)


@require_safe
@needs(VIEW)
def indicator(request: AuthenticatedRequest, plan: int, number: int) -> HttpResponse:
    """Show one indicator of a plan: course, districts, history, definition."""
    found = plans.plan(plan, seen_by=request.user, on=timezone.localdate())
    on, known_on = _days(request)
    standing = queries.indicator_standing(plans.indicator(found, number), on=on, known_on=known_on)
    context = {
        "plan": found,
        "page": detail_presenters.detail_page(standing, on, known_on),
        "on": on,
        "known_on": known_on,
        "today": timezone.localdate(),
    }
    return render(request, "monitoring/indicator.html", context)


def _asked(request: AuthenticatedRequest, found: Plan) -> _Asked:
    on, known_on = _days(request)
    departments = list(plans.departments_in(found))
    years = found.indicators.filter(withdrawn_at=None).values_list("target_year", flat=True)
    data = {**request.GET.dict(), "as_of": on.isoformat()}
    form = CockpitForm(data, departments=departments, years=years)
    form.is_valid()
    narrowed = form.cleaned_data
    chosen = narrowed.get("department")
    department = next((each for each in departments if each.pk == chosen), None)
    district = narrowed.get("district", "")
    standing = queries.standing(
        found, on=on, known_on=known_on, department=department, district=district or None
    )
    if due := narrowed.get("due"):
        kept = [each for each in standing.indicators if each.goal.target.year == due]
        standing = replace(standing, indicators=kept)
    return _Asked(form, standing, department, district, narrowed.get("light", ""))


def _days(request: AuthenticatedRequest) -> tuple[date, date | None]:
    """Return the day asked for, and the day by whose knowledge, None for today's."""
    known_on = request.GET.get("known_on", "").strip()
    day = as_of_day(request.GET.get("as_of", ""))
    return day, as_of_day(known_on) if known_on else None
