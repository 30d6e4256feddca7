"""High-value invention patents at scale: deriving the set, and counting it by district and year.

    python -m benchmarks.high_value --patents 1000000

The lake holds the registers of a city of 20,000 applications, imported from its files, repeated
under numbers of their own until there are as many as asked.

Derived are `strategic-industries` (symbols, revisions, keywords in title, abstract and claims) and
`high-value-patents` (the union of the five criteria), each anew over all applications, in the
process that imports, with DuckDB kept to 1 GB (a first run also prepares the lake, and its peak
memory is that of preparing; run it twice). Counted is the set by district on the 31 Decembers
of ten years and the last day, from the Parquet files, not from a cache. Peers: one SQL statement
typed by hand over the same files, and a loop over the same rows in pandas.
Where the machine is busy with other work, processor seconds tell what the derivation took.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.measuring import table, timed, write_result
from sample.city import write_city
from zhiheng.core.analyses.derived import analyses_by_output
from zhiheng.core.analyses.high_value_counts import counts
from zhiheng.core.analyses.indicators import days_of_series
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.feeds.importing import ImportSettings, import_feed
from zhiheng.core.intake import Refresh
from zhiheng.core.lake.schema import LINEAGE, table_schema
from zhiheng.core.lake.tables import Lake

CITY, DAY = "440300", date(2026, 6, 30)
DAYS = days_of_series(DAY, 10)
FILES = (
    *("patents", "legal-events.csv", "foreign-patents.xml", "pledges.csv", "awards.csv"),
    *("abnormal-filings.csv", "population.csv"),
)
BELOW = ("patents", "families", "overseas-patents")
IMPORTED = 20_000
REPEATED = ("patents", "patent-documents", *BELOW[1:], "pledges", "awards", "abnormal-filings")
# Columns whose values tell the copies apart.
NUMBERS = (
    *("application_number", "document_number", "grant_number", "publication_number", "number"),
    *("documents", "family_id", "member", "right_numbers", "patent_number", "related_patents"),
    *("registration_number", "grant_document"),
)
MEASURED = ("strategic-industries", "high-value-patents")
ENDS = "least(ceased_on, expires_on, deducted_on, high_value_until, DATE '9999-12-31')"


def main() -> None:
    """Prepare the lake where it is missing, measure and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patents", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    arguments = parser.parse_args()
    catalogue = load_catalogue()
    lake = prepared(arguments.patents, arguments.folder, catalogue)
    derived = derive(lake, catalogue, MEASURED, arguments.folder)
    rows = [
        [name, f"{seconds:.1f}", f"{processor:.1f}", f"{count:,}"]
        for name, seconds, processor, count in derived
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    engine = DuckEngine(lake)
    ours = counted(engine, catalogue)
    by_hand, by_loop = by_sql(lake), in_a_loop(lake)
    assert ours == by_hand == by_loop, "the three do not agree"
    timings = {
        "ours": timed(lambda: counted(DuckEngine(lake), catalogue), runs=7),
        "SQL by hand": timed(lambda: by_sql(lake), runs=7),
        "pandas, row by row": timed(lambda: in_a_loop(lake), runs=1, warm_up=0),
    }
    told = [[name, timing.milliseconds] for name, timing in timings.items()]
    last = sum(number for (day, _), number in ours.items() if day == DAY)
    text = (
        f"{__doc__}\n{arguments.patents:,} applications; {last:,} patents of high value in the "
        f"city on {DAY}. Peak memory of the process while deriving: {peak:,.0f} MiB.\n\n"
        f"{table(('derived anew', 'seconds', 'processor seconds', 'rows'), rows)}\n\n"
        f"{table((f'set by district on {len(DAYS)} days', 'ms'), told)}"
    )
    write_result("high-value", "High-value invention patents", text)


def prepared(patents: int, folder: Path, catalogue: Catalogue) -> Lake:
    """Return a lake with the registers of so many applications, made on the first call."""
    home = folder / f"zhiheng-high-value-{patents}"
    lake = Lake(str(home / "lake"))
    if not (home / "lake" / "overseas-patents").exists():
        small = _imported(min(patents, IMPORTED), folder, catalogue)
        for name in (*REPEATED, "population"):
            copies = 1 if name == "population" else max(patents // IMPORTED, 1)
            lake.replace(
                catalogue.register(name), _repeated(small, catalogue, name, copies), notes={}
            )
    return lake


def _imported(patents: int, folder: Path, catalogue: Catalogue) -> Lake:
    city, home = folder / f"zhiheng-city-{patents}", folder / f"zhiheng-high-value-of-{patents}"
    lake = Lake(str(home / "lake"))
    write_city(city, patents=patents, seed=1, until=DAY, workers=os.cpu_count() or 1)
    settings = ImportSettings(
        catalogue, lake, home / "scratch", workers=os.cpu_count() or 1, index=home / "index"
    )
    with lake.writing():
        files = [city / name for name in FILES if (city / name).exists()]
        import_feed(files, settings, on=datetime.now(UTC))
    derive(lake, catalogue, BELOW, folder)
    return lake


def _repeated(small: Lake, catalogue: Catalogue, name: str, copies: int) -> pa.RecordBatchReader:
    """Return a register's rows so many times, the newest first, each copy under its own numbers."""
    register = catalogue.register(name)
    files = small.open(name).file_uris()  # type: ignore[union-attr]
    columns = ", ".join(
        f'"{column.name}" || mark AS "{column.name}"'
        if column.name in NUMBERS and column.type == "string"
        else f'list_transform("{column.name}", lambda each: each || mark) AS "{column.name}"'
        if column.name in NUMBERS
        else f'"{column.name}"'
        for column in register.columns
    )
    order = f'ORDER BY "{register.key[0]}" DESC' if name in ("patents", "patent-documents") else ""
    sql = (
        f"SELECT {columns}, {', '.join(LINEAGE.names)} FROM read_parquet({list(files)!r}), "
        f"(SELECT '-' || range AS mark FROM range({copies})) {order}"
    )
    connection = duckdb.connect(config={"memory_limit": "4GB"})
    return connection.sql(sql).to_arrow_reader(20_000).cast(table_schema(register))


def derive(
    lake: Lake, catalogue: Catalogue, names: tuple[str, ...], folder: Path
) -> list[tuple[str, float, float, int]]:
    """Derive registers anew; return for each its name, the seconds by clock and by processor,
    and the number of rows.
    """
    spill = str(folder / "zhiheng-high-value-spill")
    engine = DuckEngine(lake, memory_limit="1GB", scratch=spill)
    refresh = Refresh(lake, catalogue, engine, datetime(2026, 7, 1, tzinfo=UTC))
    found = []
    for name in names:
        began, worked = time.perf_counter(), time.process_time()
        refresh.bring_up(analyses_by_output()[name], anew=True)
        taken = time.perf_counter() - began, time.process_time() - worked
        rows = engine.run(engine.table(catalogue.register(name)).count().as_table())
        found.append((name, *taken, rows[0][0].as_py()))
    return found


Numbers = Mapping[tuple[date, str], int]


def counted(engine: DuckEngine, catalogue: Catalogue) -> Numbers:
    """Return the set by day and district as the platform counts it."""
    found = counts(engine, catalogue, by="division", days=DAYS, division=CITY)
    return {
        (day, code): number
        for day, numbers in found.items()
        for code, number in numbers.items()
        if number
    }


def _files(lake: Lake) -> list[str]:
    opened = lake.open("high-value-patents")
    assert opened is not None
    return list(opened.file_uris())


def by_sql(lake: Lake) -> Numbers:
    """Return the same by a statement typed by hand."""
    columns = ", ".join(
        f"count(*) FILTER (WHERE high_value_from <= DATE '{day}' AND {ENDS} > DATE '{day}' AND "
        f"(interruptions IS NULL OR len(list_filter(interruptions, lambda gap: gap[1:10] <= "
        f"'{day}' AND gap[12:] > '{day}')) = 0))"
        for day in DAYS
    )
    sql = (
        f"SELECT division, {columns} FROM read_parquet({_files(lake)!r}) "
        f"WHERE division LIKE '{CITY[:4]}%' GROUP BY ALL"
    )
    return {
        (day, row[0]): number
        for row in duckdb.connect().execute(sql).fetchall()
        for day, number in zip(DAYS, row[1:], strict=True)
        if number
    }


def in_a_loop(lake: Lake) -> Numbers:
    """Return the same by a loop over the rows."""
    opened = lake.open("high-value-patents")
    assert opened is not None
    names = ["division", "high_value_from", "ceased_on", "expires_on", "deducted_on"]
    frame = opened.to_pyarrow_table(columns=[*names, "high_value_until", "interruptions"])
    numbers: Counter[tuple[date, str]] = Counter()
    for row in frame.to_pandas(date_as_object=True).itertuples(index=False):
        if not str(row.division).startswith(CITY[:4]):  # pandas writes nothing as a number
            continue
        ends = [row.ceased_on, row.expires_on, row.deducted_on, row.high_value_until]
        end = min((day for day in ends if isinstance(day, date)), default=date.max)
        gaps = list(row.interruptions) if hasattr(row.interruptions, "__len__") else []
        for day in DAYS:
            text = day.isoformat()
            apart = any(gap[:10] <= text < gap[11:] for gap in gaps)
            if row.high_value_from <= day < end and not apart:
                numbers[day, row.division] += 1
    return numbers


if __name__ == "__main__":
    main()
