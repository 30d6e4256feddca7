"""Taking a feed in: import it, then bring the registers that are derived from others up to date.

A derived register notes in each commit up to which import it follows the registers it is derived
from. What was imported since, by this run or by one that was killed before it came so far, is
found by that note and followed now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.analyses.derived import Analysis, imported_below, in_order
from zhiheng.core.analyses.indicator_refreshing import refresh_changes
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Register
from zhiheng.core.engine import DuckEngine
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.feeds.reading import Progress
from zhiheng.core.feeds.storage import storage_problems
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import GONE, Lake, empty_rows
from zhiheng.core.search.indexing import follow_lake

THROUGH = "folded_through"
# Keys computed at a time: keeps the memory of a refresh flat whatever the register's size.
FOLD_ROWS = 250_000
# Where a key has several rows they are held in memory together while they are exchanged.
ROWS_A_KEY = 5
KEY = "touched_key"


def take_in(
    paths: list[Path],
    settings: ImportSettings,
    *,
    on: datetime,
    report: Callable[[Progress], None] = lambda progress: None,
) -> ImportReport:
    """Import the files, derive what they touched and index it, holding the lake throughout."""
    with settings.lake.writing():
        outcome = import_feed(paths, settings, on=on, report=report)
        with storage_problems(settings.scratch):
            refresh_derived(settings.lake, settings.catalogue, on=on, scratch=settings.scratch)
            _follow(settings, on)
    return outcome


def _follow(settings: ImportSettings, on: datetime) -> None:
    """Bring the search index to what the lake holds now, here or on its server."""
    lake, catalogue = settings.lake, settings.catalogue
    if settings.search_server:
        # Here, because the client of the server is an extra that few have.
        from zhiheng.core.search.opensearch_writing import update_server

        update_server(lake, catalogue, settings.search_server, on=on)
        return
    follow_lake(lake, catalogue, settings.index, on=on, scratch=settings.scratch)


def refresh_derived(
    lake: Lake,
    catalogue: Catalogue,
    *,
    on: datetime,
    anew: bool = False,
    scratch: Path | None = None,
) -> None:
    """Bring every derived register up to date, in the order in which they read each other.

    Only what was touched since is computed where the analysis allows it; `anew` computes
    everything. What is larger than the memory is put down in the folder `scratch`.
    """
    spill = str(scratch / "fold") if scratch else ""
    engine = DuckEngine(lake, memory_limit="1GB", scratch=spill)
    refresh = Refresh(lake, catalogue, engine, on)
    for analysis in in_order(catalogue):
        refresh.bring_up(analysis, anew=anew)
    # Loaded here: the compiler behind it takes a second, and most commands import nothing.
    from zhiheng.core.analyses.parties.refreshing import refresh_parties

    refresh_parties(lake, catalogue, on=on, scratch=scratch)
    refresh_changes(lake, catalogue, on=on, scratch=scratch)


def folded_through(lake: Lake, register: str) -> str:
    """Return the id of the last import that a derived register follows, "" before the first."""
    return max((commit.notes.get(THROUGH, "") for commit in lake.commits(register)), default="")


@dataclass
class Refresh:
    """One pass over the derived registers."""

    lake: Lake
    catalogue: Catalogue
    engine: DuckEngine
    on: datetime
    _newest: dict[str, str] = field(default_factory=dict)

    def bring_up(self, analysis: Analysis, *, anew: bool) -> None:
        """Bring one derived register up to date; nothing is written where nothing changed."""
        register = self.catalogue.register(analysis.output)
        newest = {name: self.newest_import(name) for name in imported_below(analysis)}
        latest = max(newest.values(), default="")
        through = "" if anew or self._has_other_columns(register) else self._through(register)
        if latest <= through:
            return
        changed = [name for name, import_id in newest.items() if import_id > through]
        notes = {THROUGH: latest}
        if through and all(name in analysis.keys for name in changed):
            touched = self._touched(analysis, changed, through)
            rows = self._in_parts(analysis, register, touched, replacing=True)
            self._put(register, rows, notes)
        elif analysis.keys:
            everything = self._touched(analysis, list(newest), "")
            rows = self._in_parts(analysis, register, everything, replacing=False)
            self.lake.replace(register, rows, notes=notes)
        else:
            self.lake.replace(register, self._whole(analysis, register), notes=notes)

    def newest_import(self, name: str) -> str:
        """Return the id of the newest import that a register holds rows of, "" without rows."""
        if name not in self._newest:
            table = self.engine.table(self.catalogue.register(name))
            found = self.engine.run(table.aggregate(newest=table.import_id.max()))
            self._newest[name] = found["newest"][0].as_py() or ""
        return self._newest[name]

    def _through(self, register: Register) -> str:
        return folded_through(self.lake, register.name)

    def _has_other_columns(self, register: Register) -> bool:
        """Tell whether the table was written before its declaration changed."""
        table = self.lake.open(register.name)
        if table is None:
            return False
        stored = {column.name for column in table.schema().fields}
        return stored != set(table_schema(register).names)

    def _tables(self, analysis: Analysis) -> dict[str, ir.Table]:
        return {name: self.engine.table(self.catalogue.register(name)) for name in analysis.inputs}

    def _touched(self, analysis: Analysis, names: list[str], through: str) -> ir.Table:
        """Return the keys that rows of these registers bear which were imported since."""
        keys = []
        for name in names:
            if name in analysis.keys:
                table = self.engine.table(self.catalogue.register(name))
                since = table.filter(table.import_id > through) if through else table
                keys.append(since.select(**{KEY: since[analysis.keys[name]]}))
        united = ibis.union(*keys, distinct=True) if len(keys) > 1 else keys[0].distinct()
        return united.filter(united[KEY].notnull())

    def _in_parts(
        self, analysis: Analysis, register: Register, touched: ir.Table, *, replacing: bool
    ) -> pa.RecordBatchReader:
        """Compute the touched keys part by part, newest first, as one stream of rows.

        Replacing, a row says of itself whether it is `GONE`: stored, but no longer computed.
        """
        several = replacing and _has_several_rows(analysis, register)
        schema = _with_gone(table_schema(register)) if several else table_schema(register)
        count = self.engine.run(touched.count().as_table())[0][0].as_py()
        parts = count // (max(FOLD_ROWS // ROWS_A_KEY, 1) if several else FOLD_ROWS) + 1
        # Opened before the rows are asked for: the lake cannot be opened while it is written.
        inputs = self._tables(analysis)
        stored = self.engine.table(register)

        def batches() -> Iterator[pa.RecordBatch]:
            for part in range(parts):
                chosen = touched if parts == 1 else _part(touched, part, parts, analysis)
                tables = {
                    name: self._chosen(table, chosen, analysis.keys.get(name))
                    for name, table in inputs.items()
                }
                computed = self._compute(analysis, tables)
                if several:
                    kept = self._chosen(stored, chosen, analysis.keys[register.name])
                    yield from self._exchanged(register, kept, computed)
                else:
                    yield from (_shaped(batch, schema) for batch in computed)

        return pa.RecordBatchReader.from_batches(schema, batches())

    def _chosen(self, table: ir.Table, chosen: ir.Table, column: str | None) -> ir.Table:
        return table if column is None else table.semi_join(chosen, table[column] == chosen[KEY])

    def _exchanged(
        self, register: Register, stored: ir.Table, computed: pa.RecordBatchReader
    ) -> Iterator[pa.RecordBatch]:
        """Yield the computed rows, then the keys of stored rows that are not among them."""
        plain, schema = table_schema(register), _with_gone(table_schema(register))
        rows = pa.Table.from_batches((_shaped(batch, plain) for batch in computed), plain)
        yield from _marked(rows, gone=False).cast(schema).to_batches()
        before = self.engine.run(stored.select(*register.key))
        lost = before.join(rows.select(register.key), register.key, join_type="left anti")
        yield from (_shaped(batch, schema) for batch in _marked(lost, gone=True).to_batches())

    def _put(
        self, register: Register, rows: pa.RecordBatchReader, notes: Mapping[str, str]
    ) -> None:
        before = self.lake.version(register.name)
        if GONE in rows.schema.names:
            self.lake.exchange(register, rows, notes=notes)
        else:
            self.lake.upsert(register, rows, notes=notes)
        if self.lake.version(register.name) == before:
            # No row came, so that nothing was committed: note all the same how far it follows.
            self.lake.append(register, empty_rows(register), notes=notes)

    def _whole(self, analysis: Analysis, register: Register) -> pa.RecordBatchReader:
        schema = table_schema(register)
        computed = self._compute(analysis, self._tables(analysis))  # before the lake is written
        shaped = (_shaped(batch, schema) for batch in computed)
        return pa.RecordBatchReader.from_batches(schema, shaped)

    def _compute(self, analysis: Analysis, tables: Mapping[str, ir.Table]) -> pa.RecordBatchReader:
        day = self.on.date()
        if analysis.compute:
            return analysis.compute(self.engine, tables, catalogue=self.catalogue, on=day)
        assert analysis.run is not None
        return self.engine.stream(analysis.run(tables, catalogue=self.catalogue, on=day))


def _has_several_rows(analysis: Analysis, register: Register) -> bool:
    return register.key != [analysis.keys[register.name]]


def _with_gone(schema: pa.Schema) -> pa.Schema:
    return schema.append(pa.field(GONE, pa.bool_()))


def _marked(rows: pa.Table, *, gone: bool) -> pa.Table:
    return rows.append_column(GONE, pa.array([gone] * rows.num_rows, pa.bool_()))


def _shaped(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch with exactly the schema's columns; one that is missing is empty."""
    arrays = [
        pc.cast(batch.column(field.name), field.type)
        if field.name in batch.schema.names
        else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _part(touched: ir.Table, part: int, parts: int, analysis: Analysis) -> ir.Table:
    """Return one of so many equal parts by age, the newest in part 0: that is how lists begin."""
    key = touched[KEY]
    if "application_number" in analysis.keys.values():
        century = ibis.ifelse(key.startswith("0"), "20", "19")  # numbers of 8 digits, until 2003
        key = ibis.ifelse(key.length() > 10, key, century + key)
    placed = touched.mutate(part=ibis.ntile(parts).over(order_by=key.desc()))
    return placed.filter(placed.part == part).drop("part")
