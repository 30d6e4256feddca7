"""Texts as code points in one long array, each given by where it begins and how long it is.

Compiled parts of the kernel. A change here is seen by machine code that was kept from an earlier
run only when `kernel.py` changes too: the compiler watches the file of the function it compiles.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]


@compiled
def count_bits(number: int) -> int:
    """Return how many bits of a number are set."""
    bits = 0
    while number:
        number &= number - 1
        bits += 1
    return bits


@compiled
def count_differing(codes: Codes, one: int, other: int, count: int) -> int:
    """Return at how many places two texts of one length differ."""
    differing = 0
    for at in range(count):
        differing += codes[one + at] != codes[other + at]
    return differing


@compiled
def count_missing(codes: Codes, one: int, count: int, other: int, count_other: int) -> int:
    """Return how many of one list are not in the other."""
    missing = 0
    for i in range(count):
        found = False
        for j in range(count_other):
            found = found or codes[one + i] == codes[other + j]
        missing += not found
    return missing


@compiled
def contains(codes: Codes, long: int, count_long: int, short: int, count_short: int) -> bool:
    """Tell whether a text, which is not empty, stands in another one."""
    if count_short == 0:
        return False
    for start in range(count_long - count_short + 1):
        if count_differing(codes, long + start, short, count_short) == 0:
            return True
    return False


@compiled
def count_shared(codes: Codes, one: int, count: int, other: int, count_other: int) -> int:
    """Return how many characters two texts share, each counted once."""
    shared, used = 0, 0
    for i in range(count):
        for j in range(min(count_other, 60)):
            if codes[one + i] == codes[other + j] and not used >> j & 1:
                used |= 1 << j
                shared += 1
                break
    return shared


@compiled
def edit_distance(
    codes: Codes, one: int, count: int, other: int, count_other: int, most: int, rows: Rows
) -> int:
    """Return the optimal string alignment distance, or `most + 1` where it is greater."""
    if abs(count - count_other) > most:
        return most + 1
    before, last, now = 0, 1, 2
    for j in range(count_other + 1):
        rows[last, j] = j
    for i in range(1, count + 1):
        rows[now, 0] = i
        fewest = i
        letter = codes[one + i - 1]
        for j in range(1, count_other + 1):
            cost = rows[last, j - 1] + (letter != codes[other + j - 1])
            cost = min(cost, rows[last, j] + 1, rows[now, j - 1] + 1)
            swapped = i > 1 and j > 1 and letter == codes[other + j - 2]
            if swapped and codes[one + i - 2] == codes[other + j - 1]:
                cost = min(cost, rows[before, j - 2] + 1)
            rows[now, j] = cost
            fewest = min(fewest, cost)
        if fewest > most:
            return most + 1
        before, last, now = last, now, before
    return min(rows[last, count_other], most + 1)
