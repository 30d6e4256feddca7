from __future__ import annotations

import pytest

from tests.core.documents.report_for_tests import report
from zhiheng.core.documents.model import (
    Chart,
    ChartSeries,
    Column,
    Heading,
    Table,
    chinese_number,
    numbered,
    row,
    texts_of,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (23, "二十三"), (99, "九十九")],
)
def test_numbers_in_chinese_digits(number: int, text: str):
    assert chinese_number(number) == text


def test_headings_count_within_the_heading_above():
    blocks = [Heading("甲"), Heading("乙", 2), Heading("丙", 3), Heading("丁", 2), Heading("戊")]
    texts = [block.text for block in numbered([*blocks, Heading("己", 2)])]
    assert texts == ["一、甲", "（一）乙", "1. 丙", "（二）丁", "二、戊", "（一）己"]


def test_tables_and_charts_are_counted_apart():
    captions = [text for text in texts_of(report()) if text[:1] in "表图" and "　" in text]
    assert captions == [
        "表1　指标完成情况",
        "图1　每万人口高价值发明专利拥有量",
        "图2　重点任务进展",
    ]


def test_data_that_do_not_fit_are_a_mistake_of_whoever_made_them():
    with pytest.raises(AssertionError, match="2 cells"):
        Table("表", (Column("甲"),), (row("一", "二"),))
    with pytest.raises(AssertionError, match="数"):
        Chart("bar", "图", "", "", ("甲", "乙"), (ChartSeries("数", (1.0,)),))
