"""Which characters of two marks answer to one another, for the words that tell why.

The kernel needs the sums only; here the pairs behind them are found, going back through the sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from zhiheng.core.matching.marks.alignment import Matrix
from zhiheng.core.matching.marks.plain import aligned

Likeness = Callable[[str, str], float]


def paired(one: str, other: str, likeness: Likeness) -> list[tuple[str, str, float]]:
    """Return the pairs of the best alignment with their likeness; what has no pair is left out."""
    m, n = len(one), len(other)
    found = np.array([likeness(x, y) for x in one for y in other]).reshape(m, n)
    sums = np.zeros((m + 1, n + 1))
    aligned(found, m, n, sums)
    pairs = [(one[i], other[j], float(found[i, j])) for i, j in _back(sums)]
    return [pair for pair in reversed(pairs) if pair[2] > 0.0]


def _back(sums: Matrix) -> Iterator[tuple[int, int]]:
    i, j = sums.shape[0] - 1, sums.shape[1] - 1
    while i and j:
        if sums[i, j] == sums[i - 1, j] and sums[i, j] > 0 and sums[i - 1, j] >= sums[i, j - 1]:
            i -= 1
        elif sums[i, j] == sums[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            yield i, j
