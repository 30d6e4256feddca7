"""A plan without any value, and the people of its lead office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.office.conftest import MakePerson
from tests.office.plans.factories import make_plan
from tests.office.registers.cities import empty_home, own_city
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.annual.commands import make_report
from zhiheng.office.annual.models import Report
from zhiheng.office.plans.models import Plan

__all__ = ["empty_home", "own_city"]
BEIJING = dt.timezone(dt.timedelta(hours=8))
YEAR_END = dt.date(2025, 12, 31)
FROZEN_AT = dt.datetime(2026, 8, 4, 10, 0, tzinfo=BEIJING)
ISSUED_AT = dt.datetime(2026, 8, 20, 16, 30, tzinfo=BEIJING)


@pytest.fixture
def officer(make_person: MakePerson) -> User:
    """Olga, who makes the report in the IP office."""
    return make_person("olga", Role.OFFICER)


@pytest.fixture
def reader(make_person: MakePerson) -> User:
    """Otto, who reads plans and changes nothing."""
    return make_person("otto", Role.AUDITOR)


@pytest.fixture
def plan(db: None, empty_home: Path) -> Plan:
    """Three indicators, five measures and a safeguard, in force; registers hold nothing."""
    return make_plan()


@pytest.fixture
def report(plan: Plan, officer: User) -> Report:
    """The draft of the report of 2025."""
    return make_report(plan=plan, as_of=YEAR_END, by=officer, on=FROZEN_AT)
