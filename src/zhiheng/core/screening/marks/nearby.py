"""Earlier marks near others, found through an index that is handed in.

An index is asked for the nearest of its texts; `core.matching.mark_index` is one. Which marks of a
register the rows of an index are, `Indexed` says. Without a stored one an index is made of the
register's texts; of a short list of names one is made each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


class Found(Protocol):
    """One text that an index found: its place among the texts, and how near it is, 0 to 1."""

    @property
    def row(self) -> int:
        """Its place among the texts of the index."""

    @property
    def score(self) -> float:
        """How near it is, 0 to 1."""


class Index(Protocol):
    """Texts of which the nearest are found."""

    def nearest_many(
        self, texts: Sequence[str], *, limit: int, at_least: float
    ) -> Sequence[Sequence[Found]]:
        """Return for each text at most `limit` of the index that score `at_least`, best first."""


MakeIndex = Callable[[Sequence[str]], Index]


@dataclass(frozen=True)
class Indexed:
    """An index of the register's marks: `keys` are the rows (`number~class`) of its texts."""

    index: Index
    keys: Sequence[str]
