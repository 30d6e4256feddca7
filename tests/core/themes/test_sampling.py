"""Samples anyone can draw again, and what their marks say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.themes.sampling import (
    Precision,
    draw_sample,
    members_digest,
    wilson_interval,
)

MEMBERS = [("patents", f"20231{number:07d}.X") for number in range(1_000)]


def test_the_same_seed_draws_the_same_records_whatever_their_order():
    drawn = draw_sample(MEMBERS, size=50, seed=7)
    assert drawn == draw_sample(reversed(MEMBERS), size=50, seed=7)
    assert drawn != draw_sample(MEMBERS, size=50, seed=8)
    assert len(set(drawn)) == 50


def test_a_larger_sample_begins_with_the_smaller_one():
    assert draw_sample(MEMBERS, size=80, seed=7)[:50] == draw_sample(MEMBERS, size=50, seed=7)


def test_fewer_members_than_asked_for_are_all_drawn():
    assert sorted(draw_sample(MEMBERS[:3], size=50, seed=7)) == MEMBERS[:3]


def test_when_records_are_added_most_of_a_sample_stays():
    before = set(draw_sample(MEMBERS[:900], size=50, seed=7))
    after = set(draw_sample(MEMBERS, size=50, seed=7))
    assert len(before & after) >= 35
    assert after - before <= set(MEMBERS[900:])


def test_every_record_has_the_same_chance():
    drawn = [draw_sample(MEMBERS[:100], size=10, seed=seed) for seed in range(400)]
    times = [sum(member in sample for sample in drawn) for member in MEMBERS[:100]]
    # 400 draws of one in ten: 40 expected, standard deviation 6.
    assert min(times) > 40 - 5 * 6
    assert max(times) < 40 + 5 * 6


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(successes: int, trials: int, low: float, high: float):
    found = wilson_interval(successes, trials)
    assert found == pytest.approx((low, high), abs=5e-5)


def test_nothing_decided_says_nothing():
    assert wilson_interval(0, 0) is None
    unmarked = Precision(relevant=0, irrelevant=0, undecided=3, open=47)
    assert (unmarked.share, unmarked.low, unmarked.high) == (None, None, None)


def test_what_could_not_be_decided_counts_as_neither():
    found = Precision(relevant=45, irrelevant=5, undecided=10)
    assert found.decided == 50
    assert found.share == 0.9
    assert found.low == pytest.approx(0.7864, abs=5e-5)
    assert found.high == pytest.approx(0.9565, abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_between_none_and_all(counted: tuple[int, int]):
    successes, trials = counted
    bounds = wilson_interval(successes, trials)
    assert bounds is not None
    low, high = bounds
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1


def test_a_digest_tells_members_apart_and_not_their_order():
    assert members_digest(MEMBERS) == members_digest(reversed(MEMBERS))
    assert members_digest(MEMBERS) != members_digest(MEMBERS[1:])
    # sha256 of "a\tb\n", computed with another tool.
    assert members_digest([("a", "b")]) == (
        "5dd1197866f479824d9b483e1b7ae9ad3e518f3b4fd447c6b92d127dda6178c5"
    )
