"""What is a plan's evaluation worth, and what would the figures alone give?

Inputs: weights and scores that people gave, each score from 0 to 100; the share of an indicator's
or measure's way that is gone, and the share of the plan's time that is gone. Output: a total, a
grade, a suggestion a reviewer may follow or not.

Method:
1. The total is the mean of the scores by weight. Criteria without a score are left out of the mean
   and told: a total over part of the weight is provisional, and an empty one is not zero.
2. The suggestion is share gone ÷ share expected, as a whole number of points from 0 to 100. At the
   end of the plan the share expected is 1; at mid-term it is the share of the time that is gone.
3. Weights are shared out within a group in steps of 0.01 so that they add up exactly; what is left
   over goes to the first of the group.

What it cannot say: why something was reached or missed. That is what the review is for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

WHOLE = Decimal(100)
STEP = Decimal("0.01")


@dataclass(frozen=True)
class Scored:
    """A criterion's weight and its score, None while it has none."""

    weight: Decimal
    score: Decimal | None


@dataclass(frozen=True)
class Total:
    """A weighted mean: `score` over `scored` of `weight`, None where nothing has a score."""

    score: Decimal | None
    scored: Decimal
    weight: Decimal

    @property
    def complete(self) -> bool:
        """Tell whether every criterion that weighs something has a score."""
        return self.scored == self.weight


def weighted_total(criteria: Sequence[Scored]) -> Total:
    """Return the mean of the scores by weight, to two decimals."""
    scored = [(each.weight, each.score) for each in criteria if each.score is not None]
    weight = sum((each for each, _ in scored), Decimal(0))
    whole = sum((each.weight for each in criteria), Decimal(0))
    if not weight:
        return Total(None, weight, whole)
    mean = sum((each * score for each, score in scored), Decimal(0)) / weight
    return Total(mean.quantize(STEP, ROUND_HALF_EVEN), weight, whole)


def grade(score: Decimal | None, thresholds: Mapping[str, Decimal]) -> str:
    """Return the grade with the highest threshold the score reaches; "" without a score.

    Below all thresholds it is `failed`.
    """
    if score is None:
        return ""
    reached = [(least, name) for name, least in thresholds.items() if score >= least]
    return max(reached)[1] if reached else "failed"


def suggested_score(share: Decimal | None, expected: Decimal) -> int | None:
    """Return the points that the figures alone would give; None where nothing is known."""
    if share is None or expected <= 0:
        return None
    points = (share / expected * 100).to_integral_value(ROUND_HALF_EVEN)
    return int(min(WHOLE, max(Decimal(0), points)))


def time_gone(on: date, *, first_year: int, last_year: int) -> Decimal:
    """Return the share of a plan's days that are over at the end of a day, from 0 to 1."""
    begins, ends = date(first_year, 1, 1), date(last_year, 12, 31)
    days = min(max((on - begins).days + 1, 0), (ends - begins).days + 1)
    return Decimal(days) / Decimal((ends - begins).days + 1)


def shared_out(weight: Decimal, among: int) -> list[Decimal]:
    """Return a group's weight shared out evenly in steps of 0.01; it adds up exactly."""
    if not among:
        return []
    each = (weight / among).quantize(STEP, ROUND_DOWN)
    return [weight - each * (among - 1), *[each] * (among - 1)]
