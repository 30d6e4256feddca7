"""Passages: which published texts, among millions, share whole passages with a few?

A passage is twelve neighbouring characters, about two words more than a set phrase. Of all passages
one in four is sampled, by its value, so that the same passage is sampled in every text. The texts
that are asked about fill a table; all others are streamed past it twice: once to learn which
passages everybody writes (they say nothing), once to weigh what of the rest each text shares: a
passage that one other text has counts fully, one that ten have counts a hundredth.

Memory grows with the texts asked about, not with those that pass by (Spark collects these first).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import (
    SIZE,
    Numbers,
    longest,
    mixed,
    read_shingles,
    slot_of,
    slots_for,
)
from zhiheng.core.analyses.similarity.texts import Bytes, Places, Texts
from zhiheng.core.compiling import compiled

LENGTH = 12  # characters of a passage: four 3-grams side by side
SAMPLED = 4  # one in so many passages is looked at
Counts = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float64]


@dataclass
class Passages:
    """The sampled passages of some texts, and in how many passing texts each was met."""

    table: Numbers
    met: Counts

    @classmethod
    def of(cls, texts: Texts) -> Passages:
        """Collect the passages of the texts asked about."""
        table = np.zeros(slots_for(max(1, len(texts.data) // SAMPLED)), np.uint64)
        _collect(texts.data, texts.bounds, table)
        return cls(table, np.zeros(len(table), np.int32))

    def pass_by(self, texts: Texts) -> None:
        """Note which passages these texts have; each text counts once for each."""
        _meet(texts.data, texts.bounds, self.table, self.met)

    def shared(self, texts: Texts, *, most_met: int) -> Weights:
        """Return for each text the weight of the passages it has that at most so many texts have.

        The weight of a passage is one over the square of the number of texts it was met in.
        """
        weights = np.zeros(len(texts), np.float64)
        _weigh(texts.data, texts.bounds, self.table, self.met, most_met, weights)
        return weights


@compiled
def _sampled(data: Bytes, begin: int, end: int, grams: Numbers, out: Numbers) -> int:
    count = read_shingles(data, begin, end, grams)
    found = 0
    for place in range(count - (LENGTH - SIZE)):
        value = mixed(grams[place])
        for further in range(SIZE, LENGTH, SIZE):
            value = mixed(value ^ grams[place + further])
        if value % np.uint64(SAMPLED) == 0 and value != 0:
            out[found] = value
            found += 1
    return found


@compiled
def _collect(data: Bytes, bounds: Places, table: Numbers) -> None:
    room = longest(bounds, np.arange(len(bounds) - 1)) + 1
    grams, out = np.empty(room, np.uint64), np.empty(room, np.uint64)
    for text in range(len(bounds) - 1):
        for each in range(_sampled(data, bounds[text], bounds[text + 1], grams, out)):
            table[slot_of(table, len(table), out[each])] = out[each]


@compiled
def _meet(data: Bytes, bounds: Places, table: Numbers, met: Counts) -> None:
    room = longest(bounds, np.arange(len(bounds) - 1)) + 1
    grams, out = np.empty(room, np.uint64), np.empty(room, np.uint64)
    last = np.full(len(table), -1, np.int64)
    for text in range(len(bounds) - 1):
        for each in range(_sampled(data, bounds[text], bounds[text + 1], grams, out)):
            slot = slot_of(table, len(table), out[each])
            if table[slot] != 0 and last[slot] != text:
                last[slot] = text
                met[slot] += 1


@compiled
def _weigh(
    data: Bytes, bounds: Places, table: Numbers, met: Counts, most_met: int, weights: Weights
) -> None:
    room = longest(bounds, np.arange(len(bounds) - 1)) + 1
    grams, out = np.empty(room, np.uint64), np.empty(room, np.uint64)
    last = np.full(len(table), -1, np.int64)
    for text in range(len(bounds) - 1):
        for each in range(_sampled(data, bounds[text], bounds[text + 1], grams, out)):
            slot = slot_of(table, len(table), out[each])
            if table[slot] != 0 and 0 < met[slot] <= most_met and last[slot] != text:
                last[slot] = text
                weights[text] += 1 / (np.float64(met[slot]) * met[slot])
