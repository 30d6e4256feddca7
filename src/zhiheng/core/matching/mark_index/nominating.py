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
    FULL,
    Shares,
    Voted,
    Votes,
    cast_votes,
    highest,
    shares_of,
)

Rows = npt.NDArray[np.int32]
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


class _Room(threading.local):
    """Room that a thread counts in; all votes are 0 between two questions."""

    def __init__(self) -> None:
        self._room: tuple[Votes, Voted, Shares] = _room_for(0)

    def of(self, marks: int) -> tuple[Votes, Voted, Shares]:
        if len(self._room[0]) < marks:
            self._room = _room_for(marks)
        votes, voted, shares = self._room
        return votes[:marks], voted[:marks], shares[:marks]


def _room_for(marks: int) -> tuple[Votes, Voted, Shares]:
    return np.zeros(marks, np.int16), np.zeros(marks, np.int8), np.zeros(marks, np.int16)


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
    votes, voted, shares = _room.of(len(segment))
    held = np.flatnonzero(lists.ends > lists.begins)
    cast_votes(
        segment.postings,
        lists.begins[held],
        lists.ends[held],
        ballot.weights[held],
        ballot.places[held],
        votes,
        voted,
    )
    histogram = np.zeros(FULL + 1, np.int64)
    lengths, core, extra = (
        segment.lengths[row] if row >= 0 else _NONE
        for row in (ballot.lengths, ballot.core, ballot.extra)
    )
    shares_of(
        votes, voted, lengths, core, extra, ballot.asked, floor, among, shares, histogram
    )  # fmt: skip
    rows = np.empty(most, np.int32)
    rows = rows[: highest(shares, histogram, rows)]
    return rows, shares[rows]
