"""The marks nearest to one, among millions: nominated by votes, then scored exactly.

    index = open_index(folder)
    index.nearest("星耀", limit=50)       # [Hit(row, score)], nearest first

A row is the place of a mark among those that were given when the index was built. Nothing is
quadratic: what a question looks at is bounded by the postings of its keys and by the number of
candidates that are scored, however many marks there are. A mark is missed only where more than
`CANDIDATES` others had more votes in each of the channels.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.mark_index.keys import keys_of
from zhiheng.core.matching.mark_index.nominating import (
    Mask,
    affordable,
    lists_of,
    nominate,
)
from zhiheng.core.matching.mark_index.question import Ballot, ballots_of
from zhiheng.core.matching.mark_index.segment import Segment
from zhiheng.core.matching.mark_index.voting import UNIT
from zhiheng.core.matching.marks.batches import score_against
from zhiheng.core.matching.marks.columns import columns_of_read
from zhiheng.core.matching.marks.reading import MarkText, read_mark

Places = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Over = Callable[..., Iterable[Any]]  # does something with each: one after another, or in threads

CANDIDATES = 2_000  # of each channel
FEW = 1_000_000  # among so few marks also those are nominated that share little
# Marks that are near had at least this share in one channel, of 5 722 near pairs of company names.
SHARE_OF_NEAR, THRESHOLD = 440, 0.5
_ALL = np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Hit:
    """A mark that was found: its row, and how near it is, 0 to 1, as `compare_marks` says."""

    row: int
    score: float


@dataclass(frozen=True)
class _Wanted:
    """How many hits at most, their least score, and which rows (none: all)."""

    limit: int
    at_least: float
    among: Mask


@dataclass(frozen=True)
class MarkIndex:
    """An index as it stood when it was opened or built.

    So many `candidates` of each channel are scored; of fewer marks all are.
    """

    segments: tuple[Segment, ...]
    candidates: int = CANDIDATES

    def __len__(self) -> int:
        """Return how many marks there are."""
        return int(self._begins[-1])

    def text(self, row: int) -> str:
        """Return the mark of a row as it was given."""
        segment = int(np.searchsorted(self._begins, row, side="right")) - 1
        if not 0 <= row < len(self):
            raise IndexError(f"{row} is no row of {len(self)}")
        return self.segments[segment].text(row - int(self._begins[segment]))

    def nearest(
        self, text: str, *, limit: int = 50, at_least: float = 0.0, among: Mask | None = None
    ) -> list[Hit]:
        """Return the marks nearest to a text, best first; of equal ones those added first.

        `among`: which rows may be found, shape (len(index),); all unless given.
        """
        if among is not None and among.shape != (len(self),):
            raise ValueError(f"{among.shape} are not the rows of {len(self)} marks")
        wanted = _Wanted(limit, at_least, _ALL if among is None else among)
        return self._nearest(text, wanted, self._pool.map)

    def nearest_many(
        self, texts: Sequence[str], *, limit: int = 50, at_least: float = 0.0
    ) -> list[list[Hit]]:
        """Return for each text what `nearest` returns; several texts are asked for at a time."""
        wanted = _Wanted(limit, at_least, _ALL)
        return list(self._pool.map(lambda text: self._nearest(text, wanted, map), texts))

    def _nearest(self, text: str, wanted: _Wanted, over: Over) -> list[Hit]:
        rows, scores = self._scored(text, wanted, over)
        order = np.lexsort((rows, -scores))[: wanted.limit]
        return [
            Hit(row, score)
            for row, score in zip(rows[order].tolist(), scores[order].tolist(), strict=True)
            if score >= wanted.at_least
        ]

    def _scored(self, text: str, wanted: _Wanted, over: Over) -> tuple[Places, Scores]:
        """Return the rows that may be near, in order, and their scores."""
        mark = read_mark(text)
        if mark.empty:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows = self._nominated(mark, wanted, over)
        asked = columns_of_read([mark])
        ends = np.searchsorted(rows, self._begins[1:])
        begins = np.searchsorted(rows, self._begins[:-1])

        def score(number: int) -> Scores:
            some = rows[begins[number] : ends[number]] - self._begins[number]
            return score_against(self.segments[number].columns, asked, some)

        scores = list(over(score, range(len(self.segments))))
        return rows, np.concatenate([np.zeros(0, np.float32), *scores])

    def _nominated(self, mark: MarkText, wanted: _Wanted, over: Over) -> Places:
        """Return the rows to be scored, in order: all of a few, else the best of each channel."""
        if len(self) <= self.candidates:
            return np.flatnonzero(wanted.among) if len(wanted.among) else np.arange(len(self))
        found = [self._elect(ballot, wanted, over) for ballot in ballots_of(keys_of(mark))]
        return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))

    def _elect(self, ballot: Ballot, wanted: _Wanted, over: Over) -> Places:
        """Return the rows with the highest shares in one channel."""
        lists = [lists_of(segment, ballot) for segment in self.segments]
        kept = affordable(ballot, lists)
        asked = ballot.only(kept)
        floor = self._floor(ballot)

        def vote(number: int) -> tuple[Places, npt.NDArray[np.int16]]:
            begin, end = self._bounds[number]
            rows, shares = nominate(
                self.segments[number],
                asked,
                lists[number].only(kept),
                most=self.candidates,
                floor=floor,
                among=wanted.among[begin:end],
            )
            return rows.astype(np.int64) + begin, shares

        found = list(over(vote, range(len(self.segments))))
        rows = np.concatenate([np.zeros(0, np.int64), *(rows for rows, _ in found)])
        shares = np.concatenate([np.zeros(0, np.int16), *(shares for _, shares in found)])
        order = np.lexsort((rows, -shares.astype(np.int64)))[: self.candidates]
        least = SHARE_OF_NEAR if wanted.at_least >= THRESHOLD else 0
        return rows[order][shares[order] >= least]

    def _floor(self, ballot: Ballot) -> int:
        """Return the votes below which a mark is not looked at."""
        if ballot.asked < 2 or len(self) < FEW:
            return UNIT // 2
        return UNIT * min(12 + ballot.asked, 18) // 10

    @cached_property
    def _begins(self) -> Places:
        return np.cumsum([0, *map(len, self.segments)], dtype=np.int64)

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        return list(pairwise(self._begins.tolist()))

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="marks")
