"""The searchable marks of a register on the disk: made of one version, kept up with the next.

    marks/
      current.json    version of the register, which texts and which rows answer
      writing         locked while somebody brings it up to date
      texts-000001/   the index of all different words, to which new ones are added
      rows-000003/    the rows of that version

`current.json` is replaced in one step after what it names is on the disk. A process killed on the
way leaves folders that nobody names, which the next one removes; texts are only ever added, so the
rows that answer meanwhile go on naming the right ones.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.registered_marks.rows import (
    COLUMNS,
    Rows,
    read_rows,
    rows_of,
    write_rows,
)
from zhiheng.core.declarations.models import Register
from zhiheng.core.durable import flush, free_name, replace_text
from zhiheng.core.engine import Engine
from zhiheng.core.errors import ConflictError, NotFoundError, StorageError
from zhiheng.core.matching.mark_index.building import add_marks, build_index, open_index
from zhiheng.core.matching.mark_index.index import MarkIndex
from zhiheng.core.matching.mark_index.segment import damaged
from zhiheng.core.matching.marks.wordless import WITHOUT_WORDS

HOME = "CN"
_CURRENT = "current.json"


@dataclass(frozen=True)
class Current:
    """What answers: made of which version of the register, by which folders."""

    version: int
    texts: str
    rows: str


@dataclass(frozen=True, slots=True)
class NearMark:
    """A row of the register whose words are near to a text, and how near, 0 to 1."""

    number: str
    nice_class: str
    score: float


@dataclass(frozen=True)
class RegisteredMarks:
    """The searchable marks of one version of the register, as they stood when opened."""

    version: int
    index: MarkIndex
    rows: Rows

    def nearest(
        self,
        text: str,
        *,
        limit: int = 200,
        at_least: float = 0.0,
        nice_classes: Sequence[str] = (),
        filed_before: date | None = None,
    ) -> list[NearMark]:
        """Return the rows nearest to a text, best first; a mark in two classes is two rows.

        Among equals the older number comes first. What is not given does not narrow.
        """
        mask = None
        among = None
        if nice_classes or filed_before:
            mask = self.rows.narrowed(nice_classes=nice_classes, filed_before=filed_before)
            among = self.rows.texts_of(mask, len(self.index))
        scores: dict[int, float] = {}
        for hit in self.index.nearest(text, limit=limit, at_least=at_least, among=among):
            for row in self.rows.of_text(hit.row).tolist():
                if mask is None or mask[row]:
                    scores.setdefault(row, hit.score)
        found = [
            NearMark(row["number"], row["nice_class"], score)
            for row, score in zip(
                self.rows.values(np.array(list(scores), np.int64)), scores.values(), strict=True
            )
        ]
        found.sort(key=lambda each: (-each.score, len(each.number), each.number, each.nice_class))
        return found[:limit]


def current(folder: Path) -> Current | None:
    """Return what answers in a folder; None where nothing was made yet or it cannot be read."""
    try:
        return Current(**json.loads((folder / _CURRENT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def open_marks(folder: Path) -> RegisteredMarks:
    """Open what answers.

    Raises `NotFoundError` (`marks.index_missing`) where nothing was made yet, `ConflictError`
    (`marks.index_format`) where the program reads marks in another way since, `StorageError`
    (`marks.index_damaged`) where files are not whole.
    """
    while True:
        named = current(folder)
        if named is None:
            raise NotFoundError.of("marks.index_missing", folder=folder)
        try:
            rows = read_rows(folder / named.rows)
            index = open_index(folder / named.texts)
        except (StorageError, NotFoundError):
            # A writer may have replaced and removed what it named between the two readings.
            if current(folder) == named:
                raise
            continue
        if len(rows.begins) - 1 > len(index):
            raise damaged(folder / named.texts)
        return RegisteredMarks(named.version, index, rows)


def bring_up_to_date(engine: Engine, register: Register, folder: Path) -> RegisteredMarks:
    """Make the marks of the register's newest version searchable, unless they are; return them.

    Another process that does the same is waited for. Raises `StorageError` where the disk refuses;
    what answered before goes on answering.
    """
    with _writing(folder):
        version = engine.version(register)
        named, index = current(folder), _usable_index(folder)
        if named and index and named.version == version:
            with contextlib.suppress(StorageError):
                return open_marks(folder)
        table, english = _read(engine, register, version)
        new = _new_texts(table["mark_text"], english, index)
        texts = named.texts if named and index else free_name(folder, "texts")
        write = add_marks if index else build_index
        index = write(new, folder / texts) if new or index is None else index
        rows = free_name(folder, "rows")
        write_rows(rows_of(table, all_texts(index), english), folder / rows)
        flush(folder / rows)
        replace_text(folder / _CURRENT, json.dumps(asdict(Current(version, texts, rows))))
    return open_marks(folder)


def all_texts(index: MarkIndex) -> pa.Array:
    """Return the texts of an index in the order of its rows."""
    parts = [
        pa.LargeStringArray.from_buffers(
            len(each), pa.py_buffer(each.text_begins), pa.py_buffer(each.texts)
        )
        for each in index.segments
    ]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.large_string())


def _usable_index(folder: Path) -> MarkIndex | None:
    named = current(folder)
    if named is None:
        return None
    try:
        return open_index(folder / named.texts)
    except (NotFoundError, ConflictError, StorageError):
        return None


def _read(engine: Engine, register: Register, version: int) -> tuple[pa.Table, pa.ChunkedArray]:
    """Return the rows with words of the home office, and their English words."""
    table = engine.table(register, version=version)
    found = engine.run(
        table.filter(table.office == HOME).select(
            *(name for name in COLUMNS if name not in ("mark_text",)),
            mark_text=_words(table.mark_text),
            english=_words(table.mark_text_english),
        )
    )
    held = pc.or_(pc.is_valid(found["mark_text"]), pc.is_valid(found["english"]))
    found = found.filter(held)
    return found.select(COLUMNS), found["english"]


def _words(column: Any) -> Any:
    """Return the words of marks, null where there are none."""
    trimmed = column.strip()
    return trimmed.isin(["", *WITHOUT_WORDS]).ifelse(None, trimmed)


def _new_texts(
    words: pa.ChunkedArray, english: pa.ChunkedArray, index: MarkIndex | None
) -> list[str]:
    """Return the different texts that an index does not have, in order."""
    both = pa.chunked_array([*words.chunks, *english.chunks], pa.string())
    texts = pc.drop_null(pc.unique(both)).cast(pa.large_string())
    if index is not None:
        texts = texts.filter(pc.invert(pc.is_in(texts, value_set=all_texts(index))))
    return sorted(texts.to_pylist())


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the folder for one writer, waiting for another, and tell where the disk refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "writing").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            _remove_unnamed(folder)
            yield
            _remove_unnamed(folder)
    except OSError as error:
        raise StorageError.of(
            "marks.index_unwritable", folder=folder, received=error.strerror
        ) from error


def _remove_unnamed(folder: Path) -> None:
    named = current(folder)
    kept = {named.texts, named.rows} if named else set()
    for pattern in ("texts-*", "rows-*"):
        for path in folder.glob(pattern):
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)
