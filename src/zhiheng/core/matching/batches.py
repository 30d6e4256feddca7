"""Comparing many pairs of names at once, with the scores of `compare_names`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.names import compare_names

Places = npt.NDArray[np.int32]
Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Prepared:
    """Names ready to be compared; `names` are as they were given, in order."""

    names: tuple[str, ...]

    def __len__(self) -> int:
        """Return how many names there are."""
        return len(self.names)


def prepare(names: Sequence[str]) -> Prepared:
    """Make names ready for `compare_pairs`; each is read once, however often it is compared."""
    return Prepared(tuple(names))


def compare_pairs(prepared: Prepared, left: Places, right: Places) -> Scores:
    """Return the scores of the pairs `(left[i], right[i])`, places in `prepared`."""
    return np.array(
        [
            compare_names(prepared.names[a], prepared.names[b]).score
            for a, b in zip(left.tolist(), right.tolist(), strict=True)
        ],
        np.float32,
    )
