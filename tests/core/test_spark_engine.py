"""Spark gives the same rows as DuckDB: for the fold, rows in force and every indicator."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pytest

from tests.core.analyses.small_city import ROWS
from tests.core.lake.stored import UNTIL, packaged, put, rows_of, stored_city, text_register
from tests.core.screening.marks.small_marks import small_marks
from tests.core.screening.small_screening import ON, small_lake
from zhiheng.core import engine as engines
from zhiheng.core.analyses import patent_fold
from zhiheng.core.analyses.derived import Analysis, analyses_by_output
from zhiheng.core.analyses.high_value_counts import Group, counts
from zhiheng.core.analyses.in_force import in_force
from zhiheng.core.analyses.indicator_changes import changes_of
from zhiheng.core.analyses.indicators import figure
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.browsing.pages import PageRequest, read_order, read_page
from zhiheng.core.engine import DuckEngine, Engine, SparkEngine, open_engine
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening.declared import packaged as declared_signals
from zhiheng.core.screening.gathering import gather
from zhiheng.core.screening.marks.gathering import gather_marks
from zhiheng.core.screening.marks.protected import packaged_names
from zhiheng.core.screening.quality import quality
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.screening import screen

pytest.importorskip("pyspark", reason="the `spark` extra is not installed")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="no Java runtime"),
    # pyspark's own: it leaves sockets to the collector, and has not declared for our pandas yet
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:PySpark does not yet fully"),
]
THINGS = text_register(number="string", day="date", size="integer", marks="strings")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    engine = open_engine(stored_city().lake, spark="local[2]")
    assert isinstance(engine, SparkEngine)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def duck() -> DuckEngine:
    return DuckEngine(stored_city().lake)


def sources(engine: Engine) -> dict[str, ir.Table]:
    return {name: engine.table(packaged().register(name)) for name in patent_fold.INPUTS}


def test_the_fold_is_the_same(spark: SparkEngine, duck: DuckEngine) -> None:
    folded: list[pa.Table] = []
    for engine in (spark, duck):
        expression = patent_fold.run(sources(engine), catalogue=packaged(), on=UNTIL)
        folded.append(engine.run(expression).sort_by("application_number"))
    assert folded[0].column_names == folded[1].column_names
    assert folded[0].to_pylist() == folded[1].to_pylist()
    assert folded[0].num_rows == 1500


DERIVED = (
    "patents",
    "patent-states",
    "trademark-states",
    "citations",
    "classifications",
    "families",
    "overseas-patents",
    "strategic-industries",
    "high-value-patents",
)
HIGH_VALUE_GROUPS: tuple[Group, ...] = ("division", "criterion", "branch")


def test_every_derived_register_is_the_same(
    spark: SparkEngine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lake = Lake(str(tmp_path_factory.mktemp("small")))
    for name, rows_given in ROWS.items():
        put(lake, packaged().register(name), rows_given)
    here, there = DuckEngine(lake), SparkEngine(lake, "local[2]")  # joins the session that is there
    for name in DERIVED:
        register, analysis = packaged().register(name), analyses_by_output()[name]
        found = [derived(engine, analysis) for engine in (here, there)]
        assert found[0] == found[1] != []
        put(lake, register, found[0])  # others are derived from it
    placed = [{**row, "division": "440305"} for row in found[0]]
    put(lake, packaged().register("high-value-patents"), placed)
    days = [date(2016, 6, 1), date(2019, 6, 1), UNTIL]
    for by in HIGH_VALUE_GROUPS:
        here_and_there = [
            counts(engine, packaged(), by=by, days=days, division="440300")
            for engine in (here, there)
        ]
        assert here_and_there[0] == here_and_there[1]
        assert any(here_and_there[0][days[0]].values())


def derived(engine: Engine, analysis: Analysis) -> list[Any]:
    tables = {name: engine.table(packaged().register(name)) for name in analysis.inputs}
    if analysis.compute:
        made = analysis.compute(engine, tables, catalogue=packaged(), on=UNTIL).read_all()
    else:
        assert analysis.run
        made = engine.run(analysis.run(tables, catalogue=packaged(), on=UNTIL))
    return sorted(made.to_pylist(), key=lambda row: str([row[name] for name in key_of(analysis)]))


def key_of(analysis: Analysis) -> list[str]:
    return packaged().register(analysis.output).key


@pytest.mark.parametrize("on", [date(2012, 2, 29), date(2021, 6, 1), UNTIL])
def test_rows_in_force_are_the_same(spark: SparkEngine, duck: DuckEngine, on: date) -> None:
    patents = packaged().register("patents")
    found = []
    for engine in (spark, duck):
        table = engine.table(patents)
        rows = engine.run(table.filter(in_force(table, patents, on=on)))
        found.append(set(rows["application_number"].to_pylist()))
    assert found[0] == found[1] != set()


# One for each way of counting: ratio, flow, age, growth, sum by kind, different values, parts.
WAYS = (
    *("valid-invention-patents-per-10000", "invention-filings", "average-maintenance"),
    *("valid-invention-patents-growth", "pledge-amount", "gi-users", "high-value-patents"),
)


@pytest.mark.parametrize("name", WAYS)
def test_every_way_of_counting_is_the_same(spark: SparkEngine, duck: DuckEngine, name: str) -> None:
    indicator = packaged().indicator(name)
    for on in (UNTIL, date(2012, 2, 29)):
        here, there = (
            figure(engine, packaged(), indicator, on=on, city="440300") for engine in (duck, spark)
        )
        assert there == here


def test_the_daily_changes_are_the_same(spark: SparkEngine, duck: DuckEngine) -> None:
    counted = packaged().indicator("valid-invention-patents").numerator
    found = []
    for engine in (spark, duck):
        changes = changes_of(engine, packaged(), counted, by="division", city="440300")
        found.append(engine.run(changes).cast(changes.schema().to_pyarrow()))
    here, there = (sorted(map(str, table.to_pylist())) for table in found)
    assert here == there != []


@pytest.mark.parametrize(
    "query",
    [
        {"title": ["方法"], "division": ["440305"], "filing_date_from": ["2015-02-28"]},
        {"ipc": ["G06F"], "right": ["invention", "design"], "in_force_on": ["2025-12-31"]},
        {"applicants": ["有限公司"]},
    ],
)
def test_pages_are_the_same(
    spark: SparkEngine, duck: DuckEngine, query: dict[str, list[str]]
) -> None:
    patents = packaged().register("patents")
    for sort in ("", "grant_date"):
        request = PageRequest(read_filters(patents, query), read_order(patents, sort), rows=20)
        assert read_page(spark, request) == read_page(duck, request)


def rows(engine: Engine, **version: int) -> list[Any]:
    table = engine.table(THINGS, **version)
    chosen = table.select("number", "day", "size", "marks").order_by("number")
    return engine.run(chosen).to_pylist()


def test_empty_tables_old_versions_and_columns_declared_later(
    spark: SparkEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "REMEMBERED", 2)
    lake = Lake(str(tmp_path / "it's 知衡"))
    engine = SparkEngine(lake, "local[2]")  # joins the session that is there
    assert engine.version(THINGS) == -1
    assert rows(engine) == []
    earlier = text_register(number="string", day="date")
    put(lake, earlier, [{"number": "1", "day": date(1582, 10, 4)}])
    first = {"number": "1", "day": date(1582, 10, 4), "size": None, "marks": None}
    assert rows(engine) == [first]
    second = {"number": "2", "day": date(9999, 12, 31), "size": 2**62, "marks": ["甲", ""]}
    lake.append(THINGS, rows_of(THINGS, [second]).to_reader(), notes={})
    assert rows(engine) == [first, second] == rows(DuckEngine(lake))
    kept = engine.table(THINGS, version=0)
    for size in range(4):
        put(lake, THINGS, [{"number": "3", "size": size}])
        assert [row["size"] for row in rows(engine)] == [size]
    assert len(engine._views) <= 2
    assert engine.run(kept)["number"].to_pylist() == ["1"]


def test_a_screening_finds_the_same(spark: SparkEngine, tmp_path: Path) -> None:
    lake = small_lake(tmp_path)
    scope = Scope("period", date(2025, 3, 1), date(2025, 4, 30))
    found = []
    for engine in (SparkEngine(lake, "local[2]"), DuckEngine(lake)):
        gathered = gather(engine, packaged(), scope, on=ON, window_months=24)
        screened = screen(gathered, declared_signals())
        found.append((gathered, screened.leads, screened.rings))
    assert found[0][0].filings.table.equals(found[1][0].filings.table)
    assert found[0][0].facts == found[1][0].facts
    assert found[0][1:] == found[1][1:]
    assert found[0][1], "the planted copies are found"


def test_a_screening_of_marks_finds_the_same(spark: SparkEngine, tmp_path: Path) -> None:
    lake = small_marks(tmp_path)
    scope = Scope("period", date(2025, 3, 1), date(2025, 3, 2))
    found = [
        gather_marks(engine, packaged(), scope, on=ON, window_months=24, protected=packaged_names())
        for engine in (SparkEngine(lake, "local[2]"), DuckEngine(lake))
    ]
    assert found[0].filings.table.equals(found[1].filings.table)
    assert found[0].facts == found[1].facts
    assert found[0].facts.near
    assert found[0].facts.hits


def test_the_quality_of_filings_is_the_same(spark: SparkEngine, duck: DuckEngine) -> None:
    told, twin = (quality(engine, packaged(), by="applicant", on=UNTIL) for engine in (spark, duck))
    assert told == twin
    assert any(rate.counted for each in told.values() for rate in each.of_measure("grant"))
