"""The images nearest to an image, among millions: an index of fingerprints by signatures.

Every look, whole or part, has two signatures: 256 bits of its edges and 128 of its inner structure,
each bit the side of a plane through the middle of the stored looks. Looks that are alike differ in
few bits. A search counts the differing bits against every signature, takes the nearest few hundred
by either, and compares those exactly. So a mark is found by a part of it too, a device in a frame,
and a turned one by its inner structure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.compiling import compiled
from zhiheng.core.errors import StorageError
from zhiheng.core.matching.marks.images import likeness
from zhiheng.core.matching.marks.images.fingerprints import VERSION, Fingerprint
from zhiheng.core.matching.marks.images.likeness import CONTAINED, SHARED
from zhiheng.core.matching.marks.images.looks import LENGTH, SIZES, look_in

Table = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

BITS = {"edges": 256, "inside": 128}
CANDIDATES = 600  # looks compared exactly for each signature and each look of the query
SEED = 20_261_126


class Hit(NamedTuple):
    """An image found: its row, the position among those indexed, and the score, 0 to 1."""

    row: int
    score: float


@dataclass(frozen=True)
class ImageIndex:
    """Looks of n images in one table, m rows: `rows` says of which image, `parts` which part (0:
    whole); `signatures` has shape (m, 6), `middles` the mean look that planes go through."""

    looks: Table
    rows: npt.NDArray[np.int32]
    parts: Table
    signatures: Words
    middles: npt.NDArray[np.float32]

    def __len__(self) -> int:
        """Return how many images there are."""
        return int(self.rows[-1]) + 1 if len(self.rows) else 0

    @classmethod
    def build(cls, fingerprints: Iterable[Fingerprint]) -> ImageIndex:
        """Return an index of fingerprints; their position is the row that searches return."""
        looked = [
            (row, part, np.concatenate(look))
            for row, each in enumerate(fingerprints)
            for part, look in enumerate((each.whole, *each.parts))
        ]
        table = np.array([look for _, _, look in looked], np.uint8).reshape(-1, LENGTH)
        middles = table.mean(axis=0, dtype=np.float64) if len(table) else np.zeros(LENGTH)
        middle = middles.astype(np.float32)
        return cls(
            table,
            np.array([row for row, _, _ in looked], np.int32),
            np.array([part for _, part, _ in looked], np.uint8),
            signatures(table, middle),
            middle,
        )

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own, which is made; `StorageError` where refused."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in ("looks", "rows", "parts", "signatures", "middles"):
                np.save(folder / f"{name}.npy", getattr(self, name))
            (folder / "index.json").write_text(json.dumps({"version": VERSION}), "utf-8")
        except OSError as refused:
            raise StorageError.of("mark_image.index_unwritable", received=folder) from refused

    @classmethod
    def open(cls, folder: Path) -> ImageIndex | None:
        """Return a stored index, mapped into memory; None where there is none of this version."""
        try:
            stored = json.loads((folder / "index.json").read_text("utf-8"))
            if stored.get("version") != VERSION:
                return None
            names = ("looks", "rows", "parts", "signatures", "middles")
            return cls(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in names))
        except (OSError, ValueError, AttributeError):
            return None

    def fingerprint(self, row: int) -> Fingerprint:
        """Return the fingerprint of an image of the index."""
        first, last = np.searchsorted(self.rows, [row, row + 1])
        whole, *parts = map(look_in, self.looks[first:last])
        return Fingerprint(whole, tuple(parts))

    def nearest(self, wanted: Fingerprint, limit: int = 50) -> list[Hit]:
        """Return the images nearest to one, the nearest first, ties in the order of rows."""
        best: dict[int, float] = {}
        for part, look in enumerate((wanted.whole, *wanted.parts)):
            row = np.concatenate(look)
            places = self._candidates(row)
            worth = np.where(self.parts[places] == 0, *_worth(part))
            found = likeness.scores(row, self.looks[places]) * worth
            for place, score in zip(self.rows[places].tolist(), found.tolist(), strict=True):
                best[place] = max(score, best.get(place, 0.0))
        order = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return [Hit(row, score) for row, score in order[:limit]]

    def _candidates(self, look: Table) -> Places:
        """Return the places of looks whose signature is near to that of one, sorted."""
        wanted = signatures(look[None], self.middles)[0]
        start, found = 0, []
        for bits in BITS.values():
            words = slice(start, start + bits // 64)
            found.append(nearest_signatures(self.signatures, wanted, words.start, words.stop))
            start = words.stop
        return np.unique(np.concatenate(found))


def _worth(part: int) -> tuple[float, float]:
    """Return what scores against wholes and against parts count, for a whole (0) or a part."""
    return (CONTAINED, SHARED) if part else (1.0, CONTAINED)


def signatures(table: Table, middles: npt.NDArray[np.float32]) -> Words:
    """Return the signatures of looks (n, LENGTH) in words of 64 bits, shape (n, 6)."""
    words: list[Words] = []
    for part, bits in BITS.items():
        cut = slice(likeness.STARTS[part], likeness.STARTS[part] + SIZES[part])
        planes = _planes(part)
        sides = np.empty((len(table), bits), np.bool_)
        for start in range(0, len(table), 65_536):
            rows = table[start : start + 65_536, cut].astype(np.float32)
            lengths = np.linalg.norm(rows, axis=1, keepdims=True)
            middle = middles[cut] / max(float(np.linalg.norm(middles[cut])), 1e-6)
            sides[start : start + 65_536] = (rows / np.maximum(lengths, 1e-6) - middle) @ planes > 0
        words.append(np.packbits(sides, axis=1).view(np.uint64))
    return np.ascontiguousarray(np.concatenate(words, axis=1))


def _planes(part: str) -> npt.NDArray[np.float32]:
    """Return planes in every direction, the same ones always, shape (numbers, bits)."""
    directions = np.random.default_rng([SEED, SIZES[part]])
    return directions.standard_normal((SIZES[part], BITS[part])).astype(np.float32)


def nearest_signatures(
    table: Words, wanted: Words, first: int, last: int, limit: int = CANDIDATES
) -> Places:
    """Return the places of about `limit` signatures that differ least in the words of a range."""
    apart, counts = differing_bits(table, wanted, first, last)
    reach = int(np.searchsorted(np.cumsum(counts), min(limit, len(apart))))
    # All below the last distance, and of that one as many as there is room for, in order of place.
    sure = np.flatnonzero(apart < reach)
    return np.concatenate([sure, np.flatnonzero(apart == reach)[: max(0, limit - sure.size)]])


@compiled
def differing_bits(
    table: Words, wanted: Words, first: int, last: int
) -> tuple[npt.NDArray[np.int16], Places]:
    """Return in how many bits each signature differs, and how many differ in 0, 1, 2 … bits."""
    apart = np.empty(len(table), np.int16)
    counts = np.zeros(64 * (last - first) + 1, np.int64)
    for place in range(len(table)):
        total = 0
        for word in range(first, last):
            bits = table[place, word] ^ wanted[word]
            bits -= (bits >> np.uint64(1)) & np.uint64(0x5555555555555555)
            bits = (bits & np.uint64(0x3333333333333333)) + (
                (bits >> np.uint64(2)) & np.uint64(0x3333333333333333)
            )
            bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
            total += int((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))
        apart[place] = total
        counts[total] += 1
    return apart, counts
