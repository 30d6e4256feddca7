"""What will a series be worth on a later day, if it goes on as before?

Inputs: points of a series (years, value), oldest first. Output: the pace a year, and a `Forecast`
with an interval.

Method:
1. The pace is the Theil-Sen slope: the median of the slopes between all pairs of points. One wild
   value among five does not move it.
2. The forecast is the newest value plus the pace times the years left. It starts where the series
   stands, since a register's value is counted and not measured with an error.
3. The interval takes the steps between points as independent (a random walk with drift). Their
   variance a year is s² = Σ (step - pace x years)² ÷ years ÷ (steps - 1); after h years, with the
   pace learned over T years, the variance is s² (h + h² ÷ T). Student's t with steps - 1 degrees
   of freedom gives the half width.
4. Years run so that the end of 31 December 2025 is 2026.

Sources: Theil 1950; Sen 1968; for the variance of the drift method Hyndman and Athanasopoulos,
Forecasting: Principles and Practice, section 5.5.

What it cannot say: what nobody has begun yet. A measure that starts next year is not in the past.
"""

from __future__ import annotations

import math
from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise
from statistics import median

PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Point:
    """A value at a time in years."""

    at: Decimal
    value: Decimal


@dataclass(frozen=True)
class Forecast:
    """A value with the interval that holds it with the probability `level`, in percent."""

    value: Decimal
    low: Decimal
    high: Decimal
    level: Decimal


def years_at(day: date) -> Decimal:
    """Return the time at the end of a day: 31 December 2025 is 2026."""
    return day.year + share_of_year(day)


def share_of_year(day: date) -> Decimal:
    """Return the share of its year that is over at the end of a day."""
    return Decimal(day.timetuple().tm_yday) / (366 if isleap(day.year) else 365)


def pace(points: Sequence[Point]) -> Decimal | None:
    """Return the median of the slopes between all pairs, a year; None with fewer than two."""
    slopes = [
        (later.value - earlier.value) / (later.at - earlier.at)
        for earlier, later in combinations(points, 2)
    ]
    return median(slopes) if slopes else None


def variance(points: Sequence[Point], slope: Decimal) -> Decimal | None:
    """Return the variance a year of the steps around the pace; None with fewer than two steps."""
    steps = [(later.at - earlier.at, later.value - earlier.value) for earlier, later in
             pairwise(points)]  # fmt: skip
    if len(steps) < 2:
        return None
    squares = sum(((rise - slope * years) ** 2 / years for years, rise in steps), Decimal(0))
    return squares / (len(steps) - 1)


def forecast(points: Sequence[Point], *, at: Decimal, level: Decimal) -> Forecast | None:
    """Return the forecast for a time; None with fewer than three points or for a time passed."""
    slope = pace(points)
    spread = variance(points, slope) if slope is not None else None
    if slope is None or spread is None or at < points[-1].at:
        return None
    left, learned = at - points[-1].at, points[-1].at - points[0].at
    centre = points[-1].value + slope * left
    deviation = (spread * (left + left * left / learned)).sqrt()
    return around(centre, deviation, steps=len(points) - 1, level=level)


def around(centre: Decimal, deviation: Decimal, *, steps: int, level: Decimal) -> Forecast:
    """Return the interval of a level, in percent, around a value known from so many steps."""
    half = deviation * Decimal(repr(student_quantile(0.5 + float(level) / 200, steps - 1)))
    return Forecast(rounded(centre), rounded(centre - half), rounded(centre + half), level)


def rounded(value: Decimal) -> Decimal:
    """Return a value at four places at most, as plans keep them, without zeros at the end."""
    short = value.quantize(PLACES)
    whole = short.to_integral_value()
    return whole if whole == short else short.normalize()


@lru_cache(maxsize=256)
def student_quantile(probability: float, freedom: int) -> float:
    """Return the value below which Student's t lies with a probability of at least one half."""
    low, high = 0.0, 1.0
    while _student_below(high, freedom) < probability:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if _student_below(middle, freedom) < probability else (low, middle)
        )
    return round((low + high) / 2, 9)


def _student_below(value: float, freedom: int) -> float:
    """Return the probability of a smaller value, by the finite series for whole degrees.

    Abramowitz and Stegun, 26.7.3 and 26.7.4.
    """
    angle = math.atan2(value, math.sqrt(freedom))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for step in range(2 + odd, freedom - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    within = 2 / math.pi * (angle + sine * total) if odd else sine * total
    return 0.5 + within / 2
