"""Pace, forecast and interval of a level, written from the method note with floats and loops."""

from __future__ import annotations

import math


def slope(points: list[tuple[float, float]]) -> float:
    """Return the middle one of all slopes between pairs, the mean of the middle two."""
    slopes = []
    for i in range(len(points)):
        for j in range(i + 1, len(points)):
            slopes.append((points[j][1] - points[i][1]) / (points[j][0] - points[i][0]))
    slopes.sort()
    half = len(slopes) // 2
    return slopes[half] if len(slopes) % 2 else (slopes[half - 1] + slopes[half]) / 2


def outlook(points: list[tuple[float, float]], at: float, level: float) -> tuple[float, ...]:
    """Return forecast, low and high end for a time."""
    pace = slope(points)
    squares = 0.0
    for i in range(1, len(points)):
        years = points[i][0] - points[i - 1][0]
        squares += (points[i][1] - points[i - 1][1] - pace * years) ** 2 / years
    freedom = len(points) - 2
    spread = squares / freedom
    ahead, learned = at - points[-1][0], points[-1][0] - points[0][0]
    half = student(0.5 + level / 200, freedom) * math.sqrt(spread * (ahead + ahead**2 / learned))
    value = points[-1][1] + pace * ahead
    return value, value - half, value + half


def student(probability: float, freedom: int) -> float:
    """Return a quantile of Student's t by adding up its density in small steps."""
    scale = math.gamma((freedom + 1) / 2) / (math.sqrt(freedom * math.pi) * math.gamma(freedom / 2))
    step, below, value = 1e-3, 0.5, 0.0
    while below < probability:
        middle = value + step / 2
        below += step * scale * (1 + middle**2 / freedom) ** (-(freedom + 1) / 2)
        value += step
    return value
