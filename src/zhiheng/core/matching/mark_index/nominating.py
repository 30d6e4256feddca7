"""Nominating the marks of a segment that may be near: those with most votes in each channel."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.mark_index.question import Ballot
from zhiheng.core.matching.mark_index.segment import Segment
from zhiheng.core.matching.mark_index.voting import (
    BLOCK,
    FULL,
    SAME_PLACE,
    UNIT,
    Rows,
    Shares,
    Voted,
    Votes,
    cast_votes,
    highest,
    shares_of,
)

Mask = npt.NDArray[np.bool_]
Nominated = tuple[Rows, npt.NDArray[np.int16]]

_NONE = np.zeros(0, np.int8)
MOST_POSTINGS = 8_000_000  # looked at in one channel; the weakest alternatives are left out first


@dataclass(frozen=True)
class Lists:
    """Where the postings of a ballot's keys stand in one segment."""

    begins: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]

    def only(self, kept: Mask) -> Lists:
        """Return the lists of some of the keys."""
        return Lists(self.begins[kept], self.ends[kept])


@dataclass(frozen=True)
class _Paper:
    """What votes are counted on; all are 0 between two questions."""

    votes: Votes
    voted: Voted
    rows: Rows
    shares: Shares

    @staticmethod
    def of(marks: int) -> _Paper:
        whole = -(-marks // BLOCK) * BLOCK
        return _Paper(
            votes=np.zeros(whole, np.int16),
            voted=np.zeros(whole, np.int8),
            rows=np.zeros(whole, np.int32),
            shares=np.zeros(whole, np.int16),
        )


class _Room(threading.local):
    """Paper that a thread counts on."""

    def __init__(self) -> None:
        self._paper = _Paper.of(0)

    def of(self, marks: int) -> _Paper:
        if len(self._paper.votes) < marks:
            self._paper = _Paper.of(marks)
        return self._paper


_room = _Room()


def lists_of(segment: Segment, ballot: Ballot) -> Lists:
    """Find the postings of all keys of a ballot."""
    if not len(segment.keys):
        nothing = np.zeros(len(ballot.keys), np.int64)
        return Lists(nothing, nothing)
    at = np.searchsorted(segment.keys, ballot.keys)
    at[at == len(segment.keys)] = 0
    begins = segment.key_begins[at]
    ends = np.where(segment.keys[at] == ballot.keys, segment.key_begins[at + 1], begins)
    return Lists(begins, ends)


def affordable(ballot: Ballot, lists: Sequence[Lists], most: int = MOST_POSTINGS) -> Mask:
    """Return which keys of a ballot can be looked at without exceeding a number of postings.

    The weakest are left out first, and of equally weak ones the commonest.
    """
    sizes = sum((each.ends - each.begins for each in lists), np.zeros(len(ballot.keys), np.int64))
    if sizes.sum() <= most:
        return np.ones(len(sizes), np.bool_)
    order = np.lexsort((sizes, -ballot.weights))
    kept = np.empty(len(sizes), np.bool_)
    kept[order] = np.cumsum(sizes[order]) <= most
    return kept


def nominate(
    segment: Segment, ballot: Ballot, lists: Lists, *, most: int, floor: int, among: Mask
) -> Nominated:
    """Return about `most` rows of a segment with the highest shares, and their shares."""
    paper = _room.of(len(segment))
    votes = paper.votes[: len(segment)]
    held, late = _rarest_first(ballot, lists, floor)
    cast_votes(
        segment.postings,
        lists.begins[held],
        lists.ends[held],
        ballot.weights[held],
        ballot.places[held],
        late,
        votes,
        paper.voted,
    )
    histogram = np.zeros(FULL + 1, np.int64)
    lengths, core, extra = (
        segment.lengths[row] if row >= 0 else _NONE
        for row in (ballot.lengths, ballot.core, ballot.extra)
    )
    blocks = paper.voted.view(np.int64)[: -(-len(segment) // BLOCK)]
    count = shares_of(
        votes, blocks, lengths, core, extra, ballot.asked, floor, among, paper.rows, paper.shares,
        histogram,
    )  # fmt: skip
    count = highest(paper.rows[:count], paper.shares[:count], histogram, most)
    return paper.rows[:count].copy(), paper.shares[:count].copy()


def _rarest_first(ballot: Ballot, lists: Lists, floor: int) -> tuple[npt.NDArray[np.int64], int]:
    """Return the keys with postings, those of rare places first, and from which on it is too late.

    What is first voted for so late cannot reach `floor` votes any more.
    """
    held = np.flatnonzero(lists.ends > lists.begins)
    places = ballot.places[held]
    sizes = np.bincount(places, lists.ends[held] - lists.begins[held], ballot.asked)
    ranks = np.empty(ballot.asked, np.int64)
    ranks[np.argsort(sizes, kind="stable")] = np.arange(ballot.asked)
    held = held[np.argsort(ranks[places], kind="stable")]
    best = np.zeros(ballot.asked, np.int64)
    np.maximum.at(best, ranks[ballot.places[held]], ballot.weights[held])
    best += best * SAME_PLACE // UNIT
    left = np.cumsum(best[::-1])[::-1]  # votes that can still come, from each rank on
    return held, int(np.count_nonzero(left[ranks[ballot.places[held]]] >= floor))
