"""Where analyses run: DuckDB in this process, or Apache Spark at a configured address.

An analysis builds an Ibis expression over the tables an engine hands out, and the engine runs
it; the expression is the same on both. DuckDB reads the Parquet files that the Delta table
names, since its own delta extension would have to be downloaded at run time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.declarations.models import Register
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake


class Engine(Protocol):
    """Hands out the tables of the lake and runs expressions over them."""

    def table(self, register: Register, *, version: int | None = None) -> ir.Table:
        """Return a register's table at its newest or at an earlier version."""
        ...

    def run(self, expression: ir.Expr) -> pa.Table:
        """Run an expression and return its rows."""
        ...

    def version(self, register: Register) -> int:
        """Return the version `table` hands out when none is named; -1 where nothing is stored."""
        ...


@dataclass(frozen=True)
class _View:
    name: str
    version: int
    schema: ibis.Schema
    dataset: Any = None


class DuckEngine:
    """DuckDB inside this process; safe to share between threads.

    A view is made per table and version, so a statement that has started keeps reading the
    version it was planned on while an import commits the next.
    """

    def __init__(self, lake: Lake, *, threads: int = 0, memory_limit: str = "") -> None:
        """Open an empty in-memory database over the lake; 0 threads means all cores."""
        self._lake = lake
        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute("SET parquet_metadata_cache = true")
        if threads:
            self._connection.execute(f"SET threads = {int(threads)}")
        if memory_limit:
            self._connection.execute(f"SET memory_limit = '{memory_limit}'")
        self._views: dict[tuple[str, int], _View] = {}
        self._current: dict[str, Any] = {}
        self._lock = threading.Lock()

    def table(self, register: Register, *, version: int | None = None) -> ir.Table:
        """Return a register's table at its newest or at an earlier version."""
        view = self._view(register, version)
        return ibis.table(view.schema, name=view.name)

    def version(self, register: Register) -> int:
        """Return the newest version on the lake; -1 where nothing is stored."""
        with self._lock:
            table = self._newest(register)
        return -1 if table is None else int(table.version())

    def run(self, expression: ir.Expr) -> pa.Table:
        """Compile the expression and run it on a cursor of its own."""
        return self.execute(ibis.to_sql(expression, dialect="duckdb"))

    def execute(self, sql: str) -> pa.Table:
        """Run one SQL statement over the views handed out so far."""
        return self._cursor().sql(sql).to_arrow_table()

    def stream(self, expression: ir.Expr, *, rows: int = 50_000) -> pa.RecordBatchReader:
        """Run an expression and hand its rows out in batches, without holding them all."""
        relation = self._cursor().sql(ibis.to_sql(expression, dialect="duckdb"))
        return relation.to_arrow_reader(rows)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        for view in list(self._views.values()):
            if view.dataset is not None:
                cursor.register(view.name, view.dataset)
        return cursor

    def _newest(self, register: Register) -> Any:
        table = self._current.get(register.name)
        if table is None:
            table = self._lake.open(register.name)
            self._current[register.name] = table
        else:
            table.update_incremental()
        return table

    def _view(self, register: Register, version: int | None) -> _View:
        with self._lock:
            table = (
                self._newest(register)
                if version is None
                else self._lake.open(register.name, version=version)
            )
            known = -1 if table is None else int(table.version())
            view = self._views.get((register.name, known))
            if view is None:
                view = self._make_view(register, known, table)
                self._views[register.name, known] = view
            return view

    def _make_view(self, register: Register, version: int, table: Any) -> _View:
        name = f"{register.name}@{version}" if version >= 0 else f"{register.name}@empty"
        declared = table_schema(register)
        schema = ibis.Schema.from_pyarrow(declared)
        files = [] if table is None else table.file_uris()
        if not files:
            return _View(name, version, schema, declared.empty_table())
        if not self._lake.is_local:
            return _View(name, version, schema, table.to_pyarrow_dataset())
        columns = ", ".join(f'"{column}"' for column in declared.names)
        listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        self._connection.execute(
            f'CREATE OR REPLACE VIEW "{name}" AS '
            f"SELECT {columns} FROM read_parquet([{listed}], union_by_name = true)"
        )
        return _View(name, version, schema)


class SparkEngine:
    """Apache Spark at an address such as `local[2]` or `spark://host:7077`."""

    def __init__(self, lake: Lake, address: str) -> None:
        """Start or join a session; needs the `spark` extra and a Java runtime."""
        from pyspark.sql import SparkSession

        self._lake = lake
        self._session = (
            SparkSession.builder.master(address)
            .appName("zhiheng")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
        self._backend = ibis.pyspark.connect(self._session)

    def table(self, register: Register, *, version: int | None = None) -> ir.Table:
        """Return a register's table at its newest or at an earlier version."""
        table = self._lake.open(register.name, version=version)
        declared = table_schema(register)
        if table is None:
            frame = self._session.createDataFrame(declared.empty_table().to_pandas())
        else:
            frame = self._session.read.parquet(*table.file_uris()).select(*declared.names)
        name = f"{register.name}_{version}".replace("-", "_")
        frame.createOrReplaceTempView(name)
        return self._backend.table(name)

    def version(self, register: Register) -> int:
        """Return the newest version on the lake; -1 where nothing is stored."""
        version = self._lake.version(register.name)
        return -1 if version is None else version

    def run(self, expression: ir.Expr) -> pa.Table:
        """Run an expression on Spark and return its rows."""
        return self._backend.to_pyarrow(expression)

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()


def open_engine(
    lake: Lake,
    *,
    spark: str = "",
    connect_spark: Callable[[Lake, str], Engine] = SparkEngine,
    threads: int = 0,
) -> Engine:
    """Return Spark when an address is configured, else DuckDB in this process."""
    return connect_spark(lake, spark) if spark else DuckEngine(lake, threads=threads)
