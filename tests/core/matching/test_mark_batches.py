"""Many pairs of marks at once, by the plain kernel and by the compiled one."""

from __future__ import annotations

import numpy as np
import pytest

from tests.core.matching.labelled_marks import mark_pairs
from zhiheng.core.matching import portions
from zhiheng.core.matching.marks import kernel, plain
from zhiheng.core.matching.marks.batches import judgement, score_against, score_pairs
from zhiheng.core.matching.marks.columns import columns_of
from zhiheng.core.matching.marks.lookup import lookup_table
from zhiheng.core.matching.marks.marks import compare_marks

MARKS = ["大白兔", "太白兔", "WAHAHA", "娃哈哈", "", "郎酒 LANG", "HAPPY HOURS"]


def every_pair() -> tuple[np.ndarray, np.ndarray]:
    left, right = np.meshgrid(np.arange(len(MARKS)), np.arange(len(MARKS)))
    return left.ravel(), right.ravel()


def test_the_scores_are_those_of_single_comparisons():
    left, right = every_pair()
    scores = score_pairs(columns_of(MARKS), left, right)
    expected = [compare_marks(MARKS[a], MARKS[b]).score for a, b in zip(left, right, strict=True)]
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_one_mark_against_rows():
    columns = columns_of(MARKS)
    rows = np.array([1, 0, 3], np.int32)
    scores = score_against(columns, columns_of(["大白兔"]), rows)
    np.testing.assert_allclose(scores, score_pairs(columns, np.zeros(3, np.int64), rows))


def test_parts_and_workers_change_nothing(monkeypatch: pytest.MonkeyPatch):
    left, right = every_pair()
    columns = columns_of(MARKS)
    whole = score_pairs(columns, left, right, workers=1)
    monkeypatch.setattr(portions, "PORTION", 5)
    assert (score_pairs(columns, left, right, workers=3) == whole).all()


def test_no_marks_and_no_pairs():
    nothing = np.zeros(0, np.int64)
    assert len(score_pairs(columns_of([]), nothing, nothing)) == 0


@pytest.mark.parametrize("row", [-1, len(MARKS)])
def test_rows_outside_are_an_error(row: int):
    with pytest.raises(IndexError):
        score_pairs(columns_of(MARKS), np.array([row]), np.array([0]))


def test_pairs_have_two_sides():
    with pytest.raises(ValueError, match="no pairs"):
        score_pairs(columns_of(MARKS), np.array([0, 1]), np.array([0]))


def test_plain_scores_are_the_compiled_ones():
    pairs = mark_pairs("training")[::7]
    columns = columns_of([mark for pair in pairs for mark in (pair.a, pair.b)])
    left = np.arange(0, 2 * len(pairs), 2)
    plainly, compiled = (np.empty(len(pairs), np.float32) for _ in range(2))
    for score_rows, scores in ((plain.score_rows, plainly), (kernel.score_rows, compiled)):
        room, table = kernel.work_room(), lookup_table()
        score_rows(columns, columns, left, left + 1, table, judgement(), room, scores)
    np.testing.assert_allclose(plainly, compiled, atol=1e-6)
    assert plain.SCORER.choose() is kernel.score_rows
