"""Published filings of anybody that share whole passages with those asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.engine import Engine
from zhiheng.core.screening.filings import ABSTRACT, CLAIMS, text_column
from zhiheng.core.screening.passages import Passages
from zhiheng.core.screening.surroundings import DOCUMENTS, NUMBER, Tables

AT_ONCE = 20_000  # documents held in memory at a time
MOST = 5_000  # look-alikes taken beside; those that share most are taken first
LEAST_SHARED = 0.5  # such as two sampled passages that only one application has, in two documents
MOST_MET = 50  # a passage in more documents than this is a set phrase


def look_alikes(
    engine: Engine, tables: Tables, rows: pa.Table, *, without: ir.Table | None, on: date
) -> list[str]:
    """Return the numbers of at most `MOST` published filings that share passages with these rows.

    `without` are numbers that stand beside them already. Only what was published by the day is
    looked at: what somebody else filed and nobody may see yet plays no part.
    """
    if not rows.num_rows:
        return []
    passages = Passages.of(_texts(rows))
    published = _published(tables, without, on)
    for batch in _batches(engine, published):
        passages.pass_by(_texts(batch))
    shared: dict[str, float] = {}
    for batch in _batches(engine, published):
        weights = passages.shared(_texts(batch), most_met=MOST_MET)
        for number, weight in zip(batch[NUMBER].to_pylist(), weights.tolist(), strict=True):
            if weight >= LEAST_SHARED:
                shared[number] = max(weight, shared.get(number, 0.0))
    return sorted(shared, key=lambda number: (-shared[number], number))[:MOST]


def _published(tables: Tables, without: ir.Table | None, on: date) -> ir.Table:
    documents = tables[DOCUMENTS]
    documents = documents.filter(documents.publication_date <= ibis.date(on))
    if without is not None:
        documents = documents.anti_join(without, NUMBER)
    return documents.select(NUMBER, ABSTRACT, CLAIMS)


def _batches(engine: Engine, chosen: ir.Table) -> Iterator[pa.Table]:
    for batch in engine.stream(chosen, rows=AT_ONCE):
        yield pa.Table.from_batches([batch])


def _texts(rows: pa.Table) -> Texts:
    """Return abstract and claims as one text a filing."""
    parts = [text_column(rows, part) for part in (ABSTRACT, CLAIMS)]
    between = pa.scalar("\n", pa.large_string())
    return Texts.from_arrow(pc.binary_join_element_wise(*parts, between))
