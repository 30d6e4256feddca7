"""What other registers know about a record: documents, events, states, family, citations, titles.

Each question is one query, however much hangs on the record, and returns a bounded number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.identifiers.ipc import parse_ipc

MOST_RELATIVES = 200
MOST_CITATIONS = 300
KIND = re.compile(r"(?<=\d)[A-Z]\d?$")
# Kind codes with which Chinese publications are met; a citation often leaves them out.
CHINESE_KINDS = ("A", "B", "C", "U", "Y", "S", "D")
Row = dict[str, Any]
# Version by register as known on a day, None where nothing was known yet; None means today's.
Versions = Mapping[str, int | None] | None


@dataclass(frozen=True)
class Tables:
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

    def rows(self, expression: ir.Table) -> list[Row]:
        """Return the rows of an expression."""
        rows: list[Row] = self.engine.run(expression).to_pylist()
        return rows


def documents_of(tables: Tables, application_number: str) -> list[Row]:
    """Return the documents of a Chinese application in their order."""
    table = tables.of("patent-documents")
    chosen = table.filter(table.application_number == application_number)
    return tables.rows(chosen.order_by("publication_date", "document_number"))


def events_of(tables: Tables, application_number: str) -> list[Row]:
    """Return the announced events of a Chinese application in their order."""
    table = tables.of("legal-events")
    chosen = table.filter(table.application_number == application_number)
    return tables.rows(chosen.order_by("event_date", "event"))


def foreign_events_of(tables: Tables, application_number: str | None) -> list[Row]:
    """Return the events of an application at another office in their order."""
    if not application_number:
        return []
    table = tables.of("foreign-legal-events")
    chosen = table.filter(table.application_number == application_number)
    ordered = chosen.order_by("event_date", "code").limit(MOST_CITATIONS)
    return tables.rows(ordered.mutate(event=ordered.description))


def mark_events_of(tables: Tables, number: str, nice_class: str) -> list[Row]:
    """Return the events of a mark that concern the class, or the whole mark."""
    table = tables.of("trademark-events")
    chosen = table.filter(table.number == number, table.nice_class.isin((nice_class, "00")))
    return tables.rows(chosen.order_by("event_date", "entry", "event").limit(MOST_CITATIONS))


def patent_states_of(tables: Tables, application_number: str) -> list[Row]:
    """Return the intervals of legal state of a Chinese application in their order."""
    table = tables.of("patent-states")
    chosen = table.filter(table.application_number == application_number)
    return tables.rows(chosen.order_by("ordinal"))


def mark_states_of(tables: Tables, number: str, nice_class: str) -> list[Row]:
    """Return the intervals of legal state of a Chinese mark in a class in their order."""
    table = tables.of("trademark-states")
    chosen = table.filter(table.number == number, table.nice_class == nice_class)
    return tables.rows(chosen.order_by("ordinal"))


def family_of(tables: Tables, register: str, number: str) -> list[Row]:
    """Return the other applications of a record's family, by filing date."""
    table = tables.of("families")
    if register == "patents":
        own = table.member == f"CN{number}"
    else:
        own = table.documents.contains(number).fill_null(False)
    its = table.filter(own).select("family_id").distinct()
    others = table.semi_join(its, "family_id").filter(~own)
    return tables.rows(others.order_by("filing_date", "member").limit(MOST_RELATIVES))


def parties_of(tables: Tables, register: str, record: str) -> dict[tuple[str, str], str]:
    """Return the party of each name in a record, by column and name as it is written there."""
    mentions = tables.of("party-mentions")
    own = mentions.filter(mentions.register == register, mentions.record == record)
    rows = tables.rows(own.select("column", "name", "party"))
    return {(row["column"], row["name"]): row["party"] for row in rows}


def citations_of(tables: Tables, documents: Sequence[str]) -> list[Row]:
    """Return what the documents cite, in the order of each, with the record where we hold it."""
    if not documents:
        return []
    table = tables.of("citations")
    chosen = table.filter(table.document_number.isin(documents))
    ordered = chosen.order_by("document_number", "ordinal").limit(MOST_CITATIONS)
    cited = tables.rows(ordered)
    known = _records_of(tables, {row["cited_number"] for row in cited if row["cited_number"]})
    return [{**row, "record": known.get(row["cited_number"])} for row in cited]


def cited_by(tables: Tables, documents: Sequence[str]) -> list[Row]:
    """Return the citations of the publications by others, newest first."""
    numbers = sorted({KIND.sub("", document) for document in documents})
    if not numbers:
        return []
    table = tables.of("citations")
    chosen = table.filter(table.cited_number.isin(numbers))
    newest = chosen.order_by(table.publication_date.desc(), table.document_number)
    return tables.rows(newest.limit(MOST_CITATIONS))


def _records_of(tables: Tables, numbers: set[str]) -> dict[str, tuple[str, str]]:
    """Return register and document number of the publications that the registers hold."""
    if not numbers:
        return {}
    ours, others = tables.of("patent-documents"), tables.of("foreign-patents")
    spelt = [number + kind for number in sorted(numbers) for kind in CHINESE_KINDS]
    chinese = ours.filter(ours.document_number.isin(spelt)).select(
        register=ibis.literal("patent-documents"), number=ours.document_number
    )
    foreign = others.filter(others.publication_number.isin(sorted(numbers))).select(
        register=ibis.literal("foreign-patents"), number=others.document_number
    )
    rows = tables.rows(chinese.union(foreign).order_by("number"))
    return {KIND.sub("", row["number"]): (row["register"], row["number"]) for row in rows}


def ipc_titles(tables: Tables, symbols: Iterable[str]) -> dict[str, str]:
    """Return the Chinese titles of IPC symbols and of the groups above them."""
    wanted = sorted({level for symbol in symbols for level in levels_of(symbol)})
    if not wanted:
        return {}
    table = tables.of("ipc")
    rows = tables.rows(table.filter(table.symbol.isin(wanted)).select("symbol", "title"))
    return {row["symbol"]: row["title"] for row in rows}


def mark_class_titles(tables: Tables, nice_class: str, vienna: Sequence[str]) -> dict[str, str]:
    """Return the titles of a Nice class and of Vienna codes, Chinese where there are any."""
    nice = tables.of("nice")
    of_class = nice.filter(nice.code == nice_class).select("code", "title", "language")
    wanted = sorted({level for code in vienna for level in vienna_levels(code)})
    table = tables.of("vienna")
    of_codes = table.filter(table.code.isin(wanted)).select("code", "title", "language")
    both = of_class.union(of_codes) if wanted else of_class
    rows = tables.rows(both.order_by(ibis.desc("language"), "title"))
    return {row["code"]: row["title"] for row in sorted(rows, key=lambda r: r["language"] == "zh")}


def vienna_levels(code: str) -> list[str]:
    """Return a Vienna code with those above it: 01.17.03 → 01, 01.17, 01.17.03."""
    parts = code.split(".")
    return [".".join(parts[: place + 1]) for place in range(len(parts))]


def levels_of(symbol: str) -> Iterable[str]:
    """Return a symbol with those above it: G06F17/27 → G, G06, G06F, G06F17/00, G06F17/27."""
    text = str(parse_ipc(symbol))
    levels = [text[:1], text[:3], text[:4]]
    if "/" in text:
        levels += [f"{text.split('/')[0]}/00", text]
    return dict.fromkeys(level for level in levels if len(level) <= len(text) or "/" in level)
