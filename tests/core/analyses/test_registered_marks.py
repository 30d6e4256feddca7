"""The marks of the register made searchable, kept up with its versions, and crash-safe."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from zhiheng.core.analyses.registered_marks.store import (
    RegisteredMarks,
    bring_up_to_date,
    current,
    open_marks,
)
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import NotFoundError, StorageError
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake

REGISTER = load_catalogue().register("trademarks")
ROWS = [
    ("1", "09", "星耀", None, "CN", "registered", dt.date(2020, 1, 1)),
    ("1", "25", "星耀", None, "CN", "registered", dt.date(2020, 1, 1)),
    ("2", "25", "星曜", "STAR SHINE", "CN", "pending", dt.date(2023, 1, 1)),
    ("3", "25", "图形", None, "CN", "registered", dt.date(2021, 1, 1)),
    ("4", "25", "星耀", None, "US", "registered", dt.date(2019, 1, 1)),
    ("5", "25", " ", None, "CN", "registered", None),
    ("6", "30", "月光宝盒", None, "CN", None, None),
]


class Stored:
    """A lake with marks in one folder, and what is made searchable of it in another."""

    def __init__(self, folder: Path) -> None:
        self.lake = Lake(str(folder / "lake"))
        self.folder = folder / "marks"

    def add(self, rows: list[tuple[Any, ...]]) -> RegisteredMarks:
        schema = table_schema(REGISTER)
        names = ("number", "nice_class", "mark_text", "mark_text_english", "office", "status",
                 "filing_date")  # fmt: skip
        nothing = dict.fromkeys(schema.names)
        given = [{**nothing, **dict(zip(names, row, strict=True))} for row in rows]
        self.lake.append(REGISTER, pa.Table.from_pylist(given, schema).to_reader(), notes={})
        return self.up_to_date()

    def up_to_date(self) -> RegisteredMarks:
        return bring_up_to_date(DuckEngine(self.lake), REGISTER, self.folder)


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    found = Stored(tmp_path)
    found.add(ROWS)
    return found


def keys(marks: RegisteredMarks, text: str, **narrowed: Any) -> list[tuple[str, str]]:
    found = marks.nearest(text, at_least=0.5, **narrowed)
    return [(each.number, each.nice_class) for each in found]


def test_rows_of_the_home_office_are_found_by_their_words_best_first(stored: Stored):
    marks = open_marks(stored.folder)
    assert keys(marks, "星耀") == [("1", "09"), ("1", "25"), ("2", "25")]
    assert keys(marks, "star shine")[0] == ("2", "25")
    assert keys(marks, "图形") == []
    assert keys(marks, "月光宝盒") == [("6", "30")]


def test_class_and_day_narrow(stored: Stored):
    marks = open_marks(stored.folder)
    assert keys(marks, "星耀", nice_classes=["25"]) == [("1", "25"), ("2", "25")]
    assert keys(marks, "星耀", filed_before=dt.date(2023, 1, 1)) == [("1", "09"), ("1", "25")]
    assert keys(marks, "月光宝盒", filed_before=dt.date(2030, 1, 1)) == []
    assert keys(marks, "星耀", limit=1) == [("1", "09")]


def test_what_a_later_version_brings_is_added(stored: Stored):
    before = current(stored.folder)
    marks = stored.add([("7", "25", "腥耀", None, "CN", None, None)])
    after = current(stored.folder)
    assert before is not None
    assert after is not None
    assert (after.texts, after.version) == (before.texts, before.version + 1)
    assert ("7", "25") in keys(marks, "腥耀")
    assert len(list(stored.folder.glob("rows-*"))) == 1


def test_nothing_is_made_again_while_the_version_is_the_same(stored: Stored):
    before = current(stored.folder)
    stored.up_to_date()
    assert current(stored.folder) == before


def test_a_broken_file_is_told_and_mended(stored: Stored):
    path = next(stored.folder.glob("texts-*/segment-*/postings.bin"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StorageError):
        open_marks(stored.folder)
    assert keys(stored.up_to_date(), "星耀") == [("1", "09"), ("1", "25"), ("2", "25")]


def test_broken_rows_are_told_and_mended(stored: Stored):
    path = next(stored.folder.glob("rows-*/order.bin"))
    path.write_bytes(b"")
    with pytest.raises(StorageError):
        open_marks(stored.folder)
    assert keys(stored.up_to_date(), "星耀") == [("1", "09"), ("1", "25"), ("2", "25")]


def test_before_the_first_time_that_is_told_and_an_empty_register_finds_nothing(tmp_path: Path):
    empty = Stored(tmp_path)
    with pytest.raises(NotFoundError):
        open_marks(empty.folder)
    assert empty.up_to_date().nearest("星耀") == []
