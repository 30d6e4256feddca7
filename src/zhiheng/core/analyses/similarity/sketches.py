"""Sketches: 256 small numbers per text, of which two texts share as large a part as of 3-grams.

Each place of the sketch agrees between two texts with a probability equal to their Jaccard index.
Built as "fast similarity sketching" (Dahlgaard, Knudsen, Thorup: FOCS 2017): in round after round
every 3-gram falls into one place at random, a place keeps the smallest of what fell into it in the
first round that reached it, and the rounds end when every place is taken. That costs 256·ln 256
steps for a short text and one step per 3-gram for a long one, not 256 steps per 3-gram.

After `ROUNDS` rounds, places still empty (texts of few 3-grams) take the smallest 3-gram under an
order of their own, which is the classical MinHash. What a 3-gram offers a place depends on nothing
but the two, so that sketches of long and short texts agree as they should.

The numbers kept have 16 bits: two different 3-grams look alike in 1 of 65 536 places, which raises
the number of candidates a little and the result not at all, because candidates are verified.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import Numbers, longest, mixed, read_shingles
from zhiheng.core.analyses.similarity.texts import Bytes, Places, Texts
from zhiheng.core.analyses.similarity.threads import in_parts
from zhiheng.core.compiling import compiled

Sketches = npt.NDArray[np.uint16]

PLACES = 256  # one byte chooses the place
ROUNDS = 32
PART = 4096  # texts per part; a part takes some 20 ms

EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
# Odd multipliers of multiply-shift hashing (Dietzfelbinger et al. 1997), one per round.
MULTIPLIERS: Numbers = np.random.default_rng(20_170_612).integers(
    0, 2**63, ROUNDS, dtype=np.uint64
) * np.uint64(2) + np.uint64(1)


def sketches_of(texts: Texts, chosen: Places, *, workers: int) -> Sketches:
    """Return the sketches of the chosen texts, shape (chosen, 256); each has a 3-gram at least."""
    out = np.empty((len(chosen), PLACES), np.uint16)

    def part(begin: int, end: int) -> None:
        _sketch(texts.data, texts.bounds, chosen[begin:end], MULTIPLIERS, out[begin:end])

    in_parts(part, len(chosen), PART, workers=workers)
    return out


@compiled
def _sketch(
    data: Bytes, bounds: Places, chosen: Places, multipliers: Numbers, out: Sketches
) -> None:
    shingles = np.empty(longest(bounds, chosen), np.uint64)
    places = np.empty(PLACES, np.uint64)
    for number in range(len(chosen)):
        text = chosen[number]
        count = read_shingles(data, bounds[text], bounds[text + 1], shingles)
        for place in range(count):
            shingles[place] = mixed(shingles[place])
        places[:] = EMPTY
        if _fill_by_rounds(shingles, count, multipliers, places) < PLACES:
            _fill_the_rest(shingles, count, places)
        for place in range(PLACES):
            value = places[place]
            out[number, place] = np.uint16((value ^ (value >> np.uint64(40))) & np.uint64(0xFFFF))


@compiled
def _fill_by_rounds(shingles: Numbers, count: int, multipliers: Numbers, places: Numbers) -> int:
    filled = 0
    for number in range(len(multipliers)):
        multiplier = multipliers[number]
        # Above the 40 bits of the value: what an earlier round put there stays.
        turn = np.uint64(number) << np.uint64(40)
        for each in range(count):
            product = shingles[each] * multiplier
            place = product >> np.uint64(56)
            value = turn | ((product >> np.uint64(16)) & np.uint64(0xFFFFFFFFFF))
            before = places[place]
            if value < before:
                places[place] = value
                filled += before == EMPTY
        if filled == PLACES:
            break
    return filled


@compiled
def _fill_the_rest(shingles: Numbers, count: int, places: Numbers) -> None:
    for place in range(PLACES):
        if places[place] == EMPTY:
            turn = np.uint64(place + 1) * np.uint64(0x9E3779B97F4A7C15)
            least = EMPTY
            for each in range(count):
                least = min(least, mixed(shingles[each] ^ turn))
            places[place] = least
