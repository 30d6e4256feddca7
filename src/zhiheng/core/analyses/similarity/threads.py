"""Work spread over threads: the kernels release Python's lock, so that threads run side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def in_parts(work: Callable[[int, int], T], count: int, size: int, *, workers: int) -> list[T]:
    """Call `work(begin, end)` for every part of `size` out of `count`; return what each returned.

    The results come in the order of the parts, however many workers there are.
    """
    parts = list(_parts(count, size))
    if workers < 2 or len(parts) < 2:
        return [work(*part) for part in parts]
    with ThreadPoolExecutor(max_workers=workers) as pool:
        return list(pool.map(lambda part: work(*part), parts))


def _parts(count: int, size: int) -> Iterator[tuple[int, int]]:
    for begin in range(0, count, size):
        yield begin, min(begin + size, count)
