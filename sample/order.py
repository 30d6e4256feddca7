"""What is ordered, and how it is cut into shards that can be written in any order.

The cut depends on the order alone, never on the number of workers, so the bytes do not either.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Literal

from sample.days import FIRST_YEAR, Days, day_number

Right = Literal["invention", "utility-model", "design"]
RIGHTS: tuple[Right, ...] = ("invention", "utility-model", "design")

MAX_PATENTS = 5_000_000
MAX_RINGS = 60  # of each kind; there are marks for no more firms
MAX_DOCUMENTS = 20_000  # in one archive
SERIALS = 1_150_000  # serial numbers kept for one right in one year

# Share of all applications; days from filing to the first document, at least and at most.
_SHARES: dict[Right, int] = {"invention": 50, "utility-model": 35, "design": 15}
FIRST_DOCUMENT: dict[Right, tuple[int, int]] = {
    "invention": (120, 575),
    "utility-model": (120, 270),
    "design": (100, 240),
}
_DOCUMENTS: dict[Right, int] = {"invention": 2, "utility-model": 1, "design": 1}


@dataclass(frozen=True)
class Order:
    """The arguments that determine every byte; `rings` are planted beside the `patents`."""

    patents: int
    seed: int
    until: date
    rings: int = 0

    def __post_init__(self) -> None:
        if not 0 < self.patents <= MAX_PATENTS:
            raise ValueError(f"patents must be 1 to {MAX_PATENTS:,} (got {self.patents:,})")
        if not date(2010, 12, 31) <= self.until <= date(2027, 12, 31):
            raise ValueError(f"until must be from 2010-12-31 to 2027-12-31 (got {self.until})")

        if not 0 <= self.rings <= MAX_RINGS:
            raise ValueError(f"rings must be 0 to {MAX_RINGS} (got {self.rings:,})")

    @property
    def enterprises(self) -> int:
        """The number of enterprises the city has."""
        return max(20, self.patents // 12)


@dataclass(frozen=True)
class Part:
    """The applications `first` to `first + count` of the `total` for one right in one year."""

    right: Right
    first: int
    count: int
    total: int


@dataclass(frozen=True)
class Shard:
    """What one archive holds: applications filed in one year."""

    year: int
    number: int
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The file name without ending."""
        return f"{self.year}-{self.number:02d}"

    @property
    def count(self) -> int:
        """The number of applications."""
        return sum(part.count for part in self.parts)


class FilingDays:
    """Spreads the applications of one right and year over the days of the year, in order."""

    def __init__(self, *, right: Right, year: int, days: Days) -> None:
        least, most = FIRST_DOCUMENT[right]
        self._first = day_number(date(year, 1, 1))
        last = day_number(date(year, 12, 31))
        # Near the end only what is published early can be seen, so the visible filings thin out.
        seen = (
            min(1.0, max(0.0, (days.last_gazette - least - n) / (most - least)))
            for n in range(self._first, last + 1)
        )
        self._sums = list(accumulate(seen))
        self.weight = self._sums[-1] / len(self._sums)

    def day(self, position: float) -> int:
        """Return the filing day at `position` (0 to 1) among the year's applications."""
        return self._first + bisect_left(self._sums, position * self._sums[-1])


def _growth(year: int) -> float:
    """Return the city's filings relative to its first year: quick growth, then slow."""
    quick = min(year, 2021) - FIRST_YEAR
    slow = max(year - 2021, 0)
    return float(1.14**quick * 1.03**slow)


def _apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in proportion to `weights` that sum to `total` (largest remainder)."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


@cache
def plan(order: Order) -> tuple[Shard, ...]:
    """Return the shards of an order, by year."""
    days = Days(until=order.until)
    years = range(FIRST_YEAR, order.until.year + 1)
    cells = [(year, right) for year in years for right in RIGHTS]
    weights = [
        _growth(year) * _SHARES[right] * FilingDays(right=right, year=year, days=days).weight
        for year, right in cells
    ]
    counts = dict(zip(cells, _apportion(order.patents, weights), strict=True))
    return tuple(
        shard
        for year in years
        for shard in _year_shards(year, {right: counts[year, right] for right in RIGHTS})
    )


def _year_shards(year: int, counts: dict[Right, int]) -> list[Shard]:
    documents = sum(_DOCUMENTS[right] * count for right, count in counts.items())
    number = -(-documents // MAX_DOCUMENTS)
    # One right's parts differ by at most one, so a shard may exceed the even share by four.
    if number and documents // number > MAX_DOCUMENTS - 4:
        number += 1
    shards = []
    for index in range(number):
        parts = tuple(
            Part(right, first, count * (index + 1) // number - first, count)
            for right, count in counts.items()
            for first in [count * index // number]
        )
        shards.append(Shard(year, index + 1, tuple(part for part in parts if part.count)))
    return shards
