"""Exact intervals against sums of binomial probabilities in whole numbers."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiheng.core.screening.intervals import exact_interval

SMALL = Fraction(1, 10**9)


def at_least(counted: int, of: int, rate: Fraction) -> Fraction:
    """How likely as many or more are, added up one by one."""
    return Fraction(
        sum(comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(counted, of + 1))
    )


@given(st.integers(0, 25), st.integers(0, 25), st.sampled_from(["0.8", "0.95", "0.99"]))
@example(0, 0, "0.95")
@example(1, 1, "0.95")
@settings(deadline=None, max_examples=30)
def test_the_ends_are_where_the_tails_are_as_large_as_allowed(a: int, b: int, sure: str) -> None:
    counted, of = min(a, b), max(a, b)
    tail = (1 - Fraction(sure)) / 2
    low, high = exact_interval(counted, of, float(sure))
    assert 0 <= low <= high <= 1
    if counted == 0:
        assert low == 0
    else:
        below, above = Fraction(low) - SMALL, Fraction(low) + SMALL
        assert at_least(counted, of, below) < tail < at_least(counted, of, above)
    if counted == of:
        assert high == 1
    else:
        # As few or fewer: the other side of as many as one more.
        below, above = Fraction(high) - SMALL, Fraction(high) + SMALL
        assert 1 - at_least(counted + 1, of, above) < tail
        assert tail < 1 - at_least(counted + 1, of, below)


@pytest.mark.parametrize(("counted", "of", "sure"), [(2, 1, 0.95), (-1, 3, 0.95), (1, 3, 1.0)])
def test_what_cannot_be_is_refused(counted: int, of: int, sure: float) -> None:
    with pytest.raises(ValueError, match=f"{counted} of {of}"):
        exact_interval(counted, of, sure)


def test_published_values_and_large_numbers() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 5: 81/263, 15/148, 0/20, 1/29.
    for counted, of, low, high in (
        (81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ):  # fmt: skip
        assert exact_interval(counted, of) == pytest.approx((low, high), abs=5e-5)
    low, high = exact_interval(100_000, 200_000)
    assert low == pytest.approx(0.5 - 0.002193799, abs=1e-5)
    assert high == pytest.approx(1 - low)
