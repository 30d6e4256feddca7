"""Marks nominated by votes, against counting the votes of each mark one after another."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twins.test_mark_index_twin import MARK
from zhiheng.core.matching.mark_index.building import index_in_memory
from zhiheng.core.matching.mark_index.keys import keys_of
from zhiheng.core.matching.mark_index.nominating import lists_of, nominate
from zhiheng.core.matching.mark_index.question import Ballot, ballots_of
from zhiheng.core.matching.mark_index.segment import PLACE_BITS, Segment
from zhiheng.core.matching.marks.reading import read_mark

EVERY = np.zeros(0, np.bool_)


def votes_for(segment: Segment, ballot: Ballot) -> dict[int, int]:
    """Give each mark, for each place of the question, the best of the keys it has there."""
    votes: dict[int, int] = {}
    for place in range(ballot.asked):
        best: dict[int, int] = {}
        lists = lists_of(segment, ballot)
        for at in np.flatnonzero(ballot.places == place):
            weight = int(ballot.weights[at])
            for posting in segment.postings[lists.begins[at] : lists.ends[at]].tolist():
                row, stands = posting >> PLACE_BITS, posting & ((1 << PLACE_BITS) - 1)
                best.setdefault(row, weight + (weight // 10 if stands == place else 0))
        for row, given_ in best.items():
            votes[row] = votes.get(row, 0) + given_
    return votes


def share(given_: int, length: int, asked: int) -> int:
    less = min(length, asked)
    if less == 0:
        return 0
    counted = min(given_, 110 * less)
    found = int(Fraction(2000 * counted, 110 * (length + asked)))
    if counted * 10 >= 800 * less:
        found = max(found, counted * (750 + found * 250 // 1000) // (110 * less))
    return found


def naively(segment: Segment, ballot: Ballot, most: int, floor: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for row, given_ in votes_for(segment, ballot).items():
        if given_ < floor:
            continue
        extra = int(segment.lengths[ballot.extra][row]) if ballot.extra >= 0 else 0
        whole = int(segment.lengths[ballot.lengths][row])
        found[row] = share(given_, whole + extra, ballot.asked)
        if ballot.core >= 0 and (core := int(segment.lengths[ballot.core][row])) < whole:
            found[row] = max(found[row], share(given_, core + extra, ballot.asked))
    chosen = sorted((row for row in found if found[row]), key=lambda row: (-found[row], row))
    return {row: found[row] for row in chosen[:most]}


@settings(max_examples=300)
@given(
    st.lists(MARK, min_size=1, max_size=40, unique=True),
    MARK,
    st.integers(1, 12),
    st.sampled_from(range(50, 331, 10)),
)
def test_the_same_marks_are_nominated(marks: list[str], asked: str, most: int, floor: int):
    (segment,) = index_in_memory(marks).segments
    for ballot in ballots_of(keys_of(read_mark(asked))):
        lists = lists_of(segment, ballot)
        rows, shares = nominate(segment, ballot, lists, most=most, floor=floor, among=EVERY)
        assert rows.tolist() == sorted(rows.tolist())
        found = dict(zip(rows.tolist(), shares.tolist(), strict=True))
        assert found == naively(segment, ballot, most, floor)
