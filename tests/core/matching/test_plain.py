"""The kernel without the compiler says what the compiled one says."""

from __future__ import annotations

import numpy as np

from tests.core.matching.labelled import labelled_pairs
from zhiheng.core.matching import kernel, plain
from zhiheng.core.matching.batches import compare_pairs, prepare
from zhiheng.core.matching.weights import load_weights


def test_plain_scores_are_the_compiled_ones():
    pairs = labelled_pairs()[::9]
    names = [name for pair in pairs for name in (pair.a, pair.b)]
    prepared = prepare(names)
    left = np.arange(0, len(names), 2, dtype=np.int32)
    scores = np.empty(len(left), np.float32)
    weights, work = load_weights().values, kernel.work_room()
    plain.score_pairs(prepared.columns, left, left + 1, weights, work, scores)
    np.testing.assert_allclose(scores, compare_pairs(prepared, left, left + 1), atol=1e-6)


def test_what_is_compiled_already_is_chosen():
    compare_pairs(prepare(["甲", "乙"]), np.array([0], np.int32), np.array([1], np.int32))
    assert plain.SCORER.choose() is kernel.score_pairs
    assert plain.score_pairs is not kernel.score_pairs
