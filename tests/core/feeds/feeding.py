"""One lake and its imports, as the tests of feeds use them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.feeds.files import walk
from zhiheng.core.feeds.formats import read_file
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.feeds.records import Notice, Reading, Row, SetAside
from zhiheng.core.lake.tables import Lake

FIRST = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LIMITS = {"record-bytes": 64 * 1024 * 1024, "archive-depth": 2, "archive-ratio": 200}


@dataclass
class Feeding:
    """A lake of its own; each import happens a minute after the one before."""

    catalogue: Catalogue
    folder: Path
    workers: int = 1
    imports: list[ImportReport] = field(default_factory=list)

    @property
    def lake(self) -> Lake:
        """Return the lake."""
        return Lake(str(self.folder / "lake"))

    @property
    def settings(self) -> ImportSettings:
        """Return what the imports are run with."""
        return ImportSettings(
            self.catalogue, self.lake, self.folder / "scratch", workers=self.workers
        )

    def put(self, name: str, content: bytes | str) -> Path:
        """Write a file of a feed and return its path."""
        path = self.folder / "feed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def take(self, *paths: Path, on: datetime | None = None) -> ImportReport:
        """Import files under the lake's lock."""
        on = on or FIRST + timedelta(minutes=len(self.imports))
        with self.lake.writing():
            report = import_feed(list(paths), self.settings, on=on)
        self.imports.append(report)
        assert report.read == report.new + report.changed + report.unchanged + len(report.set_aside)
        assert list((self.folder / "scratch").iterdir()) == []
        return report

    def rows(self, register: str, *, version: int | None = None) -> list[dict[str, Any]]:
        """Return the stored rows in the order of their key."""
        table = self.lake.open(register, version=version)
        if table is None:
            return []
        keys = self.catalogue.register(register).key
        rows: list[dict[str, Any]] = table.to_pyarrow_table().to_pylist()
        return sorted(rows, key=lambda row: tuple(str(row[key]) for key in keys))

    def documents(self) -> dict[str, dict[str, Any]]:
        """Return the stored patent documents by number."""
        return {row["document_number"]: row for row in self.rows("patent-documents")}

    def files(self) -> dict[str, bytes]:
        """Return every file of the lake with its content, the lock aside."""
        root = self.folder / "lake"
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.name != ".writing"
        }


def reasons(report: ImportReport) -> list[tuple[str, str, str]]:
    """Return file name, position and first code of each set-aside record."""
    return [
        (record.file.rpartition("/")[2], record.position, record.problems[0].code)
        for record in report.set_aside
    ]


def tally(report: ImportReport) -> Counter[str]:
    """Return how many records fared how; ways that none fared are left out."""
    counts = {"new": report.new, "changed": report.changed, "unchanged": report.unchanged}
    return +Counter({**counts, "set_aside": len(report.set_aside)})


@dataclass
class ReadOnly:
    """What the readers make of files, without a lake."""

    rows: list[Row]
    set_aside: list[SetAside]
    notices: list[Notice]

    @property
    def codes(self) -> list[str]:
        """Return the first code of each set-aside record."""
        return [record.problems[0].code for record in self.set_aside]

    @property
    def titles(self) -> list[Any]:
        """Return the titles of the rows."""
        return [row.values["title"] for row in self.rows]


def read_paths(
    catalogue: Catalogue, *paths: Path, limits: Mapping[str, int] = LIMITS, register: str = ""
) -> ReadOnly:
    """Walk the paths and read every file."""
    outcome = ReadOnly([], [], [])
    reading = Reading(catalogue, register, limits)
    for file in walk(paths, limits):
        for record in [file] if isinstance(file, SetAside) else read_file(file, reading):
            if isinstance(record, Row):
                outcome.rows.append(record)
            elif isinstance(record, SetAside):
                outcome.set_aside.append(record)
            else:
                outcome.notices.append(record)
    return outcome
