"""One import: files in, one commit a register out, and a report that accounts for every record.

1. Every record is read and staged aside, or set aside with all its problems.
2. The staged keys are compared with the stored ones: new, changed, unchanged. Of two records with
   one key and different content the first is kept and the other set aside. Where a register
   declares `merge`, such records complete one another instead (`merging`).
3. New and changed rows are written in one Delta commit a register.

An import killed before step 3 leaves the old state; killed between two commits it leaves whole
registers, and running it again finds them unchanged and completes the rest.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Register
from zhiheng.core.errors import Problem
from zhiheng.core.feeds.merging import merge_rows, merged_columns
from zhiheng.core.feeds.reading import Progress, Staging, stage_feed
from zhiheng.core.feeds.records import Notice, Reading, SetAside
from zhiheng.core.feeds.staging import SEQUENCE
from zhiheng.core.feeds.storage import storage_problems
from zhiheng.core.lake.tables import Lake

LIMITS = ("record-bytes", "archive-depth", "archive-ratio")
MEMORY = "1GB"
PART_BYTES = 64 * 1024 * 1024  # of staged rows that are merged at a time
HANDED_ROWS = 2_048  # at a time to the Delta writer: descriptions may be long
PREFIX = "import-"
IMPORT_ID = "%Y%m%dT%H%M%S.%f"
SQL_TYPES = {
    "date": "DATE",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "strings": "VARCHAR[]",
    "texts": "VARCHAR[]",
}


@dataclass
class Counts:
    """How many records of a register were new, changed and unchanged."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class ImportReport:
    """What became of every record of a feed; read = new + changed + unchanged + set aside."""

    import_id: str
    registers: dict[str, Counts] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    companions: int = 0
    corrects: list[int] = field(default_factory=list)

    @property
    def new(self) -> int:
        """Return the number of records whose key was not stored yet."""
        return sum(counts.new for counts in self.registers.values())

    @property
    def changed(self) -> int:
        """Return the number of records that replaced a stored row."""
        return sum(counts.changed for counts in self.registers.values())

    @property
    def unchanged(self) -> int:
        """Return the number of records that say what is stored already."""
        return sum(counts.unchanged for counts in self.registers.values())

    @property
    def read(self) -> int:
        """Return the number of records met, those set aside included."""
        return self.new + self.changed + self.unchanged + len(self.set_aside)


@dataclass(frozen=True)
class ImportSettings:
    """What an import needs besides its files."""

    catalogue: Catalogue
    lake: Lake
    scratch: Path
    register: str = ""
    workers: int = 1
    index: Path | None = None  # the folder of the search index that follows the lake
    search_server: str = ""  # the address of the OpenSearch server that holds it instead


def import_id_of(on: datetime) -> str:
    """Return the import's id; ids sort in the order of the imports."""
    return on.strftime(IMPORT_ID)


def import_feed(
    paths: list[Path],
    settings: ImportSettings,
    *,
    on: datetime,
    report: Callable[[Progress], None] = lambda progress: None,
) -> ImportReport:
    """Import every record under the paths; the caller holds `lake.writing()`."""
    outcome = ImportReport(_next_import_id(settings, on))
    with _scratch_folder(settings) as folder:
        staging = Staging(folder, outcome.import_id, on, _reading(settings, on))
        staged, outcome.companions = stage_feed(
            paths, staging, workers=settings.workers, report=report
        )
        outcome.set_aside += staged.set_aside
        outcome.notices += staged.notices
        outcome.corrects += staged.corrects
        for name in sorted(staged.rows):
            register = settings.catalogue.register(name)
            _commit(register, folder, settings.lake, outcome)
    return outcome


def _next_import_id(settings: ImportSettings, on: datetime) -> str:
    """Return the id, made later than every stored one even where the clock was set back.

    What follows an import, such as folding, takes up all rows with a later id than its last.
    """
    stored = [
        commit.notes.get("import_id", "")
        for name in settings.catalogue.registers
        for commit in settings.lake.commits(name)[:1]
    ]
    newest = max(stored, default="")
    if import_id_of(on) > newest:
        return import_id_of(on)
    last = datetime.strptime(newest, IMPORT_ID).replace(tzinfo=on.tzinfo)
    return import_id_of(last + timedelta(microseconds=1))


@contextlib.contextmanager
def _scratch_folder(settings: ImportSettings) -> Iterator[Path]:
    """Make a folder for staging and remove it in the end, with those that killed imports left.

    On a local lake its lock says that no other import is running, so all others are leftovers.
    """
    with storage_problems(settings.scratch):
        settings.scratch.mkdir(parents=True, exist_ok=True)
        if settings.lake.is_local:
            for leftover in settings.scratch.glob(f"{PREFIX}*"):
                shutil.rmtree(leftover, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=settings.scratch))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _reading(settings: ImportSettings, on: datetime) -> Reading:
    limits = {
        name: int(str(settings.catalogue.value(f"feed-limit.{name}", on=on.date()).value))
        for name in LIMITS
    }
    return Reading(settings.catalogue, settings.register, limits)


def _commit(register: Register, folder: Path, lake: Lake, outcome: ImportReport) -> None:
    with duckdb.connect(str(folder / f"{register.name}.duckdb")) as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET preserve_insertion_order = false")
        # Its bar would stand in the midst of what the command line prints.
        connection.execute("SET enable_progress_bar = false")
        _stage_and_store(connection, register, folder, lake)
        if register.merge:
            parts = _staged_bytes(register, folder) // PART_BYTES + 1
            merge_rows(connection, register, register.merge, parts=parts)
        else:
            _compare(connection, register)
        counts = _count(connection, outcome.registers.setdefault(register.name, Counts()))
        outcome.set_aside += _contradictions(connection, register)
        if counts.new or counts.changed:
            rows = connection.sql(_to_write(register)).to_arrow_reader(HANDED_ROWS)
            write = lake.upsert if counts.changed else lake.append
            write(register, rows, notes={"import_id": outcome.import_id})


def _to_write(register: Register) -> str:
    """Return the query of the rows that a commit writes."""
    if register.merge:
        return f"SELECT {merged_columns(register)} FROM merged"
    return (
        f"SELECT staged.* EXCLUDE ({SEQUENCE}) FROM staged SEMI JOIN "
        f"(SELECT {SEQUENCE} FROM fate WHERE fate IN ('new', 'changed')) "
        f"USING ({SEQUENCE})"
    )


def _staged_bytes(register: Register, folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob(f"{register.name}/*"))


def _stage_and_store(
    connection: duckdb.DuckDBPyConnection, register: Register, folder: Path, lake: Lake
) -> None:
    """Make the views `staged`, and `stored` with the columns that comparing needs."""
    connection.execute(
        f"CREATE VIEW staged AS FROM read_parquet({_literals(folder.glob(f'{register.name}/*'))})"
    )
    table = lake.open(register.name)
    files = lake.files(table) if table is not None else ()
    if lake.is_local and register.merge and files:
        files = _touched_files(connection, register, files)
    if table is None or not files:
        columns = ", ".join(_compared(register))
        connection.execute(f"CREATE VIEW stored AS SELECT {columns} FROM staged LIMIT 0")
        return
    # A declaration may have gained columns since the table was written.
    known = set(table.to_pyarrow_dataset().schema.names)
    names = [name for name in _compared(register) if name in known]
    gained = [name for name in _compared(register) if name not in known]
    if lake.is_local:
        source = f"read_parquet({_literals(files)}, union_by_name = {bool(register.merge)})"
    else:
        connection.register("kept", table.to_pyarrow_dataset().scanner(names).to_reader())
        connection.execute("CREATE TABLE kept_rows AS FROM kept")  # a reader gives its rows once
        source = "kept_rows"
    empty = [f"CAST(NULL AS {_sql_type(register, name)}) AS {name}" for name in gained]
    connection.execute(f"CREATE VIEW stored AS SELECT {', '.join(names + empty)} FROM {source}")


def _touched_files(
    connection: duckdb.DuckDBPyConnection, register: Register, files: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the files that hold a staged key: merging reads all columns, long texts too."""
    keys = ", ".join(register.key)
    found = connection.execute(
        f"SELECT DISTINCT filename FROM read_parquet({_literals(files)}, filename = true) "
        f"SEMI JOIN (SELECT {keys} FROM staged) USING ({keys})"
    ).fetchall()
    return tuple(name for (name,) in found)


def _compared(register: Register) -> list[str]:
    """Return the stored columns that a staged row is compared with."""
    if register.merge:
        return [column.name for column in register.columns]
    weak = [register.weaker.column] if register.weaker else []
    return [*register.key, "content_digest", *weak]


def _sql_type(register: Register, name: str) -> str:
    kind = register.column(name).type
    return SQL_TYPES.get(kind, "VARCHAR")


def _compare(connection: duckdb.DuckDBPyConnection, register: Register) -> None:
    """Make the table `fate`: what becomes of each staged row."""
    keys = ", ".join(register.key)
    weak = register.weaker
    is_weak = f"{{}}.{weak.column} = '{weak.value}'" if weak else "false"
    connection.execute(
        f"""
        CREATE TABLE fate AS
        WITH ranked AS (
            SELECT {keys}, content_digest, {SEQUENCE}, {is_weak.format("staged")} AS weak,
                row_number() OVER given AS place,
                first_value(content_digest) OVER given AS first_digest,
                first_value({is_weak.format("staged")}) OVER given AS first_weak
            FROM staged WINDOW given AS (
                PARTITION BY {keys} ORDER BY {is_weak.format("staged")}, {SEQUENCE}
            )
        )
        SELECT ranked.{SEQUENCE}, CASE
            WHEN weak AND (NOT first_weak OR NOT {is_weak.format("stored")}) THEN 'unchanged'
            WHEN place > 1 AND ranked.content_digest <> first_digest THEN 'contradicts'
            WHEN place > 1 OR stored.content_digest = ranked.content_digest THEN 'unchanged'
            WHEN stored.content_digest IS NULL THEN 'new'
            ELSE 'changed' END AS fate
        FROM ranked LEFT JOIN stored USING ({keys})
        """
    )


def _literals(names: Iterable[object]) -> str:
    """Return the names as a list of SQL; nothing in them is taken for a pattern or a quote."""
    return "[" + ", ".join("'" + str(name).replace("'", "''") + "'" for name in names) + "]"


def _count(connection: duckdb.DuckDBPyConnection, counts: Counts) -> Counts:
    rows = connection.execute("SELECT fate, count(*) FROM fate GROUP BY fate").fetchall()
    found = dict(rows)
    counts.new += found.get("new", 0)
    counts.changed += found.get("changed", 0)
    counts.unchanged += found.get("unchanged", 0)
    return counts


def _contradictions(connection: duckdb.DuckDBPyConnection, register: Register) -> list[SetAside]:
    keys = " || ' ' || ".join(f"CAST({name} AS VARCHAR)" for name in register.key)
    rows = connection.execute(
        f"SELECT source_file, source_position, {keys}, {register.label} "
        f"FROM staged SEMI JOIN (FROM fate WHERE fate = 'contradicts') USING ({SEQUENCE}) "
        f"ORDER BY {SEQUENCE}"
    ).fetchall()
    return [
        SetAside(
            [Problem("record.contradicts_earlier", {"received": key})],
            file,
            position,
            register.name,
            f"{key} {label or ''}".strip(),
        )
        for file, position, key, label in rows
    ]
