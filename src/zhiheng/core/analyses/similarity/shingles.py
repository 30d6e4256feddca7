"""The 3-grams of a text, each as one number.

A 3-gram is three neighbouring characters (Unicode code points, as in Python's `text[i:i + 3]`).
A code point needs 21 bits, so that three fit into 64 bits exactly: equal numbers are equal 3-grams,
and no comparison in this package rests on a hash. One is added so that 0 can mean "empty".
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.texts import Bytes, Places
from zhiheng.core.compiling import compiled

Numbers = npt.NDArray[np.uint64]
Marks = npt.NDArray[np.int32]

SIZE = 3  # characters; below it a text has no 3-gram


@compiled
def read_shingles(data: Bytes, begin: int, end: int, out: Numbers) -> int:
    """Write the 3-grams of the valid UTF-8 in `data[begin:end]`, repeated ones too; count them.

    `out` has room for as many as there are bytes.
    """
    mask = np.uint64((1 << 42) - 1)
    window = np.uint64(0)
    characters = 0
    place = begin
    while place < end:
        first = np.uint64(data[place])
        if first < 0x80:
            code, width = first, 1
        elif first < 0xE0:
            code, width = first & np.uint64(0x1F), 2
        elif first < 0xF0:
            code, width = first & np.uint64(0x0F), 3
        else:
            code, width = first & np.uint64(0x07), 4
        for further in range(1, width):
            code = (code << np.uint64(6)) | np.uint64(data[place + further] & 0x3F)
        place += width
        window = ((window & mask) << np.uint64(21)) | code
        characters += 1
        if characters >= 3:
            out[characters - 3] = window + np.uint64(1)
    return max(0, characters - 2)


def distinct(numbers: Numbers) -> Numbers:
    """Return the distinct ones of many numbers, in order.

    As `np.unique`, whose way by hashing takes minutes where millions of pairs differ in few bits.
    """
    ordered = np.sort(numbers)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


@compiled
def mixed(number: np.uint64) -> np.uint64:
    """Scatter a number over 64 bits, one to one (finalizer of SplitMix64, Steele et al. 2014)."""
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))


@compiled
def slots_for(count: int) -> int:
    """Return the size of a table for so many numbers: a power of two, at most half full."""
    slots = 16
    while slots < 2 * count:
        slots *= 2
    return slots


@compiled
def slot_of(table: Numbers, slots: int, number: np.uint64) -> int:
    """Return where a number stands in the first `slots` of a table, or the empty slot for it."""
    slot = np.int64(mixed(number) & np.uint64(slots - 1))
    while table[slot] != 0 and table[slot] != number:
        slot = (slot + 1) & (slots - 1)
    return int(slot)


@compiled
def keep_distinct(numbers: Numbers, count: int, table: Numbers) -> int:
    """Move the distinct ones of the first `count` numbers to the front and count them."""
    slots = slots_for(count)
    table[:slots] = 0
    distinct = 0
    for place in range(count):
        slot = slot_of(table, slots, numbers[place])
        if table[slot] == 0:
            table[slot] = numbers[place]
            numbers[distinct] = numbers[place]
            distinct += 1
    return distinct


@compiled
def longest(bounds: Places, chosen: Places) -> int:
    """Return the bytes of the longest of the chosen texts."""
    most = np.int64(0)
    for text in chosen:
        most = max(most, bounds[text + 1] - bounds[text])
    return int(most)
