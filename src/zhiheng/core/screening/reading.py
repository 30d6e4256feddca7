"""Filings read from the registers: what the patents say, their newest texts, their parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.analyses.parties.registers import MENTIONS
from zhiheng.core.engine import Engine
from zhiheng.core.screening.filed import shaped
from zhiheng.core.screening.filings import ABSTRACT, CLAIMS, DESCRIPTION, SCHEMA
from zhiheng.core.screening.surroundings import (
    APPLICANTS,
    DOCUMENTS,
    INVENTORS,
    NUMBER,
    PATENTS,
    Tables,
)

ADDRESSES = "addresses"
TEXTS = (ABSTRACT, CLAIMS, DESCRIPTION)
# The party of each name of a record's column, by its place there.
Mentions = Mapping[tuple[str, str], Mapping[int, str]]
_PARTIES = {"applicant_parties": APPLICANTS, "inventor_parties": INVENTORS}
_FROM_PATENTS = tuple(name for name in SCHEMA.names if name not in (*TEXTS, *_PARTIES, ADDRESSES))


def read_filings(
    engine: Engine, tables: Tables, numbers: ir.Table, *, descriptions: bool
) -> pa.Table:
    """Return the filings of some numbers, in the order of their numbers.

    Descriptions are long; without them the column is empty.
    """
    patents = tables[PATENTS].semi_join(numbers, NUMBER).select(*_FROM_PATENTS)
    wanted = (ABSTRACT, CLAIMS, ADDRESSES, *([DESCRIPTION] if descriptions else []))
    read = engine.run(with_texts(tables, patents, wanted).order_by(NUMBER))
    return with_parties(read, _mentions(engine, tables, numbers))


def read_numbers(
    engine: Engine, tables: Tables, numbers: Sequence[str], *, descriptions: bool = False
) -> pa.Table:
    """Return the filings of numbers given as a list; one that is not registered is left out."""
    chosen = pa.table({NUMBER: pa.array(sorted(set(numbers)), pa.string())})
    if not chosen.num_rows:
        return SCHEMA.empty_table()
    return read_filings(engine, tables, ibis.memtable(chosen), descriptions=descriptions)


def with_texts(tables: Tables, chosen: ir.Table, texts: Sequence[str]) -> ir.Table:
    """Add columns of the documents, each from the latest document that has it."""
    documents = tables[DOCUMENTS].semi_join(chosen, NUMBER)
    day = documents.publication_date.fill_null(ibis.date("0001-01-01"))
    latest = documents.group_by(NUMBER).aggregate(
        **{name: documents[name].argmax(day, where=documents[name].notnull()) for name in texts}
    )
    return chosen.left_join(latest, NUMBER).drop(f"{NUMBER}_right")


def with_parties(rows: pa.Table, mentions: Mentions) -> pa.Table:
    """Add the parties of applicants and inventors, by place."""
    numbers = rows[NUMBER].to_pylist()
    added = rows
    for name, column in _PARTIES.items():
        added = added.append_column(name, [_placed(rows, column, numbers, mentions)])
    return shaped(added, SCHEMA)


def _mentions(engine: Engine, tables: Tables, numbers: ir.Table) -> Mentions:
    mentions = tables[MENTIONS]
    own = mentions.filter(
        mentions.register == PATENTS, mentions.column.isin(list(_PARTIES.values()))
    )
    own = own.semi_join(numbers, [("record", NUMBER)])
    read = engine.run(own.select("record", "column", "position", "party"))
    found: dict[tuple[str, str], dict[int, str]] = {}
    for batch in read.to_batches():
        columns = (batch.column(index).to_pylist() for index in range(4))
        for record, column, position, party in zip(*columns, strict=True):
            found.setdefault((record, column), {})[position] = party or ""
    return found


def _placed(rows: pa.Table, column: str, numbers: list[str], mentions: Mentions) -> pa.Array:
    nothing: Mapping[int, str] = {}
    lists = [
        [
            mentions.get((number, column), nothing).get(place, "")
            for place in range(len(names or []))
        ]
        for number, names in zip(numbers, rows[column].to_pylist(), strict=True)
    ]
    return pa.array(lists, pa.list_(pa.string()))
