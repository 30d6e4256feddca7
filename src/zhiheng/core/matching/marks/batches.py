"""Comparing many pairs of marks at once, with the scores of `compare_marks`."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.marks import kernel
from zhiheng.core.matching.marks.columns import MarkColumns
from zhiheng.core.matching.marks.kernel import Judgement
from zhiheng.core.matching.marks.lookup import lookup_table
from zhiheng.core.matching.marks.plain import SCORER
from zhiheng.core.matching.marks.rules import guide_rules
from zhiheng.core.matching.marks.weights import load_weights
from zhiheng.core.matching.portions import Rows, check_pairs, in_portions

Scores = npt.NDArray[np.float32]


def score_pairs(
    columns: MarkColumns, left: Rows, right: Rows, *, workers: int | None = None
) -> Scores:
    """Return the scores of the pairs of rows `(left[i], right[i])`, shape (n,).

    `workers` is the number of threads, one per core unless given. Rows outside of the columns are
    an `IndexError`.
    """
    return _scores(columns, columns, left, right, workers)


def score_against(
    columns: MarkColumns, query: MarkColumns, rows: Rows, *, workers: int | None = 1
) -> Scores:
    """Return the scores of the one mark of `query` with rows of `columns`, shape (n,)."""
    return _scores(query, columns, np.zeros(len(rows), np.int64), rows, workers)


@cache
def judgement() -> Judgement:
    """Return the packaged weights and figures, as the kernel takes them."""
    weights, rules = load_weights(), guide_rules()
    return Judgement(weights.values, weights.threshold, rules.near, rules.limits)


def _scores(
    one: MarkColumns, other: MarkColumns, left: Rows, right: Rows, workers: int | None
) -> Scores:
    left, right = np.ascontiguousarray(left, np.int64), np.ascontiguousarray(right, np.int64)
    check_pairs(left, right, rows=(len(one.facts), len(other.facts)))
    scores = np.empty(len(left), np.float32)
    score_rows = SCORER.choose(len(left))
    table, judged = lookup_table(), judgement()

    def score(part: slice) -> None:
        room = kernel.work_room()
        score_rows(one, other, left[part], right[part], table, judged, room, scores[part])

    in_portions(score, len(left), workers=workers)
    return scores
