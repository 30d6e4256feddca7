"""The bytes a row came from are opened again and compared with the digest noted on import."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.core.lake.stored import packaged, stored_city
from zhiheng.core.browsing.sources import open_source
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import NotFoundError

LIMITS = {"record-bytes": 1 << 26, "archive-depth": 2, "archive-ratio": 200}


def first_row(name: str) -> dict[str, Any]:
    engine = DuckEngine(stored_city().lake, threads=1)
    register = packaged().register(name)
    rows: list[dict[str, Any]] = engine.run(
        engine.table(register).order_by(register.key).limit(1)
    ).to_pylist()
    return rows[0]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("patent-documents", "title"),
        ("legal-events", "application_number"),
        ("enterprises", "name"),
        ("population", "division"),
        ("ipc", "title"),
    ],
)
def test_every_kind_of_row_opens_to_its_source(name: str, column: str) -> None:
    row = first_row(name)
    source = open_source(row["source_file"], row["source_position"], row["source_digest"], LIMITS)
    assert source.is_unchanged
    assert str(row[column]) in source.text


def test_an_altered_file_is_noticed(tmp_path: Path) -> None:
    row = first_row("legal-events")
    copy = tmp_path / "legal-events.csv"
    shutil.copy(row["source_file"], copy)
    same = open_source(str(copy), row["source_position"], row["source_digest"], LIMITS)
    assert same.is_unchanged
    copy.write_text(copy.read_text("utf-8-sig").replace("2008", "2009"), "utf-8-sig")
    altered = open_source(str(copy), row["source_position"], row["source_digest"], LIMITS)
    assert not altered.is_unchanged


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    row = first_row("patent-documents")
    archive, _, member = row["source_file"].partition("!")
    with pytest.raises(NotFoundError, match=r"source\.gone"):
        open_source(str(tmp_path / "gone.zip") + "!" + member, "record 1", "0", LIMITS)
    with pytest.raises(NotFoundError, match=r"source\.gone"):
        open_source(archive + "!not-a-member.xml", "record 1", "0", LIMITS)


def test_a_place_the_file_does_not_have_is_not_unchanged(tmp_path: Path) -> None:
    table = tmp_path / "population.csv"
    table.write_text("行政区划代码,年份,常住人口（万人）\n440300,2024,1\n", "utf-8")
    source = open_source(str(table), "line 99", "0" * 64, LIMITS)
    assert not source.is_unchanged
