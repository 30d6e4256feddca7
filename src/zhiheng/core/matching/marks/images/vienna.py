"""Likeness by the Vienna Classification: what a device shows, as its examiners coded it.

A code names category, division and section (03.01.08: animals, quadrupeds, dogs); two codes that
part later are closer. That two marks hold letters, colours or plain geometry says little, so these
categories count less.
"""

from __future__ import annotations

from collections.abc import Sequence

SAME = (0.0, 0.2, 0.55, 1.0)  # how close codes are that share 0, 1, 2, 3 levels
COMMON = frozenset(("25", "26", "27", "28", "29"))  # ornament, geometry, letters, script, colours
COMMON_WEIGHT = 0.3


def vienna_score(a: Sequence[str], b: Sequence[str]) -> float:
    """Return how close two lists of codes are, 0 to 1; 0 where either is empty."""
    left, right = sorted(set(a)), sorted(set(b))
    if not left or not right:
        return 0.0
    return (_towards(left, right) + _towards(right, left)) / 2


def shared_codes(a: Sequence[str], b: Sequence[str]) -> list[str]:
    """Return the closest level that two lists of codes share, the most telling first.

    Whole codes where both have them; else divisions, else nothing: a shared category is too wide.
    """
    left, right = set(a), set(b)
    shared = left & right or {code[:5] for code in left} & {code[:5] for code in right}
    return sorted(shared, key=lambda code: (code[:2] in COMMON, code))


def levels_shared(a: str, b: str) -> int:
    """Return how many levels two codes share, 0 to 3."""
    count = 0
    for left, right in zip(a.split("."), b.split("."), strict=False):
        if left != right:
            break
        count += 1
    return min(count, 3)


def _towards(ones: Sequence[str], others: Sequence[str]) -> float:
    weights = [COMMON_WEIGHT if code[:2] in COMMON else 1.0 for code in ones]
    close = [max(SAME[levels_shared(code, other)] for other in others) for code in ones]
    return sum(w * c for w, c in zip(weights, close, strict=True)) / sum(weights)
