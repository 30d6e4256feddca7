"""Questions about what is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Plan, PlanIndicator
from zhiheng.office.plans.permissions import VIEW, in_lead_office
from zhiheng.office.plans.queries import departments_of, indicators_of
from zhiheng.office.reporting.enums import RequestState, VersionState
from zhiheng.office.reporting.models import Evidence, Request, Schedule, Version
from zhiheng.office.reporting.permissions import check_may_read, may_read


@dataclass(frozen=True)
class ReportedValue:
    """A signed value of one period, in the indicator's unit; `evidence` counts its files.

    `queried` says that the lead office doubts it and no answer is signed yet; `version` counts from
    1, so that more than 1 means it was returned or corrected before.
    """

    period_start: dt.date
    period_end: dt.date
    value: Decimal
    unit: str
    signed_at: dt.datetime
    evidence: int
    href: str
    version: int = 1
    queried: bool = False


def reported_values(
    indicator: PlanIndicator, *, until: dt.date, known_at: dt.datetime | None = None
) -> list[ReportedValue]:
    """Return the signed values of the periods that ended by a day, oldest first.

    Of a period the latest version counts that was signed by `known_at`; now unless told.
    """
    return reported_values_by([indicator], until=until, known_at=known_at).get(indicator.pk, [])


def reported_values_of(
    plan: Plan, *, until: dt.date, known_at: dt.datetime | None = None
) -> dict[int, list[ReportedValue]]:
    """Return the signed values of all indicators of a plan, by the indicator's key, in one query.

    Indicators of which nothing was signed are left out.
    """
    return reported_values_by(
        PlanIndicator.objects.filter(plan=plan), until=until, known_at=known_at
    )


def reported_values_by(
    indicators: Iterable[PlanIndicator | int],
    *,
    until: dt.date,
    known_at: dt.datetime | None = None,
) -> dict[int, list[ReportedValue]]:
    """Return the signed values of several indicators, by the indicator's key, in one query."""
    signed = Version.objects.filter(
        state=VersionState.SIGNED,
        request__indicator__in=indicators,
        request__period_end__lte=until,
    )
    if known_at is not None:
        signed = signed.filter(decided_at__lte=known_at)
    rows = (
        signed.annotate(files=Count("evidence"))
        .select_related("request__indicator")
        .order_by("request__indicator", "request__period_end", "request", "number")
    )
    latest = {row.request_id: row for row in rows}
    found: dict[int, list[ReportedValue]] = {}
    for row in latest.values():
        found.setdefault(row.request.indicator_id, []).append(_value(row, known_at))
    return found


def _value(version: Version, known_at: dt.datetime | None) -> ReportedValue:
    request, signed_at = version.request, version.decided_at
    assert signed_at is not None  # it is signed
    return ReportedValue(
        period_start=request.period_start,
        period_end=request.period_end,
        value=version.told.normalize() + 0,
        unit=request.indicator.unit,
        signed_at=signed_at,
        evidence=version.files,  # type: ignore[attr-defined]  # annotated above
        href=reverse("reporting:report", args=(request.pk,)),
        version=version.number,
        queried=known_at is None and request.state == RequestState.QUERIED,
    )


def request_of(pk: int | str, user: User, *, on: dt.date) -> Request:
    """Return a request by its number; NotFoundError where there is none, forbidden to others."""
    found = _request(pk)
    check_may_read(user, found, on=on)
    return found


def request_shown(pk: int | str, user: User, *, on: dt.date) -> tuple[Request, bool]:
    """Return a request, and whether drafts and evidence are shown with it.

    Whoever sees the plan's figures may see what was signed; everything else stays with the
    department and the lead office.
    """
    found = _request(pk)
    whole = may_read(user, found, on=on)
    if not whole and found.first_signed_at is None:
        check_may_read(user, found, on=on)
    return found, whole


def requests_of_plan(plan: Plan) -> QuerySet[Request]:
    """Return what was asked for of a plan's indicators, with the versions."""
    return _requests().filter(indicator__plan=plan).prefetch_related("versions")


def requests_for(user: User, *, on: dt.date) -> QuerySet[Request]:
    """Return the requests somebody may open: of their departments, all in the lead office."""
    found = _requests().exclude(indicator__plan__state=PlanState.REVIEW)
    if in_lead_office(user, VIEW, on=on):
        return found
    return found.filter(department__in=departments_of(user, on=on))


def wanted(found: QuerySet[Request]) -> QuerySet[Request]:
    """Narrow requests to those of indicators that the plan still has and has reported."""
    return found.filter(indicator__withdrawn_at__isnull=True, indicator__computed_by="")


def overdue(found: QuerySet[Request], *, on: dt.date) -> QuerySet[Request]:
    """Narrow requests to those whose first value is late."""
    return wanted(found).filter(
        state__in=(RequestState.OPEN, RequestState.RETURNED),
        first_signed_at__isnull=True,
        due_on__lt=on,
    )


def draft_of(request: Request) -> Version | None:
    """Return the draft of a request; None where there is none."""
    return request.versions.filter(state=VersionState.DRAFT).first()


def submitted_of(request: Request) -> Version | None:
    """Return the version that waits for sign-off; None where none does."""
    return request.versions.filter(state=VersionState.SUBMITTED).first()


def latest_signed(request: Request) -> Version | None:
    """Return the version that counts; None where nothing was signed."""
    return request.versions.filter(state=VersionState.SIGNED).order_by("-number").first()


def versions_of(request: Request, *, signed_only: bool = False) -> QuerySet[Version]:
    """Return the versions of a request, newest first, with people and evidence."""
    people = ("entered_by", "submitted_by", "decided_by")
    found = request.versions.filter(state=VersionState.SIGNED) if signed_only else request.versions
    return found.select_related(*people).prefetch_related(
        "evidence__attachment", "queries__asked_by"
    )


def evidence(pk: int, user: User, *, on: dt.date) -> Evidence:
    """Return a file of a report that somebody may open."""
    found = (
        Evidence.objects.select_related("attachment", "version__request__department")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFoundError.of("report.not_found", received=pk)
    check_may_read(user, found.version.request, on=on)
    return found


def with_history(requests: QuerySet[Request]) -> QuerySet[Request]:
    """Return requests with everything that their history shows, in the order of the plan."""
    versions = Version.objects.select_related(
        "entered_by", "submitted_by", "decided_by"
    ).prefetch_related("evidence__attachment", "queries")
    return requests.order_by("indicator__number", "period_end", "pk").prefetch_related(
        Prefetch("versions", versions)
    )


def reported_indicators(plan: Plan, *, user: User, on: dt.date) -> list[PlanIndicator]:
    """Return a plan's indicators that are not computed, those of others only to the lead office."""
    found = indicators_of(plan).filter(computed_by="").select_related("schedule__department")
    if not in_lead_office(user, VIEW, on=on):
        mine = departments_of(user, on=on)
        found = found.filter(Q(departments__in=mine) | Q(schedule__department__in=mine)).distinct()
    return list(found)


def schedule_of(indicator: PlanIndicator) -> Schedule | None:
    """Return how an indicator is asked for; None where it is not."""
    return Schedule.objects.select_related("department").filter(indicator=indicator).first()


def _request(pk: int | str) -> Request:
    found = _requests().filter(pk=pk).first() if str(pk).isdecimal() else None
    if found is None:
        raise NotFoundError.of("report.not_found", received=pk)
    return found


def _requests() -> QuerySet[Request]:
    return Request.objects.select_related("indicator__plan", "department")
