"""Which texts nearly say the same: pairs at or above a threshold, and what they hang together to.

    found = find_near_duplicates(texts, threshold=0.5, workers=2)

Texts → copies set apart → candidate pairs → their exact Jaccard indices → pairs told for the copies
too → clusters. The method, its assumptions and what it cannot see are explained in
docs/explanation/similarity.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from zhiheng.core.analyses.similarity.bands import band_candidates
from zhiheng.core.analyses.similarity.clusters import clusters_of
from zhiheng.core.analyses.similarity.copies import Pairs, first_copies, told_for_copies
from zhiheng.core.analyses.similarity.exact_join import MOST_SHINGLES, exact_candidates
from zhiheng.core.analyses.similarity.shingles import SIZE, Numbers
from zhiheng.core.analyses.similarity.sketches import sketches_of
from zhiheng.core.analyses.similarity.texts import Places, Texts
from zhiheng.core.analyses.similarity.verification import jaccard_indices
from zhiheng.core.errors import InputError

MOST_COPIES = 100
MOST_TEXTS = 2**32  # a pair is one number of 64 bits


class Method(StrEnum):
    """How candidates were found: every one for certain, or nearly every one by sketches."""

    EXACT = "exact"
    SKETCHES = "sketches"


@dataclass(frozen=True)
class NearDuplicates:
    """What was found, by the numbers of the texts.

    `untold_pairs`: further pairs among copies of one text beyond `most_copies`. `crowded_texts`:
    texts with so many look-alikes that pairs among them may be missing. `too_short`: texts of fewer
    than three characters, which have no 3-gram and are in no pair.
    """

    pairs: Pairs
    clusters: list[Places]
    method: Method
    untold_pairs: int
    crowded_texts: int
    too_short: Places


def checked_threshold(threshold: float) -> float:
    """Return a threshold; `InputError` (`similar.threshold`) where it is none above 0 up to 1."""
    if not 0 < threshold <= 1:
        raise InputError.of("similar.threshold", received=threshold)
    return threshold


def find_near_duplicates(
    texts: Texts,
    *,
    threshold: float,
    workers: int = 1,
    method: Method | None = None,
    most_copies: int = MOST_COPIES,
) -> NearDuplicates:
    """Return all pairs whose sets of 3-grams have a Jaccard index of at least the threshold.

    Every pair told is right. None is missing by the exact method, which is taken for inputs small
    enough unless `method` says otherwise; by sketches about one in a hundred at the very threshold,
    and hardly any above it.
    """
    checked_threshold(threshold)
    lengths = texts.lengths()
    firsts = first_copies(texts)
    firsts[lengths < SIZE] = -1
    leaders = np.flatnonzero(firsts == np.arange(len(texts)))
    candidates, used, crowded = _candidates(
        texts, leaders, int(lengths[leaders].sum()), threshold, workers, method
    )
    indices = jaccard_indices(texts, candidates, workers=workers)
    kept = indices >= threshold
    verified = _unpacked(candidates[kept], indices[kept])
    pairs, untold = told_for_copies(verified, firsts, most=max(1, most_copies))
    clusters = clusters_of(len(texts), pairs.firsts, pairs.seconds)
    return NearDuplicates(pairs, clusters, used, untold, crowded, np.flatnonzero(lengths < SIZE))


def _candidates(
    texts: Texts,
    leaders: Places,
    characters: int,
    threshold: float,
    workers: int,
    method: Method | None,
) -> tuple[Numbers, Method, int]:
    """Return candidate pairs of leaders by their numbers among all texts."""
    assert len(texts) < MOST_TEXTS
    wanted = method is Method.EXACT
    if wanted or (method is None and characters <= MOST_SHINGLES):
        chosen = texts.only(leaders)
        pairs = exact_candidates(chosen, threshold=threshold, workers=workers, bounded=not wanted)
        if pairs is not None:
            return _renumbered(pairs, leaders), Method.EXACT, 0
    sketches = sketches_of(texts, leaders, workers=workers)
    pairs, crowded = band_candidates(sketches, threshold=threshold, workers=workers)
    return _renumbered(pairs, leaders), Method.SKETCHES, int(crowded.sum())


def _renumbered(pairs: Numbers, numbers: Places) -> Numbers:
    names = numbers.astype(np.uint64)
    return (names[pairs >> np.uint64(32)] << np.uint64(32)) | names[pairs & np.uint64(0xFFFFFFFF)]


def _unpacked(pairs: Numbers, indices: np.ndarray) -> Pairs:
    low = np.uint64(0xFFFFFFFF)
    return Pairs((pairs >> np.uint64(32)).astype(np.int64), (pairs & low).astype(np.int64), indices)
