"""To which strategic emerging industries does a granted invention belong, and by what?

Inputs: `patents`, `patent-documents`, the declared industry table, concordances and parameters
`strategic-industries.*`. Output: `strategic-industries`, one row a rule that a patent fits.

Method:
1. Granted inventions are asked with all their symbols, or with the main one alone
   (`strategic-industries.ipc-scope`); `core/industries` says which rules they fit and by what.
2. The text is the title and, of the latest document that has one, the abstract and the claims,
   as far as the parameter `strategic-industries.texts` names them.

Symbols and words are compared in Python, batch by batch: what a symbol fits is worked out once,
and the words asked of a text are those of the few rules that its symbols fit. The engine reads.

What it cannot say: how the office that issued the table tests its keywords.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.industries.declared import declared_rules
from zhiheng.core.industries.keywords import Text
from zhiheng.core.industries.rules import Match, Rules
from zhiheng.core.lake.schema import LINEAGE, table_schema

INPUTS = ("patents", "patent-documents")
OUTPUT = "strategic-industries"
NUMBER = "application_number"
KEY = dict.fromkeys((OUTPUT, *INPUTS, "legal-events"), NUMBER)

_PATENT = ("application_number", "title", "division", "filing_date", "grant_date")
_FROM_DOCUMENTS = ("abstract", "claims")
_BATCH = 10_000  # texts held in memory at a time
Row = dict[str, Any]


def compute(
    engine: Engine, tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date
) -> pa.RecordBatchReader:
    """Return the rows of `strategic-industries`; `on` is the day whose parameters are used."""
    rules = declared_rules(catalogue, on=on)
    main_only = catalogue.value("strategic-industries.ipc-scope", on=on).value == "main"
    texts = catalogue.value("strategic-industries.texts", on=on).value
    assert isinstance(texts, list)
    schema = table_schema(catalogue.register(OUTPUT))
    read = engine.stream(_asked(tables, texts), rows=_BATCH)

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in read:
            rows = [
                found
                for patent in batch.to_pylist()
                for found in _rows(patent, rules, texts, main_only=main_only)
            ]
            yield from pa.Table.from_pylist(rows, schema=schema).to_batches()

    return pa.RecordBatchReader.from_batches(schema, batches())


def _asked(tables: Mapping[str, ir.Table], texts: list[str]) -> ir.Table:
    """Return granted inventions with their symbols and texts, the newest first."""
    patents = tables["patents"]
    granted = (patents.right == "invention") & patents.grant_date.notnull()
    own = patents.filter(granted & patents.ipc.notnull()).select(
        *_PATENT, "ipc", "ipc_main", *LINEAGE.names
    )
    wanted = [name for name in _FROM_DOCUMENTS if name in texts]
    if wanted:
        documents = tables["patent-documents"].semi_join(own, NUMBER)
        latest = documents.group_by(NUMBER).aggregate(
            **{
                name: documents[name].argmax(
                    documents.publication_date, where=documents[name].notnull()
                )
                for name in wanted
            }
        )
        own = own.left_join(latest, NUMBER).drop(f"{NUMBER}_right")
    return own.order_by(own.application_number.desc())


def _rows(patent: Row, rules: Rules, texts: list[str], *, main_only: bool) -> Iterator[Row]:
    symbols = [patent["ipc_main"]] if main_only else patent["ipc"]
    text = Text({name: patent[name] for name in texts})
    for match in rules.matches([symbol for symbol in symbols if symbol], text):
        yield {**{name: patent[name] for name in (*_PATENT, *LINEAGE.names)}, **_told(match)}


def _told(match: Match) -> Row:
    found = match.found
    return {
        "industry": match.rule.branch.partition(".")[0],
        "branch": match.rule.branch,
        "rule": match.rule.number,
        "symbol": match.hit.symbol,
        "pattern": match.hit.place,
        "via": match.hit.via or None,
        "keyword": found.term or None,
        "keyword_in": found.where or None,
        "words": list(found.words) or None,
    }
