"""The figures that are promised of labelled marks on which no weight was fitted."""

from __future__ import annotations

import pytest

from tests.core.matching.labelled import quality
from tests.core.matching.labelled_marks import HELD_OUT, MarkPair, average_precision, mark_pairs
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.marks import compare_marks

Answers = list[tuple[MarkPair, MarkComparison]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    return [
        (pair, compare_marks(pair.a, pair.b, nice_classes=pair.nice_classes))
        for pair in mark_pairs(*HELD_OUT)
    ]


@pytest.mark.parametrize("splits", [("held-out",), HELD_OUT])
def test_near_marks_never_fitted_on_come_first(answers: Answers, splits: tuple[str, ...]) -> None:
    own = [(pair, told) for pair, told in answers if pair.split in splits]
    near = [pair.near for pair, _ in own]
    assert average_precision([told.score for _, told in own], near) >= 0.95
    assert quality([told.near for _, told in own], near).f1 >= 0.89


def test_unrelated_marks_are_not_near(answers: Answers) -> None:
    unrelated = [told.near for pair, told in answers if pair.channel == "none"]
    assert len(unrelated) >= 25
    assert not any(unrelated)


def test_every_answer_says_why(answers: Answers) -> None:
    silent = [(pair.a, pair.b) for pair, told in answers if not told.channels]
    assert silent == []
