"""Rows on their way into the lake: gathered by register and written to Parquet aside.

Memory holds one batch at a time, whatever the size of the feed. Nothing here is visible to a
reader of the lake; the folder is deleted at the end and simply left over after a crash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zhiheng.core.declarations.models import Register
from zhiheng.core.feeds.records import Notice, Record, Row, SetAside, Value
from zhiheng.core.lake.schema import table_schema

BATCH_ROWS = 4_096
# Long descriptions fill a batch before its rows do; in characters.
BATCH_TEXT = 16_000_000
SEQUENCE = "sequence"
# A provider stamps each delivery anew; a record that differs in nothing else has not changed.
NOT_CONTENT = frozenset({"produced_on"})


def content_digest(values: Mapping[str, Value]) -> str:
    """Return a digest of what a row says, the same whatever file it came in."""
    said: list[str] = []
    for name in sorted(values):
        value = values[name]
        if value is None or name in NOT_CONTENT:
            continue
        # Lengths in front keep ("ab", "c") apart from ("a", "bc").
        for part in value if isinstance(value, list) else (value,):
            text = part if isinstance(part, str) else str(part)
            said.append(f"{name}\0{len(text)}\0{text}")
    return hashlib.blake2b("".join(said).encode(), digest_size=16).hexdigest()


@dataclass
class Staged:
    """What one batch of files came to."""

    rows: dict[str, int] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    corrects: list[int] = field(default_factory=list)


class Stage:
    """Writes the rows of one batch of files to `folder/<register>/<batch>-<n>.parquet`.

    `batch` orders the batches among each other, so that of two rows with one key the first in
    the feed is known even when batches were read in parallel.
    """

    def __init__(
        self,
        folder: Path,
        registers: Mapping[str, Register],
        *,
        batch: int,
        import_id: str,
        on: datetime,
    ) -> None:
        """Prepare an empty batch."""
        self._folder = folder
        self._registers = registers
        self._batch = batch
        self._import_id = import_id
        self._on = on
        self._pending: dict[str, dict[str, list[object]]] = {}
        self._text: dict[str, int] = {}
        self._written = 0
        self._sequence = batch << 32
        self.staged = Staged()

    def take(self, records: Iterable[Record]) -> None:
        """Take records in; rows go to their register, the rest into the report."""
        for record in records:
            if isinstance(record, Row):
                self._add(record)
            elif isinstance(record, SetAside):
                self.staged.set_aside.append(record)
            else:
                self.staged.notices.append(record)

    def finish(self) -> Staged:
        """Write what is still pending and return the outcome."""
        for register in list(self._pending):
            self._write(register)
        return self.staged

    def _add(self, row: Row) -> None:
        columns = self._pending.get(row.register)
        if columns is None:
            names = [*table_schema(self._registers[row.register]).names, SEQUENCE]
            columns = self._pending[row.register] = {name: [] for name in names}
        lineage = {
            "source_file": row.file,
            "source_position": row.position,
            "source_digest": row.digest,
            "import_id": self._import_id,
            "imported_at": self._on,
            # Of rows that are merged only the outcome has a digest.
            "content_digest": "" if self._merges(row.register) else content_digest(row.values),
            SEQUENCE: self._sequence,
        }
        self._sequence += 1
        values = row.values
        for name, cells in columns.items():
            cells.append(lineage[name] if name in lineage else values.get(name))
        if row.corrects is not None:
            self.staged.corrects.append(row.corrects)
        self.staged.rows[row.register] = self.staged.rows.get(row.register, 0) + 1
        text = sum(len(value) for value in values.values() if isinstance(value, str))
        self._text[row.register] = self._text.get(row.register, 0) + text
        if len(columns[SEQUENCE]) >= BATCH_ROWS or self._text[row.register] >= BATCH_TEXT:
            self._write(row.register)

    def _merges(self, register: str) -> bool:
        return self._registers[register].merge is not None

    def _write(self, register: str) -> None:
        columns = self._pending.pop(register)
        self._text[register] = 0
        schema = table_schema(self._registers[register]).append(pa.field(SEQUENCE, pa.int64()))
        table = pa.table(columns, schema=schema)
        folder = self._folder / register
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{self._batch:08d}-{self._written:06d}.parquet"
        # Read once and thrown away: not worth compressing hard, nor dictionaries of long texts.
        pq.write_table(table, folder / name, compression="lz4", use_dictionary=False)
        self._written += 1
