"""One record with everything that hangs on it: titles, family, events, documents, lineage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.browsing.filters import is_printable
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Column, Register
from zhiheng.core.engine import Engine
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.feeds.cells import read_identifier
from zhiheng.core.identifiers.ipc import parse_ipc

KEY_SEPARATOR = "~"
LINEAGE_NAMES = ("source_file", "source_position", "source_digest", "import_id", "imported_at")
FAMILY_NAMES = ("application_number", "title", "right", "status", "filing_date")
Row = dict[str, Any]
# Version by register as known on a day, None where nothing was known yet; None means today's.
Versions = Mapping[str, int | None] | None


@dataclass(frozen=True)
class Record:
    """A row of a register, its lineage, and what other registers know about it."""

    register: Register
    values: Row
    lineage: Row
    documents: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    family: list[Row] = field(default_factory=list)
    class_titles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Tables:
    """The tables of the registers, all as known on one day."""

    engine: Engine
    catalogue: Catalogue
    versions: Versions

    def of(self, name: str) -> ir.Table:
        """Return a register's table, without rows where nothing was known yet."""
        register = self.catalogue.register(name)
        if self.versions is None:
            return self.engine.table(register)
        version = self.versions[name]
        if version is None:
            return self.engine.table(register).limit(0)
        return self.engine.table(register, version=version)


def record_key(register: Register, row: Row) -> str:
    """Return a row's key as one text, as addresses carry it."""
    return KEY_SEPARATOR.join(str(row[name]) for name in register.key)


def find_record(
    engine: Engine, catalogue: Catalogue, name: str, number: str, *, versions: Versions = None
) -> Record:
    """Return a record by its key or by any number it bears, in any notation."""
    register = catalogue.register(name)
    tables = _Tables(engine, catalogue, versions)
    row = _find_row(tables, register, number.strip())
    values = {column.name: row[column.name] for column in register.columns}
    lineage = {name: row[name] for name in LINEAGE_NAMES}
    if name != "patents":
        return Record(register, values, lineage, class_titles=_titles(tables, values))
    return Record(
        register,
        values,
        lineage,
        documents=_documents(tables, values),
        events=_events(tables, values),
        family=_family(tables, values),
        class_titles=_titles(tables, values),
    )


def _find_row(tables: _Tables, register: Register, number: str) -> Row:
    table = tables.of(register.name)
    for condition in (_is_key(table, register, number), _bears(table, register, number)):
        if condition is not None:
            found = tables.engine.run(table.filter(condition).limit(1)).to_pylist()
            if found:
                return found[0]
    raise NotFoundError.of("record.not_found", received=number, register=register.title.zh)


def _is_key(table: ir.Table, register: Register, text: str) -> ir.BooleanValue | None:
    """Return the condition that a row has this key; the last part may hold the separator."""
    parts = text.split(KEY_SEPARATOR, len(register.key) - 1)
    if len(parts) < len(register.key) or not is_printable(text):
        return None
    columns = [register.column(name) for name in register.key]
    first = _canonical(parts[0], columns[0]) or parts[0]
    tests = [
        table[column.name].cast("string") == part
        for column, part in zip(columns, [first, *parts[1:]], strict=True)
    ]
    return ibis.and_(*tests)


def _bears(table: ir.Table, register: Register, text: str) -> ir.BooleanValue | None:
    """Return the condition that a row bears the number in a column other than its key."""
    tests = [
        _holds(table[column.name], number)
        for column in register.columns
        if column.identifier and column.filter == "equals" and [column.name] != register.key
        if (number := _canonical(text, column)) is not None
    ]
    return ibis.or_(*tests) if tests else None


def _holds(column: ir.Value, number: str) -> ir.BooleanValue:
    """Return the condition that a column is the number or, where it holds several, one is."""
    return column.contains(number) if column.type().is_array() else column == number


def _canonical(text: str, column: Column) -> str | None:
    """Return a number in its canonical form; None where it is not of the column's kind."""
    try:
        return read_identifier(text, column)
    except InputError:
        return None


def _documents(tables: _Tables, values: Row) -> list[Row]:
    table = tables.of("patent-documents")
    chosen = table.filter(table.application_number == values["application_number"])
    return tables.engine.run(chosen.order_by("publication_date", "document_number")).to_pylist()


def _events(tables: _Tables, values: Row) -> list[Row]:
    table = tables.of("legal-events")
    chosen = table.filter(table.application_number == values["application_number"])
    return tables.engine.run(chosen.order_by("event_date", "event")).to_pylist()


def _family(tables: _Tables, values: Row) -> list[Row]:
    """Return the other applications that share a priority, or that one is the priority of."""
    priorities = values["priorities"] or []
    number = values["application_number"]
    table = tables.of("patents")
    # Few rows claim a priority: asked for first, the others are not even read.
    claiming = table.filter(table.priorities.notnull(), table.application_number != number)
    joined = ibis.literal("\n") + claiming.priorities.join("\n") + "\n"
    tests = [joined.contains(f"\nCN {number} ")]
    tests += [joined.contains(f"\n{priority}\n") for priority in priorities]
    others = claiming.filter(ibis.or_(*tests)).select(*FAMILY_NAMES)
    if first := [text.split(" ")[1] for text in priorities if " " in text]:
        earlier = table.filter(table.application_number.isin(first)).select(*FAMILY_NAMES)
        others = others.union(earlier, distinct=True)
    return tables.engine.run(others.order_by("filing_date").limit(100)).to_pylist()


def _titles(tables: _Tables, values: Row) -> dict[str, str]:
    """Return the Chinese titles of the record's IPC symbols and of the groups above them."""
    symbols = values.get("ipc") or []
    wanted = sorted({level for symbol in symbols for level in levels_of(symbol)})
    if not wanted:
        return {}
    table = tables.of("ipc")
    rows = tables.engine.run(table.filter(table.symbol.isin(wanted)).select("symbol", "title"))
    return {row["symbol"]: row["title"] for row in rows.to_pylist()}


def levels_of(symbol: str) -> Iterable[str]:
    """Return a symbol with those above it: G06F17/27 → G, G06, G06F, G06F17/00, G06F17/27."""
    parsed = parse_ipc(symbol)
    text = str(parsed)
    levels = [text[:1], text[:3], text[:4]]
    if "/" in text:
        levels += [f"{text.split('/')[0]}/00", text]
    return dict.fromkeys(level for level in levels if len(level) <= len(text) or "/" in level)
