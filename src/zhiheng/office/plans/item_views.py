"""Pages of one indicator, of one measure, and of departments; and their changes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.office.plans import commands, plan_presenters, queries
from zhiheng.office.plans.checking import surroundings
from zhiheng.office.plans.document_text import part_at, parts_of
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.forms import (
    DepartmentForm,
    IndicatorForm,
    LinkForm,
    MeasureForm,
    ReasonForm,
    initial_of,
)
from zhiheng.office.plans.models import Measure, Plan, PlanIndicator
from zhiheng.office.plans.permissions import EDIT, VIEW, check_in_lead_office, in_lead_office
from zhiheng.office.plans.writing_back import values_of_indicator, values_of_measure
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, revision_on


@require_safe
@needs(VIEW)
def indicator(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Show an indicator as the plan states it, with its passage and its changes."""
    found = queries.indicator(_plan(request, number), place)
    context = {
        **_item_context(request, found),
        "indicator": found,
        "facts": plan_presenters.indicator_facts(found),
        "computed": plan_presenters.computed_title(found.computed_by),
    }
    return render(request, "plans/indicator.html", context)


@require_safe
@needs(VIEW)
def measure(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Show a measure as the plan states it, with its passage and its changes."""
    found = queries.measure(_plan(request, number), place)
    row = plan_presenters.measure_rows([found], on=timezone.localdate())[0]
    context = {**_item_context(request, found), "measure": found, "row": row}
    return render(request, "plans/measure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def change_indicator(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Change an indicator of a plan in force."""
    found = queries.indicator(_edited(request, number), place)
    form = IndicatorForm(request.POST or None, initial=initial_of(values_of_indicator(found)))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        around = surroundings(found.plan, on=timezone.localdate(), reason=reason)
        changed = submit(
            form,
            lambda: commands.change_indicator(
                indicator=found,
                revision=revision_on(request) or 0,
                values=form.values(around),
                reason=reason,
                by=request.user,
                on=timezone.now(),
            ),
        )
        if changed is not None:
            messages.success(request, _("The change was saved."))
            return redirect(_address(found))
    return _form_page(request, found, form, _("Change the indicator"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def change_measure(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Change a measure of a plan in force."""
    found = queries.measure(_edited(request, number), place)
    form = MeasureForm(request.POST or None, initial=initial_of(values_of_measure(found)))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        around = surroundings(found.plan, on=timezone.localdate(), reason=reason)
        changed = submit(
            form,
            lambda: commands.change_measure(
                measure=found,
                revision=revision_on(request) or 0,
                values=form.values(around, tuple(found.under)),
                reason=reason,
                by=request.user,
                on=timezone.now(),
            ),
        )
        if changed is not None:
            messages.success(request, _("The change was saved."))
            return redirect(_address(found))
    return _form_page(request, found, form, _("Change the measure"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def withdraw_indicator(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Take an indicator out of a plan, after asking why."""
    return _withdraw(request, queries.indicator(_edited(request, number), place))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def withdraw_measure(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Take a measure out of a plan, after asking why."""
    return _withdraw(request, queries.measure(_edited(request, number), place))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def link_indicator(request: AuthenticatedRequest, number: int, place: int) -> HttpResponse:
    """Choose what computes an indicator."""
    found = queries.indicator(_edited(request, number), place)
    form = LinkForm(
        request.POST or None,
        choices=plan_presenters.link_choices(found),
        initial={"computed_by": found.computed_by},
    )
    if form.is_valid():
        linked = submit(
            form,
            lambda: commands.link_computed(
                indicator=found,
                revision=revision_on(request) or 0,
                name=form.cleaned_data["computed_by"],
                by=request.user,
                on=timezone.now(),
            ),
        )
        if linked is not None:
            messages.success(request, _("The change was saved."))
            return redirect(_address(found))
    return _form_page(request, found, form, _("Choose what computes it"))


@require_safe
@needs(VIEW)
def departments(request: AuthenticatedRequest, number: int) -> HttpResponse:
    """Show the departments a plan names, and whose people speak for them."""
    plan = _plan(request, number)
    context = {
        "plan": plan,
        "departments": queries.departments_in(plan),
        "can_edit": in_lead_office(request.user, EDIT, on=timezone.localdate()),
    }
    return render(request, "plans/departments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def link_department(request: AuthenticatedRequest, number: int, pk: int) -> HttpResponse:
    """Choose the organisation whose people speak for a department."""
    plan = _edited(request, number)
    found = queries.department(pk)
    form = DepartmentForm(request.POST or None, initial={"organisation": found.organisation_id})
    if form.is_valid():
        commands.link_department(
            department=found,
            organisation=form.cleaned_data["organisation"],
            by=request.user,
            on=timezone.now(),
        )
        messages.success(request, _("The change was saved."))
        return redirect("plans:departments", number)
    context = {"plan": plan, "department": found, "form": form}
    return render(request, "plans/department.html", context)


def _item_context(request: AuthenticatedRequest, item: PlanIndicator | Measure) -> dict[str, Any]:
    plan = item.plan
    before, passage, after = plan_presenters.context_of(item)
    start = item.proposal.start if item.proposal else 0
    editable = plan.state == PlanState.IN_FORCE and item.withdrawn_at is None
    return {
        "plan": plan,
        "before": before,
        "passage": passage,
        "after": after,
        "anchor": f"measure-{item.place}"
        if isinstance(item, Measure)
        else f"indicator-{item.number}",
        "part": part_at(parts_of(plan.text), start).number,
        "changes": plan_presenters.changes_shown(item.changes.select_related("changed_by")),
        "can_edit": editable and in_lead_office(request.user, EDIT, on=timezone.localdate()),
    }


def _withdraw(request: AuthenticatedRequest, item: PlanIndicator | Measure) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        done = submit(
            form,
            lambda: (
                commands.withdraw(
                    item=item,
                    revision=revision_on(request) or 0,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    on=timezone.now(),
                ),
                True,
            ),
        )
        if done is not None:
            messages.success(request, _("It was withdrawn from the plan; its history stays."))
            return redirect("plans:plan", item.plan_id)
    return _form_page(request, item, form, _("Withdraw from the plan"), danger=True)


def _form_page(
    request: AuthenticatedRequest,
    item: PlanIndicator | Measure,
    form: Any,
    heading: str,
    *,
    danger: bool = False,
) -> HttpResponse:
    context = {
        "plan": item.plan,
        "item": item,
        "form": form,
        "heading": heading,
        "danger": danger,
        "back": _address(item),
    }
    return render(request, "plans/form.html", context)


def _address(item: PlanIndicator | Measure) -> str:
    if isinstance(item, Measure):
        return reverse("plans:measure", args=(item.plan_id, item.place))
    return reverse("plans:indicator", args=(item.plan_id, item.number))


def _plan(request: AuthenticatedRequest, number: int) -> Plan:
    return queries.plan(number, seen_by=request.user, on=timezone.localdate())


def _edited(request: AuthenticatedRequest, number: int) -> Plan:
    plan = _plan(request, number)
    check_in_lead_office(request.user, EDIT, on=timezone.localdate())
    return plan
