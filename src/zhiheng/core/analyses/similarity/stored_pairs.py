"""Pairs of stored texts, and the pairs of documents that they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.copies import Indices, Pairs, told_for_copies
from zhiheng.core.analyses.similarity.shingles import Numbers
from zhiheng.core.analyses.similarity.texts import Places

Flags = npt.NDArray[np.bool_]

LOW = np.uint64(0xFFFFFFFF)
HIGH = np.uint64(32)


def packed(pairs: Pairs) -> tuple[Numbers, Indices]:
    """Return pairs as first·2³² + second, and their indices."""
    firsts, seconds = pairs.firsts.astype(np.uint64), pairs.seconds.astype(np.uint64)
    return (firsts << HIGH) | seconds, pairs.indices


def unpacked(pairs: Numbers, indices: Indices) -> Pairs:
    """Return pairs of first·2³² + second as two columns."""
    return Pairs((pairs >> HIGH).astype(np.int64), (pairs & LOW).astype(np.int64), indices)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Return the pairs of several parts, one after the other."""
    return Pairs(
        np.concatenate([np.zeros(0, np.int64), *(part.firsts for part in parts)]),
        np.concatenate([np.zeros(0, np.int64), *(part.seconds for part in parts)]),
        np.concatenate([np.zeros(0), *(part.indices for part in parts)]),
    )


def only(pairs: Pairs, chosen: Flags) -> Pairs:
    """Return some of the pairs."""
    return Pairs(pairs.firsts[chosen], pairs.seconds[chosen], pairs.indices[chosen])


def told_of_documents(of: Places, pairs: Pairs, texts: int, *, most: int) -> tuple[Pairs, int]:
    """Extend pairs of texts to the documents that have them, by the documents' numbers.

    `of` is the text of every document, -1 for those left out; a text without documents is in no
    pair. Returns, as `told_for_copies`, how many more there are among copies beyond `most`.
    """
    first = np.full(texts, -1, np.int64)
    documents = np.flatnonzero(of >= 0)[::-1]
    first[of[documents]] = documents  # of several assignments the last one stays
    firsts = np.full(len(of), -1, np.int64)
    firsts[documents] = first[of[documents]]
    alive = only(pairs, (first[pairs.firsts] >= 0) & (first[pairs.seconds] >= 0))
    leaders = Pairs(first[alive.firsts], first[alive.seconds], alive.indices)
    return told_for_copies(leaders, firsts, most=max(1, most))


def documents_by_text(of: Places, texts: int) -> tuple[Places, Places]:
    """Return the documents in the order of their texts, and where each text's begin and end."""
    order = np.argsort(of, kind="stable")
    order = order[of[order] >= 0]
    begins = np.zeros(texts + 1, np.int64)
    np.cumsum(np.bincount(of[order], minlength=texts), out=begins[1:])
    return order, begins


def portions(pairs: Numbers, sizes_of: Callable[[Places], Places], most: int) -> Iterator[Numbers]:
    """Cut pairs, in order, into runs whose first texts have some `most` bytes together."""
    firsts, counts = np.unique((pairs >> HIGH).astype(np.int64), return_counts=True)
    portion = np.cumsum(sizes_of(firsts)) // most
    last = np.flatnonzero(np.diff(portion, append=-1))
    begin = 0
    for end in np.cumsum(counts)[last].tolist():
        yield pairs[begin:end]
        begin = end
