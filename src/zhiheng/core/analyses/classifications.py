"""By which symbols of which scheme is what classified, and in which order?

Inputs: `patents`, `foreign-patents`, `trademarks`. Output: `classifications`, one row a symbol of a
record.

Method: the columns that hold symbols are unnested with their place; the first of a scheme is its
main one. IPC, CPC and Locarno come from patents; the Nice class is the mark's own, followed by its
Vienna codes of figurative elements.

What it cannot say: which edition of a scheme a symbol belongs to where the source does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.lake.schema import LINEAGE

INPUTS = ("patents", "foreign-patents", "trademarks")
OUTPUT = "classifications"
KEY = {
    "classifications": "number",
    "patents": "application_number",
    "patent-documents": "application_number",
    "legal-events": "application_number",
    "foreign-patents": "document_number",
    "trademarks": "number",
}
# Register, scheme, column, and the column of its title.
SCHEMES = (
    ("patents", "ipc", "ipc", "title"),
    ("patents", "locarno", "locarno", "title"),
    ("foreign-patents", "ipc", "ipc", "title"),
    ("foreign-patents", "cpc", "cpc", "title"),
    ("foreign-patents", "locarno", "locarno", "title"),
    ("trademarks", "nice", "nice_class", "mark_text"),
    ("trademarks", "vienna", "vienna", "mark_text"),
)


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `classifications`; nothing in them depends on the day."""
    united = ibis.union(*(_symbols(tables[scheme[0]], *scheme) for scheme in SCHEMES))
    first = ibis.ifelse(united.ordinal == 1, "main", "further")
    finished = united.mutate(role=first)
    names = [column.name for column in catalogue.register(OUTPUT).columns]
    return finished.select(*names, *LINEAGE.names)


def _symbols(table: ir.Table, register: str, scheme: str, column: str, title: str) -> ir.Table:
    symbols = table[column]
    own = table.select(
        *LINEAGE.names,
        register=ibis.literal(register),
        number=table[KEY[register]],
        nice_class=table.nice_class if register == "trademarks" else ibis.literal(""),
        title=table[title],
        filing_date=table.filing_date,
        scheme=ibis.literal(scheme),
        symbol=symbols if symbols.type().is_array() else ibis.array([symbols]),
    )
    each = own.unnest("symbol", offset="offset")
    each = each.filter(each.symbol.notnull(), each.symbol != "")
    return each.mutate(ordinal=(each.offset + 1).cast("int64")).drop("offset")
