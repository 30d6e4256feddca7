"""Candidate pairs between texts that are stored and new ones: the same as among all by sketches.

A pair is a candidate on the same terms as in `bands`: two sketches agree in all places of a band
and in enough places as a whole. The new texts' keys are put into one table per band; the stored
sketches are walked through in parts that stay in the processor's cache and looked up there. So the
work grows with the stored texts by one look-up per band, and memory with the new ones. A few new
texts are compared with every stored sketch instead.

**Crowds.** In a bucket of more than `CROWD` new texts a stored one is compared with `CROWD` of them
only, in turn with different ones. A new text that has met `CROWD` stored ones is crowded: no more
are sought for it after the part, and after the `WAVE` of parts, in which it met them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.bands import (
    BLOCK,
    CROWD,
    Bands,
    Counts,
    Flags,
    Plan,
    agree,
    agree_in_a_band,
    band_keys,
    plan,
)
from zhiheng.core.analyses.similarity.shingles import Numbers, distinct
from zhiheng.core.analyses.similarity.sketches import Sketches
from zhiheng.core.analyses.similarity.texts import Places
from zhiheng.core.analyses.similarity.threads import in_parts
from zhiheng.core.compiling import compiled

Keys = npt.NDArray[np.uint32]

PART = 4000  # stored texts: 2 MB of sketches; no power of two, whose rows would share cache sets
FEW = 512  # new texts, up to which comparing all sketches is quicker than making keys
SPARSE = 5  # at most one bit in 32 is taken
WAVE = 8  # parts between two looks at which texts are crowded, whatever the number of workers


@dataclass(frozen=True)
class Tables:
    """The new texts by their keys: per band the buckets' begins, and keys and texts by bucket.

    `seen` has a bit per leading `bits + SPARSE` bits of a key: most look-ups end there.
    """

    bits: int
    seen: Numbers
    begins: Keys
    keys: Keys
    texts: Keys
    in_long_bucket: Flags


def candidates_across(
    stored: Sequence[Sketches], new: Sketches, *, threshold: float, workers: int
) -> tuple[Numbers, Flags]:
    """Return the candidates (stored text·2³² + new text, in order) and which new ones are crowded.

    Stored texts are numbered through all the arrays.
    """
    full = np.zeros(len(new), np.bool_)
    found = [np.zeros(0, np.uint64)]
    if not len(new):
        return found[0], full
    chosen = plan(threshold)
    tables = _tables(new, chosen.bands, workers) if len(new) > FEW else None
    met = np.zeros(len(new), np.int64)
    first = 0
    for sketches in stored:
        for begin in range(0, len(sketches), PART * WAVE):
            wave = sketches[begin : begin + PART * WAVE]
            pairs = _met_in_wave(wave, new, chosen, tables, full, workers)
            met += np.bincount(pairs & np.uint64(0xFFFFFFFF), minlength=len(new))
            full = met >= CROWD
            found.append(pairs + (np.uint64(first + begin) << np.uint64(32)))
        first += len(sketches)
    return np.concatenate(found), full


def _tables(new: Sketches, bands: Bands, workers: int) -> Tables:
    bits = min(32 - SPARSE, max(6, len(new).bit_length()))
    seen = np.zeros((len(bands), 1 << (bits + SPARSE - 6)), np.uint64)
    begins = np.zeros((len(bands), (1 << bits) + 1), np.uint32)
    keys = np.empty((len(bands), len(new)), np.uint32)
    texts = np.empty((len(bands), len(new)), np.uint32)
    long = np.zeros((len(bands), len(new)), np.bool_)

    def part(begin: int, end: int) -> None:
        some = slice(begin, end)
        made = band_keys(new, bands[some])
        _put_into_buckets(made, bits, seen[some], begins[some], keys[some], texts[some], long[some])

    in_parts(part, len(bands), BLOCK, workers=workers)
    return Tables(bits, seen, begins, keys, texts, np.logical_or.reduce(long))


def _met_in_wave(
    stored: Sketches,
    new: Sketches,
    chosen: Plan,
    tables: Tables | None,
    full: Flags,
    workers: int,
) -> Numbers:
    def part(begin: int, end: int) -> Numbers:
        some = np.array(stored[begin:end])
        met = np.where(full, CROWD, 0).astype(np.int32)
        if tables is None:
            found = _compare_all(some, new, chosen.bands, chosen.least_agreeing, met)
        else:
            found = _look_up(some, new, chosen, tables, met)
        return found + (np.uint64(begin) << np.uint64(32))

    return np.concatenate(in_parts(part, len(stored), PART, workers=workers))


def _look_up(stored: Sketches, new: Sketches, chosen: Plan, tables: Tables, met: Counts) -> Numbers:
    found = [
        _meet(
            stored,
            new,
            band_keys(stored, chosen.bands[first : first + BLOCK]),
            tables.bits,
            tables.seen[first : first + BLOCK],
            tables.begins[first : first + BLOCK],
            tables.keys[first : first + BLOCK],
            tables.texts[first : first + BLOCK],
            tables.in_long_bucket,
            chosen.bands[: first + BLOCK],
            first,
            chosen.least_agreeing,
            met,
        )
        for first in range(0, len(chosen.bands), BLOCK)
    ]
    return distinct(np.concatenate(found))


@compiled
def _compare_all(stored: Sketches, new: Sketches, bands: Bands, least: int, met: Counts) -> Numbers:
    pairs, count = np.empty(256, np.uint64), 0
    for one in range(len(stored)):
        if count + len(new) > len(pairs):
            pairs = np.concatenate((pairs, np.empty_like(pairs)))
        for other in range(len(new)):
            if met[other] >= CROWD or not agree(stored, one, new, other, least):
                continue
            if agree_in_a_band(stored, one, new, other, bands):
                met[other] += 1
                pairs[count] = (np.uint64(one) << np.uint64(32)) | np.uint64(other)
                count += 1
    return pairs[:count]


@compiled
def _put_into_buckets(
    made: Keys, bits: int, seen: Numbers, begins: Keys, keys: Keys, texts: Keys, long: Flags
) -> None:
    shift, sparse = 32 - bits, 32 - bits - SPARSE
    for band in range(len(made)):
        for text in range(made.shape[1]):
            bit = np.uint64(made[band, text] >> sparse)
            seen[band, bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))
            begins[band, (made[band, text] >> shift) + 1] += 1
        for bucket in range(1, begins.shape[1]):
            begins[band, bucket] += begins[band, bucket - 1]
        free = begins[band, :-1].copy()
        for text in range(made.shape[1]):
            bucket = made[band, text] >> shift
            keys[band, free[bucket]] = made[band, text]
            texts[band, free[bucket]] = text
            free[bucket] += 1
            long[band, text] = begins[band, bucket + 1] - begins[band, bucket] > CROWD


@compiled
def _find_passing(made: Keys, seen: Numbers, sparse: int, passing: Places) -> int:
    """Write which stored texts may have a key that a new one has, and count them."""
    count = 0
    for one in range(len(made)):
        bit = np.uint64(made[one] >> sparse)
        if (seen[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1):
            passing[count] = one
            count += 1
    return count


@compiled
def _meet(
    stored: Sketches,
    new: Sketches,
    made: Keys,
    bits: int,
    seen: Numbers,
    begins: Keys,
    keys: Keys,
    texts: Keys,
    in_long_bucket: Flags,
    bands: Bands,
    first: int,
    least: int,
    met: Counts,
) -> Numbers:
    shift, sparse = 32 - bits, 32 - bits - SPARSE
    pairs, count = np.empty(256, np.uint64), 0
    passing = np.empty(len(stored), np.int64)
    for band in range(len(made)):
        # Apart from what follows: where an array may be replaced, every turn of a loop costs more.
        for turn in range(_find_passing(made[band], seen[band], sparse, passing)):
            one = passing[turn]
            key = made[band, one]
            begin = np.int64(begins[band, key >> shift])
            size = np.int64(begins[band, (key >> shift) + 1]) - begin
            if count + CROWD > len(pairs):
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
            for step in range(CROWD):
                if step == size:
                    break
                place = begin + (one + step) % size
                other = texts[band, place]
                if keys[band, place] != key or met[other] >= CROWD:
                    continue
                again = agree_in_a_band(stored, one, new, other, bands[: first + band])
                if again and not in_long_bucket[other]:
                    continue  # told, or dropped, in the first band where the two agree
                if not agree(stored, one, new, other, least):
                    continue
                met[other] += not again
                pairs[count] = (np.uint64(one) << np.uint64(32)) | np.uint64(other)
                count += 1
    return pairs[:count]
