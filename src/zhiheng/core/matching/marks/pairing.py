"""Which characters of two marks answer to one another, for the words that tell why.

The kernel needs the sums only; here the pairs behind them are found again, by the same likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhiheng.core.matching.marks.alignment import FIRST

Likeness = Callable[[str, str], float]


def paired(one: str, other: str, likeness: Likeness) -> list[tuple[str, str, float]]:
    """Return the pairs of the best alignment with their likeness; what has no pair is left out."""
    sums = [[0.0] * (len(other) + 1) for _ in range(len(one) + 1)]
    found = [[likeness(x, y) for y in other] for x in one]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            weight = FIRST if i == j == 1 else 1.0
            sums[i][j] = max(
                sums[i - 1][j - 1] + weight * found[i - 1][j - 1], sums[i - 1][j], sums[i][j - 1]
            )
    pairs = [(one[i], other[j], found[i][j]) for i, j in _back(sums)]
    return [pair for pair in reversed(pairs) if pair[2] > 0.0]


def _back(sums: list[list[float]]) -> Iterator[tuple[int, int]]:
    i, j = len(sums) - 1, len(sums[0]) - 1
    while i and j:
        if sums[i][j] == sums[i - 1][j] and sums[i][j] > 0 and sums[i - 1][j] >= sums[i][j - 1]:
            i -= 1
        elif sums[i][j] == sums[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            yield i, j
