"""A stored index changed: a batch added and compared with all before, documents removed.

    with changing(folder, threshold=0.5, workers=2) as change:
        added = change.add(["CN1", "CN2"], texts)    # added.pairs.table: a, b, jaccard
        change.remove(["CN0"])
        change.note("patents", 12)                   # follows the register up to this version

Everything in one `with` becomes valid together when it ends; on an exception or a crash nothing
does. An identifier that is stored already is replaced where its text differs, else left alone, so
that a batch can be given again. A removed document is in no pair from then on; its text stays in
the files until `rebuild` leaves it out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.similarity import index_files as files
from zhiheng.core.analyses.similarity.bands import band_candidates
from zhiheng.core.analyses.similarity.copies import Pairs, first_copies, text_hashes
from zhiheng.core.analyses.similarity.index_files import Layer, Manifest
from zhiheng.core.analyses.similarity.near_duplicates import (
    MOST_COPIES,
    MOST_TEXTS,
    checked_threshold,
)
from zhiheng.core.analyses.similarity.shingles import SIZE
from zhiheng.core.analyses.similarity.sketches import Sketches, sketches_of
from zhiheng.core.analyses.similarity.stored_index import (
    StoredIndex,
    Told,
    check_threshold,
    read_index,
)
from zhiheng.core.analyses.similarity.stored_pairs import (
    joined,
    only,
    packed,
    told_of_documents,
    unpacked,
)
from zhiheng.core.analyses.similarity.texts import Places, Texts
from zhiheng.core.analyses.similarity.verification import jaccard_indices
from zhiheng.core.durable import flush
from zhiheng.core.errors import InputError

THRESHOLD = 0.5
SMALL = 1024  # layers of fewer texts are always made one with their neighbours
SHOWN = 5


@dataclass(frozen=True)
class Added:
    """What became of a batch, and the pairs that its new documents brought.

    `too_short` have fewer than three characters and are in no pair; `crowded` counts texts with so
    many look-alikes that pairs may be missing.
    """

    pairs: Told
    added: int
    replaced: int
    unchanged: int
    too_short: list[str]
    crowded: int


@contextlib.contextmanager
def changing(folder: Path, *, threshold: float | None = None, workers: int = 1) -> Iterator[Change]:
    """Change an index, or begin one (at 0.5 unless another threshold is given).

    Raises `ConflictError` where another process changes it (`similar.index_busy`), where it was
    built with another threshold (`similar.index_threshold`) or in another format
    (`similar.index_format`).
    """
    with files.writing(folder):
        files.remove_unnamed(folder)
        manifest = files.read_manifest(folder) or Manifest(
            checked_threshold(THRESHOLD if threshold is None else threshold)
        )
        check_threshold(folder, manifest, threshold)
        try:
            change = Change(folder, manifest, workers)
            yield change
            change.commit()
        finally:
            files.remove_unnamed(folder)


class Change:
    """Changes to an index that become valid together; made by `changing`.

    `index` is what it will be, as far as the changes have come.
    """

    def __init__(self, folder: Path, manifest: Manifest, workers: int) -> None:
        """Begin with what the manifest names."""
        self._folder = folder
        self._begun_with = self._manifest = manifest
        self._workers = workers
        self.index = read_index(folder, manifest)

    def add(self, names: Sequence[str], texts: Texts, *, most_copies: int = MOST_COPIES) -> Added:
        """Store documents and compare them with one another and with all that are stored.

        Raises `InputError` (`similar.repeated_id`) where an identifier occurs twice in the batch.
        """
        identifiers = pa.array(names, pa.large_string())
        _check_different(identifiers)
        first_new = len(self.index.removed)
        known = self.index.numbers_of(identifiers)
        of, fresh = self._numbered(texts)
        is_same = np.zeros(len(of), np.bool_)
        is_same[known >= 0] = self.index.of[known[known >= 0]] == of[known >= 0]
        pairs, crowded = self._store(
            texts.only(fresh), identifiers.filter(pa.array(~is_same)), of[~is_same]
        )
        replaced = known[(known >= 0) & ~is_same]
        self._remove(replaced)
        return Added(
            self._told(first_new, pairs, most_copies),
            added=int(np.count_nonzero(~is_same)) - len(replaced),
            replaced=len(replaced),
            unchanged=int(np.count_nonzero(is_same)),
            too_short=identifiers.filter(pa.array(of < 0)).to_pylist(),
            crowded=crowded,
        )

    def remove(self, names: Sequence[str]) -> list[str]:
        """Remove documents; return the identifiers that were not stored."""
        identifiers = pa.array(names, pa.large_string()).unique()
        numbers = self.index.numbers_of(identifiers)
        self._remove(numbers[numbers >= 0])
        missing: list[str] = identifiers.filter(pa.array(numbers < 0)).to_pylist()
        return missing

    def note(self, register: str, version: int) -> None:
        """Note up to which version of a register the index follows it."""
        self.index = replace(self.index, notes={**self.index.notes, register: version})

    def rebuild(self, *, threshold: float | None = None, at_once: int = 50_000) -> None:
        """Store all documents anew, those texts left out that no document has any more.

        All are compared again, with another threshold if one is given. The notes stay.
        """
        old = self.index
        chosen = checked_threshold(old.threshold if threshold is None else threshold)
        self._manifest = Manifest(chosen)
        self.index = StoredIndex(chosen, old.notes, (), np.zeros(0, np.bool_))
        alive = np.flatnonzero(~old.removed)
        for begin in range(0, len(alive), at_once):
            documents = alive[begin : begin + at_once]
            of = old.of[documents]
            numbers, places = np.unique(of[of >= 0], return_inverse=True)
            rows = np.full(len(documents), len(numbers), np.int64)
            rows[of >= 0] = places
            texts = Texts.joined([old.stored_texts(numbers), Texts.from_strings([""])])
            self.add(old.names(documents).to_pylist(), texts.only(rows), most_copies=1)

    def commit(self) -> None:
        """Let the index be what it has become."""
        before = {each.name for each in self._begun_with.layers}
        self._unite_small_layers()
        removed = ""
        if self.index.removed.any():
            removed = f"removed-{files.free_number(self._folder):06d}.bin"
            files.write_removed(self._folder, removed, self.index.removed)
            flush(self._folder / removed)
        self._manifest = replace(self._manifest, removed=removed, notes=self.index.notes)
        for extent in self._manifest.layers:
            if extent.name not in before:
                flush(self._folder / extent.name)
        files.write_manifest(self._folder, self._manifest)

    def _numbered(self, texts: Texts) -> tuple[Places, Places]:
        """Return each document's text (-1: too short), and the rows of texts not stored yet."""
        firsts = first_copies(texts)
        short = texts.lengths() < SIZE
        leaders = np.flatnonzero((firsts == np.arange(len(texts))) & ~short)
        stored = self.index.same_texts(texts, leaders)
        fresh = leaders[stored < 0]
        numbers = np.full(len(texts), -1, np.int64)
        numbers[leaders] = stored
        numbers[fresh] = self.index.texts + np.arange(len(fresh))
        of = numbers[firsts]
        of[short] = -1
        return of, fresh

    def _store(self, texts: Texts, names: pa.Array, of: Places) -> tuple[Pairs, int]:
        """Write new texts and documents; return the texts' pairs and how many are crowded."""
        index = self.index
        assert index.texts + len(texts) < MOST_TEXTS
        sketches = sketches_of(texts, np.arange(len(texts)), workers=self._workers)
        pairs, crowded = self._compared(texts, sketches)
        if len(of):
            made = Layer(
                texts, text_hashes(texts), sketches, *packed(pairs), pa.chunked_array([names]), of
            )
            name = f"layer-{files.free_number(self._folder):06d}"
            extent = files.write_layer(self._folder, name, [made])
            extents = (*self._manifest.layers, extent)
            self._manifest = replace(self._manifest, layers=extents)
            self.index = replace(
                index,
                layers=(*index.layers, files.read_layer(self._folder, extent)),
                removed=np.concatenate((index.removed, np.zeros(len(of), np.bool_))),
            )
        return pairs, crowded

    def _compared(self, texts: Texts, sketches: Sketches) -> tuple[Pairs, int]:
        index, workers = self.index, self._workers
        older, crowded = index.found_across(texts, sketches, workers=workers)
        among, crowded_too = band_candidates(sketches, threshold=index.threshold, workers=workers)
        indices = jaccard_indices(texts, among, workers=workers)
        kept = indices >= index.threshold
        newer = unpacked(among[kept], indices[kept])
        pairs = joined(
            [
                Pairs(older.firsts, older.seconds + index.texts, older.indices),
                Pairs(newer.firsts + index.texts, newer.seconds + index.texts, newer.indices),
            ]
        )
        return pairs, int(np.count_nonzero(crowded | crowded_too))

    def _remove(self, documents: Places) -> None:
        removed = self.index.removed.copy()
        removed[documents] = True
        self.index = replace(self.index, removed=removed)

    def _told(self, first_new: int, found: Pairs, most: int) -> Told:
        """Return the pairs in which at least one document is new."""
        index = self.index
        touched = np.zeros(index.texts + 1, np.bool_)  # the last place is for -1, no text
        touched[index.of[first_new:]] = True
        touched[-1] = False
        near = [found]
        for layer in index.layers[:-1] if touched.any() else ():
            pairs = unpacked(layer.pairs, layer.indices)
            near.append(only(pairs, touched[pairs.firsts] | touched[pairs.seconds]))
        pairs = joined(near)
        touched[pairs.firsts] = touched[pairs.seconds] = True
        of = np.where(touched[index.of], index.of, -1)
        told, untold = told_of_documents(of, pairs, index.texts, most=most)
        of[first_new:] = -1
        older, older_untold = told_of_documents(of, pairs, index.texts, most=most)
        newer = only(told, told.seconds >= first_new)
        due = len(told) + untold - len(older) - older_untold
        return Told(index.named(newer), due - len(newer))

    def _unite_small_layers(self) -> None:
        """Make one of the last layers, as long as the next one before is no larger than they."""
        extents, layers = self._manifest.layers, self.index.layers
        begin, together = len(layers), 0
        while begin and (not together or extents[begin - 1].texts <= max(together, SMALL)):
            begin -= 1
            together += extents[begin].texts
        if len(layers) - begin > 1:
            name = f"layer-{files.free_number(self._folder):06d}"
            united = files.write_layer(self._folder, name, layers[begin:])
            self._manifest = replace(self._manifest, layers=(*extents[:begin], united))


def _check_different(names: pa.Array) -> None:
    counts = names.value_counts()
    repeated = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if len(repeated):
        received = "、".join(repeated[:SHOWN].to_pylist())
        raise InputError.of("similar.repeated_id", received=received)
