"""Which events a declared word means: the same whether one event is asked about or a table."""

from __future__ import annotations

from itertools import product

import ibis
import pyarrow as pa
import pytest

from zhiheng.core.analyses.event_words import any_fits, fits, matching

EVENTS = ["商标异议", "商标异议申请", "不予注册", "无效", "无效公告", ""]
DETAILS = ["", "异议成立，不予注册", "核准", None]
WORDS = ["商标异议", "商标异议|不予注册", "=无效", "=商标异议|不予注册", "异议"]
ROWS = list(product(EVENTS, DETAILS))


@pytest.fixture(scope="module")
def events() -> ibis.Table:
    schema = pa.schema([("event", pa.string()), ("details", pa.string())])
    told = [{"event": event, "details": details} for event, details in ROWS]
    return ibis.memtable(pa.Table.from_pylist(told, schema))


def test_a_table_is_answered_as_each_of_its_events(events: ibis.Table):
    for word in WORDS:
        told = events.mutate(means=matching(events, word)).to_pyarrow().to_pylist()
        assert {(row["event"], row["details"]): row["means"] for row in told} == {
            (event, details): fits(event, details or "", word) for event, details in ROWS
        }


def test_what_words_mean():
    assert fits("商标异议申请", "", "商标异议")
    assert not fits("商标异议申请", "核准", "商标异议|不予注册")
    assert fits("无效", "", "=无效")
    assert not fits("无效公告", "", "=无效")


def test_one_word_is_enough_and_no_words_mean_nothing(events: ibis.Table):
    chosen = events.filter(any_fits(events, ["=无效", "不予"])).to_pyarrow()["event"].to_pylist()
    assert set(chosen) == {"无效", "不予注册"}
    assert events.filter(any_fits(events, [])).to_pyarrow().num_rows == 0
