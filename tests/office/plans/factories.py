"""Plans for tests, made by the acts that real ones are made by: imported, decided, adopted.

    plan_under_review(by=clerk)            the invented document below, nothing decided
    make_plan(by=clerk)                    the same, all accepted, in force
    make_team(plan, "深圳市公安局")          an organisation for a department, with clerk and leader

`by` is somebody with the right to edit plans in the IP office; the system's account may as well.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.plans.commands import (
    accept_all,
    adopt_plan,
    import_plan,
    link_department,
)
from zhiheng.office.plans.models import Department, Plan

WHEN = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DIVISION = "440300"
PASSWORD = "clear-water-42"
# Three indicators, five measures, one safeguard; an invented plan of a real city, whose
# departments are in the declared list.
DOCUMENT = """深圳市知识产权高质量发展行动计划（2024—2028年）

深圳市知识产权局
2024年3月15日

一、发展目标

到2028年，知识产权创造质量明显提高。

表1 主要指标

| 序号 | 指标名称 | 单位 | 2023年基期 | 2028年目标 | 属性 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 每万人口高价值发明专利拥有量 | 件 | 90 | 120 | 预期性 | 市知识产权局 |
| 2 | 知识产权质押融资金额 | 亿元 | 300 | 500 | 预期性 | 市金融监管局 |
| 3 | 商标审查平均周期 | 个月 | 6 | 不超过4 | 约束性 | 市市场监管局 |

二、重点任务

（一）提升创造质量

1.培育高价值专利组合。支持重点企业布局海外专利，培育高价值专利组合不少于50个。\
（牵头单位：市知识产权局；配合单位：市科技创新局、市工业和信息化局；完成时限：2026年6月）

2.开展专利转化专项行动。推动高校院所盘活存量专利，转化专利1000件以上。\
（牵头单位：市科技创新局；配合单位：市教育局；完成时限：2027年12月）

（二）加强保护

3.开展重点市场整治。每年开展专项整治不少于2次。\
（牵头单位：市市场监管局；配合单位：市公安局；完成时限：长期推进）

4.建设快速维权网络。建成维权服务站20家。\
（牵头单位：市知识产权局；配合单位：各区人民政府；完成时限：2025年12月）

5.完善行刑衔接机制。制定移送标准。\
（牵头单位：市公安局；完成时限：2026年9月）

三、保障措施

（一）加强组织领导。各部门按照职责分工抓好落实。
"""
# The sentence and the table do not agree about the first indicator.
CONTRADICTION = DOCUMENT.replace(
    "知识产权创造质量明显提高。", "每万人口高价值发明专利拥有量达到150件。"
)


@dataclass(frozen=True)
class Team:
    """The people of a department: a clerk who reports, and a leader who signs."""

    department: Department
    organisation: Organisation
    clerk: User
    leader: User


def plan_under_review(
    *,
    by: User | None = None,
    on: dt.datetime = WHEN,
    text: str = DOCUMENT,
    name: str = "action-plan.md",
) -> Plan:
    """Import a document; nothing is decided yet."""
    return import_plan(
        name=name,
        content=text.encode(),
        division=DIVISION,
        by=by or system_operator(),
        on=on,
    )


def make_plan(
    *,
    by: User | None = None,
    on: dt.datetime = WHEN,
    text: str = DOCUMENT,
    name: str = "action-plan.md",
) -> Plan:
    """Import a document, accept everything that was read, and adopt the plan."""
    by = by or system_operator()
    plan = plan_under_review(by=by, on=on, text=text, name=name)
    together = accept_all(plan=plan, least=0.0, by=by, on=on)
    assert not together.left, f"not fit to be accepted: {together.left}"
    plan.refresh_from_db()
    return adopt_plan(plan=plan, revision=plan.revision, by=by, on=on)


def make_team(plan: Plan, name: str, *, on: dt.datetime = WHEN) -> Team:
    """Give a department that a plan names an organisation, with a clerk and a leader."""
    of_plan = Q(leads__plan=plan) | Q(supports__plan=plan) | Q(indicators__plan=plan)
    department = Department.objects.filter(of_plan, name=name).distinct().get()
    by = system_operator()
    organisation = create_organisation(
        name=f"{name}（试）", kind=OrganisationKind.GOVERNMENT, by=by, on=on
    )
    people = [
        _member(organisation, role, f"{role.value}-{department.pk}", on)
        for role in (Role.CLERK, Role.LEADER)
    ]
    link_department(department=department, organisation=organisation, by=by, on=on)
    return Team(department, organisation, *people)


def _member(organisation: Organisation, role: Role, username: str, on: dt.datetime) -> User:
    by = system_operator()
    user = create_user(
        username=username, display_name=username.title(), password=PASSWORD, by=by, on=on
    )
    grant_role(
        user=user,
        organisation=organisation,
        role=role,
        valid_from=dt.date(2020, 1, 1),
        by=by,
        on=on,
    )
    return user
