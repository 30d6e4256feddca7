"""Days of reports are the office's own: what is done after midnight is done that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.annual.conftest import BEIJING, YEAR_END
from tests.office.conftest import MakePerson
from tests.office.plans.factories import WHEN, make_team
from tests.office.reporting.conftest import QUARTERLY, sign
from zhiheng.office.accounts.commands import grant_role
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.annual.commands import discard_report, make_report
from zhiheng.office.annual.indicator_facts import indicator_facts
from zhiheng.office.monitoring.detail_presenters import detail_page
from zhiheng.office.monitoring.queries import indicator_standing
from zhiheng.office.plans.models import Plan
from zhiheng.office.reporting.models import Request
from zhiheng.office.reporting.scheduling import open_due, set_schedule

ClientOf = Callable[[User], Client]
# Half past midnight in the office; in universal time it is still the day before.
AFTER_MIDNIGHT = dt.datetime(2026, 4, 14, 0, 30, tzinfo=BEIJING).astimezone(dt.UTC)


def test_who_holds_a_role_from_today_makes_reports_after_midnight(
    plan: Plan, make_person: MakePerson, office: Organisation
):
    new = make_person("nadia")
    grant_role(
        user=new, organisation=office, role=Role.OFFICER, valid_from=dt.date(2026, 4, 14),
        by=system_operator(), on=WHEN,
    )  # fmt: skip
    made = make_report(plan=plan, as_of=YEAR_END, by=new, on=AFTER_MIDNIGHT)
    gone = discard_report(report=made, revision=made.revision, by=new, on=AFTER_MIDNIGHT)
    assert gone.state == "discarded"


def test_a_value_signed_after_midnight_was_signed_that_day(plan: Plan, officer: User):
    indicator = plan.indicators.get(number=2)
    team = make_team(plan, indicator.departments.get().name)
    set_schedule(indicator=indicator, terms=QUARTERLY, revision=0, by=officer, on=WHEN)
    open_due(day=dt.date(2026, 4, 2), by=officer, on=AFTER_MIDNIGHT)
    sign(Request.objects.get(), team, "320", on=AFTER_MIDNIGHT)
    day = dt.date(2026, 4, 14)
    standing = indicator_standing(indicator, on=day)
    assert "2026-04-14签发" in indicator_facts([standing])[0].grounds[0]
    assert "2026-04-14" in str(detail_page(standing, day, None).history)


@pytest.mark.parametrize("asked", ["0001-01-01", "1999-12-31", "9999-12-31", "2025-02-30", "x"])
def test_a_day_outside_the_plan_breaks_no_page(
    plan: Plan, officer: User, client_of: ClientOf, asked: str
):
    answer = client_of(officer).get(f"/plans/{plan.pk}/annual/new/?as_of={asked}")
    assert answer.status_code == 200
