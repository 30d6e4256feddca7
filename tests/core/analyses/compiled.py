"""An analysis compiled once and run on many small sets of rows: compiling takes longest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir

from tests.core.lake.stored import packaged, rows_of
from zhiheng.core.lake.schema import table_schema

ON = date(2026, 6, 30)
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def computed(run: Callable[..., ir.Table], inputs: tuple[str, ...], rows: Rows) -> list[Any]:
    """The declared columns an analysis computes from rows of its inputs, on DuckDB."""
    cursor = duckdb.connect()
    for name in inputs:
        cursor.register(name, rows_of(packaged().register(name), rows.get(name, [])))
    return cursor.sql(_sql(run, inputs)).to_arrow_table().drop_columns(["imported_at"]).to_pylist()


@cache
def _sql(run: Callable[..., ir.Table], inputs: tuple[str, ...]) -> str:
    tables = {
        name: ibis.table(
            ibis.Schema.from_pyarrow(table_schema(packaged().register(name))), name=name
        )
        for name in inputs
    }
    expression = run(tables, catalogue=packaged(), on=ON)
    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
