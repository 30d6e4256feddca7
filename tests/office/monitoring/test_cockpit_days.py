"""Days that the API cannot answer for are refused as the pages refuse them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.monitoring.conftest import ON, indicator
from zhiheng.office.accounts.models import User
from zhiheng.office.annual.indicator_facts import indicator_facts
from zhiheng.office.monitoring.queries import indicator_standing
from zhiheng.office.plans.models import Plan


@pytest.mark.parametrize("name", ["as_of", "known_on"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_api_refuses_days_without_registers(
    plan: Plan, analyst: User, client_of: Callable[[User], Client], name: str, day: str
):
    pages = client_of(analyst)
    assert pages.get(f"/api/plans/{plan.pk}/cockpit?{name}={day}").status_code == 400
    assert pages.get(f"/plans/{plan.pk}/cockpit/?{name}={day}").status_code == 400


def test_what_is_added_up_over_the_plan_says_since_when(
    plan: Plan, analyst: User, client_of: Callable[[User], Client]
):
    pages = client_of(analyst)
    summed = pages.get(f"/plans/{plan.pk}/cockpit/3/?as_of=2026-06-30").content.decode()
    assert "本规划自 2023-01-01 起累计。" in summed
    yearly = pages.get(f"/plans/{plan.pk}/cockpit/2/?as_of=2026-06-30").content.decode()
    assert "起累计。" not in yearly
    told = indicator_facts([indicator_standing(indicator(plan, 3), on=ON)])[0].definition
    assert told.endswith("本规划自2023年1月1日起累计。")
