"""Taking a feed in: import it, then bring the registers that are folded from others up to date.

A folded register notes in each commit up to which import it was folded. What was imported since,
by this run or by one that was killed before folding, is found by that note and folded now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.analyses import patent_fold
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.feeds.reading import Progress
from zhiheng.core.feeds.storage import storage_problems
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

THROUGH = "folded_through"
# Applications folded at a time: keeps the memory of a fold flat whatever the register's size.
FOLD_ROWS = 250_000


def take_in(
    paths: list[Path],
    settings: ImportSettings,
    *,
    on: datetime,
    report: Callable[[Progress], None] = lambda progress: None,
) -> ImportReport:
    """Import the files and fold what they touched, holding the lake for writing throughout."""
    with settings.lake.writing():
        outcome = import_feed(paths, settings, on=on, report=report)
        with storage_problems(settings.scratch):
            refresh_patents(settings.lake, settings.catalogue, on=on, scratch=settings.scratch)
    return outcome


def refresh_patents(
    lake: Lake,
    catalogue: Catalogue,
    *,
    on: datetime,
    anew: bool = False,
    scratch: Path | None = None,
) -> None:
    """Fold every application touched since the last fold; `anew` folds all of them again.

    A fold larger than its memory puts parts of it down in the folder `scratch`.
    """
    register = catalogue.register(patent_fold.OUTPUT)
    through = "" if anew else folded_through(lake, register.name)
    spill = str(scratch / "fold") if scratch else ""
    engine = DuckEngine(lake, memory_limit="1GB", scratch=spill)
    sources = {name: engine.table(catalogue.register(name)) for name in patent_fold.INPUTS}
    newest = max(_newest_import(engine, table) for table in sources.values())
    if newest <= through:
        return
    touched = _touched(sources, through)
    rows = _folded(engine, sources, touched, catalogue, on)
    notes = {THROUGH: newest}
    if not through:
        lake.replace(register, rows, notes=notes)
    else:
        lake.upsert(register, rows, notes=notes)


def folded_through(lake: Lake, register: str) -> str:
    """Return the id of the last import that is folded into a register, "" before the first."""
    return max((commit.notes.get(THROUGH, "") for commit in lake.commits(register)), default="")


def _newest_import(engine: DuckEngine, table: ir.Table) -> str:
    newest = engine.run(table.aggregate(newest=table.import_id.max()))["newest"][0].as_py()
    return newest or ""


def _touched(sources: dict[str, ir.Table], through: str) -> ir.Table:
    numbers = [
        table.filter(table.import_id > through).select("application_number")
        for table in sources.values()
    ]
    return ibis.union(*numbers, distinct=True)


def _folded(
    engine: DuckEngine,
    sources: dict[str, ir.Table],
    touched: ir.Table,
    catalogue: Catalogue,
    on: datetime,
) -> pa.RecordBatchReader:
    """Fold the touched applications part by part, newest first, as one stream of rows."""
    schema = table_schema(catalogue.register(patent_fold.OUTPUT))
    count = engine.run(touched.count().as_table())[0][0].as_py()
    parts = count // FOLD_ROWS + 1

    def batches() -> Iterator[pa.RecordBatch]:
        for part in range(parts):
            chosen = touched if parts == 1 else _part(touched, part, parts)
            tables = {
                name: table.semi_join(chosen, "application_number")
                for name, table in sources.items()
            }
            folded = patent_fold.run(tables, catalogue=catalogue, on=on.date())
            for batch in engine.stream(folded):
                yield pa.table(batch).cast(schema).combine_chunks().to_batches()[0]

    return pa.RecordBatchReader.from_batches(schema, batches())


def _part(touched: ir.Table, part: int, parts: int) -> ir.Table:
    """Return one of so many equal parts by age, the newest in part 0: that is how lists begin."""
    number = touched.application_number
    century = ibis.ifelse(number.startswith("0"), "20", "19")  # numbers of 8 digits, until 2003
    age = ibis.ifelse(number.length() > 10, number, century + number)
    placed = touched.mutate(part=ibis.ntile(parts).over(order_by=age.desc()))
    return placed.filter(placed.part == part).drop("part")
