"""Intervals of rates, so that small numbers do not shame.

Clopper and Pearson's interval (Biometrika 26, 1934): all rates under which what was counted would
not be surprising on either side. It holds the true rate at least as often as it promises, for any
number of trials, which Wilson's shorter interval does not where few are counted and the rate is
near 0 or 1, and that is where abnormal filings lie.

Its ends are quantiles of a beta distribution, found by bisection of the regularised incomplete
beta function, which is summed as a continued fraction (Lentz).
"""

from __future__ import annotations

import math
from functools import lru_cache

CLOSE = 1e-14  # relative change below which the continued fraction has converged
MOST_TERMS = 10_000
HALVINGS = 60
_TINY = 1e-300


@lru_cache(maxsize=1 << 16)  # lists of units ask for the same small numbers again and again
def exact_interval(counted: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of a rate; from 0 to 1 where nothing was tried.

    `counted` of `of` trials succeeded. Raises ValueError where that cannot be, or where
    `confidence` does not lie between 0 and 1.
    """
    if not (0 <= counted <= of and 0 < confidence < 1):
        raise ValueError(f"{counted} of {of} with confidence {confidence}")
    tail = (1 - confidence) / 2
    low = 0.0 if counted == 0 else _quantile(tail, counted, of - counted + 1)
    high = 1.0 if counted == of else _quantile(1 - tail, counted + 1, of - counted)
    return low, high


def beta_distribution(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function: P(X ≤ x) of a beta(a, b) variable."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    logs = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logs + a * math.log(x) + b * math.log1p(-x))
    # The fraction converges fast below the mean; above it the other tail is summed.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _quantile(share: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if beta_distribution(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            total *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return total


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
