"""The way from a value in the cockpit to what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from zhiheng.core.browsing.openings import rows_query
from zhiheng.core.declarations.models import Indicator
from zhiheng.office.monitoring.standings import IndicatorStanding, PlanStanding
from zhiheng.office.registers import lake

Query = Sequence[tuple[str, str]]


def days_query(on: date | None, known_on: date | None) -> list[tuple[str, str]]:
    """Return the part of an address that says as of when and as known when."""
    days = (("as_of", on), ("known_on", known_on))
    return [(name, day.isoformat()) for name, day in days if day]


def detail_address(standing: IndicatorStanding, on: date, known_on: date | None) -> str:
    """Return the page of one indicator of a plan on a day."""
    indicator = standing.indicator
    address = reverse("monitoring:indicator", args=(indicator.plan_id, indicator.number))
    return f"{address}?{urlencode(days_query(on, known_on))}"


def value_address(standing: IndicatorStanding, known_on: date | None) -> str:
    """Return where the latest value opens to: rows of a register, or the report with evidence."""
    if standing.source == "reported":
        return standing.href
    if standing.computed is None or not standing.computed.observations:
        return ""
    return rows_address(standing, lake.city(), known_on)


def rows_address(
    standing: IndicatorStanding, division: str, known_on: date | None, on: date | None = None
) -> str:
    """Return the list of exactly the rows that a computed value of a division counts.

    The newest value unless `on` names the day of another.
    """
    found = standing.computed
    assert found is not None  # asked for computed values only
    declared, day = found.declared, on or found.observations[-1].on
    counted = declared.numerator
    query = rows_query(
        lake.catalogue().register(counted.register_),
        counted,
        on=day,
        by=declared.by,
        division=division,
        since=found.since,
    )
    query += days_query(None, known_on)
    return f"{reverse('registers:list', args=(counted.register_,))}?{urlencode(query)}"


def definition_address(declared: Indicator, on: date, known_on: date | None) -> str:
    """Return the page of a declared indicator on a day."""
    address = reverse("indicators:indicator", args=(declared.name,))
    return f"{address}?{urlencode(days_query(on, known_on))}"


def cockpit_address(plan: PlanStanding, query: Query = ()) -> str:
    """Return the cockpit of a plan, narrowed by `query`."""
    address = reverse("monitoring:plan", args=(plan.plan.pk,))
    return f"{address}?{urlencode(query)}" if query else address


def export_address(plan: PlanStanding, query: Query) -> str:
    """Return where the cockpit is had as a sheet, narrowed as the page is."""
    address = reverse("monitoring:export", args=(plan.plan.pk, "xlsx"))
    return f"{address}?{urlencode(query)}" if query else address
