"""A segment of the index: up to half a million marks with their keys, as files that never change.

    segment-000001/
      texts.bin, text_begins.bin    the marks, UTF-8 one after another
      keys.bin, key_begins.bin      keys in order, and where the postings of each begin
      postings.bin                  row << 6 | place of the key in the mark, by key, then row
      lengths.bin                   (kinds, marks): how many keys of each kind a mark has

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

Array = npt.NDArray[Any]

PLACE_BITS = 6
LARGEST = 2**19  # marks; the votes of a segment then stay in the cache of a core
KINDS = len(Keys._fields)
_TYPES = {
    "texts": np.uint8,
    "text_begins": np.int64,
    "keys": np.uint32,
    "key_begins": np.int64,
    "postings": np.uint32,
    "lengths": np.int8,
}


@dataclass(frozen=True)
class Segment:
    """The arrays of a segment; see the module for what they hold."""

    texts: Array
    text_begins: Array
    keys: Array
    key_begins: Array
    postings: Array
    lengths: Array

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
    found: list[int] = []
    postings: list[int] = []
    for row, text in enumerate(texts):
        for kind, own in enumerate(keys_of(text)):
            lengths[kind, row] = len(own)
            found += own
            postings += range(row << PLACE_BITS, (row << PLACE_BITS) + len(own))
    keys, key_begins, ordered = _by_key(found, postings)
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    begins = np.cumsum([0, *map(len, data)], dtype=np.int64)
    whole = np.frombuffer(b"".join(data), np.uint8)
    return Segment(whole, begins, keys, key_begins, ordered, lengths)


def write_segment(segment: Segment, place: Path) -> None:
    """Write a segment to a folder, which is made."""
    place.mkdir(parents=True)
    for name in _TYPES:
        getattr(segment, name).tofile(place / f"{name}.bin")


def read_segment(place: Path, marks: int) -> Segment:
    """Map a segment of so many marks into memory; `StorageError` where its files are not whole."""
    arrays = {name: _mapped(place / f"{name}.bin", kind) for name, kind in _TYPES.items()}
    if len(arrays["text_begins"]) != marks + 1 or arrays["lengths"].size != KINDS * marks:
        raise damaged(place)
    _check_ends(arrays["text_begins"], arrays["texts"], place)
    _check_ends(arrays["key_begins"], arrays["postings"], place)
    arrays["lengths"] = arrays["lengths"].reshape(KINDS, marks)
    return Segment(**arrays)


def damaged(path: Path) -> StorageError:
    """Return the error that says which file is not as it was written."""
    error = StorageError.of("marks.index_damaged", file=path)
    assert isinstance(error, StorageError)
    return error


def _by_key(found: list[int], postings: list[int]) -> tuple[Array, Array, Array]:
    """Order postings by key, then row."""
    joined = np.array(found, np.uint64) << np.uint64(32) | np.array(postings, np.uint64)
    joined.sort()
    of = (joined >> np.uint64(32)).astype(np.uint32)
    keys, begins = np.unique(of, return_index=True)
    return keys, np.append(begins, len(of)).astype(np.int64), joined.astype(np.uint32)


def _mapped(path: Path, kind: Any) -> Array:
    try:
        size = path.stat().st_size
        if size % np.dtype(kind).itemsize:
            raise damaged(path)
        # Copy on write: the compiled kernels see the same type as of an array in memory.
        return np.memmap(path, kind, mode="c").view(np.ndarray) if size else np.zeros(0, kind)
    except OSError as error:
        raise damaged(path) from error


def _check_ends(begins: Array, parts: Array, place: Path) -> None:
    if not len(begins) or begins[-1] != len(parts):
        raise damaged(place)
