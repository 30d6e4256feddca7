"""Writing and reading tables of the lake: whole commits, notes, earlier versions, one writer."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from tests.core.lake.stored import put, rows_of, text_register
from zhiheng.core.declarations.models import Register
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import ConflictError, NotFoundError, StorageError
from zhiheng.core.lake.schema import table_schema
from zhiheng.core.lake.tables import Lake, empty_rows

THINGS = text_register(number="string", name="string", day="date")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "lake"))


def read(lake: Lake, register: Register = THINGS, version: int | None = None) -> list[Any]:
    engine = DuckEngine(lake, threads=1)
    names = [column.name for column in register.columns]
    table = engine.table(register, version=version)
    rows = engine.run(table.select(*names)).to_pylist()
    return sorted((tuple(row.values()) for row in rows), key=str)


def reader(*rows: dict[str, Any], register: Register = THINGS) -> pa.RecordBatchReader:
    return rows_of(register, rows).to_reader()


def test_what_was_never_written_is_empty(lake: Lake) -> None:
    assert lake.version("things") is None
    assert lake.commits("things") == []
    assert read(lake) == []


def test_appended_rows_are_added_and_notes_are_kept(lake: Lake) -> None:
    lake.append(THINGS, reader({"number": "1", "name": "一"}), notes={"import_id": "a"})
    lake.append(THINGS, reader({"number": "2", "name": "二"}), notes={"import_id": "b"})
    assert read(lake) == [("1", "一", None), ("2", "二", None)]
    newest, first = lake.commits("things")
    assert (first.version, first.notes["import_id"]) == (0, "a")
    assert (newest.version, newest.notes["import_id"]) == (1, "b")
    assert newest.at >= first.at


def test_upsert_replaces_by_key_and_adds_the_rest(lake: Lake) -> None:
    day = date(2020, 2, 29)
    put(lake, THINGS, [{"number": "1", "name": "一", "day": day}, {"number": "2", "name": "二"}])
    given = ({"number": "2", "name": "貳", "day": day}, {"number": "3", "name": "三"})
    lake.upsert(THINGS, reader(*given), notes={"import_id": "c"})
    assert read(lake) == [("1", "一", day), ("2", "貳", day), ("3", "三", None)]
    assert lake.commits("things")[0].notes["import_id"] == "c"


def test_upsert_into_nothing_writes_the_rows(lake: Lake) -> None:
    lake.upsert(THINGS, reader({"number": "1"}), notes={})
    assert read(lake) == [("1", None, None)]


def test_the_log_tells_how_large_a_table_is(lake: Lake) -> None:
    assert lake.size("things") is None
    lake.append(THINGS, reader({"number": "1"}, {"number": "2"}), notes={})
    lake.upsert(THINGS, reader({"number": "2", "name": "貳"}, {"number": "3"}), notes={})
    grown = lake.size("things")
    assert grown is not None
    assert (grown.rows, grown.written_at) == (len(read(lake)), lake.commits("things")[0].at)
    put(lake, THINGS, [{"number": "9"}])
    shrunk = lake.size("things")
    assert shrunk is not None
    assert shrunk.rows == 1


def test_replaced_rows_are_still_there_in_their_version(lake: Lake) -> None:
    put(lake, THINGS, [{"number": "1"}])
    put(lake, THINGS, [{"number": "2"}])
    assert read(lake) == [("2", None, None)]
    assert read(lake, version=0) == [("1", None, None)]
    with pytest.raises(NotFoundError, match=r"lake\.version_unknown"):
        lake.open("things", version=2)


def age_commits(lake: Lake, *, days: int) -> None:
    long_ago = (datetime.now(tz=UTC) - timedelta(days=days)).timestamp()
    for file in (Path(lake.root) / "things/_delta_log").iterdir():
        os.utime(file, (long_ago, long_ago))


def test_no_commit_is_forgotten_however_many_follow_and_however_old_it_is(lake: Lake):
    lake.append(THINGS, reader({"number": "0"}), notes={})
    # A checkpoint follows every hundredth commit, and with it the clean-up of what is too old.
    for _ in range(98):
        lake.append(THINGS, empty_rows(THINGS), notes={})
    age_commits(lake, days=40)
    for number in "123":
        lake.append(THINGS, reader({"number": number}), notes={})
    assert read(lake, version=0) == [("0", None, None)]
    assert [commit.version for commit in lake.commits("things")] == list(range(101, -1, -1))


@pytest.mark.parametrize("way", ["append", "upsert", "replace"])
def test_every_way_of_writing_keeps_the_commits_of_a_table_made_before(lake: Lake, way: str):
    address = lake.address("things")
    given = rows_of(THINGS, [{"number": "0"}])
    # Here the clean-up would follow the very next commit.
    write_deltalake(address, given, configuration={"delta.checkpointInterval": "2"})
    lake.append(THINGS, reader({"number": "1"}), notes={})
    for number in "234":
        age_commits(lake, days=40)
        getattr(lake, way)(THINGS, reader({"number": number}), notes={})
    assert read(lake, version=0) == [("0", None, None)]


def test_a_version_whose_files_are_gone_is_unknown_and_the_table_is_not(lake: Lake):
    put(lake, THINGS, [{"number": "1"}])
    put(lake, THINGS, [{"number": "2"}])
    table = lake.open("things")
    assert table is not None
    table.create_checkpoint()
    (Path(lake.root) / "things/_delta_log/00000000000000000000.json").unlink()
    with pytest.raises(NotFoundError, match=r"lake\.version_unknown"):
        lake.open("things", version=0)
    assert read(lake) == [("2", None, None)]
    assert lake.open("nothing", version=0) is None


def test_version_at_a_moment(lake: Lake) -> None:
    for number in "123":
        put(lake, THINGS, [{"number": number}])
    third, second, first = lake.commits("things")
    second_before = timedelta(seconds=1)
    assert lake.version_at("things", first.at - second_before) is None
    assert lake.version_at("things", second.at) in (1, 2)  # two commits may share a millisecond
    assert lake.version_at("things", third.at) == 2
    assert lake.version_at("things", third.at + second_before) == 2


def test_a_write_that_breaks_off_leaves_the_table_as_it_was(lake: Lake) -> None:
    put(lake, THINGS, [{"number": "1"}])

    def batches() -> Iterator[pa.RecordBatch]:
        yield from rows_of(THINGS, [{"number": "2"}]).to_batches()
        raise RuntimeError("the rest cannot be made")

    broken = pa.RecordBatchReader.from_batches(table_schema(THINGS), batches())
    with pytest.raises(Exception, match="the rest cannot be made") as caught:
        lake.append(THINGS, broken, notes={})
    assert not isinstance(caught.value, ConflictError | StorageError)
    assert read(lake) == [("1", None, None)]
    assert lake.version("things") == 0


def test_a_lake_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = Lake(str(tmp_path / "file"))
    with pytest.raises((StorageError, ConflictError)):
        put(blocked, THINGS, [{"number": "1"}])


GROWN = text_register(number="string", name="string", day="date", size="integer", marks="strings")


def test_a_column_declared_later_is_empty_in_rows_written_before(lake: Lake) -> None:
    put(lake, THINGS, [{"number": "1", "name": "一"}])
    old = ("1", "一", None, None, None)
    assert read(lake, GROWN) == [old]  # nothing was written since the declaration changed
    lake.append(GROWN, reader({"number": "2", "size": 5}, register=GROWN), notes={})
    assert read(lake, GROWN) == [old, ("2", None, None, 5, None)]


def test_upsert_stores_a_column_declared_later(lake: Lake) -> None:
    put(lake, THINGS, [{"number": "1", "name": "一"}, {"number": "2", "name": "二"}])
    changed = reader({"number": "2", "name": "二", "size": 7, "marks": ["甲"]}, register=GROWN)
    lake.upsert(GROWN, changed, notes={})
    assert read(lake, GROWN) == [
        ("1", "一", None, None, None),
        ("2", "二", None, 7, ["甲"]),
    ]
    assert read(lake, GROWN, version=0)[1] == ("2", "二", None, None, None)


def test_a_column_no_longer_declared_is_left_alone(lake: Lake) -> None:
    put(lake, GROWN, [{"number": "1", "name": "一", "size": 5}])
    lake.append(THINGS, reader({"number": "2", "name": "二"}), notes={})
    lake.upsert(THINGS, reader({"number": "1", "name": "壹"}), notes={})
    assert read(lake) == [("1", "壹", None), ("2", "二", None)]
    assert read(lake, GROWN)[0][3] == 5


def test_no_rows_make_an_empty_table(lake: Lake) -> None:
    lake.append(THINGS, empty_rows(THINGS), notes={"import_id": "nothing"})
    assert lake.version("things") == 0
    assert read(lake) == []


def test_a_second_writer_in_this_process_is_told_at_once(lake: Lake) -> None:
    with (
        lake.writing(),
        pytest.raises(ConflictError, match=r"lake\.busy"),
        Lake(lake.root).writing(),
    ):
        raise AssertionError("two writers")
    with lake.writing():
        pass


def _hold(root: str, held: Any, release: Any) -> None:
    with Lake(root).writing():
        held.set()
        release.wait(30)


def test_a_writer_in_another_process_is_noticed_and_its_end_frees_the_lake(lake: Lake) -> None:
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(lake.root, held, release))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(ConflictError, match=r"lake\.busy"), lake.writing():
            raise AssertionError("two writers")
        other.kill()  # a killed writer holds nothing: the lock is the system's
        other.join(30)
        with lake.writing():
            pass
    finally:
        # Not `release.set()`: it waits for an answer of the process that was killed while waiting.
        other.kill()
        other.join(30)
