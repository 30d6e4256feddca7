"""The filings that are looked at, and those beside which they are looked at, as one Arrow table.

One row an application. Texts are as published; a missing list is empty, a missing text is "". The
parties are the numbers of the register `parties`, in the order of the names, "" where a name was
not resolved. Drafts that nobody filed yet are rows too, under what their owner calls them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhiheng.core.analyses.similarity.texts import Texts

_LIST = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        ("application_number", pa.string()),
        ("right", pa.string()),  # invention, utility_model, design
        ("title", pa.string()),
        ("filing_date", pa.date32()),
        ("publication_date", pa.date32()),
        ("grant_date", pa.date32()),
        ("division", pa.string()),
        ("applicants", _LIST),
        ("applicant_parties", _LIST),
        ("addresses", _LIST),
        ("inventors", _LIST),
        ("inventor_parties", _LIST),
        ("agency", pa.string()),
        ("agency_code", pa.string()),
        ("ipc_main", pa.string()),
        ("ipc", _LIST),
        ("priorities", _LIST),
        ("related", _LIST),
        ("abstract", pa.string()),
        ("claims", _LIST),
        ("description", pa.string()),
    ]
)
Rows = npt.NDArray[np.int64]
CLAIMS, ABSTRACT, DESCRIPTION = "claims", "abstract", "description"


@dataclass(frozen=True)
class Filings:
    """Filings of `SCHEMA`; `asked` says of each row whether it was asked about.

    The others stand beside them: earlier filings of the same circles, and what is published.
    """

    table: pa.Table
    asked: npt.NDArray[np.bool_]

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, Any]], *, asked: Iterable[str] | None = None
    ) -> Filings:
        """Make filings of dictionaries; columns left out are empty, by default all are asked."""
        given = [{name: row.get(name, _EMPTY.get(name)) for name in SCHEMA.names} for row in rows]
        table = pa.Table.from_pylist(given, SCHEMA)
        wanted = None if asked is None else set(asked)
        flags = [wanted is None or row["application_number"] in wanted for row in given]
        return cls(table, np.array(flags, np.bool_))

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def numbers(self) -> list[str]:
        """The application numbers, row by row."""
        return self.values("application_number")

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each application number."""
        return {number: row for row, number in enumerate(self.numbers)}

    @cached_property
    def days(self) -> list[date | None]:
        """The filing dates, row by row."""
        return self.values("filing_date")

    def values(self, column: str) -> list[Any]:
        """Return a column as a list, row by row."""
        found: list[Any] = self.table[column].to_pylist()
        return found

    def row(self, number: str) -> dict[str, Any]:
        """Return one filing with everything."""
        found: dict[str, Any] = self.table.slice(self.row_of[number], 1).to_pylist()[0]
        return found

    def texts(self, part: str) -> Texts:
        """Return a part of every filing's text; claims are joined line by line."""
        return Texts.from_arrow(text_column(self.table, part))


def text_column(table: pa.Table, part: str) -> pa.ChunkedArray:
    """Return a part of the texts as one column of strings, claims joined line by line."""
    import pyarrow.compute as pc

    column = table[part]
    if part == CLAIMS:
        column = pc.binary_join(pc.fill_null(column.cast(_LIST), []), "\n")
    return pc.fill_null(column.cast(pa.large_string()), "")


def subset(filings: Filings, rows: Sequence[int] | Rows) -> Filings:
    """Return some of the filings, in the order asked for."""
    chosen = np.asarray(rows, np.int64)
    return Filings(filings.table.take(pa.array(chosen)), filings.asked[chosen])


_EMPTY: dict[str, Any] = {
    field.name: [] if field.type == _LIST else "" if field.type == pa.string() else None
    for field in SCHEMA
}
