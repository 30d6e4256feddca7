"""A stored index of texts as files: layers that never change, and a manifest that names them.

    index/
      manifest.json       format, threshold, layers with their sizes, notes: what answers
      writing             locked while somebody changes the index
      removed-000003.bin  one byte per document ever stored: 1 where it was removed
      layer-000002/       a layer: texts, sketches, the pairs its texts brought, documents

The manifest is replaced in one step and everything it names is on the disk before. A process killed
while it writes leaves files that nobody names, which the next writer removes; who reads keeps the
files that it has open. All arrays are memory-mapped: what is not looked at takes no memory.

A layer holds each different text once. Texts and documents are numbered from 0 through all
layers, so that layers side by side can be made one without numbering anything anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhiheng.core.analyses.similarity.shingles import Numbers
from zhiheng.core.analyses.similarity.sketches import PLACES, Sketches
from zhiheng.core.analyses.similarity.texts import Places, Texts
from zhiheng.core.durable import replace_text
from zhiheng.core.errors import ConflictError, StorageError

# Raised whenever sketches, bands or what is written change: older indexes are refused then.
FORMAT = 1
MANIFEST = "manifest.json"
NAMES = "names.arrow"
# Array, type, and of which count it has how many per row.
ARRAYS: Mapping[str, tuple[Any, str, int]] = {
    "data": (np.uint8, "bytes", 1),
    "hashes": (np.uint64, "texts", 1),
    "sketches": (np.uint16, "texts", PLACES),
    "pairs": (np.uint64, "pairs", 1),
    "indices": (np.float64, "pairs", 1),
    "of": (np.int64, "documents", 1),
}


@dataclass(frozen=True)
class Extent:
    """How large a layer is; the sizes of its files follow from it."""

    name: str
    bytes: int
    texts: int
    pairs: int
    documents: int


@dataclass(frozen=True)
class Manifest:
    """What an index consists of; `notes` are the versions of the registers it follows."""

    threshold: float
    format: int = FORMAT
    layers: Sequence[Extent] = ()
    removed: str = ""
    notes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Layer:
    """A part of the index: its texts, and the documents that were added with them.

    `pairs` (older text·2³² + newer text) with their Jaccard `indices` are those of this layer's
    texts with one another and with older ones. `of` says which text each document has, -1 for none
    with a 3-gram; `names` are the documents' identifiers.
    """

    texts: Texts
    hashes: Numbers
    sketches: Sketches
    pairs: Numbers
    indices: npt.NDArray[np.float64]
    names: pa.ChunkedArray
    of: Places


def read_manifest(folder: Path) -> Manifest | None:
    """Return what answers in a folder; None where there is no index yet.

    Raises `ConflictError` (`similar.index_format`) for an index of another format, `StorageError`
    (`similar.index_damaged`) where the manifest cannot be read.
    """
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = content["format"]
        if found != FORMAT:
            raise ConflictError.of(
                "similar.index_format", folder=folder, received=found, expected=FORMAT
            )
        content["layers"] = tuple(Extent(**each) for each in content["layers"])
        return Manifest(**content)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise damaged(folder / MANIFEST) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Let another manifest answer from now on."""
    content = {**asdict(manifest), "layers": [asdict(each) for each in manifest.layers]}
    replace_text(folder / MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))


def write_layer(folder: Path, name: str, parts: Sequence[Layer]) -> Extent:
    """Write layers that follow one another as one layer; `flush` it before it is named."""
    place = folder / name
    place.mkdir()
    for array in ARRAYS:
        _write_arrays(place / f"{array}.bin", [_array(part, array) for part in parts])
    _write_arrays(place / "bounds.bin", list(_bounds(parts)))
    schema = pa.schema([("name", pa.large_string())])
    with (place / NAMES).open("wb") as handle, pa.ipc.new_file(handle, schema) as writer:
        for part in parts:
            writer.write_table(pa.table([part.names], schema=schema))
    return Extent(
        name,
        bytes=sum(len(part.texts.data) for part in parts),
        texts=sum(len(part.texts) for part in parts),
        pairs=sum(len(part.pairs) for part in parts),
        documents=sum(len(part.of) for part in parts),
    )


def read_layer(folder: Path, extent: Extent) -> Layer:
    """Map a layer into memory; raise `StorageError` where its files are not of their size."""
    place, counts = folder / extent.name, asdict(extent)
    arrays = {
        array: _mapped(place / f"{array}.bin", kind, counts[count] * width)
        for array, (kind, count, width) in ARRAYS.items()
    }
    bounds = _mapped(place / "bounds.bin", np.int64, extent.texts + 1)
    try:
        names = pa.ipc.open_file(pa.memory_map(str(place / NAMES))).read_all()["name"]
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(place / NAMES) from error
    if len(names) != extent.documents:
        raise damaged(place / NAMES)
    sketches = arrays.pop("sketches").reshape(-1, PLACES)
    return Layer(Texts(arrays.pop("data"), bounds), sketches=sketches, names=names, **arrays)


def write_removed(folder: Path, name: str, removed: npt.NDArray[np.bool_]) -> None:
    """Write which documents were removed."""
    _write_arrays(folder / name, [removed])


def read_removed(folder: Path, name: str, documents: int) -> npt.NDArray[np.bool_]:
    """Return which documents were removed, an array that may be written to."""
    return _mapped(folder / name, np.bool_, documents).copy() if name else np.zeros(documents, bool)


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the index for one writer; raise `ConflictError` at once where another has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "writing").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConflictError.of("similar.index_busy", folder=folder) from error
        yield


def free_number(folder: Path) -> int:
    """Return a number that no file of the index has, not even one that nobody names."""
    taken = [
        int(path.stem.rpartition("-")[2])
        for pattern in ("layer-*", "removed-*.bin")
        for path in folder.glob(pattern)
    ]
    return max(taken, default=0) + 1


def remove_unnamed(folder: Path) -> None:
    """Remove what a writer left that did not come to its end, and what was replaced."""
    manifest = read_manifest(folder)
    named = {each.name for each in manifest.layers} | {manifest.removed} if manifest else set()
    for path in folder.glob("layer-*"):
        if path.name not in named:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob("removed-*.bin"):
        if path.name not in named:
            path.unlink()


def damaged(path: Path) -> StorageError:
    """Return the error that says which file is not as it was written."""
    error = StorageError.of("similar.index_damaged", file=path)
    assert isinstance(error, StorageError)
    return error


def _array(layer: Layer, name: str) -> npt.NDArray[Any]:
    if name != "data":
        array: npt.NDArray[Any] = getattr(layer, name)
        return array
    return layer.texts.data[layer.texts.bounds[0] : layer.texts.bounds[-1]]


def _bounds(parts: Sequence[Layer]) -> Iterator[Places]:
    yield np.zeros(1, np.int64)
    begin = 0
    for part in parts:
        bounds = part.texts.bounds
        yield bounds[1:] - bounds[0] + begin
        begin += int(bounds[-1] - bounds[0])


def _write_arrays(path: Path, arrays: Sequence[npt.NDArray[Any]]) -> None:
    with path.open("wb") as handle:
        for array in arrays:
            array.tofile(handle)


def _mapped(path: Path, kind: Any, count: int) -> npt.NDArray[Any]:
    try:
        if path.stat().st_size != count * np.dtype(kind).itemsize:
            raise damaged(path)
        if not count:
            return np.zeros(0, kind)
        return np.memmap(path, kind, mode="r").view(np.ndarray)
    except OSError as error:
        raise damaged(path) from error
