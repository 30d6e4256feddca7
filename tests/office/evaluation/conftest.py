"""A plan in force with a department that has people, and somebody of the lead office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.office.conftest import MakePerson
from tests.office.plans.factories import WHEN, Team, make_plan, make_team
from tests.office.registers.cities import empty_home
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.evaluation.commands import open_evaluation
from zhiheng.office.evaluation.models import Evaluation
from zhiheng.office.plans.models import Plan

__all__ = ["empty_home"]
AS_OF = dt.date(2026, 2, 28)


@pytest.fixture
def officer(make_person: MakePerson) -> User:
    """Olga, who evaluates in the IP office."""
    return make_person("olga", Role.OFFICER)


@pytest.fixture
def plan(db: None, empty_home: Path) -> Plan:
    """Three indicators, five measures and a safeguard, in force; registers hold nothing."""
    return make_plan()


@pytest.fixture
def team(plan: Plan) -> Team:
    """The department that leads one of the measures, with its people."""
    return make_team(plan, "深圳市公安局")


@pytest.fixture
def evaluation(plan: Plan, team: Team, officer: User) -> Evaluation:
    """A mid-term evaluation whose weights are being set."""
    return open_evaluation(plan=plan, kind="mid_term", as_of=AS_OF, by=officer, on=WHEN)
