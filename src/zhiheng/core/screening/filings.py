"""The filings that are looked at, and those beside which they are looked at, as one Arrow table.

One row an application (see `filed`). Texts are as published. Drafts that nobody filed yet are rows
too, under what their owner calls them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.screening.filed import LIST, Filed, Rows

# fmt: off
__all__ = [
    "ABSTRACT", "CLAIMS", "DESCRIPTION", "SCHEMA", "Filings", "Rows", "subset", "text_column",
]
# fmt: on

SCHEMA = pa.schema(
    [
        ("application_number", pa.string()),
        ("right", pa.string()),  # invention, utility_model, design
        ("title", pa.string()),
        ("filing_date", pa.date32()),
        ("publication_date", pa.date32()),
        ("grant_date", pa.date32()),
        ("division", pa.string()),
        ("applicants", LIST),
        ("applicant_parties", LIST),
        ("addresses", LIST),
        ("inventors", LIST),
        ("inventor_parties", LIST),
        ("agency", pa.string()),
        ("agency_code", pa.string()),
        ("ipc_main", pa.string()),
        ("ipc", LIST),
        ("priorities", LIST),
        ("related", LIST),
        ("abstract", pa.string()),
        ("claims", LIST),
        ("description", pa.string()),
    ]
)
CLAIMS, ABSTRACT, DESCRIPTION = "claims", "abstract", "description"


@dataclass(frozen=True)
class Filings(Filed):
    """Patent applications, one row each; texts are as published."""

    SCHEMA = SCHEMA
    KEY = "application_number"

    def texts(self, part: str) -> Texts:
        """Return a part of every filing's text; claims are joined line by line."""
        return Texts.from_arrow(text_column(self.table, part))


def text_column(table: pa.Table, part: str) -> pa.ChunkedArray:
    """Return a part of the texts as one column of strings, claims joined line by line."""
    import pyarrow.compute as pc

    column = table[part]
    if part == CLAIMS:
        column = pc.binary_join(pc.fill_null(column.cast(LIST), []), "\n")
    return pc.fill_null(column.cast(pa.large_string()), "")


def subset(filings: Filings, rows: Sequence[int] | Rows) -> Filings:
    """Return some of the filings, in the order asked for."""
    chosen = np.asarray(rows, np.int64)
    return Filings(filings.table.take(pa.array(chosen)), filings.asked[chosen])
