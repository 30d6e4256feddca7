"""Reading what people type: never an error, every problem with its place and what was done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.search.records import read
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.search.query import And, Everything, Near, Nothing, Number, Or, Words, leaves
from zhiheng.core.search.understanding import understand, understand_words


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ('"未闭合 电池', [("query.quote_open", "1")]),
        ("(电池", [("query.bracket_open", "1")]),
        ("电池) 隔膜", [("query.bracket_close", "3")]),
        ("电池 [隔膜", [("query.range_open", "4")]),
        ("[隔膜]", [("query.range_without_date", "1")]),
        ("电池 AND", [("query.operator_alone", "4")]),
        ("OR 电池", [("query.operator_alone", "1")]),
        ("ti:", [("query.operator_alone", "1")]),
        ("电池 NEAR/5", [("query.operator_alone", "4")]),
        ("ic:H01M NEAR/5 电池", [("query.near_needs_words", "9")]),
        ("xx:电池", [("query.field_unknown", "1")]),
        ("ad:明天", [("query.date_unreadable", "4")]),
        ("ad:2020-02-30", [("query.date_unreadable", "4")]),
        ("ls:没有这个", [("query.value_unknown", "4")]),
        ("b*t AND x", [("query.star_inside", "1")]),
        ("a* AND x", [("query.truncated_short", "1")]),
        ("电池 🔋", [("query.characters_left_out", "4")]),
        ("电\u0000池", [("query.characters_left_out", "2")]),
        ("🔋", [("query.characters_left_out", "1"), ("query.nothing_searchable", "1")]),
        ("ti:！？", [("query.operator_alone", "1")]),
        ("201910302430.2", [("application_number.check_digit", "1")]),
    ],
)
def test_problem_is_told_with_its_place(text: str, problems: list[tuple[str, str]]) -> None:
    found = read(text).problems
    assert [(problem.code, problem.position) for problem in found] == problems
    for problem in found:
        assert problem_text(problem, "zh") != problem_text(problem, "en")


def test_rest_of_a_query_with_problems_is_searched() -> None:
    understood = read("电池 ad:明天 (隔膜")
    assert understood.in_language("zh")[0].startswith("任何位置含有“电池”")
    assert "隔膜" in "".join(understood.in_language("zh"))


def test_span_whose_bracket_is_not_closed_is_read_all_the_same() -> None:
    understood = read("ad:[2020 TO 2024")
    assert understood.in_language("zh") == ["申请日自 2020-01-01 至 2024-12-31。"]
    assert [problem.code for problem in understood.problems] == ["query.range_open"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第6608000号", "6608000"),
        ("6608000号", "6608000"),
        ("no:第6608000号", "6608000"),
        ("国作登字-2023-F-00123456", "国作登字-2023-F-00123456"),
        ("粤作登字-2023-F-00123456", "粤作登字-2023-F-00123456"),
        ("2023SR0123456", "2023SR0123456"),
    ],
)
def test_numbers_are_known_as_people_quote_them(text: str, number: str) -> None:
    found = [leaf for leaf, _ in leaves(read(text).query) if isinstance(leaf, Number)]
    assert [reading.canonical for leaf in found for reading in leaf.readings] == [number]


@pytest.mark.parametrize("text", ["第5号", "第二人民医院", "1号楼", "华为"])
def test_what_has_a_number_in_it_is_not_always_one(text: str) -> None:
    assert not any(isinstance(leaf, Number) for leaf, _ in leaves(read(text).query))


def test_a_place_is_told_by_its_name() -> None:
    assert read("dv:440305").in_language("zh") == ["地区为“440305”（广东省深圳市南山区）。"]


def test_ten_thousand_terms_are_cut_with_a_notice() -> None:
    many = " ".join(f"w{number}" for number in range(10_000))
    codes = [problem.code for problem in read(many).problems]
    assert codes == ["query.too_long", "query.too_many_tokens", "query.too_many_terms"]
    query = read(many).query
    assert isinstance(query, Words)
    assert len(query.terms) == 200


@pytest.mark.parametrize("text", ["(" * 5_000, "NOT " * 4_000 + "x", "ti:" * 5_000, '"' * 999])
def test_deep_and_long_queries_are_read_to_an_end(text: str) -> None:
    understood = read(text)
    assert understood.problems
    assert len(understood.problems) < 20


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", Everything), ("  \n", Everything), ("，。", Nothing), ("电池 或 隔膜", Or)],
)
def test_shape(text: str, kind: type) -> None:
    assert isinstance(read(text).query, kind)


def test_number_that_fits_two_kinds_is_searched_as_both_and_said() -> None:
    [sentence] = read("95115608").in_language("zh")
    assert "有几种读法，都检索" in sentence
    assert "95115608.X" in sentence


def test_near_takes_its_distance() -> None:
    query = read("甲烷 near/7 乙烷").query
    assert isinstance(query, Near)
    assert (query.distance, query.ordered) == (7, False)
    query = read("甲烷 ADJ 乙烷").query
    assert isinstance(query, Near)
    assert (query.distance, query.ordered) == (0, True)


def test_words_beside_a_field_stay_one_question() -> None:
    query = read("锂电池 隔膜 pa:比亚迪").query
    assert isinstance(query, And)
    assert isinstance(query.parts[0], Words)
    assert query.parts[0].text == "锂电池 隔膜"


def test_question_to_a_collection_has_no_operators() -> None:
    query = understand_words("ti: 电池 AND (隔膜").query
    assert isinstance(query, Words)
    assert set(query.terms) == {"ti", "电池", "and", "隔膜"}
    assert isinstance(understand_words("🔋").query, Nothing)


PIECES = st.sampled_from(
    [
        *("电池", "batter*", "ti:", "ad:", "ic:", "ls:", "AND", "OR", "NOT", "NEAR/3", "或", "-"),
        *("(", ")", '"', "[", "]", "2020 TO 2021", "201910302430.1", "H01M", "*", "：", "　"),
        *("😀", "\x00", "مرحبا"),
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map(" ".join)))
def test_whatever_is_typed_is_read(text: str) -> None:
    understood = understand(text)
    assert understood.sentences
    for problem in understood.problems:
        assert 1 <= int(problem.position) <= len(text) + 1
