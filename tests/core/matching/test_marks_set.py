"""What the file of labelled marks has to keep to, so that figures got with it mean something."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from tests.core.matching.labelled_marks import (
    CHANNELS,
    COLUMNS,
    DIFFICULTIES,
    FILE,
    HELD_OUT,
    SPLITS,
    MarkPair,
    as_one_mark,
    average_precision,
    mark_pairs,
)


@pytest.fixture(scope="module")
def pairs() -> list[MarkPair]:
    return mark_pairs()


def test_the_file_has_its_columns_and_known_values(pairs: list[MarkPair]):
    with FILE.open(encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS
    assert {pair.channel for pair in pairs} == set(CHANNELS)
    assert {pair.difficulty for pair in pairs} == set(DIFFICULTIES)
    assert {pair.split for pair in pairs} <= set(SPLITS)
    classes = {number for pair in pairs for number in pair.nice_classes}
    assert classes <= {str(number) for number in range(1, 46)}
    assert all(pair.a.strip() == pair.a and pair.b.strip() == pair.b for pair in pairs)
    assert all(pair.a and pair.b and pair.reason for pair in pairs)


def test_there_are_enough_pairs_of_both_answers(pairs: list[MarkPair]):
    assert len(pairs) >= 1500
    assert sum(pair.known for pair in pairs) >= 25
    for splits in (("training",), ("held-out",)):
        half = mark_pairs(*splits)
        assert len(half) >= 0.45 * len(mark_pairs("training", "held-out"))
        assert 0.4 <= sum(pair.near for pair in half) / len(half) <= 0.6


def test_channels_stand_in_both_halves_with_both_answers():
    for split in ("training", "held-out"):
        count = Counter((pair.channel, pair.near) for pair in mark_pairs(split))
        assert all(count[channel, False] >= 10 for channel in CHANNELS)
        assert all(count[channel, True] >= 10 for channel in CHANNELS if channel != "none")
    assert not [pair for pair in mark_pairs() if pair.channel == "none" and pair.near]


def test_no_pair_stands_twice(pairs: list[MarkPair]):
    count = Counter(frozenset((pair.a, pair.b)) for pair in pairs)
    assert [pair for pair, times in count.items() if times > 1] == []
    assert [pair for pair in pairs if pair.a == pair.b] == []


def test_no_mark_stands_in_two_splits():
    fitted = marks_of("training")
    assert sorted(fitted & marks_of(*HELD_OUT)) == []
    assert sorted(marks_of("held-out") & marks_of("held-out-2")) == []


def marks_of(*splits: str) -> set[str]:
    return {as_one_mark(mark) for pair in mark_pairs(*splits) for mark in (pair.a, pair.b)}


@pytest.mark.parametrize(
    ("scores", "near", "expected"),
    [
        ([0.9, 0.8, 0.1], [True, True, False], 1),
        ([0.9, 0.8, 0.1], [False, True, True], (1 / 2 + 2 / 3) / 2),
        ([0.5, 0.5, 0.5, 0.5], [True, False, False, True], 0.5),
        ([0.5, 0.5], [False, False], 0),
    ],
)
def test_average_precision_of_a_few_pairs(scores, near, expected):
    assert average_precision(scores, near) == pytest.approx(expected)
