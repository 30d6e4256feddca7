"""The plan, departments and tasks that the conference deals with, and its members."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.plans.factories import WHEN, Team
from tests.office.supervision.conftest import (
    conversion,
    education,
    officer,
    plan,
    police,
    science,
    task,
)
from zhiheng.office.accounts.models import User
from zhiheng.office.conference import commands
from zhiheng.office.conference.commands import MeetingContent
from zhiheng.office.conference.models import Item, Meeting
from zhiheng.office.supervision.commands import block_task
from zhiheng.office.supervision.models import Task

__all__ = ["conversion", "education", "officer", "plan", "police", "science", "task"]

HELD_ON = dt.date(2026, 3, 20)
AFTER = WHEN + dt.timedelta(days=20)
CONTENT = MeetingContent(
    title="知识产权工作联席会议", held_on=HELD_ON, place="市民中心 B301", chair="分管副市长"
)


@pytest.fixture
def members(science: Team, education: Team, officer: User) -> None:
    """Science with its leader as delegate, and education without one."""
    since = dt.date(2026, 1, 1)
    for team, delegate in ((science, science.leader), (education, None)):
        commands.name_member(
            department=team.department, delegate=delegate, since=since, by=officer, on=WHEN
        )


@pytest.fixture
def meeting(officer: User) -> Meeting:
    """The first meeting, being prepared."""
    return commands.make_meeting(number=1, content=CONTENT, by=officer, on=WHEN)


@pytest.fixture
def blocked(task: Task, science: Team) -> Task:
    """A task that waits for data."""
    block_task(
        task=task,
        revision=1,
        needs="数据共享",
        needed_from="深圳市教育局",
        by=science.clerk,
        on=WHEN,
    )
    return task


@pytest.fixture
def item(blocked: Task, science: Team) -> Item:
    """The blocked task, proposed by its department."""
    return commands.propose_item(
        title=blocked.title, text="请协调数据共享", task=blocked, by=science.clerk, on=WHEN
    )
