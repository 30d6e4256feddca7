"""Bringing the daily changes of indicators up to date with the registers they are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from zhiheng.core.analyses.indicator_changes import CHANGES, changes_of, measures, registers_of
from zhiheng.core.analyses.indicator_sums import COLUMNS, FOLLOWS, Followed, followed
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Counted
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.schema import LINEAGE, table_schema
from zhiheng.core.lake.tables import Lake

# A register with fewer rows is counted in a few milliseconds; its changes are not kept.
LEAST_ROWS = 10_000
CITY = "city.division"


def refresh_changes(
    lake: Lake,
    catalogue: Catalogue,
    *,
    on: datetime,
    scratch: Path | None = None,
    least_rows: int = LEAST_ROWS,
) -> bool:
    """Write the changes of the measures whose registers changed; tell whether any had.

    The caller holds the lake for writing. Measures of registers that stayed keep their rows.
    """
    if CHANGES not in catalogue.registers:
        return False
    engine = DuckEngine(
        lake, memory_limit="1GB", scratch=str(scratch / "changes") if scratch else ""
    )
    city = str(catalogue.value(CITY, on=on.date()).value)
    wanted = _wanted(engine, catalogue, least_rows)
    known = _newest(lake)
    kept = [
        name
        for name, (counted, _) in wanted.items()
        if known.city == city and known.holds(name, _versions(engine, catalogue, counted))
    ]
    if len(kept) == len(wanted) == len(known.measures):
        return False
    follows = {
        "city": city,
        "measures": {
            name: _versions(engine, catalogue, counted) for name, (counted, _) in wanted.items()
        },
    }
    rows = _rows(engine, catalogue, wanted, kept, city)
    notes = {FOLLOWS: json.dumps(follows, sort_keys=True)}
    lake.replace(catalogue.register(CHANGES), rows, notes=notes)
    return True


def _wanted(
    engine: DuckEngine, catalogue: Catalogue, least_rows: int
) -> dict[str, tuple[Counted, str]]:
    """Return the measures of registers that are large."""
    declared = measures(catalogue)
    large = {}
    for name in {counted.register_ for counted, _ in declared.values()}:
        table = engine.table(catalogue.register(name))
        large[name] = engine.run(table.count().as_table())[0][0].as_py() >= max(least_rows, 1)
    return {name: told for name, told in sorted(declared.items()) if large[told[0].register_]}


def _versions(engine: DuckEngine, catalogue: Catalogue, counted: Counted) -> dict[str, int]:
    names = registers_of(catalogue, counted)
    return {name: engine.version(catalogue.register(name)) for name in names}


def _newest(lake: Lake) -> Followed:
    commits = lake.commits(CHANGES)
    return followed(commits[0]) if commits else Followed(-1, "", {})


def _rows(
    engine: DuckEngine,
    catalogue: Catalogue,
    wanted: Mapping[str, tuple[Counted, str]],
    kept: list[str],
    city: str,
) -> pa.RecordBatchReader:
    """Return the rows of all measures, in the order of their names: a figure reads few files."""
    register = catalogue.register(CHANGES)
    schema = table_schema(register)
    stored = engine.table(register)
    # Made before the rows are asked for: the lake cannot be opened while it is written.
    made = {
        name: stored.filter(stored.measure == name)
        if name in kept
        else changes_of(engine, catalogue, counted, by=by, city=city)
        for name, (counted, by) in wanted.items()
    }

    def batches() -> Iterator[pa.RecordBatch]:
        for name, changes in made.items():
            ordered = changes.select(*COLUMNS).order_by("division", "day", "until")
            for batch in engine.stream(ordered):
                yield _shaped(batch, name, schema)

    return pa.RecordBatchReader.from_batches(schema, batches())


def _shaped(batch: pa.RecordBatch, measure: str, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch with its measure; a change is made of many rows and bears no lineage."""
    told = {name: batch.column(name) for name in COLUMNS}
    told["measure"] = pa.array([measure] * batch.num_rows, pa.string())
    arrays = [
        pa.nulls(batch.num_rows, column.type)
        if column.name in LINEAGE.names
        else told[column.name].cast(column.type)
        for column in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
