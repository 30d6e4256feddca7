"""What does growth a year on average come to, and what has to follow to reach a target?

Inputs: the growth of the years gone, in percent; the number of years the target speaks of.
Output: percent a year.

Method: years multiply. The average of n years is the n-th root of the product of (1 + rate), less
one. Needed is what brings the product over all years to (1 + target) to their number. The forecast
gives each year left the median rate so far; its interval treats the years' rates as independent
around that median.

What it cannot say: nothing of a year in which the quantity fell to nothing (a rate of -100).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from zhiheng.core.plans.forecast import Forecast, around, rounded

HUNDRED = Decimal(100)
LEAST = Decimal("-99.9999")


def average(rates: Sequence[Decimal]) -> Decimal:
    """Return the growth a year on average, in percent, over the years of the rates."""
    return _percent(_product(rates) ** (Decimal(1) / len(rates)))


def needed(rates: Sequence[Decimal], target: Decimal, *, years: int) -> Decimal | None:
    """Return the growth a year that the years left need; None where none is left."""
    left = years - len(rates)
    if left <= 0:
        return None
    whole = _factor(target) ** years
    return _percent((whole / _product(rates)) ** (Decimal(1) / left))


def forecast(rates: Sequence[Decimal], *, years: int, level: Decimal) -> Forecast | None:
    """Return the average over all years, if those left grow as the median of those gone."""
    left = years - len(rates)
    if left < 0 or len(rates) < 2:
        return None
    usual = median(rates)
    centre = _percent((_product(rates) * _factor(usual) ** left) ** (Decimal(1) / years))
    squares = sum(((rate - usual) ** 2 for rate in rates), Decimal(0))
    spread = squares / (len(rates) - 1)
    deviation = (spread * (left + Decimal(left * left) / len(rates))).sqrt() / years
    return around(centre, deviation, steps=len(rates), level=level)


def share(so_far: Decimal, gone: int, target: Decimal, years: int) -> Decimal | None:
    """Return the share of the whole growth that is gone, on the scale on which years add up."""
    whole = _factor(target).ln() * years
    return rounded(_factor(so_far).ln() * gone / whole) if whole else None


def _factor(rate: Decimal) -> Decimal:
    return 1 + max(rate, LEAST) / HUNDRED


def _product(rates: Sequence[Decimal]) -> Decimal:
    product = Decimal(1)
    for rate in rates:
        product *= _factor(rate)
    return product


def _percent(factor: Decimal) -> Decimal:
    return (factor - 1) * HUNDRED
