"""Texts that occur more than once, letter for letter.

Ten thousand filings with one boilerplate paragraph make fifty million pairs that say the same.
So copies are found first, only the first of each is compared with the rest, and afterwards the
pairs are told for the others too, up to a stated number: of a text's copies the first `most` are
paired with everything, each further one only with the first copy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import Numbers, mixed, slots_for
from zhiheng.core.analyses.similarity.texts import Bytes, Places, Texts
from zhiheng.core.compiling import compiled

Indices = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Pairs in order, the earlier text first, each with its Jaccard index."""

    firsts: Places
    seconds: Places
    indices: Indices

    def __len__(self) -> int:
        return len(self.firsts)


def first_copies(texts: Texts) -> Places:
    """Return for every text the first text that is the same, byte for byte; often itself."""
    firsts = np.empty(len(texts), np.int64)
    _find_first_copies(texts.data, texts.bounds, firsts)
    return firsts


def text_hashes(texts: Texts) -> Numbers:
    """Return a number of 64 bits per text; equal texts have equal ones."""
    hashes = np.empty(len(texts), np.uint64)
    _hash_all(texts.data, texts.bounds, hashes)
    return hashes


def told_for_copies(pairs: Pairs, firsts: Places, *, most: int) -> tuple[Pairs, int]:
    """Extend pairs of first copies to all copies, and pair copies with one another.

    `firsts` holds -1 for texts that are in no pair. Returns the pairs in order and how many more
    there are that are not told.
    """
    order = np.argsort(firsts, kind="stable")
    order = order[firsts[order] >= 0]
    begins = np.zeros(len(firsts) + 1, np.int64)
    np.cumsum(np.bincount(firsts[order], minlength=len(firsts)), out=begins[1:])
    sizes = np.diff(begins)
    told = np.minimum(sizes, most)
    here, there = pairs.firsts, pairs.seconds
    across = told[here] * told[there]
    within = told * (told - 1) // 2 + (sizes - told)
    every = int((sizes[here] * sizes[there]).sum() + (sizes * (sizes - 1) // 2).sum())
    count = int(across.sum() + within.sum())
    found = Pairs(np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count))
    _write_pairs(
        order, begins, told, here, there, pairs.indices, found.firsts, found.seconds, found.indices
    )
    sorting = np.lexsort((found.seconds, found.firsts))
    ordered = Pairs(found.firsts[sorting], found.seconds[sorting], found.indices[sorting])
    return ordered, every - count


@compiled
def _hash(data: Bytes, begin: int, end: int) -> np.uint64:
    state = np.uint64(end - begin) * np.uint64(0x9E3779B97F4A7C15)
    place = begin
    while place + 8 <= end:
        word = np.uint64(0)
        for byte in range(8):
            word |= np.uint64(data[place + byte]) << np.uint64(8 * byte)
        state = (state ^ word) * np.uint64(0xBF58476D1CE4E5B9)
        state ^= state >> np.uint64(32)
        place += 8
    while place < end:
        state = (state ^ np.uint64(data[place])) * np.uint64(0x94D049BB133111EB)
        place += 1
    return mixed(state)


@compiled
def _hash_all(data: Bytes, bounds: Places, hashes: Numbers) -> None:
    for text in range(len(hashes)):
        hashes[text] = _hash(data, bounds[text], bounds[text + 1])


@compiled
def _same(data: Bytes, bounds: Places, one: int, other: int) -> bool:
    length = bounds[one + 1] - bounds[one]
    if bounds[other + 1] - bounds[other] != length:
        return False
    for byte in range(length):  # noqa: SIM110 - the compiler knows no generators
        if data[bounds[one] + byte] != data[bounds[other] + byte]:
            return False
    return True


@compiled
def _find_first_copies(data: Bytes, bounds: Places, firsts: Places) -> None:
    slots = slots_for(len(firsts))
    table = np.full(slots, -1, np.int64)
    hashes = np.empty(len(firsts), np.uint64)
    for text in range(len(firsts)):
        hashes[text] = _hash(data, bounds[text], bounds[text + 1])
        slot = np.int64(hashes[text] & np.uint64(slots - 1))
        while table[slot] >= 0 and not (
            hashes[table[slot]] == hashes[text] and _same(data, bounds, table[slot], text)
        ):
            slot = (slot + 1) & (slots - 1)
        if table[slot] < 0:
            table[slot] = text
        firsts[text] = table[slot]


@compiled
def _write_pairs(
    order: Places,
    begins: Places,
    told: Places,
    here: Places,
    there: Places,
    indices: Indices,
    firsts: Places,
    seconds: Places,
    values: Indices,
) -> None:
    count = 0
    for pair in range(len(here)):
        for left in range(told[here[pair]]):
            for right in range(told[there[pair]]):
                one, other = order[begins[here[pair]] + left], order[begins[there[pair]] + right]
                firsts[count], seconds[count] = min(one, other), max(one, other)
                values[count] = indices[pair]
                count += 1
    for text in range(len(told)):
        begin, end = begins[text], begins[text + 1]
        for right in range(begin + 1, end):
            # A copy beyond the first `most` is paired with the first one only.
            last = right if right - begin < told[text] else begin + 1
            for left in range(begin, last):
                firsts[count], seconds[count], values[count] = order[left], order[right], 1.0
                count += 1
