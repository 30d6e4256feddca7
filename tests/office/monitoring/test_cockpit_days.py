"""Days that the API cannot answer for are refused as the pages refuse them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from zhiheng.office.accounts.models import User
from zhiheng.office.plans.models import Plan


@pytest.mark.parametrize("name", ["as_of", "known_on"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_api_refuses_days_without_registers(
    plan: Plan, analyst: User, client_of: Callable[[User], Client], name: str, day: str
):
    pages = client_of(analyst)
    assert pages.get(f"/api/plans/{plan.pk}/cockpit?{name}={day}").status_code == 400
    assert pages.get(f"/plans/{plan.pk}/cockpit/?{name}={day}").status_code == 400
