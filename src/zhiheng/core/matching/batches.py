"""Comparing many pairs of names at once, with the scores of `compare_names`.

Reading a name takes longer than comparing two, so names are prepared once and then compared by
their places. The work is spread over threads; the kernel runs without Python's lock.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching import kernel
from zhiheng.core.matching.columns import Columns, columns_of
from zhiheng.core.matching.parts import read_name
from zhiheng.core.matching.weights import load_weights

Places = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]

PART = 65_536  # pairs a thread takes at a time


@dataclass(frozen=True)
class Prepared:
    """Names ready to be compared, as they were given and in order, with their parts in columns."""

    names: tuple[str, ...]
    columns: Columns

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self.names)


def prepare(names: Sequence[str]) -> Prepared:
    """Read the parts of names for `compare_pairs`; a name may occur several times."""
    return Prepared(tuple(names), columns_of([read_name(name) for name in names]))


def compare_pairs(
    prepared: Prepared, left: Places, right: Places, *, workers: int | None = None
) -> Scores:
    """Return the scores of the pairs `(left[i], right[i])`, both places in `prepared`.

    `left` and `right` have one length n; the result has shape (n,). `workers` is the number of
    threads, one per core unless given. Places outside of `prepared` are an `IndexError`.
    """
    left, right = np.ascontiguousarray(left, np.int32), np.ascontiguousarray(right, np.int32)
    if left.shape != right.shape or left.ndim != 1:
        raise ValueError(f"{left.shape} and {right.shape} are no pairs")
    if len(left) and not (_inside(left, len(prepared)) and _inside(right, len(prepared))):
        raise IndexError("a pair names a place outside of the prepared names")
    scores = np.empty(len(left), np.float32)
    weights = load_weights().values

    def compare(begin: int) -> None:
        part = slice(begin, begin + PART)
        kernel.score_pairs(
            prepared.columns, left[part], right[part], weights, kernel.work_room(), scores[part]
        )

    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        list(pool.map(compare, range(0, len(left), PART)))
    return scores


def _inside(places: Places, count: int) -> bool:
    return bool(places.min() >= 0 and places.max() < count)
