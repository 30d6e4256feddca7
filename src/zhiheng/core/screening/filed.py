"""Filings of one kind, as one Arrow table: what patents and marks have in common when screened.

One row a filing, named by one column. Every kind has the columns `filing_date`, `division`,
`applicants`, `applicant_parties`, `addresses`, `agency` and `agency_code`, so that circles, rings,
the white list and what the office keeps read all kinds alike. A missing list is empty, a missing
text is "". The parties are the numbers of the register `parties`, in the order of the names, ""
where a name was not resolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

LIST = pa.list_(pa.string())
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Filed:
    """Filings of `SCHEMA`, named by the column `KEY`; `asked` says which were asked about.

    The others stand beside them: earlier filings of the same circles, and what is published.
    """

    SCHEMA: ClassVar[pa.Schema]
    KEY: ClassVar[str]

    table: pa.Table
    asked: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], *, asked: Iterable[str] | None = None) -> Self:
        """Make filings of dictionaries; columns left out are empty, by default all are asked."""
        empty = _empty(cls.SCHEMA)
        given = [{name: row.get(name, empty[name]) for name in cls.SCHEMA.names} for row in rows]
        table = pa.Table.from_pylist(given, cls.SCHEMA)
        wanted = None if asked is None else set(asked)
        flags = [wanted is None or row[cls.KEY] in wanted for row in given]
        return cls(table, np.array(flags, np.bool_))

    @classmethod
    def among(cls, table: pa.Table, asked: set[str]) -> Self:
        """Return a table of `SCHEMA` as filings of which those in `asked` were asked about."""
        flags = [number in asked for number in table[cls.KEY].to_pylist()]
        return cls(table, np.array(flags, np.bool_))

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers of the filings, row by row."""
        return self.values(self.KEY)

    @property
    def applications(self) -> list[str]:
        """What is counted, row by row: the applications, which rows of several classes share."""
        return self.numbers

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each number."""
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


def shaped(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table of exactly `schema`: no missing lists, no missing texts of a filing."""
    columns = []
    for column in schema:
        if column.name not in rows.column_names:
            empty: Any = [] if pa.types.is_list(column.type) else ""
            values = pa.array([empty] * rows.num_rows, column.type)
            columns.append(pa.chunked_array([values], column.type))
            continue
        cast = pc.cast(rows[column.name], column.type)
        columns.append(_filled(cast, column.type))
    return pa.table(columns, schema=schema)


def _filled(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_string(kind):
        return pc.fill_null(column, "")
    if pa.types.is_list(kind) and column.null_count:
        return pa.chunked_array([pa.array([each or [] for each in column.to_pylist()], kind)], kind)
    return column


def _empty(schema: pa.Schema) -> dict[str, Any]:
    return {
        field.name: [] if field.type == LIST else "" if field.type == pa.string() else None
        for field in schema
    }
