"""What marks say, and whether they say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zhiheng.core.declarations.models import Wording
from zhiheng.core.matching.marks.meaning import (
    MeaningList,
    lexicon,
    meaning_score,
    meaning_words,
    senses_of,
)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("金狮", "GOLDEN LION", 1.0),
        ("金狮", "goldlion", 1.0),  # two words written together
        ("金獅", "Gold Lions", 1.0),  # traditional, plural
        ("蓝月亮", "BLUE MOON", 1.0),
        ("月之光", "Moonlight", 0.0),  # two things and one
        ("红牛", "The Red Bull", 1.0),
        ("金狮", "金虎", 0.5),
        ("金狮维尼", "金狮", 0.5),  # 维尼 says nothing known, so that agreement counts half
        ("维尼", "维尼", 0.0),  # the same, but not by its meaning
        ("", "金狮", 0.0),
        ("😀🦁", "lion", 0.0),
        ("𠮷野", "lion", 0.0),
    ],
)
def test_how_far_two_marks_say_the_same(one: str, other: str, score: float) -> None:
    assert meaning_score(senses_of(one), senses_of(other)) == pytest.approx(score)


def test_the_order_of_words_does_not_matter() -> None:
    assert meaning_score(senses_of("MOON BLUE"), senses_of("蓝月亮")) == 1.0


def told(one: str, other: str) -> Wording:
    words = meaning_words(one, other)
    assert words is not None
    return words


def test_what_is_shared_is_named() -> None:
    assert told("金狮", "Golden Lion").en == "金狮 and Golden Lion both mean “gold, lion”"
    assert told("金狮", "Golden Lion").zh == "“金狮”与“Golden Lion”含义相同，都指“金、狮”"
    assert told("金狮", "金虎").zh == "“金狮”与“金虎”都含有“金”的意思"
    assert meaning_words("维尼", "奥妙") is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_asked_about(one: str, other: str) -> None:
    a, b = senses_of(one), senses_of(other)
    assert meaning_score(a, b) == meaning_score(b, a)
    assert 0.0 <= meaning_score(a, b) <= 1.0


def test_every_word_has_one_concept() -> None:
    known = lexicon()
    told = [word for words in known.words_of for word in words]
    assert len(told) == len(set(told)) == len(known.concept_of)


def test_a_line_that_does_not_set_words_equal_is_refused() -> None:
    with pytest.raises(ValidationError, match="荔湾 liwan"):
        MeaningList(theme="own", words="荔湾 liwan")
