"""Building an index of marks, adding to it, and opening it.

    index/
      manifest.json     format, what readings it was built with, segments with their sizes
      segment-000001/   see `segment`

The manifest is replaced in one step, after everything it names is on the disk: a process killed
while it builds leaves folders that nobody names, which the next build removes. Segments never
change; marks are added by further segments, and small ones at the end are made one.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from zhiheng.core.durable import flush, free_name, replace_text
from zhiheng.core.errors import ConflictError, NotFoundError, StorageError
from zhiheng.core.matching.mark_index.index import MarkIndex
from zhiheng.core.matching.mark_index.segment import (
    LARGEST,
    damaged,
    read_segment,
    segment_of,
    write_segment,
)
from zhiheng.core.matching.marks.columns import reading_version

FORMAT = 2  # raised when what is written, or what marks are found by, changes
MANIFEST = "manifest.json"
Report = Callable[[int], object]


def build_index(texts: Iterable[str], folder: Path, *, report: Report | None = None) -> MarkIndex:
    """Build an index of marks in a folder, in place of one that is there; return it opened.

    `report` hears how many marks are done after each segment. Raises `StorageError`
    (`marks.index_unwritable`) where the disk refuses; the former index answers until then.
    """
    return _write(folder, (), texts, report)


def add_marks(texts: Iterable[str], folder: Path, *, report: Report | None = None) -> MarkIndex:
    """Add marks after those that the index has; a folder without an index gets one."""
    if not (folder / MANIFEST).exists():
        return build_index(texts, folder, report=report)
    kept = _read_manifest(folder)
    again: list[str] = []
    while kept and kept[-1][1] < LARGEST // 2:
        name, marks = kept.pop()
        segment = read_segment(folder / name, marks)
        again[:0] = [segment.text(row) for row in range(marks)]
    return _write(folder, kept, _chained(again, texts), report)


def open_index(folder: Path) -> MarkIndex:
    """Open an index for reading.

    Raises `NotFoundError` (`marks.index_missing`), `ConflictError` (`marks.index_format`) where it
    was built by a program that reads marks in another way, `StorageError` (`marks.index_damaged`)
    where files are not whole.
    """
    while True:
        named = _read_manifest(folder)
        try:
            return MarkIndex(tuple(read_segment(folder / name, marks) for name, marks in named))
        except StorageError:
            # A writer may have replaced and removed what it named between the two readings.
            if _read_manifest(folder) == named:
                raise


def index_in_memory(texts: Sequence[str]) -> MarkIndex:
    """Return an index of some marks that is kept nowhere."""
    return MarkIndex(tuple(segment_of(some) for some in _portions(texts)))


def _write(
    folder: Path,
    kept: Sequence[tuple[str, int]],
    texts: Iterable[str],
    report: Report | None,
) -> MarkIndex:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_unnamed(folder)
        named = list(kept)
        for some in _portions(texts):
            name = free_name(folder, "segment")
            write_segment(segment_of(some), folder / name)
            flush(folder / name)
            named.append((name, len(some)))
            if report:
                report(sum(marks for _, marks in named))
        _write_manifest(folder, named)
        _remove_unnamed(folder)
    except OSError as error:
        raise StorageError.of(
            "marks.index_unwritable", folder=folder, received=error.strerror
        ) from error
    return open_index(folder)


def _portions(texts: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(texts)
    while some := list(islice(remaining, LARGEST)):
        yield some


def _chained(first: list[str], second: Iterable[str]) -> Iterator[str]:
    yield from first
    yield from second


def _read_manifest(folder: Path) -> list[tuple[str, int]]:
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = (content["format"], content["reading"])
        named = [(str(each["name"]), int(each["marks"])) for each in content["segments"]]
    except FileNotFoundError as error:
        raise NotFoundError.of("marks.index_missing", folder=folder) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise damaged(folder / MANIFEST) from error
    if found != (FORMAT, reading_version()):
        raise ConflictError.of("marks.index_format", folder=folder)
    return named


def _write_manifest(folder: Path, named: Sequence[tuple[str, int]]) -> None:
    segments = [{"name": name, "marks": marks} for name, marks in named]
    content = {"format": FORMAT, "reading": reading_version(), "segments": segments}
    replace_text(folder / MANIFEST, json.dumps(content, indent=1))


def _remove_unnamed(folder: Path) -> None:
    try:
        named = {name for name, _ in _read_manifest(folder)}
    except (NotFoundError, ConflictError, StorageError):
        named = set()
    for path in folder.glob("segment-*"):
        if path.name not in named:
            shutil.rmtree(path, ignore_errors=True)
