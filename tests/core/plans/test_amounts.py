"""Amounts as people type them, units that are known, what values are values of, headings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiheng.core.errors import InputError
from zhiheng.core.plans.amounts import is_known_unit, read_amount
from zhiheng.core.plans.counting import guess_counting
from zhiheng.core.plans.headings import read_headings


@pytest.mark.parametrize(
    ("typed", "unit", "amount"),
    [
        ("12,000", "件", "12000"),
        ("1.5万", "件", "15000"),
        ("5万件", "件", "50000"),
        ("50000件", "万件", "5"),
        ("５０％", "%", "50"),
        ("3亿元", "万元", "30000"),
        (" 0 ", "", "0"),
        ("-2.5", "个百分点", "-2.5"),
    ],
)
def test_an_amount_is_read_in_its_unit(typed: str, unit: str, amount: str):
    assert read_amount(typed, unit) == Decimal(amount)
    assert "E" not in str(read_amount(typed, unit))


@pytest.mark.parametrize(
    ("typed", "unit", "code"),
    [
        ("很多", "件", "plan.not_an_amount"),
        ("1.2.3", "件", "plan.not_an_amount"),
        ("", "件", "plan.not_an_amount"),
        ("1.2亿", "亿元", "plan.amount_ambiguous"),
        ("5家", "件", "plan.amount_in_other_unit"),
        ("5家", "", "plan.amount_in_other_unit"),
        ("0.00001", "件", "plan.amount_out_of_range"),
        ("99999万亿", "件", "plan.amount_out_of_range"),
    ],
)
def test_what_cannot_be_meant_in_the_unit_is_refused(typed: str, unit: str, code: str):
    with pytest.raises(InputError) as refusal:
        read_amount(typed, unit)
    assert refusal.value.problems[0].code == code


@pytest.mark.parametrize("unit", ["", "件", "万件", "亿元", "%", "个百分点", "件/万人", "个工作日"])
def test_units_that_plans_write_are_known(unit: str):
    assert is_known_unit(unit)


@pytest.mark.parametrize("unit", ["枚枚", "件件", "元5", "多"])
def test_other_words_are_no_units(unit: str):
    assert not is_known_unit(unit)


@pytest.mark.parametrize(
    ("name", "counting"),
    [
        ("每万人口高价值发明专利拥有量", "level"),
        ("专利纠纷案件结案率", "level"),
        ("知识产权质押融资金额", "yearly"),
        ("海外发明专利授权量", "yearly"),
        ("新增知识产权服务机构数量", "cumulative"),
        ("知识产权密集型产业增加值年均增长", "yearly_growth"),
    ],
)
def test_what_values_are_values_of_is_guessed_by_the_name(name: str, counting: str):
    assert guess_counting(name) == counting


def test_headings_have_their_numbers_depths_and_places():
    text = (
        "某市规划\n\n一、目标\n\n到2028年。\n\n二、任务\n\n（一）创造\n\n1.培育专利。做好工作。\n"
    )
    headings = read_headings(text)
    assert [(each.title, each.depth) for each in headings] == [
        ("一 目标", 0),
        ("二 任务", 0),
        ("（一）创造", 1),
        ("1 培育专利", 2),
    ]
    assert [text[each.start] for each in headings] == ["一", "二", "（", "1"]
