"""One record with everything that hangs on it: titles, family, events, documents, lineage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import ibis

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Register
from zhiheng.core.engine import Engine
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.feeds.cells import read_identifier
from zhiheng.core.identifiers.ipc import parse_ipc

KEY_SEPARATOR = "~"
LINEAGE_NAMES = ("source_file", "source_position", "source_digest", "import_id", "imported_at")
Row = dict[str, Any]


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


def record_key(register: Register, row: Row) -> str:
    """Return a row's key as one text, as addresses carry it."""
    return KEY_SEPARATOR.join(str(row[name]) for name in register.key)


def find_record(
    engine: Engine, catalogue: Catalogue, name: str, number: str, *, version: int | None = None
) -> Record:
    """Return a record by its key or by any number it bears, in any notation."""
    register = catalogue.register(name)
    row = _find_row(engine, register, number.strip(), version)
    values = {column.name: row[column.name] for column in register.columns}
    lineage = {name: row[name] for name in LINEAGE_NAMES}
    if name != "patents":
        return Record(register, values, lineage, class_titles=_titles(engine, catalogue, values))
    return Record(
        register,
        values,
        lineage,
        documents=_documents(engine, catalogue, values),
        events=_events(engine, catalogue, values),
        family=_family(engine, register, values),
        class_titles=_titles(engine, catalogue, values),
    )


def _find_row(engine: Engine, register: Register, number: str, version: int | None) -> Row:
    table = engine.table(register, version=version)
    tests = [
        (table[column].cast("string") == text)
        for column, text in zip(register.key, number.split(KEY_SEPARATOR), strict=False)
    ]
    conditions = [ibis.and_(*tests)] if len(tests) == len(register.key) else []
    for column in register.columns:
        if column.identifier and column.filter == "equals":
            try:
                conditions.append(table[column.name] == read_identifier(number, column))
            except InputError:
                continue  # the number is not of this kind; another column's notation may fit
    if conditions:
        found = engine.run(table.filter(ibis.or_(*conditions)).limit(1)).to_pylist()
        if found:
            return found[0]
    raise NotFoundError.of("record.not_found", received=number, register=register.title.zh)


def _documents(engine: Engine, catalogue: Catalogue, values: Row) -> list[Row]:
    table = engine.table(catalogue.register("patent-documents"))
    chosen = table.filter(table.application_number == values["application_number"])
    return engine.run(chosen.order_by("publication_date", "document_number")).to_pylist()


def _events(engine: Engine, catalogue: Catalogue, values: Row) -> list[Row]:
    table = engine.table(catalogue.register("legal-events"))
    chosen = table.filter(table.application_number == values["application_number"])
    return engine.run(chosen.order_by("event_date", "event")).to_pylist()


def _family(engine: Engine, register: Register, values: Row) -> list[Row]:
    """Return the other applications that share a priority, or that one is the priority of."""
    priorities = values["priorities"] or []
    own = f"CN {values['application_number']}"
    table = engine.table(register)
    joined = ibis.literal("\n") + table.priorities.join("\n") + "\n"
    tests = [joined.contains(f"\n{own} ")]
    tests += [joined.contains(f"\n{priority}\n") for priority in priorities]
    tests += [table.application_number == text.split(" ")[1] for text in priorities if " " in text]
    others = table.filter(
        ibis.or_(*tests), table.application_number != values["application_number"]
    )
    names = ("application_number", "title", "right", "status", "filing_date")
    return engine.run(others.select(*names).order_by("filing_date").limit(100)).to_pylist()


def _titles(engine: Engine, catalogue: Catalogue, values: Row) -> dict[str, str]:
    """Return the Chinese titles of the record's IPC symbols and of the groups above them."""
    symbols = values.get("ipc") or []
    wanted = sorted({level for symbol in symbols for level in levels_of(symbol)})
    if not wanted:
        return {}
    table = engine.table(catalogue.register("ipc"))
    rows = engine.run(table.filter(table.symbol.isin(wanted)).select("symbol", "title"))
    return {row["symbol"]: row["title"] for row in rows.to_pylist()}


def levels_of(symbol: str) -> Iterable[str]:
    """Return a symbol with those above it: G06F17/27 → G, G06, G06F, G06F17/00, G06F17/27."""
    parsed = parse_ipc(symbol)
    text = str(parsed)
    levels = [text[:1], text[:3], text[:4]]
    if "/" in text:
        levels += [f"{text.split('/')[0]}/00", text]
    return dict.fromkeys(level for level in levels if len(level) <= len(text) or "/" in level)
