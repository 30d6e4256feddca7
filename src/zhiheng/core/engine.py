"""Where analyses run: DuckDB in this process, or Apache Spark at a configured address.

An analysis builds an Ibis expression over the tables an engine hands out, and the engine runs
it; the expression is the same on both. DuckDB reads the Parquet files that the Delta table
names, since its own delta extension would have to be downloaded at run time.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

import duckdb
import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.expr.operations.udf import InputType

from zhiheng.core.declarations.models import Register
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

# Versions whose files are remembered. An expression over one that was forgotten finds it again.
REMEMBERED = 64
DUCK_TYPES: Mapping[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.date32(): "DATE",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.list_(pa.string()): "VARCHAR[]",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
}
SPARK_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


class Engine(Protocol):
    """Hands out the tables of the lake and runs expressions over them."""

    def table(self, register: Register, *, version: int | None = None) -> ir.Table:
        """Return a register's table at its newest or at an earlier version."""
        ...

    def run(self, expression: ir.Expr) -> pa.Table:
        """Run an expression and return its rows."""
        ...

    def stream(self, expression: ir.Expr, *, rows: int = 50_000) -> pa.RecordBatchReader:
        """Run an expression and hand its rows out in batches."""
        ...

    def version(self, register: Register) -> int:
        """Return the version `table` hands out when none is named; -1 where nothing is stored."""
        ...


@dataclass(frozen=True)
class Stored:
    """One version of a register's table as it lies in the lake; -1 is the empty one before all.

    `columns` are those that the table had by then: a declaration may have gained others since.
    """

    register: Register
    version: int
    files: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset()
    dataset: Any = None

    @property
    def name(self) -> str:
        """Return the name under which expressions mention it."""
        return f"{self.register.name}@{self.version}"

    def unbound(self) -> ir.Table:
        """Return the table as expressions use it, of no engine in particular."""
        return ibis.table(ibis.Schema.from_pyarrow(table_schema(self.register)), name=self.name)


@dataclass
class Versions:
    """Which tables an engine has handed out, by name; safe to share between threads.

    A name means one version for ever, so an expression keeps reading the version it was built
    on while imports commit the next ones.
    """

    lake: Lake
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: OrderedDict[str, Stored] = field(default_factory=OrderedDict)
    _registers: dict[str, Register] = field(default_factory=dict)
    _newest: dict[str, Any] = field(default_factory=dict)

    def newest(self, register: Register) -> int:
        """Return the newest version in the lake; -1 where nothing is stored."""
        with self._lock:
            return _version_of(self._refreshed(register))

    def stored(self, register: Register, version: int | None) -> Stored:
        """Return a register's table at its newest or at an earlier version."""
        with self._lock:
            self._registers[register.name] = register
            table = self._refreshed(register) if version is None else None
            wanted = _version_of(table) if version is None else version
            name = f"{register.name}@{wanted}"
            known = self._known.get(name)
            if known is None or known.register is not register:
                if version is not None and version >= 0:
                    table = self.lake.open(register.name, version=version)
                known = self._known[name] = self._describe(register, wanted, table)
            self._known.move_to_end(name)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            return known

    def mentioned(self, expression: ir.Expr) -> list[Stored]:
        """Return the tables an expression reads, those included that were forgotten since."""
        names = {node.name for node in expression.op().find(ops.UnboundTable)}
        return [self._named(name) for name in sorted(names)]

    def _named(self, name: str) -> Stored:
        register, _, version = name.rpartition("@")
        return self.stored(self._registers[register], int(version))

    def _refreshed(self, register: Register) -> Any:
        table = self._newest.get(register.name)
        if table is None:
            table = self._newest[register.name] = self.lake.open(register.name)
        else:
            self.lake.refresh(table)
        return table

    def _describe(self, register: Register, version: int, table: Any) -> Stored:
        files = () if table is None else self.lake.files(table)
        if not files:
            return Stored(register, version)
        columns = frozenset(field.name for field in table.schema().fields)
        dataset = None if self.lake.is_local else table.to_pyarrow_dataset()
        return Stored(register, version, files, columns, dataset)


class DuckEngine:
    """DuckDB inside this process; safe to share between threads.

    A statement names its files itself: nothing but the functions it calls is left behind in the
    database, and what a statement reads is settled before it starts.
    """

    def __init__(
        self, lake: Lake, *, threads: int = 0, memory_limit: str = "", scratch: str = ""
    ) -> None:
        """Open an empty in-memory database over the lake; 0 threads means all cores.

        `scratch` is the folder where a statement larger than the memory limit puts things down.
        """
        self._versions = Versions(lake)
        settings = {"temp_directory": scratch} if scratch else {}
        self._connection = duckdb.connect(config=settings)
        self._functions: set[str] = set()
        self._lock = threading.Lock()
        self._connection.execute("SET GLOBAL TimeZone = 'UTC'")
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute("SET parquet_metadata_cache = true")
        if threads:
            self._connection.execute(f"SET threads = {int(threads)}")
        if memory_limit:
            self._connection.execute(f"SET memory_limit = '{memory_limit}'")

    def table(self, register: Register, *, version: int | None = None) -> ir.Table:
        """Return a register's table at its newest or at an earlier version."""
        return self._versions.stored(register, version).unbound()

    def version(self, register: Register) -> int:
        """Return the newest version on the lake; -1 where nothing is stored."""
        return self._versions.newest(register)

    def run(self, expression: ir.Expr) -> pa.Table:
        """Compile the expression and run it on a cursor of its own."""
        cursor, sql = self._prepared(expression)
        return cursor.sql(sql).to_arrow_table()

    def stream(self, expression: ir.Expr, *, rows: int = 50_000) -> pa.RecordBatchReader:
        """Run an expression and hand its rows out in batches, without holding them all."""
        cursor, sql = self._prepared(expression)
        return cursor.sql(sql).to_arrow_reader(rows)

    def _prepared(self, expression: ir.Expr) -> tuple[duckdb.DuckDBPyConnection, str]:
        cursor = self._connection.cursor()
        self._provide_functions(expression)
        sources = []
        given = _given(expression)
        for table in given:
            cursor.register(table.name, table.data.to_pyarrow(table.schema))
        for stored in self._versions.mentioned(expression):
            if not stored.files:
                cursor.register(
                    _outside(stored), pa.Table.from_batches([], table_schema(stored.register))
                )
            elif stored.dataset is not None:
                cursor.register(_outside(stored), stored.dataset)
            sources.append(f'"{stored.name}" AS NOT MATERIALIZED ({_select(stored)})')
        # What was given in memory is not kept with the statement.
        sql = _compiled(expression.op()) if given else _sql(expression.op())
        rest = ", " + sql.removeprefix("WITH ") if sql.startswith("WITH ") else " " + sql
        return cursor, "WITH " + ", ".join(sources) + rest if sources else sql

    def _provide_functions(self, expression: ir.Expr) -> None:
        """Register the Arrow functions an expression calls; all cursors share them."""
        for function in _arrow_functions(expression):
            name = type(function).__name__
            with self._lock:
                if name in self._functions:
                    continue
                if not self._functions:
                    # A database that still holds functions when Python ends complains of leaks.
                    weakref.finalize(self, self._connection.close)
                self._functions.add(name)
                self._connection.create_function(
                    name,
                    function.__func__,
                    [_duck_type(each.annotation.pattern.dtype) for each in _parameters(function)],
                    _duck_type(function.dtype),
                    type="arrow",
                    null_handling="special",
                )


class SparkEngine:
    """Apache Spark at an address such as `local[2]` or `spark://host:7077`."""

    def __init__(self, lake: Lake, address: str, *, settings: Mapping[str, str] | None = None):
        """Start or join a session; needs the `spark` extra and a Java runtime."""
        from pyspark.sql import SparkSession

        self._versions = Versions(lake)
        building = SparkSession.builder.master(address).appName("zhiheng")
        for name, value in {**SPARK_SETTINGS, **(settings or {})}.items():
            building = building.config(name, value)
        # A session of its own: the views of two engines bear the same names.
        self._session = building.getOrCreate().newSession()
        for name, value in SPARK_SETTINGS.items():
            if name.startswith("spark.sql."):
                self._session.conf.set(name, value)
        if address.startswith("local"):
            # Functions run in Python processes beside this one, which need the same packages. On a
            # cluster the package is installed on the workers (PYSPARK_PYTHON names their Python).
            self._session.sparkContext.pythonExec = sys.executable
            # As many parts as processors: two hundred, which a cluster needs, only cost time here.
            parts = str(self._session.sparkContext.defaultParallelism)
            self._session.conf.set("spark.sql.shuffle.partitions", parts)
        self._backend = ibis.pyspark.connect(self._session)
        self._views: OrderedDict[str, Stored] = OrderedDict()
        self._functions: set[str] = set()
        self._lock = threading.Lock()

    def table(self, register: Register, *, version: int | None = None) -> ir.Table:
        """Return a register's table at its newest or at an earlier version."""
        return self._versions.stored(register, version).unbound()

    def version(self, register: Register) -> int:
        """Return the newest version on the lake; -1 where nothing is stored."""
        return self._versions.newest(register)

    def run(self, expression: ir.Expr) -> pa.Table:
        """Run an expression on Spark and return its rows."""
        given = _given(expression)
        with self._lock:  # a session's views are shared: none may go while a plan is made of it
            for stored in self._versions.mentioned(expression):
                self._provide(stored)
            for table in given:
                rows = table.data.to_pyarrow(table.schema)
                self._session.createDataFrame(rows).createOrReplaceTempView(f"`{table.name}`")
            for function in _arrow_functions(expression):
                self._provide_function(function)
            planned = self._session.sql(self._backend.compile(expression))
            for table in given:  # the plan holds the rows by now
                self._session.catalog.dropTempView(table.name)
        return planned.toArrow().cast(expression.as_table().schema().to_pyarrow())

    def stream(self, expression: ir.Expr, *, rows: int = 50_000) -> pa.RecordBatchReader:
        """Run an expression and hand its rows out in batches, collected here first."""
        return self.run(expression).to_reader(rows)

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()

    def _provide(self, stored: Stored) -> None:
        if self._views.get(stored.name) is not stored:
            self._frame(stored).createOrReplaceTempView(f"`{stored.name}`")
            self._views[stored.name] = stored
        self._views.move_to_end(stored.name)
        while len(self._views) > REMEMBERED:
            self._session.catalog.dropTempView(self._views.popitem(last=False)[0])

    def _provide_function(self, function: ops.ScalarUDF) -> None:
        from ibis.backends.pyspark.datatypes import PySparkType
        from pyspark.sql.functions import arrow_udf

        name = self._backend.compiler.__sql_name__(function)
        if name not in self._functions:
            # Spark tells by the annotations, pa.Array, what the function is given.
            made = arrow_udf(function.__func__, PySparkType.from_ibis(function.dtype))
            self._session.udf.register(name, made)
            self._functions.add(name)

    def _frame(self, stored: Stored) -> Any:
        from pyspark.sql.pandas.types import from_arrow_schema

        # Given the schema, Spark fills columns that older files lack, and opens none to infer it.
        schema = from_arrow_schema(table_schema(stored.register))
        if not stored.files:
            return self._session.createDataFrame([], schema)
        return self._session.read.schema(schema).parquet(*stored.files)


class PinnedEngine:
    """An engine that reads each register at one named version: the lake as it once stood."""

    def __init__(self, engine: Engine, versions: Mapping[str, int]) -> None:
        """Read through `engine`; `versions` names the version of every register asked for."""
        self._engine = engine
        self._versions = versions

    def table(self, register: Register, *, version: int | None = None) -> ir.Table:
        """Return a register's table at its pinned version."""
        return self._engine.table(register, version=self._versions[register.name])

    def version(self, register: Register) -> int:
        """Return the pinned version."""
        return self._versions[register.name]

    def run(self, expression: ir.Expr) -> pa.Table:
        """Run an expression and return its rows."""
        return self._engine.run(expression)

    def stream(self, expression: ir.Expr, *, rows: int = 50_000) -> pa.RecordBatchReader:
        """Run an expression and hand its rows out in batches."""
        return self._engine.stream(expression, rows=rows)


def open_engine(
    lake: Lake,
    *,
    spark: str = "",
    connect_spark: Callable[[Lake, str], Engine] = SparkEngine,
    threads: int = 0,
) -> Engine:
    """Return Spark when an address is configured, else DuckDB in this process."""
    return connect_spark(lake, spark) if spark else DuckEngine(lake, threads=threads)


def _arrow_functions(expression: ir.Expr) -> list[ops.ScalarUDF]:
    """Return the functions over Arrow columns that an expression calls, each once."""
    found = expression.op().find(ops.ScalarUDF)
    chosen = {type(each): each for each in found if each.__input_type__ is InputType.PYARROW}
    return list(chosen.values())


def _parameters(function: ops.ScalarUDF) -> Iterable[Any]:
    return function.__signature__.parameters.values()


def _duck_type(kind: Any) -> str:
    from ibis.backends.sql.datatypes import DuckDBType

    return str(DuckDBType.to_string(kind))


def _version_of(table: Any) -> int:
    return -1 if table is None else int(table.version())


@lru_cache(maxsize=512)
def _sql(operation: ops.Node) -> str:
    """Return an expression as SQL; the same pages and figures are asked for again and again.

    Expressions name tables by version, so a statement kept here never speaks of other data.
    """
    return _compiled(operation)


def _compiled(operation: ops.Node) -> str:
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb", pretty=False))


def _given(expression: ir.Expr) -> list[Any]:
    """Return the tables that an expression brings with it (`ibis.memtable`)."""
    return list(expression.op().find(ops.InMemoryTable))


def _outside(stored: Stored) -> str:
    return f"{stored.name}/rows"


def _select(stored: Stored) -> str:
    """Return the statement that reads every declared column, NULL where none was stored yet."""
    declared = table_schema(stored.register)
    if not stored.files:
        return f'FROM "{_outside(stored)}"'
    columns = ", ".join(
        f'"{column.name}"'
        if column.name in stored.columns
        else f'CAST(NULL AS {DUCK_TYPES[column.type]}) AS "{column.name}"'
        for column in declared
    )
    if stored.dataset is not None:
        return f'SELECT {columns} FROM "{_outside(stored)}"'
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in stored.files)
    return f"SELECT {columns} FROM read_parquet([{listed}], union_by_name = true)"
