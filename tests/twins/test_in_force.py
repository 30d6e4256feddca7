"""Being in force on a day, against the naive twin, on a generated city and on edge days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lake.stored import packaged, put, stored_city
from tests.twins.patent_lives import is_in_force
from zhiheng.core.analyses.in_force import in_force
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import InputError
from zhiheng.core.lake.tables import Lake

PATENTS = packaged().register("patents")


def numbers_in_force(engine: DuckEngine, on: date) -> set[str]:
    table = engine.table(PATENTS)
    found = engine.run(table.filter(in_force(table, PATENTS, on=on)))
    return set(found["application_number"].to_pylist())


def test_a_generated_city() -> None:
    engine = DuckEngine(stored_city().lake)
    rows = engine.run(engine.table(PATENTS)).to_pylist()
    edges = {row[name] for row in rows[::40] for name in ("grant_date", "ceased_on", "expires_on")}
    gaps = [gap for row in rows for gap in row["interruptions"] or []]
    edges |= {date.fromisoformat(edge) for gap in gaps[:3] for edge in gap.split("/")}
    assert gaps
    one = timedelta(days=1)
    for day in sorted({near for edge in edges - {None} for near in (edge - one, edge)}):
        twins = {row["application_number"] for row in rows if is_in_force(row, day)}
        assert numbers_in_force(engine, day) == twins


days = st.none() | st.dates(date(2019, 12, 30), date(2020, 1, 3))
gaps = st.none() | st.lists(
    st.sampled_from(["2019-12-31/2020-01-01", "2020-01-01/2020-01-02", "2020-01-02/2020-01-05"]),
    unique=True,
)


@given(
    st.lists(st.tuples(days, days, days, gaps), max_size=12),
    st.dates(date(2020, 1, 1), date(2020, 1, 2)),
)
@settings(deadline=None, max_examples=40)
def test_any_days(tmp_path_factory: pytest.TempPathFactory, lives: list[Any], on: date) -> None:
    lake = Lake(str(tmp_path_factory.mktemp("lake")))
    names = ("grant_date", "ceased_on", "expires_on", "interruptions")
    rows = [
        {"application_number": str(place), **dict(zip(names, life, strict=True))}
        for place, life in enumerate(lives)
    ]
    put(lake, PATENTS, rows)
    twins = {row["application_number"] for row in rows if is_in_force(row, on)}
    assert numbers_in_force(DuckEngine(lake, threads=1), on) == twins


def test_a_register_without_validity_has_nothing_in_force() -> None:
    population = packaged().register("population")
    table = DuckEngine(stored_city().lake).table(population)
    with pytest.raises(InputError, match=r"register\.no_validity"):
        in_force(table, population, on=date(2020, 1, 1))
