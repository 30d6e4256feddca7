"""A segment of the index: up to half a million marks with their keys, as files that never change.

    segment-000001/
      texts.bin, text_begins.bin         the marks, UTF-8 one after another
      keys.bin, key_begins.bin           keys in order, and where the postings of each begin
      postings.bin                       row << 6 | place of the key in the mark, by key, then row
      lengths.bin                        how many keys of each kind a mark has, kind by kind
      begins.bin, digests.bin, facts.bin, codes.bin     the columns that `score_against` reads

A posting has 4 bytes, so that a mark of four characters takes some 16 bytes in postings. All
arrays are memory-mapped: what no query looks at takes no memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zhiheng.core.errors import StorageError
from zhiheng.core.matching.mark_index.keys import Keys, keys_of
from zhiheng.core.matching.marks.columns import (
    DIGESTS,
    FACTS,
    MarkColumns,
    columns_of_read,
    joined,
)
from zhiheng.core.matching.marks.reading import read_mark

Array = npt.NDArray[Any]

PLACE_BITS = 6
LARGEST = 2**19  # marks; the votes of a segment then stay in the cache of a core
READ_AT_ONCE = 2**11  # few enough that what was read of a mark is still remembered
# The rows of `lengths`.
CHARACTERS, CORE, SYLLABLES, PAIRS, CORE_PAIRS, CONCEPTS = range(6)
KINDS = 6
_TYPES = {
    "texts": np.uint8,
    "text_begins": np.int64,
    "keys": np.uint32,
    "key_begins": np.int64,
    "postings": np.uint32,
    "lengths": np.int8,
}
_COLUMN_TYPES = {"begins": np.int64, "digests": np.int64, "facts": np.int16, "codes": np.int32}


@dataclass(frozen=True)
class Segment:
    """The arrays of a segment; see the module for what they hold."""

    texts: Array
    text_begins: Array
    keys: Array
    key_begins: Array
    postings: Array
    lengths: Array
    columns: MarkColumns

    def __len__(self) -> int:
        """Return how many marks there are."""
        return len(self.text_begins) - 1

    def text(self, row: int) -> str:
        """Return a mark as it was given."""
        begin, end = self.text_begins[row], self.text_begins[row + 1]
        return self.texts[begin:end].tobytes().decode("utf-8", "surrogatepass")


def segment_of(texts: Sequence[str]) -> Segment:
    """Read marks, at most `LARGEST` of them, into a segment in memory."""
    lengths = np.zeros((KINDS, len(texts)), np.int8)
    found: list[Array] = []
    columns: list[MarkColumns] = []
    for first in range(0, len(texts), READ_AT_ONCE):
        marks = [read_mark(text) for text in texts[first : first + READ_AT_ONCE]]
        keys = [keys_of(mark) for mark in marks]
        lengths[:, first : first + len(marks)] = np.array([each.lengths() for each in keys]).T
        found.append(_posted(keys, first))
        columns.append(columns_of_read(marks))
    all_keys, key_begins, postings = _by_key(found)
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    begins = np.cumsum([0, *map(len, data)], dtype=np.int64)
    whole = np.frombuffer(b"".join(data), np.uint8)
    return Segment(whole, begins, all_keys, key_begins, postings, lengths, joined(columns))


def write_segment(segment: Segment, place: Path) -> None:
    """Write a segment to a folder, which is made."""
    place.mkdir(parents=True)
    for name in _TYPES:
        getattr(segment, name).tofile(place / f"{name}.bin")
    for name in _COLUMN_TYPES:
        getattr(segment.columns, name).tofile(place / f"{name}.bin")


def read_segment(place: Path, marks: int) -> Segment:
    """Map a segment of so many marks into memory; `StorageError` where its files are not whole."""
    arrays = {name: mapped(place / f"{name}.bin", kind) for name, kind in _TYPES.items()}
    columns = {name: mapped(place / f"{name}.bin", kind) for name, kind in _COLUMN_TYPES.items()}
    _check_begins(arrays["text_begins"], marks, arrays["texts"], place)
    _check_begins(arrays["key_begins"], len(arrays["keys"]), arrays["postings"], place)
    _check_begins(columns["begins"], marks, columns["codes"], place)
    for array, kind, width in (
        (arrays, "lengths", KINDS), (columns, "digests", DIGESTS), (columns, "facts", FACTS)
    ):  # fmt: skip
        if array[kind].size != width * marks:
            raise damaged(place / f"{kind}.bin")
        shape = (width, marks) if kind == "lengths" else (marks, width)
        array[kind] = array[kind].reshape(shape)
    return Segment(**arrays, columns=MarkColumns(**columns))


def damaged(path: Path) -> StorageError:
    """Return the error that says which file is not as it was written."""
    error = StorageError.of("marks.index_damaged", file=path)
    assert isinstance(error, StorageError)
    return error


def mapped(path: Path, kind: Any) -> Array:
    """Map an array into memory; `StorageError` where its file is not whole."""
    try:
        size = path.stat().st_size
        if size % np.dtype(kind).itemsize:
            raise damaged(path)
        # Copy on write: the compiled kernels see the same type as of an array in memory.
        return np.memmap(path, kind, mode="c").view(np.ndarray) if size else np.zeros(0, kind)
    except OSError as error:
        raise damaged(path) from error


def _posted(keys: Sequence[Keys], first: int) -> Array:
    """Return the postings of marks that begin at a row, each below its key in one number."""
    found: list[int] = []
    postings: list[int] = []
    for row, own in enumerate(keys, first):
        for some in (own.characters, own.syllables, own.pairs, own.concepts):
            found += some
            postings += range(row << PLACE_BITS, (row << PLACE_BITS) + len(some))
    return np.array(found, np.uint64) << np.uint64(32) | np.array(postings, np.uint64)


def _by_key(found: Sequence[Array]) -> tuple[Array, Array, Array]:
    """Order postings by key, then row; return the keys, where each begins, and the postings."""
    posted = np.concatenate([np.zeros(0, np.uint64), *found])
    posted.sort()
    of = (posted >> np.uint64(32)).astype(np.uint32)
    keys, begins = np.unique(of, return_index=True)
    return keys, np.append(begins, len(of)).astype(np.int64), posted.astype(np.uint32)


def _check_begins(begins: Array, count: int, parts: Array, place: Path) -> None:
    """Refuse arrays of which one says where the other's parts begin and does not fit."""
    if len(begins) != count + 1 or begins[-1] != len(parts):
        raise damaged(place)
