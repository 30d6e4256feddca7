"""How far two foreign words agree letter by letter; the first letter weighs more.

A letter may be left out, added or replaced; one that is printed much like another (0 and O, 1 and
l) hardly counts, nor does a letter doubled. Words with other endings (plural, tense, degree), with
an article more, or doubled are one word by the guide; see the rules.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled
from zhiheng.core.matching.marks.lookup import Table

Numbers = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float64]

FIRST_LETTER = 1.6
DOUBLED = 0.35  # a letter that repeats the one before


@compiled
def letters_alike(
    table: Table, one: Numbers, m: int, other: Numbers, n: int, sums: Matrix
) -> float:
    """Return how far two words agree, 0 to 1: one less the cost of the cheapest change."""
    if m == 0 or n == 0:
        return 0.0
    sums[0, 0] = 0.0
    for j in range(1, n + 1):
        sums[0, j] = sums[0, j - 1] + _cost(other, j - 1)
    for i in range(1, m + 1):
        sums[i, 0] = sums[i - 1, 0] + _cost(one, i - 1)
        for j in range(1, n + 1):
            differ = 1.0 - table.letters[one[i - 1], other[j - 1]]
            if i == 1 and j == 1:
                differ *= FIRST_LETTER
            replaced = sums[i - 1, j - 1] + differ
            left = sums[i - 1, j] + _cost(one, i - 1)
            sums[i, j] = min(replaced, left, sums[i, j - 1] + _cost(other, j - 1))
    return max(0.0, 1.0 - sums[m, n] / (max(m, n) + FIRST_LETTER - 1.0))


@compiled
def _cost(word: Numbers, at: int) -> float:
    if at == 0:
        return FIRST_LETTER
    return DOUBLED if word[at] == word[at - 1] else 1.0


@compiled
def letters_changed(one: Numbers, m: int, other: Numbers, n: int, sums: Matrix) -> int:
    """Return how many letters have to be left out, added or replaced to get the other word."""
    for j in range(n + 1):
        sums[0, j] = j
    for i in range(1, m + 1):
        sums[i, 0] = i
        for j in range(1, n + 1):
            replaced = sums[i - 1, j - 1] + (one[i - 1] != other[j - 1])
            sums[i, j] = min(replaced, sums[i - 1, j] + 1.0, sums[i, j - 1] + 1.0)
    return int(sums[m, n])
