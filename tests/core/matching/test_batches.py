"""Many pairs at once."""

from __future__ import annotations

import numpy as np
import pytest

from zhiheng.core.matching import portions
from zhiheng.core.matching.batches import compare_pairs, prepare
from zhiheng.core.matching.names import compare_names

NAMES = [
    "深圳市星耀科技有限公司",
    "Shenzhen Xingyao Technology Ltd",
    "张伟",
    "Wei Zhang",
    "",
    "深圳大学",
]


def every_pair() -> tuple[np.ndarray, np.ndarray]:
    left, right = np.meshgrid(np.arange(len(NAMES)), np.arange(len(NAMES)))
    return left.ravel().astype(np.int32), right.ravel().astype(np.int32)


def test_the_scores_are_those_of_single_comparisons():
    left, right = every_pair()
    scores = compare_pairs(prepare(NAMES), left, right)
    expected = [compare_names(NAMES[a], NAMES[b]).score for a, b in zip(left, right, strict=True)]
    assert scores.dtype == np.float32
    assert scores.tolist() == expected


def test_parts_and_workers_change_nothing(monkeypatch: pytest.MonkeyPatch):
    left, right = every_pair()
    whole = compare_pairs(prepare(NAMES), left, right, workers=1)
    monkeypatch.setattr(portions, "PORTION", 5)
    assert (compare_pairs(prepare(NAMES), left, right, workers=3) == whole).all()


def test_no_names_and_no_pairs():
    nothing = np.zeros(0, np.int32)
    assert len(compare_pairs(prepare([]), nothing, nothing)) == 0
    assert len(prepare(NAMES)) == len(NAMES)


@pytest.mark.parametrize("place", [-1, len(NAMES)])
def test_places_outside_are_an_error(place: int):
    with pytest.raises(IndexError):
        compare_pairs(prepare(NAMES), np.array([place], np.int32), np.array([0], np.int32))


def test_pairs_have_two_sides():
    with pytest.raises(ValueError, match="no pairs"):
        compare_pairs(prepare(NAMES), np.array([0, 1], np.int32), np.array([0], np.int32))
