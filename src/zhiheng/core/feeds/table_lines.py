"""The lines of CSV, XLSX and JSON Lines files, each with its place or with what is wrong with it.

One bad line never takes its neighbours along: a quotation mark that is never closed swallows the
rest of a file in most readers; here the line it stands on is reported and reading goes on below.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.files import HARMLESS_BYTES
from zhiheng.core.feeds.records import FeedFile, received_text
from zhiheng.core.feeds.text_encoding import encoding_of

ENDINGS = (".csv", ".xlsx", ".jsonl")
DELIMITERS = ",;\t"
# In characters; a description of a patent fits, a file swallowed by one quotation mark does not.
LONGEST_CELL = 4_000_000
csv.field_size_limit(LONGEST_CELL)
# What openpyxl raises on damaged workbooks, found by damaging them.
DAMAGED_WORKBOOK = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError),
    *(TypeError, IndexError, AttributeError, SyntaxError, NotImplementedError),
)


@dataclass(frozen=True)
class Line:
    """One line of a table: its cells by heading, and where it stands.

    Lines of one `part` (a sheet) share their headings. A line with `problem` could not be told
    apart into cells; its text is `received`.
    """

    cells: dict[str, Any]
    position: str
    part: str = ""
    problem: Problem | None = None
    received: str = ""


def table_lines(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Line]:
    """Yield the lines of a table; raises `InputError` where the file as a whole is no table."""
    lower = file.name.lower()
    if lower.endswith(".xlsx"):
        yield from _xlsx_lines(file, limits)
        return
    with file.open() as handle:
        encoding = encoding_of(handle)
    with file.open() as handle:
        text = io.TextIOWrapper(handle, encoding=encoding, errors="replace", newline="")
        yield from _json_lines(text) if lower.endswith(".jsonl") else _csv_lines(text)


class _Physical:
    """The lines of a text as they stand, some of which can be given back and read again."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self._again = deque([text.readline()])
        self._taken: list[str] = []
        self._number = 0

    def __iter__(self) -> _Physical:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self._number += 1
        self._taken.append(line)
        return line

    @property
    def delimiter(self) -> str:
        """Return what parts the headings."""
        return max(DELIMITERS, key=self._again[0].count)

    def begin(self) -> str:
        """Begin a line of the table, which may go over several of the text; return its place."""
        self._taken.clear()
        return f"line {self._number + 1}"

    def keep_first(self) -> str:
        """Give all lines taken since `begin` back except the first, and return that."""
        self._again.extendleft(reversed(self._taken[1:]))
        self._number -= len(self._taken) - 1
        return self._taken[0]


def _csv_lines(text: IO[str]) -> Iterator[Line]:
    physical = _Physical(text)
    reader = csv.reader(physical, delimiter=physical.delimiter, strict=True)
    headings: list[str] = []
    while True:
        position = physical.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = Problem("table.malformed_line", {"received": str(error)})
            yield Line({}, position, problem=problem, received=physical.keep_first())
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if headings:
            yield _line(headings, cells, position, cells_given=len(cells))
        else:
            headings = _checked_headings(cells)


def _xlsx_lines(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Line]:
    # Reading a feed of XML, each worker process would pay a fifth of a second for this.
    import openpyxl

    with file.open() as handle:
        content = io.BytesIO(handle.read())
    try:
        _refuse_bomb(content, limits)
        workbook = openpyxl.load_workbook(content, read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            yield from _sheet_lines(sheet.title, sheet.iter_rows(values_only=True))
        workbook.close()
    except DAMAGED_WORKBOOK as error:
        reason = received_text(error) or type(error).__name__
        raise InputError.of("file.unreadable", received=reason) from error


def _sheet_lines(title: str, rows: Iterator[Sequence[Any]]) -> Iterator[Line]:
    headings: list[str] = []
    for number, cells in enumerate(rows, start=1):
        if all(cell is None or cell == "" for cell in cells):
            continue
        position = f"{title} line {number}"
        if headings:
            yield _line(headings, cells, position, part=title)
            continue
        try:
            headings = _checked_headings([str("" if cell is None else cell) for cell in cells])
        except InputError as error:
            yield Line({}, position, title, error.problems[0], received_text(cells))
            return


def _json_lines(text: IO[str]) -> Iterator[Line]:
    for number, line in enumerate(text, start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except (ValueError, RecursionError):
            cells = None
        if isinstance(cells, dict):
            yield Line(cells, f"line {number}")
        else:
            problem = Problem("table.not_json", {"received": received_text(line[:80])})
            yield Line({}, f"line {number}", problem=problem, received=line)


def _refuse_bomb(content: IO[bytes], limits: Mapping[str, int]) -> None:
    with zipfile.ZipFile(content) as archive:
        unpacked = sum(info.file_size for info in archive.infolist())
    packed = max(content.seek(0, io.SEEK_END), 1)
    content.seek(0)
    ratio = limits.get("archive-ratio")
    if ratio is not None and unpacked > HARMLESS_BYTES and unpacked > packed * ratio:
        received = round(unpacked / packed)
        raise InputError.of("archive.expands_too_far", received=received, expected=ratio)


def _checked_headings(cells: Sequence[str]) -> list[str]:
    headings = [cell.strip() for cell in cells]
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise InputError.of("table.heading_twice", received="、".join(twice))
    return headings


def _line(
    headings: Sequence[str],
    cells: Sequence[Any],
    position: str,
    *,
    part: str = "",
    cells_given: int | None = None,
) -> Line:
    """Return the line; `cells_given` where the file itself says how many cells a line has."""
    unnamed = [
        cell
        for place, cell in enumerate(cells)
        if cell not in (None, "") and not (place < len(headings) and headings[place])
    ]
    if unnamed or (cells_given is not None and cells_given < len(headings)):
        values = {
            "received": str(len(cells)),
            "expected": str(sum(bool(heading) for heading in headings)),
        }
        received = json.dumps(list(cells), ensure_ascii=False, default=str)
        return Line({}, position, part, Problem("table.wrong_cell_count", values), received)
    padded = [*cells, *[None] * (len(headings) - len(cells))]
    named = zip(headings, padded, strict=False)
    return Line({heading: cell for heading, cell in named if heading}, position, part)
