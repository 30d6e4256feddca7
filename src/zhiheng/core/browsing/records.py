"""One record with everything that hangs on it: states, family, citations, events, lineage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.browsing import attachments
from zhiheng.core.browsing.attachments import Row, Tables, Versions
from zhiheng.core.browsing.filters import is_printable
from zhiheng.core.browsing.high_value import facts_of
from zhiheng.core.browsing.high_value_reasons import Facts
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Column, Register
from zhiheng.core.engine import Engine
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.feeds.cells import read_identifier

KEY_SEPARATOR = "~"
LINEAGE_NAMES = ("source_file", "source_position", "source_digest", "import_id", "imported_at")


@dataclass(frozen=True)
class Record:
    """A row of a register, its lineage, and what other registers know about it.

    `states` are intervals of legal state, `cites` and `cited_by` citations in both directions,
    `parties` the party numbers of the names in it, by column and name; `high_value` what the five
    criteria ask of a granted invention.
    """

    register: Register
    values: Row
    lineage: Row
    documents: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    states: list[Row] = field(default_factory=list)
    family: list[Row] = field(default_factory=list)
    cites: list[Row] = field(default_factory=list)
    cited_by: list[Row] = field(default_factory=list)
    class_titles: dict[str, str] = field(default_factory=dict)
    parties: dict[tuple[str, str], str] = field(default_factory=dict)
    high_value: Facts | None = None


def record_key(register: Register, row: Row) -> str:
    """Return a row's key as one text, as addresses carry it."""
    return KEY_SEPARATOR.join(str(row[name]) for name in register.key)


def find_record(
    engine: Engine, catalogue: Catalogue, name: str, number: str, *, versions: Versions = None
) -> Record:
    """Return a record by its key or by any number it bears, in any notation."""
    register = catalogue.register(name)
    tables = Tables(engine, catalogue, versions)
    row = _find_row(tables, register, number.strip())
    values = {column.name: row[column.name] for column in register.columns}
    lineage = {name: row[name] for name in LINEAGE_NAMES}
    attached = ATTACHED.get(name, _titles)
    parties = _parties(tables, register, values)
    return Record(register, values, lineage, parties=parties, **attached(tables, values))


def _parties(tables: Tables, register: Register, values: Row) -> dict[tuple[str, str], str]:
    if not any(column.party and values[column.name] for column in register.columns):
        return {}
    return attachments.parties_of(tables, register.name, record_key(register, values))


def _of_patent(tables: Tables, values: Row) -> dict[str, Any]:
    number, documents = values["application_number"], values["documents"] or []
    own = attachments.documents_of(tables, number)
    return {
        "documents": own,
        "high_value": facts_of(tables, values, own),
        "events": attachments.events_of(tables, number),
        "states": attachments.patent_states_of(tables, number),
        "family": attachments.family_of(tables, "patents", number),
        "cites": attachments.citations_of(tables, documents),
        "cited_by": attachments.cited_by(tables, documents),
        **_titles(tables, values),
    }


def _of_document(tables: Tables, values: Row) -> dict[str, Any]:
    own = [values["document_number"]]
    return {
        "cites": attachments.citations_of(tables, own),
        "cited_by": attachments.cited_by(tables, own),
        **_titles(tables, values),
    }


def _of_foreign_patent(tables: Tables, values: Row) -> dict[str, Any]:
    return {
        "events": attachments.foreign_events_of(tables, values["application_number"]),
        "family": attachments.family_of(tables, "foreign-patents", values["document_number"]),
        **_of_document(tables, values),
    }


def _of_trademark(tables: Tables, values: Row) -> dict[str, Any]:
    number, nice_class = values["number"], values["nice_class"]
    return {
        "events": attachments.mark_events_of(tables, number, nice_class),
        "states": attachments.mark_states_of(tables, number, nice_class),
        "class_titles": attachments.mark_class_titles(tables, nice_class, values["vienna"] or []),
    }


def _titles(tables: Tables, values: Row) -> dict[str, Any]:
    symbols = [symbol for symbol in values.get("ipc") or [] if is_symbol(symbol)]
    return {"class_titles": attachments.ipc_titles(tables, symbols)}


# What hangs on the records of a register; those of others have class titles at most.
ATTACHED: dict[str, Callable[[Tables, Row], dict[str, Any]]] = {
    "patents": _of_patent,
    "patent-documents": _of_document,
    "foreign-patents": _of_foreign_patent,
    "trademarks": _of_trademark,
}


def is_symbol(text: str) -> bool:
    """Tell whether a text is an IPC symbol; other offices' files hold some that are none."""
    try:
        attachments.levels_of(text)
    except InputError:
        return False
    return True


def _find_row(tables: Tables, register: Register, number: str) -> Row:
    table = tables.of(register.name)
    for condition in (_is_key(table, register, number), _bears(table, register, number)):
        if condition is not None:
            found = tables.rows(table.filter(condition).limit(1))
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
