"""Two rows of characters laid beside one another: which answers to which, and how far in all.

Lengths may differ. Of all ways to pair characters without crossing, the one with the greatest sum
of likenesses counts; the first characters weigh more when they answer to one another.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled

Matrix = npt.NDArray[np.float64]

FIRST = 1.5  # what the first character weighs, the others weigh 1


@compiled
def aligned(likeness: Matrix, m: int, n: int, sums: Matrix) -> float:
    """Return how far two rows of m and n characters agree, 0 to 1; `likeness` (m, n) of each pair.

    `sums` is room for the best sums up to each place, shape (m + 1, n + 1) at least.
    """
    if m == 0 or n == 0:
        return 0.0
    for j in range(n + 1):
        sums[0, j] = 0.0
    for i in range(1, m + 1):
        sums[i, 0] = 0.0
        for j in range(1, n + 1):
            weight = FIRST if i == 1 and j == 1 else 1.0
            best = sums[i - 1, j - 1] + weight * likeness[i - 1, j - 1]
            sums[i, j] = max(best, sums[i - 1, j], sums[i, j - 1])
    return sums[m, n] / (max(m, n) + FIRST - 1.0)


@compiled
def contained_at(one: npt.NDArray[np.int64], m: int, other: npt.NDArray[np.int64], n: int) -> int:
    """Return where the shorter of two rows stands in the longer as it is, -1 where it does not."""
    short, count, long, count_long = one, m, other, n
    if n < m:
        short, count, long, count_long = other, n, one, m
    if count == 0:
        return -1
    for start in range(count_long - count + 1):
        same = True
        for at in range(count):
            if long[start + at] != short[at]:
                same = False
                break
        if same:
            return start
    return -1
