"""What belongs to a theme: four parts, one query, and the text that finds the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.search.query import And, Classification, Not, Nothing, Phrase, Words, leaves
from zhiheng.core.search.understanding import understand
from zhiheng.core.themes.definition import ThemeDefinition, read_definition, strictly
from zhiheng.core.themes.query_text import query_text


def test_the_four_parts_are_asked_for_together():
    read = read_definition(
        ThemeDefinition(
            query="固态 电解质",
            classes=("H01M", "C01B25"),
            divisions=("440300", "810000"),
            exclusions=("燃料电池", "ti:铅酸"),
        )
    )
    assert read.problems == ()
    assert query_text(read.query) == (
        '("固态" AND "电解质") AND (ic:H01M OR ic:C01B25) AND (dv:"440300" OR dv:"810000") '
        'AND NOT "燃料电池" AND NOT ti:"铅酸"'
    )


def test_every_plain_word_must_occur_as_written():
    read = read_definition(ThemeDefinition(query="固态电池 电解质"))
    assert [leaf for leaf, _ in leaves(read.query)] == [
        Phrase((), "固态电池", ("固", "态", "电", "池")),
        Phrase((), "电解质", ("电", "解", "质")),
    ]
    assert not any("最相符" in sentence.zh for sentence in read.sentences)


def test_a_part_that_is_empty_asks_nothing():
    read = read_definition(ThemeDefinition(classes=("G06N",), exclusions=("", "  ")))
    assert read.query == Classification("G06N", "g06n")


def test_without_anything_that_belongs_nothing_does():
    empty = ThemeDefinition(query=" ", exclusions=("电池",))
    assert empty.is_empty
    assert read_definition(empty).query == Nothing()


def test_problems_name_the_part_they_are_in():
    read = read_definition(ThemeDefinition(query='ti:"电池', exclusions=("pa:(比亚迪",)))
    assert {problem.values["part"] for problem in read.problems} == {"query", "exclusions"}


@pytest.mark.parametrize(
    "text",
    [
        "电池",
        'ti:"固态电池"',
        "ta:(电池 OR 隔膜)",
        "锂 NEAR/5 负极",
        "clm:(锂 ADJ/3 负极)",
        "ti:batter*",
        "an:201910302430.1",
        "ic:H01M10/05",
        "ad:[2020 TO 2024]",
        "gd:[2020-05 TO *]",
        "dv:440300",
        "pa:比亚迪 AND NOT in:张三",
        "(电池 OR 隔膜) AND (涂覆 OR 涂布) AND NOT ab:燃料",
    ],
)
def test_the_text_of_a_query_is_read_as_the_same_query(text: str):
    query = strictly(understand(text).query)
    assert understand(query_text(query)).query == query


WORDS = st.text("电池隔膜固态解质锂负极涂覆燃料abc", min_size=1, max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=2))
def test_any_words_go_into_text_and_back(words: list[str], left_out: list[str]):
    read = read_definition(ThemeDefinition(query=" ".join(words), exclusions=tuple(left_out)))
    assert not any(isinstance(leaf, Words) for leaf, _ in leaves(read.query))
    assert understand(query_text(read.query)).query == read.query
    denied = [part for part in _parts(read.query) if isinstance(part, Not)]
    assert len(denied) == len(left_out)


def _parts(query: object) -> list[object]:
    return list(query.parts) if isinstance(query, And) else [query]
