"""The kernel as Ibis expressions, so that DuckDB and Spark run it over a register's text column.

    pairs = similar_pairs(engine.table(register), key="application_number", text="abstract")
    engine.run(pairs)  # a, b, jaccard

Keys of bands and exact Jaccard indices are Arrow functions, which call the same kernels as
`find_near_duplicates`; what brings texts with a common key together is a join, which the engine
may spread over disks and machines. The pairs are those of `find_near_duplicates` by sketches:

1. Copies: documents with the same text are one; further steps know the text only.
2. Keys: one per band; two texts with a common key are candidates. In a crowd, more than `CROWD`
   texts with one key, each is a candidate with those of its own and of the next `CROWD` only.
3. The exact index of every candidate; what is below the threshold is dropped.
4. Copies are told as by `told_for_copies`.

`a` is the smaller identifier. Identifiers are different and not null; a text that is null or has
fewer than three characters is in no pair.

Differences: candidates are not thinned out by sketches that agree in too few places (which loses
three pairs in a million there), and of crowds other pairs may be told.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from zhiheng.core.analyses.similarity.bands import CROWD, Plan, band_keys, plan
from zhiheng.core.analyses.similarity.near_duplicates import MOST_COPIES, checked_threshold
from zhiheng.core.analyses.similarity.shingles import SIZE
from zhiheng.core.analyses.similarity.sketches import sketches_of
from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.analyses.similarity.verification import jaccard_indices


def keys_of_bands(texts: pa.Array, thresholds: pa.Array) -> pa.Array:
    """Return the keys of every text, one per band (band·2³² + key); none for one too short.

    The threshold is the same in all rows. DuckDB hands columns in pieces (`pa.ChunkedArray`).
    """
    given = Texts.from_arrow(texts)
    chosen = np.flatnonzero(given.lengths() >= SIZE)
    if not len(chosen):
        return pa.array([[]] * len(given), pa.list_(pa.int64()))
    # A number in a statement of Spark is a decimal.
    bands = _plan(float(thresholds[0].as_py())).bands
    keys = band_keys(sketches_of(given, chosen, workers=1), bands).astype(np.int64)
    keys += np.arange(len(bands), dtype=np.int64)[:, None] << 32
    counts = np.zeros(len(given) + 1, np.int32)
    counts[chosen + 1] = len(bands)
    values = pa.array(np.ascontiguousarray(keys.T).ravel())
    return pa.ListArray.from_arrays(pa.array(np.cumsum(counts, dtype=np.int32)), values)


def indices_of_pairs(ones: pa.Array, others: pa.Array) -> pa.Array:
    """Return the exact Jaccard index of two texts in every row."""
    both = Texts.joined([Texts.from_arrow(ones), Texts.from_arrow(others)])
    first = np.arange(len(ones), dtype=np.uint64)
    pairs = (first << np.uint64(32)) | (first + np.uint64(len(ones)))
    return pa.array(jaccard_indices(both, pairs, workers=1))


@lru_cache(maxsize=8)
def _plan(threshold: float) -> Plan:
    return plan(threshold)


band_keys_of: Any = ibis.udf.scalar.pyarrow(
    keys_of_bands, signature=((dt.string, dt.float64), dt.Array(dt.int64))
)
jaccard_index_of: Any = ibis.udf.scalar.pyarrow(
    indices_of_pairs, signature=((dt.string, dt.string), dt.float64)
)


def similar_pairs(
    table: ir.Table,
    *,
    key: str,
    text: str,
    threshold: float = 0.5,
    most_copies: int = MOST_COPIES,
) -> ir.Table:
    """Return the pairs of rows whose texts have an index of at least the threshold.

    Columns `a`, `b` (of the column `key`, the smaller first) and `jaccard`.
    """
    checked_threshold(threshold)
    documents = _documents(table.select(id=table[key], text=table[text]))
    texts = documents.filter(documents.copy == 0).select("leader", "text")
    candidates = _candidates(texts, threshold)
    verified = _verified(candidates, texts, threshold)
    return _between(verified, documents, most_copies).union(_within(documents, most_copies))


def _documents(given: ir.Table) -> ir.Table:
    """Add to every document the first with the same text, and the how-manieth copy it is."""
    same = ibis.window(group_by=given.text, order_by=given.id)
    return given.filter(given.text.length() >= SIZE).mutate(
        leader=given.id.first().over(same), copy=ibis.row_number().over(same)
    )


def _candidates(texts: ir.Table, threshold: float) -> ir.Table:
    """Pair texts with a common key, in a crowd only with neighbours."""
    keyed = texts.select("leader", key=band_keys_of(texts.text, threshold).unnest())
    numbered = keyed.mutate(
        row=ibis.row_number().over(ibis.window(group_by=keyed.key, order_by=keyed.leader))
    )
    ones = numbered.select("key", one=numbered.leader, part=numbered.row // CROWD)
    # To its own part and to the one before: each text meets those of its part and of the next.
    own = numbered.select("key", other=numbered.leader, part=numbered.row // CROWD)
    before = own.filter(own.part > 0)
    others = own.union(before.mutate(part=before.part - 1))
    met = ones.join(others, ["key", "part"])
    return met.filter(met.one < met.other).select("one", "other").distinct()


def _verified(candidates: ir.Table, texts: ir.Table, threshold: float) -> ir.Table:
    ones = texts.select(one=texts.leader, one_text=texts.text)
    others = texts.select(other=texts.leader, other_text=texts.text)
    found = candidates.join(ones, "one").join(others, "other")
    found = found.select("one", "other", jaccard=jaccard_index_of(found.one_text, found.other_text))
    return found.filter(found.jaccard >= threshold)


def _between(verified: ir.Table, documents: ir.Table, most: int) -> ir.Table:
    """Tell pairs of texts for their copies, up to so many of each."""
    told = documents.filter(documents.copy < most)
    ones = told.select(one=told.leader, one_id=told.id)
    others = told.select(other=told.leader, other_id=told.id)
    found = verified.join(ones, "one").join(others, "other")
    return found.select(
        a=ibis.least(found.one_id, found.other_id),
        b=ibis.greatest(found.one_id, found.other_id),
        jaccard=found.jaccard,
    )


def _within(documents: ir.Table, most: int) -> ir.Table:
    """Pair copies with one another: the first so many, each further one with the first."""
    told = documents.filter(documents.copy < most)
    ones = told.select("leader", a=told.id, earlier=told.copy)
    others = documents.select("leader", b=documents.id, later=documents.copy)
    found = ones.join(others, "leader")
    paired = (found.earlier < found.later) & ((found.later < most) | (found.earlier == 0))
    return found.filter(paired).select("a", "b", jaccard=ibis.literal(1.0))
