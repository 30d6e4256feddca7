"""Pages of a register that cost the same on the first page and on the last.

A page begins after (or before) the row that its cursor names, in the order of one column and the
key; no rows are counted off. Empty values come last in either direction.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.browsing.filters import Filters
from zhiheng.core.declarations.models import Column, Register
from zhiheng.core.engine import Engine
from zhiheng.core.errors import InputError

PAGE_ROWS = 50
MOST_ROWS = 500
Cell = date | str | int | float | None
CELL_TYPES: dict[str, Any] = {"integer": int, "decimal": (int, float)}  # the others are texts


@dataclass(frozen=True)
class Order:
    """The column rows are sorted by, and whether descending; the key breaks ties."""

    column: str
    descending: bool

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True)
class PageRequest:
    """Which page: its filters, its order, and the cursor it begins after or ends before."""

    filters: Filters
    order: Order
    after: str = ""
    before: str = ""
    rows: int = PAGE_ROWS
    columns: tuple[str, ...] = ()
    version: int | None = None
    others: Mapping[str, ir.Table] = field(default_factory=dict)  # what `filters.apply` needs


@dataclass(frozen=True)
class Page:
    """One page: its rows, the number of rows of all pages, and the cursors either side."""

    rows: list[dict[str, Any]]
    total: int
    previous: str
    next: str


def read_order(register: Register, text: str) -> Order:
    """Read `filing_date` or `-filing_date`; without text the register's own, newest first."""
    if not text:
        column = register.column(register.sort)
        return Order(column.name, descending=column.type in ("date", "integer"))
    name = text.removeprefix("-")
    sortable = [column.name for column in register.columns if column.sortable]
    if name not in sortable:
        raise InputError.of("page.cannot_sort", received=name, expected="、".join(sortable))
    return Order(name, descending=text.startswith("-"))


def read_page(engine: Engine, request: PageRequest) -> Page:
    """Return one page of a register."""
    register = request.filters.register
    table = engine.table(register, version=request.version)
    chosen = request.filters.apply(table, request.others)
    total = engine.run(chosen.count().as_table())[0][0].as_py()
    backwards = bool(request.before)
    cursor = request.before or request.after
    if cursor:
        chosen = chosen.filter(_beyond(chosen, request, _read_cursor(cursor, request), backwards))
    order = _sorted(chosen, request.order, register.key, backwards)
    names = request.columns or tuple(c.name for c in register.columns if c.listed)
    wanted = dict.fromkeys([*names, *register.key, request.order.column])
    found = engine.run(chosen.order_by(order).limit(request.rows + 1).select(*wanted)).to_pylist()
    more = len(found) > request.rows
    rows = found[: request.rows]
    if backwards:
        rows.reverse()
    has_previous, has_next = (more, True) if backwards else (bool(request.after), more)
    return Page(
        rows=rows,
        total=total,
        previous=_cursor(rows[0], request) if rows and has_previous else "",
        next=_cursor(rows[-1], request) if rows and has_next else "",
    )


def all_rows(
    filters: Filters,
    table: ir.Table,
    columns: Sequence[str],
    others: Mapping[str, ir.Table] | None = None,
) -> ir.Table:
    """Return every row that passes the filters, for an export: no order is promised."""
    return filters.apply(table, others).select(*columns)


def _sorted(table: ir.Table, order: Order, key: list[str], backwards: bool) -> list[ir.Value]:
    descending = order.descending != backwards
    column = table[order.column]
    first = column.desc(nulls_first=backwards) if descending else column.asc(nulls_first=backwards)
    others = [table[name] for name in key if name != order.column]
    return [first, *(name.desc() if backwards else name.asc() for name in others)]


def _beyond(
    table: ir.Table, request: PageRequest, cursor: list[Cell], backwards: bool
) -> ir.BooleanValue:
    """Return the condition of the rows that come after the cursor's row in reading direction."""
    value, *keys = cursor
    column = table[request.order.column]
    descending = request.order.descending != backwards
    further_key = _further(table, request.filters.register.key, keys, backwards)
    if value is None:
        at_the_end = column.isnull() & further_key
        return column.notnull() | at_the_end if backwards else at_the_end
    bound = _literal(value, column)
    further = column < bound if descending else column > bound
    beyond = further | ((column == bound) & further_key)
    return beyond if backwards else beyond | column.isnull()


def _further(
    table: ir.Table, names: list[str], values: list[Cell], backwards: bool
) -> ir.BooleanValue:
    column, bound = table[names[0]], _literal(values[0], table[names[0]])
    further = column < bound if backwards else column > bound
    if len(names) == 1:
        return further
    return further | ((column == bound) & _further(table, names[1:], values[1:], backwards))


def _literal(value: Cell, column: ir.Value) -> ir.Value:
    return ibis.date(value) if column.type().is_date() else ibis.literal(value)


def _cursor(row: dict[str, Any], request: PageRequest) -> str:
    values = [row[column.name] for column in _cursor_columns(request)]
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_cursor(text: str, request: PageRequest) -> list[Cell]:
    """Read what `_cursor` wrote; anything else, from whatever hand, is refused."""
    columns = _cursor_columns(request)
    try:
        padded = text + "=" * (-len(text) % 4)
        values = json.loads(base64.b64decode(padded.encode(), b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(columns):
            raise ValueError
        sort, *keys = [_cell(each, c) for each, c in zip(values, columns, strict=True)]
        if None in keys:
            raise ValueError
    except ValueError as error:  # also the errors of base64, UTF-8 and JSON
        raise InputError.of("page.bad_cursor", received=text[:60]) from error
    return [sort, *keys]


def _cursor_columns(request: PageRequest) -> list[Column]:
    register = request.filters.register
    return [register.column(name) for name in (request.order.column, *register.key)]


def _cell(value: Any, column: Column) -> Cell:
    """Return one value of a cursor if it is of its column's type, else raise `ValueError`."""
    if value is None:
        return None
    kind = CELL_TYPES.get(column.type, str)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError
    if isinstance(value, str) and "\x00" in value.encode().decode():  # half characters fail too
        raise ValueError
    if kind is int and not -(2**63) <= value < 2**63:
        raise ValueError
    return date.fromisoformat(value) if column.type == "date" else value
