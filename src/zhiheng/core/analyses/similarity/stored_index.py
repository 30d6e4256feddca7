"""An index of texts on the disk: which stored ones are alike, and which are like a new one.

    index = open_index(folder)
    index.pairs().table            # a, b, jaccard by identifiers
    index.find(texts, workers=2)   # row, b, jaccard

`index_changes.changing` makes and changes it. The pairs are those that `find_near_duplicates` by
sketches finds among all stored texts at once, whatever the batches were in which they came: every
text is compared with all others one time, and what was found is kept. Only of crowded texts (see
`bands`, `across`) may other pairs be missing.

Memory: 8 bytes per stored document, the pairs, and of stored texts only those that are verified,
some 64 MiB at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.similarity import index_files as files
from zhiheng.core.analyses.similarity.across import candidates_across
from zhiheng.core.analyses.similarity.clusters import clusters_of
from zhiheng.core.analyses.similarity.copies import Indices, Pairs, text_hashes
from zhiheng.core.analyses.similarity.index_files import Layer, Manifest
from zhiheng.core.analyses.similarity.near_duplicates import MOST_COPIES
from zhiheng.core.analyses.similarity.shingles import SIZE, Numbers
from zhiheng.core.analyses.similarity.sketches import Sketches, sketches_of
from zhiheng.core.analyses.similarity.stored_pairs import (
    HIGH,
    LOW,
    Flags,
    documents_by_text,
    joined,
    portions,
    told_of_documents,
    unpacked,
)
from zhiheng.core.analyses.similarity.texts import Places, Texts
from zhiheng.core.analyses.similarity.verification import jaccard_indices
from zhiheng.core.errors import ConflictError, NotFoundError, StorageError

VERIFIED_AT_ONCE = 64 * 2**20  # bytes of stored texts


@dataclass(frozen=True)
class Told:
    """Pairs by identifiers: columns `a` (stored earlier), `b`, `jaccard`.

    `untold`: further pairs among copies of one text beyond the number asked for.
    """

    table: pa.Table
    untold: int


@dataclass(frozen=True)
class StoredIndex:
    """An index as it stood when it was opened; later changes do not show.

    `notes` are the versions of the registers up to which it follows them.
    """

    threshold: float
    notes: Mapping[str, int]
    layers: tuple[Layer, ...]
    removed: Flags

    @property
    def documents(self) -> int:
        """Return how many documents there are."""
        return int(np.count_nonzero(~self.removed))

    @property
    def texts(self) -> int:
        """Return how many different texts are stored, those of removed documents included."""
        return int(self._text_begins[-1])

    @cached_property
    def of(self) -> Places:
        """The text of every document ever stored; -1 if it has no 3-gram or was removed."""
        of = np.concatenate([np.zeros(0, np.int64), *(each.of for each in self.layers)])
        of[self.removed] = -1
        return of

    def pairs(self, *, most_copies: int = MOST_COPIES) -> Told:
        """Return all pairs among the stored documents."""
        found, untold = self._all_pairs(most_copies)
        return Told(self.named(found), untold)

    def clusters(self) -> list[list[str]]:
        """Return what hangs together by pairs; documents and clusters in the order of storing."""
        found, _ = self._all_pairs(MOST_COPIES)
        members = clusters_of(len(self.removed), found.firsts, found.seconds)
        return [self.names(each).to_pylist() for each in members]

    def find(self, texts: Texts, *, workers: int = 1, most_copies: int = MOST_COPIES) -> pa.Table:
        """Return which stored documents are like some texts, without storing anything.

        Columns `row` (of the texts), `b` (identifier), `jaccard`; in the order of the rows, most
        alike first. Of a stored text's copies at most `most_copies` are told.
        """
        rows = np.flatnonzero(texts.lengths() >= SIZE)
        sketches = sketches_of(texts, rows, workers=workers)
        found, _ = self.found_across(texts.only(rows), sketches, workers=workers)
        order, begins = documents_by_text(self.of, self.texts)
        told = np.minimum(np.diff(begins), most_copies)[found.firsts]
        pair = np.repeat(np.arange(len(found)), told)
        copy = np.arange(len(pair)) - np.repeat(np.cumsum(told) - told, told)
        columns = {
            "row": rows[found.seconds[pair]],
            "b": self.names(order[begins[found.firsts[pair]] + copy]),
            "jaccard": found.indices[pair],
        }
        return pa.table(columns).sort_by(
            [("row", "ascending"), ("jaccard", "descending"), ("b", "ascending")]
        )

    def found_across(
        self, texts: Texts, sketches: Sketches, *, workers: int
    ) -> tuple[Pairs, Flags]:
        """Return the pairs of a stored text and a new one, by their numbers; the crowded new."""
        stored = [each.sketches for each in self.layers]
        pairs, crowded = candidates_across(
            stored, sketches, threshold=self.threshold, workers=workers
        )
        kept = []
        for some in portions(pairs, self._sizes, VERIFIED_AT_ONCE):
            indices = self._indices(some, texts, workers)
            over = indices >= self.threshold
            kept.append(unpacked(some[over], indices[over]))
        return joined(kept), crowded

    def names(self, documents: Places) -> pa.Array:
        """Return the identifiers of documents by their numbers."""
        return pc.take(self._names, pa.array(documents)).combine_chunks()

    def named(self, pairs: Pairs) -> pa.Table:
        """Return pairs of documents with their identifiers."""
        columns = [self.names(pairs.firsts), self.names(pairs.seconds), pa.array(pairs.indices)]
        return pa.table(columns, names=["a", "b", "jaccard"])

    def numbers_of(self, names: pa.Array) -> Places:
        """Return the numbers of documents by their identifiers; -1 for those not stored."""
        numbers = np.full(len(names), -1, np.int64)
        rows = pc.fill_null(pc.index_in(self._names, value_set=names), -1).to_numpy()
        places = np.flatnonzero((rows >= 0) & ~self.removed)
        numbers[rows[places]] = places
        return numbers

    def stored_texts(self, numbers: Places) -> Texts:
        """Copy some stored texts, their numbers in order, out of the files."""
        parts = [layer.texts.only(own) for layer, _, own in self._by_layer(numbers)]
        return Texts.joined(parts)

    def same_texts(self, texts: Texts, rows: Places) -> Places:
        """Return for each row the number of the stored text that is the same; -1 for none."""
        found = np.full(len(rows), -1, np.int64)
        hashes = text_hashes(texts)[rows]
        order = np.argsort(hashes)
        ordered = hashes[order]
        for layer, first in zip(self.layers, self._text_begins[:-1], strict=True):
            places = np.searchsorted(ordered, layer.hashes)
            places[places == len(rows)] = 0
            equal = ordered[places] == layer.hashes if len(rows) else np.zeros(0, np.bool_)
            for stored in np.flatnonzero(equal).tolist():
                row = order[places[stored]]
                if layer.texts.bytes_of(stored) == texts.bytes_of(rows[row]):
                    found[row] = first + stored
        return found

    @cached_property
    def _names(self) -> pa.ChunkedArray:
        chunks = [chunk for each in self.layers for chunk in each.names.chunks]
        return pa.chunked_array(chunks, pa.large_string())

    @cached_property
    def _text_begins(self) -> Places:
        return np.cumsum([0, *(len(each.texts) for each in self.layers)], dtype=np.int64)

    def _all_pairs(self, most: int) -> tuple[Pairs, int]:
        pairs = joined([unpacked(each.pairs, each.indices) for each in self.layers])
        return told_of_documents(self.of, pairs, self.texts, most=most)

    def _by_layer(self, numbers: Places) -> list[tuple[Layer, slice, Places]]:
        """Return the layers that hold some texts, which of these, by the layer's numbers."""
        ends = np.searchsorted(numbers, self._text_begins).tolist()
        begins = self._text_begins.tolist()
        return [
            (layer, slice(begin, end), numbers[begin:end] - first)
            for layer, begin, end, first in zip(
                self.layers, ends[:-1], ends[1:], begins[:-1], strict=True
            )
            if begin < end
        ]

    def _sizes(self, numbers: Places) -> Places:
        sizes = np.zeros(len(numbers), np.int64)
        for layer, places, own in self._by_layer(numbers):
            sizes[places] = layer.texts.bounds[own + 1] - layer.texts.bounds[own]
        return sizes

    def _indices(self, pairs: Numbers, texts: Texts, workers: int) -> Indices:
        stored, one = np.unique((pairs >> HIGH).astype(np.int64), return_inverse=True)
        new, other = np.unique((pairs & LOW).astype(np.int64), return_inverse=True)
        both = Texts.joined([self.stored_texts(stored), texts.only(new)])
        renumbered: npt.NDArray[np.uint64] = (one.astype(np.uint64) << HIGH) | (
            other + len(stored)
        ).astype(np.uint64)
        return jaccard_indices(both, renumbered, workers=workers)


def open_index(folder: Path, *, threshold: float | None = None) -> StoredIndex:
    """Open an index for reading.

    Raises `NotFoundError` (`similar.index_missing`) where there is none, `ConflictError` where it
    was built with another threshold (`similar.index_threshold`) or in another format
    (`similar.index_format`), `StorageError` (`similar.index_damaged`) where files are not whole.
    """
    while True:
        manifest = files.read_manifest(folder)
        if manifest is None:
            raise NotFoundError.of("similar.index_missing", folder=folder)
        check_threshold(folder, manifest, threshold)
        try:
            return read_index(folder, manifest)
        except StorageError:
            # A writer may have replaced and removed what it named between the two readings.
            if files.read_manifest(folder) == manifest:
                raise


def read_index(folder: Path, manifest: Manifest) -> StoredIndex:
    """Map what a manifest names into memory."""
    layers = tuple(files.read_layer(folder, each) for each in manifest.layers)
    documents = sum(each.documents for each in manifest.layers)
    removed = files.read_removed(folder, manifest.removed, documents)
    return StoredIndex(manifest.threshold, manifest.notes, layers, removed)


def check_threshold(folder: Path, manifest: Manifest, wanted: float | None) -> None:
    """Refuse an index that was built with another threshold than is asked for."""
    if wanted is not None and wanted != manifest.threshold:
        raise ConflictError.of(
            "similar.index_threshold",
            folder=folder,
            received=wanted,
            expected=manifest.threshold,
        )
