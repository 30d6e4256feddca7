"""Registers, rows and lakes for tests, and a sample city imported once for all of them."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from sample.city import Manifest, write_city
from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.declarations.models import Register
from zhiheng.core.feeds.importing import ImportSettings
from zhiheng.core.intake import take_in
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

WHEN = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
UNTIL = date(2026, 6, 30)
CITY_TABLES = ("legal-events.csv", "enterprises.xlsx", "population.csv", "ipc.csv")
LINEAGE = {
    "source_file": "made.csv",
    "source_position": "line 2",
    "source_digest": "0" * 64,
    "import_id": "20260701T080000.000000",
    "imported_at": WHEN,
    "content_digest": "0" * 32,
}


@cache
def packaged() -> Catalogue:
    """The packaged declarations."""
    return load_catalogue()


def rows_of(register: Register, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows in the shape of the register's table; what is not given is empty."""
    schema = table_schema(register)
    whole = [{**dict.fromkeys(schema.names), **LINEAGE, **row} for row in rows]
    return pa.Table.from_pylist(whole, schema=schema)


def put(lake: Lake, register: Register, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make these rows the whole table."""
    lake.replace(register, rows_of(register, rows).to_reader(), notes={})


def text_register(register: str = "things", /, **columns: str) -> Register:
    """A register keyed by its first column, all columns sortable."""
    first = next(iter(columns))
    wording = {"zh": "列", "en": "Column"}
    return Register.model_validate(
        {
            "register": register,
            "title": wording,
            "description": wording,
            "source": wording,
            "key": [first],
            "sort": first,
            "label": first,
            "columns": [
                {
                    "name": column,
                    "type": kind,
                    "title": wording,
                    "description": wording,
                    "sortable": True,
                }
                for column, kind in columns.items()
            ],
        }
    )


@dataclass(frozen=True)
class StoredCity:
    """A generated city, imported and folded."""

    folder: Path
    lake: Lake
    manifest: Manifest


@cache
def stored_city() -> StoredCity:
    """Generate 1 500 applications, import them once, keep them until the tests are over."""
    folder = Path(tempfile.mkdtemp(prefix="zhiheng-city-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    manifest = write_city(folder / "city", patents=1500, seed=7, until=UNTIL)
    lake = Lake(str(folder / "lake"))
    take_in(city_files(folder / "city"), import_settings(lake, folder / "scratch"), on=WHEN)
    return StoredCity(folder / "city", lake, manifest)


def city_files(city: Path) -> list[Path]:
    """The files of a sample city that are right."""
    return [city / "patents", *(city / name for name in CITY_TABLES)]


def import_settings(lake: Lake, scratch: Path) -> ImportSettings:
    """Import with the packaged declarations, in this process."""
    return ImportSettings(packaged(), lake, scratch)
