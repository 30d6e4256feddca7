"""Comparing many pairs of names at once, with the scores of `compare_names`.

Reading a name takes longer than comparing two, so names are prepared once and then compared by
their places. The work is spread over threads; the kernel runs without Python's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching import kernel
from zhiheng.core.matching.columns import Columns, columns_of
from zhiheng.core.matching.parts import read_name
from zhiheng.core.matching.portions import check_pairs, in_portions
from zhiheng.core.matching.weights import load_weights

Places = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]


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
    check_pairs(left, right, rows=(len(prepared), len(prepared)))
    scores = np.empty(len(left), np.float32)
    weights = load_weights().values

    def compare(part: slice) -> None:
        kernel.score_pairs(
            prepared.columns, left[part], right[part], weights, kernel.work_room(), scores[part]
        )

    in_portions(compare, len(left), workers=workers)
    return scores
