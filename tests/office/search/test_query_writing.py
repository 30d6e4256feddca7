"""The query that the search form writes: drawn cases, and that the language reads it back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiheng.core.search.query import leaves
from zhiheng.core.search.understanding import understand
from zhiheng.office.search.query_writing import Wanted, names_in, words_in, write_query

DAY = dt.date(2020, 1, 31)


@pytest.mark.parametrize(
    ("wanted", "query"),
    [
        (Wanted(), ""),
        (Wanted(all_words="固态 电池"), "固态 AND 电池"),
        (Wanted(any_words="固态，半固态"), "(固态 OR 半固态)"),
        (Wanted(phrase="固态 电解质"), '"固态 电解质"'),
        (Wanted(all_words="电池", no_words="铅酸 镍氢"), "电池 NOT (铅酸 OR 镍氢)"),
        (Wanted(no_words="铅酸"), "NOT 铅酸"),
        (Wanted(title="固态 电池"), "ti:(固态 AND 电池)"),
        (Wanted(title="“固态 电池” 隔膜"), 'ti:("固态 电池" AND 隔膜)'),
        (Wanted(claims="隔膜"), "clm:隔膜"),
        (Wanted(applicants="比亚迪；宁德时代"), "pa:(比亚迪 OR 宁德时代)"),
        (Wanted(applicants="SAMSUNG SDI CO., LTD."), 'pa:("SAMSUNG SDI CO." OR LTD.)'),
        (Wanted(applicants='"SAMSUNG SDI CO., LTD."'), 'pa:"SAMSUNG SDI CO., LTD."'),
        (Wanted(inventors="王传福"), "in:王传福"),
        (Wanted(classes="H01M10/05 G06F"), "ic:(H01M10/05 OR G06F)"),
        (Wanted(number="ZL 201910302430.1"), 'an:"ZL 201910302430.1"'),
        (Wanted(filed_from=DAY), "ad:[2020-01-31 TO *]"),
        (Wanted(published_to=DAY), "pd:[* TO 2020-01-31]"),
        (Wanted(granted_from=DAY, granted_to=DAY), "gd:[2020-01-31 TO 2020-01-31]"),
        (Wanted(kinds=("发明", "实用新型")), "kd:(发明 OR 实用新型)"),
        (Wanted(statuses=("已授权",), division="440305"), "ls:已授权 AND dv:440305"),
        (Wanted(all_words="and (a) near/3 -b"), '"and" AND "(a)" AND "near/3" AND "-b"'),
    ],
)
def test_a_form_writes_the_query_an_examiner_would(wanted: Wanted, query: str):
    assert write_query(wanted) == query


def test_words_are_parted_by_blanks_and_commas_names_by_commas_alone():
    assert words_in('固态  电池，"a b"、c；固态') == ["固态", "电池", "a b", "c"]
    assert names_in("Robert Bosch GmbH；比亚迪, 宁德时代") == [
        "Robert Bosch GmbH",
        "比亚迪",
        "宁德时代",
    ]


# The tables of characters are made at the first example, which then looks slow.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.text(max_size=40),
    st.text(max_size=40),
    st.text(max_size=40),
    st.dates(dt.date(1985, 1, 1), dt.date(2030, 1, 1)),
)
def test_whatever_is_typed_the_query_has_no_loose_ends(
    words: str, title: str, applicants: str, day: dt.date
):
    wanted = Wanted(all_words=words, title=title, applicants=applicants, filed_from=day)
    understood = understand(write_query(wanted))
    codes = {problem.code for problem in understood.problems}
    loose = {"query.quote_open", "query.bracket_open", "query.bracket_close", "query.range_open"}
    assert not codes & (loose | {"query.operator_alone", "query.field_unknown"})
    assert "filed" in understood.fields_used
    assert not any(denied for _, denied in leaves(understood.query))
