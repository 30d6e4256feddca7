"""A plan over the synthetic city: some indicators are counted, one is reported, one is not."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.office.plans.factories import WHEN, make_plan
from tests.office.registers.cities import City, city, empty_home
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.plans.changing import link_computed
from zhiheng.office.plans.models import Plan, PlanIndicator

__all__ = ["city", "empty_home"]

ON = dt.date(2026, 6, 30)
DOCUMENT = """深圳市知识产权发展计划（2023—2028年）

深圳市知识产权局
2023年3月15日

一、发展目标

表1 主要指标

| 序号 | 指标名称 | 单位 | 2022年基期 | 2028年目标 | 属性 | 责任单位 |
|---|---|---|---|---|---|---|
| 1 | 有效发明专利拥有量 | 件 | 10 | 900 | 预期性 | 市知识产权局 |
| 2 | 专利授权量 | 件 | 9 | 20 | 预期性 | 市科技创新局 |
| 3 | 累计新增专利授权量 | 件 |  | 60 | 预期性 | 市知识产权局 |
| 4 | 商标审查平均周期 | 个月 | 6 | 不超过4 | 约束性 | 市市场监管局 |

二、重点任务

（一）提升创造质量

1.培育高价值专利组合。培育高价值专利组合不少于50个。（牵头单位：市知识产权局；完成时限：2026年8月）

2.开展专利转化专项行动。（牵头单位：市科技创新局；完成时限：2025年12月）

3.加强宣传。（牵头单位：市科技创新局；长期推进）
"""
COMPUTED = {1: "valid-invention-patents", 2: "patent-grants", 3: "patent-grants"}


@pytest.fixture
def plan(db: None, city: City) -> Plan:
    """The plan in force, three of its four indicators counted from the registers."""
    made = make_plan(text=DOCUMENT)
    for number, name in COMPUTED.items():
        found = indicator(made, number)
        link_computed(
            indicator=found, revision=found.revision, name=name, by=system_operator(), on=WHEN
        )
    return made


def indicator(plan: Plan, number: int) -> PlanIndicator:
    """Return an indicator of the plan by its number."""
    return plan.indicators.get(number=number)
