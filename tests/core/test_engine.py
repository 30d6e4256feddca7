"""DuckDB reads one version a table, whatever is committed meanwhile and however long ago."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb
import ibis
import pytest

from tests.core.lake.stored import put, rows_of, text_register
from zhiheng.core import engine as engines
from zhiheng.core.engine import DuckEngine, open_engine
from zhiheng.core.errors import NotFoundError
from zhiheng.core.lake.tables import Lake

THINGS = text_register("things", number="string", round="integer")
OTHERS = text_register("other-things", number="string", round="integer")
COMMITS, READERS, ROWS = 25, 8, 40


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(str(tmp_path / "it's 知衡 100% a lake"))  # each of these has broken a path


def rounds(number: int) -> list[dict[str, object]]:
    return [{"number": str(place), "round": number} for place in range(ROWS)]


def test_an_expression_keeps_its_version(lake: Lake) -> None:
    engine = DuckEngine(lake)
    nothing = engine.table(THINGS)
    put(lake, THINGS, rounds(0))
    before = engine.table(THINGS)
    put(lake, THINGS, rounds(1)[:3])
    assert engine.run(nothing).num_rows == 0
    assert set(engine.run(before)["round"].to_pylist()) == {0}
    assert engine.run(engine.table(THINGS))["round"].to_pylist() == [1, 1, 1]
    assert engine.run(engine.table(THINGS, version=0)).num_rows == ROWS
    assert engine.version(THINGS) == 1
    assert engine.version(OTHERS) == -1
    with pytest.raises(NotFoundError):
        engine.table(THINGS, version=2)


def test_two_tables_and_two_versions_in_one_statement(lake: Lake) -> None:
    engine = DuckEngine(lake)
    put(lake, THINGS, rounds(0))
    put(lake, THINGS, rounds(1)[:10])
    old, new, other = (
        engine.table(THINGS, version=0), engine.table(THINGS), engine.table(OTHERS)
    )  # fmt: skip
    both = old.join(new, "number").anti_join(other, "number")
    counts = both.group_by(both.round).aggregate(rows=both.count())
    assert engine.run(counts).to_pylist() == [{"round": 0, "rows": 10}]
    assert engine.run(ibis.literal(1).name("one").as_table()).to_pylist() == [{"one": 1}]


def test_rows_are_streamed_in_batches(lake: Lake) -> None:
    put(lake, THINGS, rounds(0))
    engine = DuckEngine(lake)
    stream = engine.stream(engine.table(THINGS).order_by("number"), rows=7)
    assert sum(batch.num_rows for batch in stream) == ROWS


def test_versions_long_gone_by_are_forgotten_and_found_again(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "REMEMBERED", 3)
    engine = DuckEngine(lake)
    tables = []
    for number in range(6):
        put(lake, THINGS, rounds(number))
        tables.append(engine.table(THINGS))
    assert len(engine._versions._known) == 3
    for number, table in enumerate(tables):
        assert set(engine.run(table)["round"].to_pylist()) == {number}
    assert len(engine._versions._known) == 3
    assert (
        engine._connection.sql("SELECT * FROM duckdb_views() WHERE NOT internal").fetchall() == []
    )


def test_a_declaration_that_changed_is_read_anew(lake: Lake) -> None:
    put(lake, THINGS, rounds(0)[:1])
    engine = DuckEngine(lake)
    assert "size" not in engine.run(engine.table(THINGS)).column_names
    grown = text_register("things", number="string", round="integer", size="decimal")
    assert engine.run(engine.table(grown))["size"].to_pylist() == [None]


def test_readers_never_see_a_mixture_while_imports_commit(lake: Lake) -> None:
    put(lake, THINGS, rounds(0))
    engine = DuckEngine(lake, threads=2)
    done = threading.Event()
    seen: list[set[int]] = []
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not done.is_set():
                table = engine.table(THINGS)
                first, second = (engine.run(table)["round"].to_pylist() for _ in range(2))
                assert first == second
                assert len(first) == ROWS
                seen.append(set(first))
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, COMMITS + 1):
        if number % 2:
            put(lake, THINGS, rounds(number))
        else:
            lake.upsert(THINGS, rows_of(THINGS, rounds(number)).to_reader(), notes={})
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert all(len(numbers) == 1 for numbers in seen)
    assert len({min(numbers) for numbers in seen}) > 1
    assert set(engine.run(engine.table(THINGS))["round"].to_pylist()) == {COMMITS}


def test_a_table_costs_no_more_than_a_look_at_the_log(lake: Lake) -> None:
    put(lake, THINGS, rounds(0))
    engine = DuckEngine(lake)
    engine.table(THINGS)
    lake_opened = 0
    opened = Lake.open

    def counting(self: Lake, register: str, *, version: int | None = None) -> object:
        nonlocal lake_opened
        lake_opened += 1
        return opened(self, register, version=version)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Lake, "open", counting)
        for _ in range(5):
            engine.table(THINGS)
            engine.table(THINGS, version=0)
            engine.version(THINGS)
    assert lake_opened == 0


def test_without_an_address_it_is_duckdb_with_its_limits(lake: Lake) -> None:
    engine = open_engine(lake, threads=1)
    assert isinstance(engine, DuckEngine)
    setting = engine._connection.execute("SELECT current_setting('threads')").fetchall()
    assert setting == [(1,)]
    small = DuckEngine(lake, memory_limit="1MB")
    with pytest.raises(duckdb.OutOfMemoryException):
        small._connection.sql(
            "SELECT list(range) FROM range(10_000_000) GROUP BY range % 100000"
        ).to_arrow_table()
