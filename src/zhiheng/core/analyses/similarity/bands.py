"""Candidate pairs by sketches: two texts that agree in all places of at least one band.

A band is `rows` of the 256 places of the sketch. Two texts of Jaccard index s agree in a band with
probability s^rows, in at least one of B bands with 1 - (1 - s^rows)^B. `plan` takes as many rows as
leave that at 0.999 at the threshold with at most 272 bands: at 0.5 five rows and 221 bands. More
rows would save candidates that share little, fewer would save bands.

Bands overlap: they are drawn from the same 256 places, each place equally often, so that the sketch
stays small. What agreed by chance is dropped when the sketches as a whole agree in far fewer places
than the threshold demands (4.5 standard deviations; three pairs in a million lost).

**Crowds.** Texts that differ only in a number can agree by the thousand, and their pairs are more
than anybody reads. A text that agrees with `CROWD` others in one block of bands is crowded: two
crowded texts are no longer paired in that block, and the result says how many texts were crowded,
because pairs among them may be missing. In a band's bucket of more than `CROWD` texts each is
compared with the `CROWD` that follow it only, so that work grows with the texts and not with their
square; what is passed over there is met in other bands.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import Numbers, distinct
from zhiheng.core.analyses.similarity.sketches import PLACES, Sketches
from zhiheng.core.analyses.similarity.threads import in_parts
from zhiheng.core.compiling import compiled

Flags = npt.NDArray[np.bool_]
Bands = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int32]

MOST_BANDS = 272
MOST_ROWS = 16
SURE = 6.9  # B·s^rows at the threshold; e^-6.9 of the pairs agree in no band
BLOCK = 34  # bands whose keys are made in one walk over the sketches
CROWD = 128
DEVIATIONS = 4.5


@dataclass(frozen=True)
class Plan:
    """Which places make up each band, and in how many places a candidate must agree."""

    bands: Bands
    least_agreeing: int


def plan(threshold: float) -> Plan:
    """Choose the bands for a threshold; always the same ones."""
    rows = 1
    while rows < MOST_ROWS and SURE / threshold ** (rows + 1) <= MOST_BANDS:
        rows += 1
    count = min(MOST_BANDS, math.ceil(SURE / threshold**rows))
    spread = DEVIATIONS * math.sqrt(PLACES * threshold * (1 - threshold))
    return Plan(_drawn(count, rows), max(1, math.floor(PLACES * threshold - spread)))


def _drawn(count: int, rows: int) -> Bands:
    chance = np.random.default_rng(19_970_611)
    whole = PLACES // rows  # bands that one shuffle of all places gives
    shuffles = [
        chance.permutation(PLACES)[: whole * rows].reshape(whole, rows)
        for _ in range(math.ceil(count / whole))
    ]
    return np.sort(np.concatenate(shuffles)[:count].astype(np.int64), axis=1)


def band_candidates(sketches: Sketches, *, threshold: float, workers: int) -> tuple[Numbers, Flags]:
    """Return the candidate pairs, as first·2³² + second in order, and which texts were crowded."""
    chosen = plan(threshold)

    def block(begin: int, end: int) -> tuple[Numbers, Flags]:
        alike = np.zeros(len(sketches), np.int32)
        bands = chosen.bands[begin:end]
        return _agreeing(sketches, bands, chosen.least_agreeing, alike), alike >= CROWD

    blocks = in_parts(block, len(chosen.bands), BLOCK, workers=workers)
    pairs = distinct(np.concatenate([found for found, _ in blocks]))
    return pairs, np.logical_or.reduce([crowded for _, crowded in blocks])


@compiled
def _agreeing(sketches: Sketches, bands: Bands, least: int, alike: Counts) -> Numbers:
    keys = band_keys(sketches, bands)
    order, spare = np.empty(len(sketches), np.uint64), np.empty(len(sketches), np.uint64)
    buckets = np.empty((len(sketches) // 2, 2), np.int64)
    passed_over = np.zeros(len(sketches), np.bool_)
    pairs, count = np.empty(1024, np.uint64), 0
    for band in range(len(bands)):
        for text in range(len(sketches)):
            order[text] = (np.uint64(keys[band, text]) << np.uint64(32)) | np.uint64(text)
        _sort_by_key(order, spare)
        for bucket in range(_find_buckets(order, buckets)):
            texts = order[buckets[bucket, 0] : buckets[bucket, 1]]
            pairs, count = _pairs_of_bucket(
                sketches, texts, bands[:band], least, alike, passed_over, pairs, count
            )
    return pairs[:count]


@compiled
def _find_buckets(order: Numbers, buckets: npt.NDArray[np.int64]) -> int:
    """Write where the buckets of two texts or more begin and end; return how many they are."""
    count = begin = 0
    for end in range(1, len(order) + 1):
        if end == len(order) or (order[end] ^ order[begin]) >> np.uint64(32) != 0:
            if end - begin > 1:
                buckets[count, 0], buckets[count, 1] = begin, end
                count += 1
            begin = end
    return count


@compiled
def band_keys(sketches: Sketches, bands: Bands) -> npt.NDArray[np.uint32]:
    """Return the key of every sketch in every band, shape (bands, sketches)."""
    keys = np.empty((len(bands), len(sketches)), np.uint32)
    for text in range(len(sketches)):
        sketch = sketches[text]
        for band in range(len(bands)):
            key = np.uint64(band + 1)
            for row in range(bands.shape[1]):
                key = (key ^ np.uint64(sketch[bands[band, row]])) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(29)
            keys[band, text] = np.uint32(key >> np.uint64(32))
    return keys


@compiled
def _sort_by_key(numbers: Numbers, spare: Numbers) -> None:
    """Sort by the upper 32 bits, keeping the order of equals: radix sort in three passes."""
    for shift, width in ((32, 11), (43, 11), (54, 10)):
        mask = np.uint64((1 << width) - 1)
        places = np.zeros((1 << width) + 1, np.int64)
        for each in range(len(numbers)):
            places[((numbers[each] >> np.uint64(shift)) & mask) + np.uint64(1)] += 1
        for each in range(1 << width):
            places[each + 1] += places[each]
        for each in range(len(numbers)):
            digit = (numbers[each] >> np.uint64(shift)) & mask
            spare[places[digit]] = numbers[each]
            places[digit] += 1
        numbers[:] = spare


@compiled
def _pairs_of_bucket(
    sketches: Sketches,
    bucket: Numbers,
    earlier: Bands,
    least: int,
    alike: Counts,
    passed_over: Flags,
    pairs: Numbers,
    count: int,
) -> tuple[Numbers, int]:
    low = np.uint64(0xFFFFFFFF)
    if len(bucket) > CROWD:
        for each in bucket:
            passed_over[each & low] = True
    for left in range(len(bucket)):
        first = bucket[left] & low
        # Before the inner loop: where an array may be replaced, every turn of a loop costs more.
        if count + CROWD > len(pairs):
            pairs = np.concatenate((pairs, np.empty_like(pairs)))
        for right in range(left + 1, min(len(bucket), left + 1 + CROWD)):
            second = bucket[right] & low
            if alike[first] >= CROWD and alike[second] >= CROWD:
                continue
            if not agree(sketches, first, sketches, second, least):
                continue
            again = agree_in_a_band(sketches, first, sketches, second, earlier)
            if again and not (passed_over[first] and passed_over[second]):
                continue  # told in the first band where the two agree
            if not again:
                alike[first] += 1
                alike[second] += 1
            pairs[count] = (first << np.uint64(32)) | second
            count += 1
    return pairs, count


@compiled
def agree(sketches: Sketches, one: int, others: Sketches, other: int, least: int) -> bool:
    """Tell whether two sketches agree in at least so many places."""
    # Counted in the width of the sketches' numbers, so that the processor compares many at once.
    agreeing = np.uint16(0)
    for place in range(PLACES):
        agreeing = np.uint16(agreeing + np.uint16(sketches[one, place] == others[other, place]))
    return bool(agreeing >= least)


@compiled
def agree_in_a_band(
    sketches: Sketches, one: int, others: Sketches, other: int, bands: Bands
) -> bool:
    """Tell whether two sketches agree in all places of at least one of the bands."""
    for band in range(len(bands)):
        agrees = True
        for row in range(bands.shape[1]):
            place = bands[band, row]
            if sketches[one, place] != others[other, place]:
                agrees = False
                break
        if agrees:
            return True
    return False
