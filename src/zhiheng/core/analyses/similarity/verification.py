"""Jaccard index of candidate pairs, computed from the texts themselves.

For each first text of a pair its 3-grams are put into a table once; the 3-grams of every text
paired with it are then looked up there. Nothing is kept between texts, so that memory grows with
the number of pairs by their results alone.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import (
    Marks,
    Numbers,
    distinct,
    keep_distinct,
    longest,
    read_shingles,
    slot_of,
    slots_for,
)
from zhiheng.core.analyses.similarity.texts import Bytes, Places, Texts
from zhiheng.core.analyses.similarity.threads import in_parts
from zhiheng.core.compiling import compiled

Indices = npt.NDArray[np.float64]

PART = 8192  # pairs, or texts, per part


def jaccard_indices(texts: Texts, pairs: Numbers, *, workers: int) -> Indices:
    """Return the index of every pair (first·2³² + second, in order)."""
    sizes = distinct_counts(texts, _texts_in(pairs), workers=workers)
    indices = np.empty(len(pairs), np.float64)

    def part(begin: int, end: int) -> None:
        _compare(texts.data, texts.bounds, pairs[begin:end], sizes, indices[begin:end])

    in_parts(part, len(pairs), PART, workers=workers)
    return indices


def distinct_counts(texts: Texts, chosen: Places, *, workers: int) -> Places:
    """Return the number of distinct 3-grams of the chosen texts; 0 for the others."""
    sizes = np.zeros(len(texts), np.int64)

    def part(begin: int, end: int) -> None:
        _count_distinct(texts.data, texts.bounds, chosen[begin:end], sizes)

    in_parts(part, len(chosen), PART, workers=workers)
    return sizes


def _texts_in(pairs: Numbers) -> Places:
    firsts, seconds = pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)
    return distinct(np.concatenate((firsts, seconds))).astype(np.int64)


@compiled
def _count_distinct(data: Bytes, bounds: Places, chosen: Places, sizes: Places) -> None:
    most = longest(bounds, chosen)
    shingles, table = np.empty(most, np.uint64), np.empty(slots_for(most), np.uint64)
    for text in chosen:
        count = read_shingles(data, bounds[text], bounds[text + 1], shingles)
        sizes[text] = keep_distinct(shingles, count, table)


@compiled
def _compare(data: Bytes, bounds: Places, pairs: Numbers, sizes: Places, indices: Indices) -> None:
    low = np.uint64(0xFFFFFFFF)
    most = 0
    for pair in pairs:
        first, second = np.int64(pair >> np.uint64(32)), np.int64(pair & low)
        most = max(most, bounds[first + 1] - bounds[first], bounds[second + 1] - bounds[second])
    shingles, table = np.empty(most, np.uint64), np.empty(slots_for(most), np.uint64)
    marks = np.empty(len(table), np.int32)
    slots, held = 0, np.int64(-1)
    for number in range(len(pairs)):
        first, second = np.int64(pairs[number] >> np.uint64(32)), np.int64(pairs[number] & low)
        if first != held:
            count = read_shingles(data, bounds[first], bounds[first + 1], shingles)
            slots, held = slots_for(count), first
            keep_distinct(shingles, count, table)
            marks[:slots] = -1
        count = read_shingles(data, bounds[second], bounds[second + 1], shingles)
        shared = _count_shared(shingles, count, table, slots, marks, number)
        union = sizes[first] + sizes[second] - shared
        indices[number] = shared / union if union else 0.0


@compiled
def _count_shared(
    shingles: Numbers, count: int, table: Numbers, slots: int, marks: Marks, turn: int
) -> int:
    shared = 0
    for each in range(count):
        slot = slot_of(table, slots, shingles[each])
        if table[slot] != 0 and marks[slot] != turn:
            marks[slot] = turn
            shared += 1
    return shared
