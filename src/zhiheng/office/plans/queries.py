"""Questions to the plans."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from django.db.models import Count, Prefetch, Q, QuerySet
from django_stubs_ext import WithAnnotations

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.enums import OrganisationKind
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.plans.enums import Decision, PlanState, ProposalKind
from zhiheng.office.plans.models import Department, Measure, Plan, PlanIndicator, Proposal
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
    return found.prefetch_related(*in_order_of_the_plan(), "commitments")


def in_order_of_the_plan() -> tuple[Prefetch[str], Prefetch[str]]:
    """Return what has a measure's departments come as the plan names them: the first one leads."""
    return Prefetch("lead", _as_named("lead")), Prefetch("support", _as_named("support"))


def leading(measure: Measure) -> QuerySet[Department]:
    """Return the departments that lead a measure, as the plan names them."""
    return _as_named("lead").filter(leads=measure)


def supporting(measure: Measure) -> QuerySet[Department]:
    """Return the departments that support a measure, as the plan names them."""
    return _as_named("support").filter(supports=measure)


def _as_named(field: str) -> QuerySet[Department]:
    # The table between has no model of its own to order by; its rows are added in the plan's order.
    return Department.objects.extra(order_by=[f"plans_measure_{field}.id"])


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


class PlanCounts(TypedDict):
    """How far a plan's review is, and what it holds."""

    decided_count: int
    proposal_count: int
    indicator_count: int
    measure_count: int


def plans_listed(
    user: User, *, on: dt.date, text: str = "", state: str = ""
) -> QuerySet[WithAnnotations[Plan, PlanCounts]]:
    """Return the plans shown to somebody, with how far their review is and what they hold."""
    found = plans_seen_by(user, on=on).annotate(
        decided_count=_counted("proposals", ~Q(proposals__decision=Decision.OPEN)),
        proposal_count=_counted("proposals"),
        indicator_count=_counted("indicators", Q(indicators__withdrawn_at__isnull=True)),
        measure_count=_counted("measures", Q(measures__withdrawn_at__isnull=True)),
    )
    if text:
        found = found.filter(title__icontains=text)
    # The text of a document may be megabytes, and a list shows none of it.
    return (found.filter(state=state) if state else found).defer("text", "outline", "warnings")


def _counted(relation: str, where: Q | None = None) -> Count:
    return Count(relation, filter=where, distinct=True)


def proposal(plan: Plan, place: int) -> Proposal:
    """Return one proposal of a plan by its number."""
    found = plan.proposals.select_related("plan", "decided_by").filter(place=place).first()
    if found is None:
        raise NotFoundError.of("plan.proposal_not_found", received=place)
    return found


def proposals_between(plan: Plan, start: int, end: int) -> QuerySet[Proposal]:
    """Return the proposals that begin in a stretch of the document, in its order."""
    found = plan.proposals.select_related("decided_by").filter(start__gte=start, start__lt=end)
    return found.order_by("start", "place")


def first_undecided(plan: Plan, *, after: int = -1) -> Proposal | None:
    """Return the next proposal nobody has decided, from a position of the document on."""
    undecided = plan.proposals.filter(decision=Decision.OPEN).order_by("start", "place")
    return undecided.filter(start__gt=after).first() or undecided.first()


def review_counts(plan: Plan) -> dict[str, int]:
    """Return how many proposals of a plan have each decision."""
    counts = plan.proposals.order_by().values_list("decision").annotate(count=Count("pk"))
    return {str(decision): count for decision, count in counts}


def indicator(plan: Plan, number: int) -> PlanIndicator:
    """Return one indicator of a plan by its number, withdrawn ones too."""
    found = plan.indicators.select_related("plan", "proposal").filter(number=number).first()
    if found is None:
        raise NotFoundError.of("plan.indicator_not_found", received=number)
    return found


def measure(plan: Plan, place: int) -> Measure:
    """Return one measure of a plan by its place, withdrawn ones too."""
    found = plan.measures.select_related("plan", "proposal").filter(place=place)
    measure = found.prefetch_related(*in_order_of_the_plan(), "commitments").first()
    if measure is None:
        raise NotFoundError.of("plan.measure_not_found", received=place)
    return measure


def departments_in(plan: Plan) -> QuerySet[Department]:
    """Return the departments that a plan's measures and indicators name."""
    named = (
        Q(pk__in=plan.indicators.values("departments"))
        | Q(pk__in=plan.measures.values("lead"))
        | Q(pk__in=plan.measures.values("support"))
    )
    return Department.objects.filter(named).select_related("organisation")


def department(pk: int) -> Department:
    """Return one department."""
    found = Department.objects.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFoundError.of("plan.department_not_found", received=pk)
    return found


def standing_by_kind(plan: Plan) -> list[tuple[str, int]]:
    """Return how many proposals of each kind were accepted, in the order of the kinds."""
    standing = plan.proposals.filter(decision__in=(Decision.ACCEPTED, Decision.CORRECTED))
    counts = dict(standing.order_by().values_list("kind").annotate(count=Count("pk")))
    return [(str(kind.label), counts[kind]) for kind in ProposalKind if kind in counts]
