"""Many pairs of rows scored portion by portion, in threads where there are several portions."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.integer[Any]]

PORTION = 65_536  # pairs a thread takes at a time


def check_pairs(left: Rows, right: Rows, *, rows: tuple[int, int]) -> None:
    """Refuse what is no pairs of rows, the left ones below `rows[0]`, the right below `rows[1]`.

    Raises `ValueError` for sides of two lengths, `IndexError` for a row that is not there.
    """
    if left.shape != right.shape or left.ndim != 1:
        raise ValueError(f"{left.shape} and {right.shape} are no pairs")
    for side, count in ((left, rows[0]), (right, rows[1])):
        if len(side) and not (side.min() >= 0 and side.max() < count):
            raise IndexError(f"a pair names a row outside of {count}")


def in_portions(score: Callable[[slice], object], pairs: int, *, workers: int | None) -> None:
    """Score every portion of so many pairs; `workers` threads, one per core unless given."""
    portions = [slice(begin, begin + PORTION) for begin in range(0, pairs, PORTION)]
    if len(portions) < 2 or workers == 1:
        for portion in portions:
            score(portion)
        return
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        list(pool.map(score, portions))
