"""The index of texts on the disk, as `benchmarks.similarity` measures it."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.chinese_texts import planted_texts
from zhiheng.core.analyses.similarity.index_changes import Added, changing
from zhiheng.core.analyses.similarity.stored_index import open_index
from zhiheng.core.analyses.similarity.texts import Texts

AT_ONCE = 50_000
BATCH_FILE = "batch.arrow"
ASKED = (1, 10, 1000)
SMALL_ADD = 10


def build(
    folder: Path,
    *,
    stored: int,
    batch: int,
    length: int,
    rates: tuple[float, ...],
    threshold: float,
) -> dict[str, Any]:
    """Store so many texts, and leave the batch that comes next beside the index."""
    planted = planted_texts(stored + batch, length=length, rates=rates)
    began = time.perf_counter()
    with changing(folder / "index", threshold=threshold, workers=2) as change:
        for begin in range(0, stored, AT_ONCE):
            count = min(AT_ONCE, stored - begin)
            change.add(_names(begin, count), Texts.from_arrow(planted.column.slice(begin, count)))
    seconds = time.perf_counter() - began
    rows = pa.table({"text": planted.column.slice(stored, batch)})
    with pa.OSFile(str(folder / BATCH_FILE), "wb") as out, pa.ipc.new_file(out, rows.schema) as to:
        to.write_table(rows)
    return {
        "build": seconds,
        "bytes": sum(path.stat().st_size for path in (folder / "index").rglob("*.*")),
        "due": list(planted.pairs.values()),
    }


def add(folder: Path, *, stored: int, threshold: float) -> dict[str, Any]:
    """Add the batch, in a process that holds nothing else; then ask for a few texts."""
    with pa.memory_map(str(folder / BATCH_FILE)) as source:
        column = pa.ipc.open_file(source).read_all()["text"].combine_chunks()
    warm_up(folder / "warm", threshold)
    texts = Texts.from_arrow(column)
    began = time.perf_counter()
    added = _add(folder / "index", stored, texts)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    few = Texts.from_arrow(column.slice(0, SMALL_ADD))
    began = time.perf_counter()
    with changing(folder / "index", workers=2) as change:
        change.add([f"few {number}" for number in range(SMALL_ADD)], few)
    small = time.perf_counter() - began
    pairs = zip(*(added.pairs.table[name].to_pylist() for name in ("a", "b")), strict=True)
    return {
        "seconds": seconds,
        "peak": peak,
        "pairs": [(int(a), int(b)) for a, b in pairs],
        "small_add": small,
        "asked": {count: _asked(folder / "index", column.slice(0, count)) for count in ASKED},
    }


def warm_up(folder: Path, threshold: float) -> None:
    """Load the compiled kernels."""
    texts = Texts.from_arrow(planted_texts(500, length=60, rates=(0.05,)).column)
    for name in "ab":
        with changing(folder, threshold=threshold, workers=2) as change:
            change.add([f"{name}{number}" for number in range(len(texts))], texts)
    open_index(folder).find(texts, workers=2)


def _add(folder: Path, stored: int, texts: Texts) -> Added:
    with changing(folder, workers=2) as change:
        return change.add(_names(stored, len(texts)), texts)


def _asked(folder: Path, column: pa.Array) -> float:
    index, texts = open_index(folder), Texts.from_arrow(column)
    began = time.perf_counter()
    index.find(texts, workers=2)
    return time.perf_counter() - began


def _names(begin: int, count: int) -> list[str]:
    return [str(number) for number in range(begin, begin + count)]
