"""Dates and numbers as offices write them, and what is not one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.declarations.models import Column, MappedColumn, Wording
from zhiheng.core.errors import InputError
from zhiheng.core.feeds.cells import EARLIEST, LATEST, read_cell, read_date

WORDS = Wording(zh="列", en="Column")


def column(kind: str, *, identifier: str | None = None) -> Column:
    values = {"name": "c", "type": kind, "title": WORDS, "description": WORDS}
    return Column.model_validate({**values, "identifier": identifier})


def cell(raw: object, kind: str, *, multiply: int = 1) -> object:
    return read_cell(raw, column(kind), MappedColumn(headings=["列"], multiply=multiply))


NOTATIONS = ("%Y%m%d", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y-%m-%d 00:00:00.0")


@settings(deadline=None)
@given(st.dates(EARLIEST, LATEST), st.sampled_from(NOTATIONS))
def test_every_day_reads_back_from_every_notation(day: date, notation: str) -> None:
    assert read_date(day.strftime(notation)) == day
    assert (
        read_date(f"{day.year}-{day.month}-{day.day}") == day
    )  # 2026-2-9 has eight characters too


@pytest.mark.parametrize(
    "text",
    ["20190231", "20191301", "20190001", "00000101", "99991231", "18000101", "2019-02-29", "2019",
     "2019-07", "2026111", "昨天", "2019-08-02 13:00", "20190802x", "-2019082", "２０１９"],
)  # fmt: skip
def test_days_that_do_not_exist(text: str) -> None:
    with pytest.raises(InputError) as raised:
        read_date(text)
    (problem,) = raised.value.problems
    assert (problem.code, problem.values["received"]) == ("date.impossible", text)


@pytest.mark.parametrize("text", ["", "0", "00000000"])
def test_zeros_stand_for_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("raw", "kind", "multiply", "expected"),
    [
        ("12", "integer", 1, 12),
        (12.0, "integer", 1, 12),
        ("1,234,567", "integer", 1, 1_234_567),
        ("1798.95", "integer", 10_000, 17_989_500),
        ("0.1", "decimal", 10_000, 1000.0),
        ("-3.5e2", "decimal", 1, -350.0),
        ("—", "integer", 1, None),
    ],
)
def test_numbers(raw: object, kind: str, multiply: int, expected: object) -> None:
    assert cell(raw, kind, multiply=multiply) == expected


@pytest.mark.parametrize(
    ("raw", "kind"),
    [("1,5", "decimal"), ("12,34", "integer"), ("1.5", "integer"), ("NaN", "decimal"),
     ("Infinity", "integer"), ("1e999", "decimal"), ("1e999", "integer"), ("9" * 30, "integer"),
     ("1_0", "integer"), ("约12", "integer"), ("12人", "integer"), (str(2**63), "integer")],
)  # fmt: skip
def test_what_is_no_number(raw: str, kind: str) -> None:
    with pytest.raises(InputError) as raised:
        cell(raw, kind)
    assert raised.value.problems[0].code == "cell.not_a_number"


@pytest.mark.parametrize(
    ("raw", "kind", "expected"),
    [
        ("甲公司；乙公司;丙", "strings", ["甲公司", "乙公司", "丙"]),
        ("张三, 李四", "strings", ["张三", "李四"]),
        ("HUAWEI CO., LTD.; ACME, Inc.", "strings", ["HUAWEI CO., LTD.", "ACME, Inc."]),
        (
            "1.一种方法；其特征在于。\n2.如权利要求1。",
            "texts",
            ["1.一种方法；其特征在于。", "2.如权利要求1。"],
        ),
        (["甲", "", None, "乙"], "strings", ["甲", "乙"]),
    ],
)
def test_lists(raw: object, kind: str, expected: list[str]) -> None:
    assert cell(raw, kind) == expected


def test_nested_values_are_no_cells() -> None:
    for raw, kind in (({"a": 1}, "string"), ([1], "string"), ([[1]], "strings"), ({}, "integer")):
        with pytest.raises(InputError) as raised:
            cell(raw, kind)
        assert raised.value.problems[0].code == "cell.nested"
