"""Texts as the kernels read them: one run of UTF-8 bytes and the places where each begins and ends.

    texts = Texts.from_arrow(table["abstract"])

Arrow already keeps a column so; nothing is copied unless the column comes in several pieces. A
missing text is an empty one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.compiling import compiled

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Texts:
    """UTF-8 bytes of all texts; text `i` is `data[bounds[i]:bounds[i + 1]]`."""

    data: Bytes
    bounds: Places

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @classmethod
    def from_arrow(cls, column: pa.Array | pa.ChunkedArray) -> Texts:
        """Look at an Arrow column of strings."""
        if isinstance(column, pa.ChunkedArray):
            column = pa.concat_arrays(
                column.cast(pa.large_string()).chunks or [pa.array([], pa.large_string())]
            )
        column = column.cast(pa.large_string())
        if column.null_count:
            column = pc.fill_null(column, "")
        _, bounds, data = column.buffers()
        places = np.frombuffer(bounds, np.int64)[column.offset : column.offset + len(column) + 1]
        return cls(_bytes_of(data), places if len(column) else np.zeros(1, np.int64))

    @classmethod
    def from_strings(cls, texts: Sequence[str]) -> Texts:
        """Hold a few texts, given as strings."""
        return cls.from_arrow(pa.array(texts, pa.large_string()))

    @classmethod
    def joined(cls, parts: Sequence[Texts]) -> Texts:
        """Hold the texts of several parts, one part after the other."""
        ends = np.cumsum([part.bounds[-1] - part.bounds[0] for part in parts], dtype=np.int64)
        begins = [
            part.bounds[1:] - part.bounds[-1] + end for part, end in zip(parts, ends, strict=True)
        ]
        data = [part.data[part.bounds[0] : part.bounds[-1]] for part in parts]
        bounds = np.concatenate((np.zeros(1, np.int64), *begins))
        return cls(np.concatenate((np.zeros(0, np.uint8), *data)), bounds)

    def bytes_of(self, number: int) -> bytes:
        """Return one text as UTF-8."""
        return bytes(self.data[self.bounds[number] : self.bounds[number + 1]])

    def lengths(self) -> Places:
        """Return the length of each text in characters (code points)."""
        lengths = np.empty(len(self), np.int64)
        _count_characters(self.data, self.bounds, lengths)
        return lengths

    def only(self, chosen: Places) -> Texts:
        """Return some of the texts, in the order asked for."""
        sizes = np.diff(self.bounds)[chosen]
        bounds = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        data = np.empty(int(bounds[-1]), np.uint8)
        _gather(self.data, self.bounds, chosen, bounds, data)
        return Texts(data, bounds)


def _bytes_of(data: pa.Buffer | None) -> Bytes:
    return np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)


@compiled
def _count_characters(data: Bytes, bounds: Places, lengths: Places) -> None:
    for text in range(len(lengths)):
        count = 0
        for place in range(bounds[text], bounds[text + 1]):
            # Every byte but those that continue a character begins one.
            count += (data[place] & 0xC0) != 0x80
        lengths[text] = count


@compiled
def _gather(data: Bytes, bounds: Places, chosen: Places, into: Places, out: Bytes) -> None:
    for place in range(len(chosen)):
        text = chosen[place]
        out[into[place] : into[place + 1]] = data[bounds[text] : bounds[text + 1]]
