"""What the lead office changes about a plan.

Its description while it is under review; once it is in force its indicators and measures, which
declared indicator computes them, and whose people speak for a department.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.indicators import queries as indicator_queries
from zhiheng.office.ledger.commands import record
from zhiheng.office.plans.adopting import (
    change_plan,
    indicator_fields,
    measure_fields,
    set_departments_and_commitments,
)
from zhiheng.office.plans.checking import problems_of, surroundings
from zhiheng.office.plans.departments import NamedDepartments
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.importing import LONGEST_TITLE, problems_of_years
from zhiheng.office.plans.models import Change, Department, Measure, Plan, PlanIndicator
from zhiheng.office.plans.permissions import EDIT, SIGN, check_in_lead_office
from zhiheng.office.plans.signals import unit_changed
from zhiheng.office.plans.values import (
    IndicatorValues,
    MeasureValues,
    indicator_data,
    measure_data,
)
from zhiheng.office.plans.writing_back import values_of_indicator, values_of_measure
from zhiheng.office.registers import lake

LONGEST_REASON = 400


@transaction.atomic
def describe_plan(
    *,
    plan: Plan,
    revision: int,
    title: str,
    issuers: list[str],
    issued: str,
    first_year: int | None,
    last_year: int | None,
    by: User,
    on: datetime,
) -> Plan:
    """Change title, issuing bodies, date and years of a plan under review."""
    check_in_lead_office(by, EDIT, on=localdate(on))
    problems = [*problems_of_years(first_year, last_year)]
    if not title.strip() or len(title) > LONGEST_TITLE:
        problems.append(Problem("plan.title_unfit", {"expected": str(LONGEST_TITLE)}))
    if not _is_date(issued):
        problems.append(Problem("plan.issued_unfit", {"received": issued}))
    if problems:
        raise InputError(*problems)
    change_plan(
        plan,
        revision,
        was=PlanState.REVIEW,
        title=title.strip(),
        issuers=[name.strip() for name in issuers if name.strip()],
        issued=issued,
        first_year=first_year,
        last_year=last_year,
    )
    record(act="plans.described", subject=_of(plan), details={}, by=by, on=on)
    return plan


@transaction.atomic
def discard_plan(*, plan: Plan, revision: int, by: User, on: datetime) -> None:
    """Throw a plan under review away with all that was decided; its file stays with the ledger."""
    check_in_lead_office(by, EDIT, on=localdate(on))
    change_plan(plan, revision, was=PlanState.REVIEW)
    details = {"digest": plan.document.digest, "passages": plan.proposals.count()}
    record(act="plans.discarded", subject=_of(plan), details=details, by=by, on=on)
    plan.delete()


@transaction.atomic
def close_plan(*, plan: Plan, revision: int, by: User, on: datetime) -> Plan:
    """End a plan in force; everything about it stays readable and is changed no more."""
    check_in_lead_office(by, SIGN, on=localdate(on))
    change_plan(plan, revision, was=PlanState.IN_FORCE, state=PlanState.CLOSED, closed_at=on)
    record(act="plans.closed", subject=_of(plan), details={}, by=by, on=on)
    return plan


@transaction.atomic
def change_indicator(
    *,
    indicator: PlanIndicator,
    revision: int,
    values: IndicatorValues,
    reason: str,
    by: User,
    on: datetime,
) -> PlanIndicator:
    """Change an indicator of a plan in force; what it was before is kept with the reason."""
    _to_change(indicator.plan, values, reason, by, on)
    before = indicator_data(values_of_indicator(indicator))
    is_other_unit = values.unit != indicator.unit
    _advance(indicator, revision, **indicator_fields(values))
    indicator.departments.set(_named(indicator.plan, on).rows(values.departments))
    if is_other_unit:
        if indicator.computed_by:
            _check_units(indicator, indicator.computed_by)
        unit_changed.send(sender=None, indicator=indicator)
    after = indicator_data(values_of_indicator(indicator))
    _keep(indicator.plan, before, after, reason, by, on, indicator=indicator)
    details = {"indicator": indicator.number}
    record(
        act="plans.indicator_changed", subject=_of(indicator.plan), details=details, by=by, on=on
    )
    return indicator


@transaction.atomic
def change_measure(
    *,
    measure: Measure,
    revision: int,
    values: MeasureValues,
    reason: str,
    by: User,
    on: datetime,
) -> Measure:
    """Change a measure of a plan in force; what it was before is kept with the reason."""
    _to_change(measure.plan, values, reason, by, on)
    before = measure_data(values_of_measure(measure))
    _advance(measure, revision, **measure_fields(values))
    set_departments_and_commitments(measure, values, _named(measure.plan, on))
    after = measure_data(values_of_measure(measure))
    _keep(measure.plan, before, after, reason, by, on, measure=measure)
    details = {"measure": measure.place}
    record(act="plans.measure_changed", subject=_of(measure.plan), details=details, by=by, on=on)
    return measure


@transaction.atomic
def withdraw(
    *, item: PlanIndicator | Measure, revision: int, reason: str, by: User, on: datetime
) -> None:
    """Take an indicator or a measure out of a plan in force; its history stays."""
    check_in_lead_office(by, EDIT, on=localdate(on))
    _in_force(item.plan)
    _reasoned(reason)
    _advance(item, revision, withdrawn_at=on)
    if isinstance(item, PlanIndicator):
        which: dict[str, Any] = {"indicator": item}
        act, details = "plans.indicator_withdrawn", {"indicator": item.number}
    else:
        which = {"measure": item}
        act, details = "plans.measure_withdrawn", {"measure": item.place}
    _keep(item.plan, {"withdrawn": False}, {"withdrawn": True}, reason, by, on, **which)
    record(act=act, subject=_of(item.plan), details=details, by=by, on=on)


@transaction.atomic
def link_computed(
    *, indicator: PlanIndicator, revision: int, name: str, by: User, on: datetime
) -> PlanIndicator:
    """Say which declared indicator gives the values; an empty name has them reported again."""
    check_in_lead_office(by, EDIT, on=localdate(on))
    _in_force(indicator.plan)
    if name:
        _check_units(indicator, name)
    _advance(indicator, revision, computed_by=name)
    details = {"indicator": indicator.number, "computed_by": name}
    record(act="plans.indicator_linked", subject=_of(indicator.plan), details=details, by=by, on=on)
    return indicator


@transaction.atomic
def link_department(
    *, department: Department, organisation: Organisation | None, by: User, on: datetime
) -> Department:
    """Say which organisation's people speak for a department; None takes that back."""
    check_in_lead_office(by, EDIT, on=localdate(on))
    department.organisation = organisation
    department.save(update_fields=["organisation"])
    details = {"organisation": organisation.pk if organisation else None}
    subject = f"department:{department.pk}"
    record(act="plans.department_linked", subject=subject, details=details, by=by, on=on)
    return department


def _check_units(indicator: PlanIndicator, name: str) -> None:
    declared = lake.catalogue().indicator(name)
    if indicator_queries.unit_factor(declared, indicator.unit) is None:
        unit = indicator.unit or "—"
        raise InputError.of("plan.units_do_not_fit", received=unit, computed=name)


def _to_change(
    plan: Plan, values: IndicatorValues | MeasureValues, reason: str, by: User, on: datetime
) -> None:
    check_in_lead_office(by, EDIT, on=localdate(on))
    _in_force(plan)
    _reasoned(reason)
    problems = problems_of(values, surroundings(plan, on=localdate(on), reason=reason))
    if problems:
        raise InputError(*problems)


def _in_force(plan: Plan) -> None:
    if not Plan.objects.select_for_update().filter(pk=plan.pk, state=PlanState.IN_FORCE).exists():
        raise ConflictError.of("plan.not_in_force", title=plan.title)


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise InputError.of("plan.reason_missing")
    if len(reason) > LONGEST_REASON:
        raise InputError.of("plan.reason_too_long", expected=LONGEST_REASON)


def _advance(item: PlanIndicator | Measure, revision: int, **changed: object) -> None:
    """Change what is still at the revision its editor saw and not withdrawn."""
    found = type(item).objects.filter(pk=item.pk, revision=revision, withdrawn_at__isnull=True)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("plan.item_changed_meanwhile", title=str(item))
    item.refresh_from_db()


def _keep(
    plan: Plan,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
    by: User,
    on: datetime,
    **item: PlanIndicator | Measure,
) -> None:
    differing = [name for name in after if before.get(name) != after[name]]
    if not differing:
        raise InputError.of("plan.nothing_changed")
    # Amounts are told in their unit, whether or not it is another one now.
    kept = [name for name in after if name in differing or name == "unit"]
    Change.objects.create(
        plan=plan,
        before={name: before.get(name) for name in kept},
        after={name: after[name] for name in kept},
        reason=reason.strip(),
        changed_by=by,
        changed_at=on,
        **item,
    )


def _named(plan: Plan, on: datetime) -> NamedDepartments:
    return NamedDepartments(plan, on=localdate(on))


def _is_date(issued: str) -> bool:
    """Tell whether a date is given as precisely as plans give it: 2022, 2022-01, 2022-01-05."""
    formats = {0: "", 4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}
    if len(issued) not in formats or not issued.isascii():
        return False
    try:
        return not issued or bool(datetime.strptime(issued, formats[len(issued)]))  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False


def _of(plan: Plan) -> str:
    return f"plan:{plan.pk}"
