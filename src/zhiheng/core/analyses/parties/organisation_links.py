"""Which units of organisations may be one party, by what registers say and by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.parties.links import Link, Thresholds
from zhiheng.core.analyses.parties.mentions import Codes
from zhiheng.core.matching.batches import Prepared, compare_pairs, prepare
from zhiheng.core.matching.keys import blocking_keys

Pairs: TypeAlias = npt.NDArray[np.int64]

# Names that share a key are compared with each other. Where very many share one, each is compared
# with its neighbours in alphabetical order only: a key so common says little.
LARGEST_BLOCK = 80
NEIGHBOURS = 8
PAIRS_AT_ONCE = 500_000


class Comparing:
    """Compares pairs of names by their places; prepared only where one is asked for."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the names; nothing is compared yet."""
        self._names = names
        self._prepared: Prepared | None = None

    def __call__(self, one: Codes, other: Codes) -> npt.NDArray[np.float32]:
        """Return the scores of pairs of places."""
        if self._prepared is None:
            self._prepared = prepare(self._names)
        return compare_pairs(self._prepared, one.astype(np.int32), other.astype(np.int32))


@dataclass(frozen=True)
class NameScores:
    """Names of organisations ready to be compared, and the scores found."""

    prepared: Prepared
    one: Codes
    other: Codes
    score: npt.NDArray[np.float32]


def compare_alike(
    names: Sequence[str], thresholds: Thresholds, touched: npt.NDArray[np.bool_] | None = None
) -> NameScores:
    """Compare names that share a key; keep the pairs from the review threshold on.

    With `touched`, only pairs with at least one name of which the flag is set.
    """
    prepared = prepare(names)
    kept: list[Pairs] = []
    scores: list[npt.NDArray[np.float32]] = []
    seen = np.zeros(0, np.int64)
    for pairs in _candidates(names, touched):
        codes = np.setdiff1d(pairs, seen, assume_unique=True)
        one, other = _places(codes, len(names))
        found = compare_pairs(prepared, one, other)
        alike = found >= thresholds.review
        kept.append(codes[alike])
        scores.append(found[alike])
        seen = np.union1d(seen, codes[alike])
    together = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    one, other = _places(together, len(names))
    score = np.concatenate(scores) if scores else np.zeros(0, np.float32)
    return NameScores(prepared, one, other, score)


def organisation_links(
    scores: NameScores, units_of_name: Sequence[Sequence[int]], hard: Sequence[tuple[int, int, str]]
) -> list[Link]:
    """Return the links between units: `units_of_name` lists the units of each name compared.

    Units of one name that have different USCCs are linked for a person to look at only where one
    of them has none.
    """
    links = [Link(one, other, 1.0, rule) for one, other, rule in hard]
    for one, other, score in zip(
        scores.one.tolist(), scores.other.tolist(), scores.score.tolist(), strict=True
    ):
        links += [
            Link(first, second, score, "alike_name")
            for first in units_of_name[one]
            for second in units_of_name[other]
        ]
    return links


def _candidates(
    names: Sequence[str], touched: npt.NDArray[np.bool_] | None
) -> Iterator[npt.NDArray[np.int64]]:
    """Yield pairs of names that share a key, each as one number, parts without repetitions."""
    keys: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for key in blocking_keys(name):
            keys.setdefault(key, []).append(place)
    part: list[Pairs] = []
    size = 0
    for block in keys.values():
        if len(block) < 2 or (touched is not None and not touched[block].any()):
            continue
        pairs = _pairs_of(sorted(block, key=names.__getitem__), len(names))
        if touched is not None:
            one, other = _places(pairs, len(names))
            pairs = pairs[touched[one] | touched[other]]
        part.append(pairs)
        size += len(pairs)
        if size >= PAIRS_AT_ONCE:
            yield np.unique(np.concatenate(part))
            part, size = [], 0
    if part:
        yield np.unique(np.concatenate(part))


def _pairs_of(block: list[int], count: int) -> Pairs:
    members = np.array(block, np.int64)
    if len(block) <= LARGEST_BLOCK:
        first, second = np.triu_indices(len(block), 1)
    else:
        offsets = np.arange(1, NEIGHBOURS + 1)
        first = np.repeat(np.arange(len(block)), NEIGHBOURS)
        second = first + np.tile(offsets, len(block))
        inside = second < len(block)
        first, second = first[inside], second[inside]
    low = np.minimum(members[first], members[second])
    high = np.maximum(members[first], members[second])
    pairs: Pairs = low * count + high
    return pairs


def _places(codes: Pairs, count: int) -> tuple[Codes, Codes]:
    width = max(count, 1)
    return (codes // width).astype(np.int32), (codes % width).astype(np.int32)
