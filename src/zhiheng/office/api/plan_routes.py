"""The API about plans: where they stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.api.asking import signed_in
from zhiheng.office.monitoring import queries
from zhiheng.office.monitoring.json_presenters import standing_json
from zhiheng.office.plans import queries as plans
from zhiheng.office.plans.permissions import VIEW
from zhiheng.office.registers.queries import as_of_day

router = Router()


class WordsOut(Schema):
    """The same words in both languages."""

    zh: str
    en: str


class MarkOut(Schema):
    """What is to be reached by the end of a year; numbers are strings of decimals."""

    year: int
    value: str
    comparator: str
    upper: str | None


class MilestoneOut(MarkOut):
    """A milestone with the value of its year; `answered` null: not known."""

    found: str | None
    answered: bool | None


class BaselineOut(Schema):
    """The value a plan sets out from."""

    year: int | None
    value: str


class LatestOut(Schema):
    """The newest value, its day, and the page it opens to."""

    on: date
    value: str
    opens: str


class ForecastOut(Schema):
    """The value at the target's day with the interval of a level in percent."""

    value: str
    low: str
    high: str
    level: str


class DistrictOut(Schema):
    """A district's value."""

    division: str
    name: str
    value: str | None


class SeenOut(Schema):
    """One value of the series."""

    on: date
    value: str
    source: str


class IndicatorStandingOut(Schema):
    """Where one indicator stands: light, reason, paces a year, forecast."""

    number: int
    name: str
    unit: str
    counting: str
    kind: str
    departments: list[str]
    source: str
    light: str
    reason: str
    sentence: WordsOut
    notes: list[WordsOut]
    baseline: BaselineOut | None
    target: MarkOut
    latest: LatestOut | None
    share: str | None
    pace_needed: str | None
    pace_achieved: str | None
    forecast: ForecastOut | None
    milestones: list[MilestoneOut]
    district: DistrictOut | None
    series: list[SeenOut]


class CockpitOut(Schema):
    """Where a plan stands on a day, the most urgent indicators first."""

    plan: int
    title: str
    on: date
    known_on: date | None
    lights: dict[str, int]
    indicators: list[IndicatorStandingOut]


@router.get("{int:number}/cockpit", response=CockpitOut, summary="Where a plan stands")
def get_cockpit(
    request: HttpRequest,
    number: int,
    as_of: date | None = None,
    known_on: date | None = None,
    department: str = "",
    district: str = "",
) -> dict[str, Any]:
    """Return where a plan stands on a day, today unless given.

    With `known_on` it is told by what registers and departments had said at the end of that day.
    `department`, a name, leaves its indicators; `district`, a division code, adds its values.
    """
    user = signed_in(request)
    check_user_can(user, VIEW)
    today = timezone.localdate()
    plan = plans.plan(number, seen_by=user, on=today)
    found = queries.standing(
        plan,
        on=_day(as_of) or today,
        known_on=_day(known_on),
        department=queries.department_named(plan, department) if department else None,
        district=queries.city_district(district) if district else None,
    )
    return standing_json(found)


def _day(day: date | None) -> date | None:
    """Return a day as the pages take it: InputError where no register could answer for it."""
    return as_of_day(day.isoformat()) if day else None
