"""Scores of marks against a comparison in plain Python."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.twins.naive_marks import naive_score
from zhiheng.core.matching.marks.batches import score_against, score_pairs
from zhiheng.core.matching.marks.columns import columns_of
from zhiheng.core.matching.marks.marks import compare_marks

CHARACTERS = st.text(
    st.sampled_from("大太天白自兔免郎朗狼酒洒清情青云芸蒙豪金新爱我你五七八己已𠮷"), max_size=5
)
GENERIC = st.sampled_from(["", "", "", "茶业", "珠海", "有限公司", "旗舰店", "6号"])
HAN = st.tuples(GENERIC, CHARACTERS, GENERIC).map("".join)
WORDS = st.sampled_from(
    ["NIKE", "NIKEE", "B00K", "BOOK", "Dogs", "dog", "the", "WAHAHA", "haier", "SMARTPEN", "X",
     "MI", "MIMI", "Tea", "x5", "520", "1314", "golden", "lion", "ΝIΚΕ", "CARS", "phone"]
)  # fmt: skip
LATIN = st.lists(WORDS, max_size=3).map(" ".join)
MIXED = st.tuples(HAN, LATIN).map(" ".join)
ANY = st.text(st.sampled_from("大太 aZ1é·'😀ёΩ&5e"), max_size=6)
MARKS = st.one_of(HAN, LATIN, MIXED, ANY)


@settings(max_examples=40, deadline=None)
@given(st.lists(MARKS, min_size=2, max_size=5))
@example(["娃哈哈", "WAHAHA", "爱我", "520", ""])
@example(["珠海大白兔茶业", "太白兔", "大白兔", "郎酒", "朗洒"])
@example(["happy hours", "hours happy", "THE DOG", "dogs", "MIMI"])
def test_scores_agree_with_the_obvious_comparison(marks: list[str]):
    columns = columns_of(marks)
    rows = np.arange(len(marks))
    left, right = np.repeat(rows, len(marks)), np.tile(rows, len(marks))
    scores = score_pairs(columns, left, right).tolist()
    expected = [naive_score(marks[a], marks[b]) for a, b in zip(left, right, strict=True)]
    np.testing.assert_allclose(scores, expected, atol=2e-6)
    alone = score_against(columns, columns_of(marks[:1]), rows)
    np.testing.assert_allclose(alone, scores[: len(marks)], atol=1e-7)
    assert abs(compare_marks(marks[0], marks[1]).score - scores[1]) < 1e-6
