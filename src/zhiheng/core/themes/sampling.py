"""How many of a theme's records belong to it: a sample, its marks, and what they say.

The sample of size n are the n records whose hash with the seed is smallest. Every record has the
same chance, nobody chooses, anyone with the seed can draw it again, and when feeds add records to
the theme most of an earlier sample, with its marks, is still the sample.

The interval is Wilson's score interval at 95 %: it stays inside 0 and 1 and is honest for small
samples (E. B. Wilson, JASA 22, 1927). Records a person could not decide count as neither.
"""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass

Member = tuple[str, str]  # register, key
# Two-sided 95 % quantile of the standard normal distribution.
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Precision:
    """The share of relevant records among those decided, with its 95 % interval.

    `share`, `low` and `high` are None while nothing has been decided.
    """

    relevant: int
    irrelevant: int
    undecided: int = 0
    open: int = 0

    @property
    def decided(self) -> int:
        """Return how many records of the sample were marked relevant or not."""
        return self.relevant + self.irrelevant

    @property
    def share(self) -> float | None:
        """Return the share of relevant records among the decided ones."""
        return self.relevant / self.decided if self.decided else None

    @property
    def low(self) -> float | None:
        """Return the lower end of the interval."""
        bounds = wilson_interval(self.relevant, self.decided)
        return bounds[0] if bounds else None

    @property
    def high(self) -> float | None:
        """Return the upper end of the interval."""
        bounds = wilson_interval(self.relevant, self.decided)
        return bounds[1] if bounds else None


def draw_sample(members: Iterable[Member], *, size: int, seed: int) -> list[Member]:
    """Return `size` members, or all where there are fewer, in the order they are to be marked."""
    placed = ((_place(member, seed), member) for member in members)
    return [member for _, member in heapq.nsmallest(size, placed)]


def wilson_interval(successes: int, trials: int) -> tuple[float, float] | None:
    """Return the 95 % score interval of a share; None without trials."""
    if not trials:
        return None
    share, squared = successes / trials, NORMAL_95**2
    middle = (share + squared / (2 * trials)) / (1 + squared / trials)
    spread = share * (1 - share) / trials + squared / (4 * trials**2)
    half = NORMAL_95 * math.sqrt(spread) / (1 + squared / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def members_digest(members: Iterable[Member]) -> str:
    """Return SHA-256 of the members in their order by register and key, one a line."""
    digest = hashlib.sha256()
    for register, key in sorted(members):
        digest.update(f"{register}\t{key}\n".encode())
    return digest.hexdigest()


def _place(member: Member, seed: int) -> bytes:
    text = f"{seed}\t{member[0]}\t{member[1]}"
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
