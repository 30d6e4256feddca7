"""Which words distinguish nobody."""

import pytest

from zhiheng.core.matching.marks.generic import generic_terms


@pytest.mark.parametrize(
    ("word", "nice_class", "generic"),
    [
        ("集团", "", True),
        ("集团", "25", True),
        ("服装", "25", True),
        ("服装", "30", False),
        ("茶叶", "30", True),
        ("茶叶", "", False),
        ("group", "30", True),
        ("胜大", "25", False),
        ("茶叶", "99", False),  # no class at all
    ],
)
def test_a_word_is_generic_in_its_class(word: str, nice_class: str, generic: bool) -> None:
    assert (word in generic_terms(nice_class)) is generic


def test_words_are_folded() -> None:
    assert all(
        word == word.lower() for number in range(46) for word in generic_terms(f"{number:02}")
    )
