"""Questions to the plans."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.enums import OrganisationKind
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Department, Measure, Plan, PlanIndicator
from zhiheng.office.plans.permissions import EDIT, in_lead_office


def plans_seen_by(user: User, *, on: dt.date) -> QuerySet[Plan]:
    """Return the plans shown to somebody: those under review only to the lead office."""
    plans = Plan.objects.all()
    return plans if in_lead_office(user, EDIT, on=on) else plans.exclude(state=PlanState.REVIEW)


def plan(number: int | str, *, seen_by: User, on: dt.date) -> Plan:
    """Return a plan by its number; NotFoundError where there is none or it is not shown."""
    found = plans_seen_by(seen_by, on=on).filter(pk=number) if str(number).isdecimal() else None
    plan = found.first() if found is not None else None
    if plan is None:
        raise NotFoundError.of("plan.not_found", received=number)
    return plan


def indicators_of(plan: Plan) -> QuerySet[PlanIndicator]:
    """Return the indicators a plan answers for, with their departments."""
    return plan.indicators.filter(withdrawn_at__isnull=True).prefetch_related("departments")


def measures_of(
    plan: Plan, *, department: Department | None = None, due_until: dt.date | None = None
) -> QuerySet[Measure]:
    """Return the measures of a plan, of one department where given, leading or supporting."""
    found = plan.measures.filter(withdrawn_at__isnull=True)
    if department is not None:
        found = found.filter(Q(lead=department) | Q(support=department)).distinct()
    if due_until is not None:
        found = found.filter(due_on__lte=due_until)
    return found.prefetch_related("lead", "support", "commitments")


def departments_of(user: User, *, on: dt.date) -> QuerySet[Department]:
    """Return the departments whose organisation somebody is a member of."""
    held = user.memberships.in_force(on).values("organisation")
    return Department.objects.filter(organisation__in=held)


def people_of(department: Department, *, on: dt.date) -> QuerySet[User]:
    """Return the active members of a department's organisation."""
    return _members(on, organisation=department.organisation_id or 0)


def lead_office_people(*, on: dt.date) -> QuerySet[User]:
    """Return the active members of the IP office, which leads plans."""
    return _members(on, organisation__kind=OrganisationKind.IP_OFFICE)


def _members(on: dt.date, **where: object) -> QuerySet[User]:
    held = Membership.objects.in_force(on).filter(**where).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("pk")
