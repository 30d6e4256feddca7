"""Plain tables: CSV, XLSX and JSON Lines, read by the column maps that registers declare.

The map is chosen by the headings: the one whose required headings are all present and which
knows most of the others. Headings nobody knows are reported, never guessed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Column, ColumnMap, MappedColumn, Register
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_cell
from zhiheng.core.feeds.patent_table import complete_patent
from zhiheng.core.feeds.publication_table import complete_publication
from zhiheng.core.feeds.records import FeedFile, Notice, Reading, Record, Row, SetAside, Value
from zhiheng.core.feeds.row_checks import complete_terms, row_problems
from zhiheng.core.feeds.table_lines import ENDINGS, Line, table_lines
from zhiheng.core.feeds.trademark_table import COMPLETIONS

__all__ = ["CORRECTS", "ENDINGS", "REPORTED", "line_at", "read"]
# The headings under which set-aside records are exported: a sheet that comes back corrected says
# which record each line corrects, and what else it says of them is not read again.
CORRECTS = "待处理编号"
REPORTED = ("文件", "位置", "原因", "收到的内容")
NEAREST = 4  # maps told in full where no map fits
SPREADSHEET_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
# Bytes that were no text, half a character, or a zero byte: none of it may reach a register.
DAMAGED = re.compile("[\ud800-\udfff\ufffd]|\\\\u0000")


@dataclass(frozen=True)
class _Plan:
    """How the lines of a table are read: for each filled column its heading and map."""

    register: Register
    columns: list[tuple[str, Column, MappedColumn]]
    defaults: dict[str, Value]

    def heading_of(self, name: str) -> str:
        """Return the heading a column is read from, or its title where the table has none."""
        headings = [heading for heading, column, _ in self.columns if column.name == name]
        return headings[0] if headings else self.register.column(name).title.zh


@dataclass
class _Plans:
    """The plans of a file: lines of a JSON Lines file may differ in the columns they name."""

    reading: Reading
    known: dict[tuple[str, frozenset[str]], _Plan] = field(default_factory=dict)
    last: dict[str, _Plan] = field(default_factory=dict)
    remarked: set[str] = field(default_factory=set)

    def of(self, line: Line) -> tuple[_Plan, list[Problem]]:
        """Return the plan of a line and remarks not yet made; raises where nothing fits."""
        headings = (line.part, frozenset(line.cells))
        plan = self.known.get(headings)
        if plan is not None:
            return plan, []
        remarks: list[Problem] = []
        try:
            plan, remarks = _plan(line.cells, self.reading)
        except InputError:
            if line.part not in self.last:
                raise
            plan = self.last[line.part]  # the line lacks a column that it must have: it will say so
        self.known[headings] = self.last[line.part] = plan
        new = [remark for remark in remarks if remark.values["received"] not in self.remarked]
        self.remarked |= {remark.values["received"] for remark in new}
        return plan, new


def read(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield the rows of a table; every bad line is set aside with all its problems."""
    plans = _Plans(reading)
    unknown: set[str] = set()
    empty = True
    try:
        for line in table_lines(file, reading.limits):
            empty = False
            if line.part in unknown:
                continue
            if line.problem:
                yield SetAside([line.problem], file.name, line.position, "", line.received)
                continue
            try:
                plan, remarks = plans.of(line)
            except InputError as error:
                unknown.add(line.part)
                yield SetAside(list(error.problems), file.name, _heading_position(line))
                continue
            yield from (Notice(remark, file.name, line.position) for remark in remarks)
            yield from _rows(line, plan, file, reading.catalogue)
    except InputError as error:
        yield SetAside(list(error.problems), file.name, "line 1")
        return
    if empty:
        yield SetAside([Problem("file.empty")], file.name, "")


def _heading_position(line: Line) -> str:
    return f"{line.part} line 1" if line.part else "line 1"


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
            expected=_nearest([column_map for _, column_map in candidates], cells),
        )
    register, column_map = max(fitting, key=lambda pair: _known(pair[1], cells))
    columns = []
    for name, mapped in column_map.columns.items():
        heading = next((heading for heading in mapped.headings if heading in cells), None)
        if heading is not None:
            columns.append((heading, register.column(name), mapped))
    used = {heading for heading, _, _ in columns}
    if CORRECTS in cells:
        used |= {CORRECTS, *REPORTED}
    unused = [heading for heading in cells if heading not in used]
    remarks = (
        [Problem("table.headings_not_used", {"received": "、".join(unused)})] if unused else []
    )
    mapped_columns = column_map.columns.items()
    defaults: dict[str, Value] = {
        name: mapped.default for name, mapped in mapped_columns if mapped.default is not None
    }
    return _Plan(register, columns, defaults), remarks


def _fits(column_map: ColumnMap, cells: dict[str, Any]) -> bool:
    return not any(heading in cells for heading in column_map.without) and all(
        any(heading in cells for heading in headings) for headings in column_map.required_headings()
    )


def _known(column_map: ColumnMap, cells: Mapping[str, Any]) -> int:
    return sum(any(h in cells for h in mapped.headings) for mapped in column_map.columns.values())


def _nearest(maps: list[ColumnMap], cells: Mapping[str, Any]) -> str:
    """Return the maps that know most of the headings with what they need, the rest by title."""
    ranked = sorted(maps, key=lambda each: -_known(each, cells))
    named = [_expected(column_map) for column_map in ranked[:NEAREST]]
    others = "、".join(column_map.title.zh for column_map in ranked[NEAREST:])
    return "；".join([*named, f"其他：{others}"] if others else named)


def _expected(column_map: ColumnMap) -> str:
    required = "、".join(headings[0] for headings in column_map.required_headings())
    return f"{column_map.title.zh}（{required}）"


def _rows(line: Line, plan: _Plan, file: FeedFile, catalogue: Catalogue) -> Iterator[Record]:
    """Yield what a line says: one row, or several where it names several classes of a mark."""
    received = _received(line)
    register = plan.register
    if DAMAGED.search(received):
        problem = Problem("table.damaged_text")
        yield SetAside([problem], file.name, line.position, register.name, _storable(received))
        return
    values, problems = _values(line, plan)
    completed = [values]
    if not problems:
        completed, problems = _completed(values, register, catalogue)
    problems = problems or [
        Problem("cell.required", {"field": plan.heading_of(name)})
        for name in register.key
        if any(row.get(name) is None for row in completed)
    ]
    problems = problems or [each for row in completed for each in row_problems(register, row)]
    if problems:
        yield SetAside(problems, file.name, line.position, register.name, received)
        return
    digest, corrects = _digest(received), _number(line.cells.get(CORRECTS))
    for row in completed:
        complete = complete_terms(register, row, catalogue)
        yield Row(register.name, complete, file.name, line.position, digest, corrects)
        corrects = None  # the line corrects one record, however many rows it becomes


def _completed(
    values: dict[str, Value], register: Register, catalogue: Catalogue
) -> tuple[list[dict[str, Value]], list[Problem]]:
    """Return the rows that a line becomes, with what follows from it filled in."""
    if register.name == "patent-documents":
        completed, problems = complete_patent(values)
        return [completed], problems
    if register.name == "foreign-patents":
        return complete_publication(values, catalogue)
    complete = COMPLETIONS.get(register.name)
    return complete(values, catalogue) if complete else ([values], [])


def _number(cell: object) -> int | None:
    text = str(cell or "").strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() else None


def _values(line: Line, plan: _Plan) -> tuple[dict[str, Value], list[Problem]]:
    values: dict[str, Value] = dict(plan.defaults)
    problems: list[Problem] = []
    for heading, column, mapped in plan.columns:
        try:
            _refuse_spreadsheet_error(line.cells.get(heading))
            value = read_cell(line.cells.get(heading), column, mapped)
        except InputError as error:
            problems += problems_of(error, heading)
        else:
            values[column.name] = mapped.default if value is None else value
            if mapped.required and values[column.name] is None:
                problems.append(Problem("cell.required", {"field": heading}))
    return values, problems


def _received(line: Line) -> str:
    return json.dumps(line.cells, ensure_ascii=False, default=str)


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _digest(received: str) -> str:
    return hashlib.sha256(received.encode()).hexdigest()


def _refuse_spreadsheet_error(raw: object) -> None:
    if isinstance(raw, str) and raw.strip() in SPREADSHEET_ERRORS:
        raise InputError.of("cell.spreadsheet_error", received=raw)


def line_at(file: FeedFile, position: str) -> tuple[str, str]:
    """Return the cells of one line as JSON and their digest; "" where there is no such line."""
    limits: Mapping[str, int] = {}
    for line in table_lines(file, limits):
        if line.position == position:
            received = _received(line)
            return received, _digest(received)
    return "", ""
