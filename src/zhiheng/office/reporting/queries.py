"""Questions about what is reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse

from zhiheng.office.plans.models import Plan, PlanIndicator
from zhiheng.office.reporting.enums import RequestState, VersionState
from zhiheng.office.reporting.models import Version


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
    return _reported([indicator], until, known_at).get(indicator.pk, [])


def reported_values_of(
    plan: Plan, *, until: dt.date, known_at: dt.datetime | None = None
) -> dict[int, list[ReportedValue]]:
    """Return the signed values of all indicators of a plan, by the indicator's key, in one query.

    Indicators of which nothing was signed are left out.
    """
    return _reported(PlanIndicator.objects.filter(plan=plan), until, known_at)


def _reported(
    indicators: Iterable[PlanIndicator], until: dt.date, known_at: dt.datetime | None
) -> dict[int, list[ReportedValue]]:
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
        value=version.value.normalize() + 0,
        unit=request.indicator.unit,
        signed_at=signed_at,
        evidence=version.files,  # type: ignore[attr-defined]  # annotated above
        href=reverse("reporting:report", args=(request.pk,)),
        version=version.number,
        queried=known_at is None and request.state == RequestState.QUERIED,
    )
