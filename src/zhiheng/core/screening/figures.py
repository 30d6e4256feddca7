"""What the signals that count have in common: how far a figure is beyond its limit, and who filed.

A figure at its limit has no strength, at twice the limit 0.5, at ten times 0.9: 1 − limit / value.
Several figures of one lead are put together as 1 − ∏(1 − weightᵢ · strengthᵢ), so that none of them
says more than its weight and each adds something.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from zhiheng.core.screening.circles import hands
from zhiheng.core.screening.filings import Rows
from zhiheng.core.screening.intervals import beta_distribution
from zhiheng.core.screening.leads import Evidence
from zhiheng.core.screening.scene import AnyScene, Scene
from zhiheng.core.screening.within_circles import DAYS_OF_MONTH, MOST_NAMES

# Figures that say something where they are small, and one that is set beside an expected value.
_BEYOND_BELOW = frozenset({"least-expense", "young-days"})
_NO_LIMIT = frozenset({"entropy"})


def beyond(value: float, limit: float) -> float:
    """Return how far a figure is beyond its limit: 0 up to it, towards 1 far beyond."""
    return max(0.0, 1 - limit / value) if value > 0 else 0.0


def is_beyond(name: str, value: float | None, limit: float | None) -> bool | None:
    """Tell whether a figure of evidence, by its name, is beyond its limit.

    None where nobody told one of the two, or where what stands beside the figure is no limit but
    what a random draw would give.
    """
    if value is None or limit is None or name in _NO_LIMIT:
        return None
    if name in _BEYOND_BELOW:
        return 0 <= value < limit
    return value >= limit if name.startswith("least-") else value > limit


def above(share: float, least: float) -> float:
    """Return how far a share is between a limit and 1: 0 up to the limit, 1 where it is all."""
    return min(1.0, max(0.0, (share - least) / (1 - least))) if least < 1 else 1.0


def together(*weighted: tuple[float, float]) -> float:
    """Return the strength of several figures: pairs of weight and strength, both in 0..1."""
    return 1 - prod(1 - weight * strength for weight, strength in weighted)


def chance_of_as_many(counted: int, of: int, rate: float) -> float:
    """Return how likely `counted` or more of `of` are by chance, each with a rate."""
    return 1.0 if counted <= 0 else beta_distribution(rate, counted, of - counted + 1)


def inventors_of(scene: Scene) -> list[tuple[str, ...]]:
    """Return the inventors of every row as circles name them."""
    columns = (scene.filings.values(name) for name in ("inventors", "inventor_parties"))
    return [hands(*told) for told in zip(*columns, strict=True)]


def known_party(scene: AnyScene, name: str) -> tuple[str, ...]:
    """Return a hand where it is a party of which facts are known, nothing where it is a name."""
    return (name,) if name in scene.facts.parties else ()


def rows_by_applicant(scene: AnyScene) -> Mapping[str, list[int]]:
    """Return the rows of every applicant with at least one filing that was asked about."""
    found: dict[str, list[int]] = defaultdict(list)
    wanted: set[str] = set()
    flags = scene.filings.asked.tolist()
    for row, (names, asked) in enumerate(zip(scene.circles.by_row, flags, strict=True)):
        for name in names:
            found[name].append(row)
        if asked:
            wanted.update(names)
    return {name: rows for name, rows in found.items() if name in wanted}


def in_order(rows: Sequence[int] | Rows, days: Rows) -> Rows:
    """Return rows by their days, those of one day as they stand; `days` is of all rows."""
    chosen = np.asarray(rows, np.int64)
    return chosen[np.argsort(days[chosen], kind="stable")]


def busiest(days: Sequence[int], length: float) -> tuple[int, int]:
    """Return the bounds of the window of `length` days with most of some ascending days."""
    best, begin = (0, 0), 0
    for end, day in enumerate(days, start=1):
        while days[begin] < day - length:
            begin += 1
        if end - begin > best[1] - best[0]:
            best = (begin, end)
    return best


def busiest_rows(rows: Sequence[int] | Rows, days: Rows, months: float) -> Rows:
    """Return the rows of the window of `months` in which most were filed, oldest first."""
    ordered = in_order(rows, days)
    begin, end = busiest(days[ordered].tolist(), months * DAYS_OF_MONTH)
    return ordered[begin:end]


def spread_of(by: str, counts: Counter[str], *, most: int = MOST_NAMES) -> Evidence:
    """Return how filings are spread as evidence: by what, and how many each, the most first."""
    return Evidence("spread", (), {"by": by, "counts": dict(counts.most_common(most))})


def figure(name: str, value: float | None, limit: float, unit: str, **also: Any) -> Evidence:
    """Return a number beside its limit as evidence; None is a number that nobody told."""
    return Evidence(
        "figure", (), {"name": name, "value": value, "unit": unit, "limit": limit, **also}
    )
