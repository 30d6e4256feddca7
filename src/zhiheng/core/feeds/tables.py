"""Plain tables: CSV, XLSX and JSON Lines, read by the column maps that registers declare.

The map is chosen by the headings: the one whose required headings are all present and which
knows most of the others. Headings nobody knows are reported, never guessed.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from zhiheng.core.declarations.models import Column, ColumnMap, MappedColumn, Register
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_cell
from zhiheng.core.feeds.patent_table import complete_patent
from zhiheng.core.feeds.records import (
    FeedFile,
    Notice,
    Reading,
    Record,
    Row,
    SetAside,
    Value,
    received_text,
)

ENDINGS = (".csv", ".xlsx", ".jsonl")
SPREADSHEET_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


@dataclass(frozen=True)
class _Line:
    """One line of a table: its cells by heading, and where it stands."""

    cells: dict[str, Any]
    position: str


@dataclass(frozen=True)
class _Plan:
    """How the lines of a table are read: for each filled column its heading and map."""

    register: Register
    columns: list[tuple[str, Column, MappedColumn]]


def read(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield the rows of a table; every bad line is set aside with all its problems."""
    plan: _Plan | None = None
    try:
        for line in _lines(file):
            if plan is None:
                plan, remarks = _plan(line.cells, reading)
                yield from (Notice(problem, file.name, "line 1") for problem in remarks)
            yield _row(line, plan, file, reading)
    except InputError as error:
        yield SetAside(list(error.problems), file.name, "line 1")
        return
    except (UnicodeError, csv.Error, zipfile.BadZipFile, InvalidFileException, KeyError) as error:
        yield SetAside([Problem("file.unreadable", {"received": str(error)})], file.name, "")
        return
    if plan is None:
        yield SetAside([Problem("file.empty")], file.name, "")


def _lines(file: FeedFile) -> Iterator[_Line]:
    lower = file.name.lower()
    if lower.endswith(".xlsx"):
        yield from _xlsx_lines(file)
    elif lower.endswith(".jsonl"):
        yield from _json_lines(file)
    else:
        yield from _csv_lines(file)


def _csv_lines(file: FeedFile) -> Iterator[_Line]:
    with file.open() as handle:
        text = io.TextIOWrapper(handle, encoding=_encoding(file), newline="")
        reader = csv.reader(text)
        headings = [heading.strip() for heading in next(reader, [])]
        _check_headings(headings)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _Line(_by_heading(headings, cells), f"line {reader.line_num}")


def _encoding(file: FeedFile) -> str:
    """Return UTF-8 (with or without mark) when the whole file is that, else GB 18030."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with file.open() as handle:
        try:
            while block := handle.read(1024 * 1024):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _xlsx_lines(file: FeedFile) -> Iterator[_Line]:
    with file.open() as handle:
        workbook = openpyxl.load_workbook(io.BytesIO(handle.read()), read_only=True, data_only=True)
        try:
            for sheet in workbook.worksheets:
                rows = sheet.iter_rows(values_only=True)
                headings = [str(cell or "").strip() for cell in next(rows, ())]
                if not any(headings):
                    continue
                _check_headings(headings)
                for number, cells in enumerate(rows, start=2):
                    if any(cell is not None for cell in cells):
                        yield _Line(_by_heading(headings, cells), f"{sheet.title} line {number}")
        finally:
            workbook.close()


def _json_lines(file: FeedFile) -> Iterator[_Line]:
    with file.open() as handle:
        for number, line in enumerate(handle, start=1):
            if not line.strip():
                continue
            try:
                cells = json.loads(line)
            except ValueError:
                cells = None
            if not isinstance(cells, dict):
                raise InputError(
                    Problem("table.not_json", {"received": received_text(line[:80])}).at(
                        file.name, f"line {number}"
                    )
                )
            yield _Line(cells, f"line {number}")


def _check_headings(headings: Sequence[str]) -> None:
    named = [heading for heading in headings if heading]
    twice = sorted({heading for heading in named if named.count(heading) > 1})
    if twice:
        raise InputError.of("table.heading_twice", received="、".join(twice))


def _by_heading(headings: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    return {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading}


def _plan(cells: dict[str, Any], reading: Reading) -> tuple[_Plan, list[Problem]]:
    candidates = [
        (register, column_map)
        for register in reading.catalogue.registers.values()
        if not reading.register or reading.register == register.name
        for column_map in register.column_maps
    ]
    fitting = [pair for pair in candidates if _fits(pair[1], cells)]
    if not fitting:
        raise InputError.of(
            "table.unknown_headings",
            received="、".join(cells) or "-",
            expected="；".join(_expected(pair[1]) for pair in candidates),
        )
    register, column_map = max(fitting, key=lambda pair: _known(pair[1], cells))
    columns = []
    for name, mapped in column_map.columns.items():
        heading = next((heading for heading in mapped.headings if heading in cells), None)
        if heading is not None:
            columns.append((heading, register.column(name), mapped))
    used = {heading for heading, _, _ in columns}
    unused = [heading for heading in cells if heading not in used]
    remarks = (
        [Problem("table.headings_not_used", {"received": "、".join(unused)})] if unused else []
    )
    return _Plan(register, columns), remarks


def _fits(column_map: ColumnMap, cells: dict[str, Any]) -> bool:
    return all(
        any(heading in cells for heading in headings) for headings in column_map.required_headings()
    )


def _known(column_map: ColumnMap, cells: dict[str, Any]) -> int:
    return sum(any(h in cells for h in mapped.headings) for mapped in column_map.columns.values())


def _expected(column_map: ColumnMap) -> str:
    required = "、".join(headings[0] for headings in column_map.required_headings())
    return f"{column_map.title.zh}（{required}）"


def _row(line: _Line, plan: _Plan, file: FeedFile, reading: Reading) -> Record:
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for heading, column, mapped in plan.columns:
        try:
            _refuse_spreadsheet_error(line.cells.get(heading))
            values[column.name] = read_cell(line.cells.get(heading), column, mapped)
        except InputError as error:
            problems += problems_of(error, heading)
        else:
            if mapped.required and values[column.name] is None:
                problems.append(Problem("cell.required", {"field": heading}))
    if not problems and plan.register.name == "patent-documents":
        values, problems = complete_patent(values)
    received = json.dumps(line.cells, ensure_ascii=False, default=str)
    if problems:
        return SetAside(problems, file.name, line.position, plan.register.name, received)
    digest = hashlib.sha256(received.encode()).hexdigest()
    return Row(plan.register.name, values, file.name, line.position, digest)


def _refuse_spreadsheet_error(raw: object) -> None:
    if isinstance(raw, str) and raw.strip() in SPREADSHEET_ERRORS:
        raise InputError.of("cell.spreadsheet_error", received=raw)


def line_at(file: FeedFile, position: str) -> tuple[str, str]:
    """Return the cells of one line as JSON and their digest; "" where there is no such line."""
    for line in _lines(file):
        if line.position == position:
            received = json.dumps(line.cells, ensure_ascii=False, default=str)
            return received, hashlib.sha256(received.encode()).hexdigest()
    return "", ""
