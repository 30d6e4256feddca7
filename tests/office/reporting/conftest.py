"""A plan in force, a department with a clerk and a leader, and what it was asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.office.conftest import MakePerson
from tests.office.plans.factories import Team, make_plan, make_team
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.plans.models import Plan, PlanIndicator
from zhiheng.office.reporting import commands
from zhiheng.office.reporting.models import Request, Version
from zhiheng.office.reporting.scheduling import Terms, open_due, set_schedule

CST = dt.timezone(dt.timedelta(hours=8))
QUARTERLY = Terms(
    rhythm="quarterly", due_days=10, in_working_days=True, starts_on=dt.date(2026, 1, 1)
)
APRIL = dt.datetime(2026, 4, 2, 9, 0, tzinfo=CST)  # the first quarter is over
JULY = dt.datetime(2026, 7, 2, 9, 0, tzinfo=CST)


@dataclass(frozen=True)
class Reported:
    """The second indicator of the plan (亿元, values of one year) and who reports it."""

    plan: Plan
    indicator: PlanIndicator
    team: Team
    lead: User

    @property
    def first(self) -> Request:
        """Return the request for the first quarter of 2026."""
        return Request.objects.get(indicator=self.indicator, period_end=dt.date(2026, 3, 31))

    @property
    def second(self) -> Request:
        """Return the request for the first half-year's second quarter."""
        return Request.objects.get(indicator=self.indicator, period_end=dt.date(2026, 6, 30))


@pytest.fixture
def reported(db: None, make_person: MakePerson) -> Reported:
    """Asked for quarterly since 2026; nothing is open yet."""
    plan = make_plan()
    indicator = plan.indicators.get(number=2)
    department = indicator.departments.get()
    team = make_team(plan, department.name)
    lead = make_person("lena", Role.OFFICER)
    set_schedule(indicator=indicator, terms=QUARTERLY, revision=0, by=lead, on=APRIL)
    return Reported(plan, indicator, team, lead)


@pytest.fixture
def asked(reported: Reported) -> Reported:
    """The first quarter is asked for."""
    open_due(day=APRIL.date(), by=system_operator(), on=APRIL)
    return reported


def enter(
    request: Request, team: Team, value: str, *, unit: str = "亿元", **given: object
) -> Version:
    """Enter a value as the clerk of the department."""
    when = given.pop("on", APRIL)
    return commands.enter_value(
        request=request, revision=request.revision, written=Decimal(value), unit=unit,
        by=team.clerk, on=when, **given,
    )  # fmt: skip


def sign(
    request: Request, team: Team, value: str, *, reason: str = "", on: dt.datetime = APRIL
) -> Version:
    """Take a value from the clerk's entry to the leader's signature."""
    enter(request, team, value, on=on)
    commands.submit_value(
        request=request, revision=request.revision, reason=reason, by=team.clerk, on=on
    )
    return commands.sign_value(request=request, revision=request.revision, by=team.leader, on=on)


def local(moment: dt.datetime) -> dt.date:
    """Return the day of a moment on the office's clocks."""
    return timezone.localdate(moment)
