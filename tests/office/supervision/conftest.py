"""A plan in force whose departments have people, and tasks under its measures."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.conftest import MakePerson
from tests.office.plans.factories import WHEN, Team, make_plan, make_team
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.plans.models import Measure, Plan
from zhiheng.office.supervision import commands
from zhiheng.office.supervision.commands import TaskContent
from zhiheng.office.supervision.models import Task

__all__ = ["WHEN"]

DUE = dt.date(2027, 6, 30)


def proof(name: str = "证明.pdf", content: bytes = b"%PDF-1.7 proof") -> SimpleUploadedFile:
    """Return a file that proves something."""
    return SimpleUploadedFile(name, content)


def content(title: str = "盘点高校存量专利", **fields: object) -> TaskContent:
    """Return what a task is made of."""
    return TaskContent(**{"title": title, "due_on": DUE, **fields})  # type: ignore[arg-type]


def measure_of(plan: Plan, number: str) -> Measure:
    """Return a measure by its number in the plan."""
    return plan.measures.select_related("plan").get(title__contains=number)


@pytest.fixture
def plan(officer: User) -> Plan:
    """The invented action plan, in force."""
    return make_plan(by=officer)


@pytest.fixture
def officer(make_person: MakePerson) -> User:
    """Olga of the IP office, which leads plans."""
    return make_person("olga", Role.OFFICER)


@pytest.fixture
def science(plan: Plan) -> Team:
    """The department that leads the conversion of patents."""
    return make_team(plan, "深圳市科技创新局")


@pytest.fixture
def education(plan: Plan) -> Team:
    """The department that supports it."""
    return make_team(plan, "深圳市教育局")


@pytest.fixture
def police(plan: Plan) -> Team:
    """A department that has nothing to do with it."""
    return make_team(plan, "深圳市公安局")


@pytest.fixture
def conversion(plan: Plan) -> Measure:
    """The measure on the conversion of patents, due at the end of 2027, promising 1000."""
    return measure_of(plan, "专利转化专项行动")


@pytest.fixture
def task(conversion: Measure, science: Team) -> Task:
    """A task of the science department under the conversion of patents."""
    return commands.add_task(
        measure=conversion,
        department=science.department,
        content=content(owner=science.clerk),
        by=science.clerk,
        on=WHEN,
    )
