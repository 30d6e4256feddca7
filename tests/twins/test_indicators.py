"""Every declared indicator against the naive twin and against what the city's maker knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.core.lake.stored import UNTIL, packaged, put, stored_city
from tests.twins.patent_lives import Row, in_force_count, residents, year_count
from zhiheng.core.analyses.indicators import IndicatorFigure, Ratio, days_of_series, figure
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.browsing.openings import rows_query
from zhiheng.core.declarations.models import Counted, Indicator
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake

CITY = "440300"
DAYS = [UNTIL, date(2025, 12, 31), date(2020, 2, 29), date(2010, 1, 1), date(2005, 6, 1)]
INDICATORS = list(packaged().indicators.values())
names = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.name)


@pytest.fixture(scope="module")
def engine() -> DuckEngine:
    return DuckEngine(stored_city().lake)


def rows_of_register(engine: DuckEngine, name: str) -> list[Row]:
    return engine.run(engine.table(packaged().register(name))).to_pylist()


def asked(engine: DuckEngine, indicator: Indicator, on: date) -> IndicatorFigure:
    return figure(engine, packaged(), indicator, on=on, city=CITY)


def twin_count(rows: list[Row], indicator: Indicator, division: str, on: date) -> int:
    counted = indicator.numerator
    rights = [test.equals for test in counted.where if test.column == "right"]
    if counted.in_force:
        return in_force_count(rows, str(rights[0]), division, on)
    return year_count(rows, str(counted.during), division, on, *rights)


@names
def test_figures_are_the_twins(engine: DuckEngine, indicator: Indicator) -> None:
    patents = rows_of_register(engine, "patents")
    population = rows_of_register(engine, "population")
    for on in DAYS:
        found = asked(engine, indicator, on)
        for division, ratio in {CITY: found.total, **found.by_division}.items():
            assert ratio.numerator == twin_count(patents, indicator, division, on)
            if indicator.denominator:
                people = residents(population, division, CITY, on)
                assert ratio.denominator == people
                assert (ratio.value is None) == (not people)
        for day, ratio in found.series.items():
            assert ratio.numerator == twin_count(patents, indicator, CITY, day)
        assert list(found.series) == days_of_series(on, indicator.years)


@names
def test_every_figure_opens_to_its_rows(engine: DuckEngine, indicator: Indicator) -> None:
    for on in DAYS:
        found = asked(engine, indicator, on)
        for division, ratio in {CITY: found.total, **found.by_division}.items():
            opened = open_rows(engine, indicator, indicator.numerator, on, division)
            assert len(opened) == ratio.numerator
            if indicator.denominator:
                year = found.denominator_year
                counted = indicator.denominator
                rows = open_rows(engine, indicator, counted, on, division, year)
                if year is not None:
                    assert [row[counted.sum] for row in rows] == [ratio.denominator]


def open_rows(
    engine: DuckEngine,
    indicator: Indicator,
    counted: Counted,
    on: date,
    division: str,
    year: int | None = None,
) -> list[Row]:
    register = packaged().register(counted.register_)
    query: dict[str, list[str]] = {}
    pairs = rows_query(register, counted, on=on, by=indicator.by, division=division, year=year)
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    filters = read_filters(register, query)
    assert filters.problems == ()
    return engine.run(filters.apply(engine.table(register))).to_pylist()


def test_valid_inventions_are_those_the_maker_counted(engine: DuckEngine) -> None:
    indicator = packaged().indicator("valid-invention-patents")
    truth = stored_city().manifest.content["expected"]["valid_inventions"]
    assert len(truth) > 10
    for day, told in truth.items():
        found = asked(engine, indicator, date.fromisoformat(day))
        ours = {CITY: found.total, **found.by_division}
        assert {code: ours[code].value for code in told} == told


@pytest.mark.parametrize(
    ("name", "known"), [("patent-filings", "city_filings"), ("patent-grants", "city_grants")]
)
def test_flows_are_those_the_maker_counted(engine: DuckEngine, name: str, known: str) -> None:
    indicator = packaged().indicator(name)
    truth = stored_city().manifest.content["expected"][known]
    for year, told in truth.items():
        found = asked(engine, indicator, date(int(year), 12, 31))
        assert found.total.value == sum(told.values())
    inventions = packaged().indicator("invention-grants")
    for year, told in stored_city().manifest.content["expected"]["city_grants"].items():
        found = asked(engine, inventions, date(int(year), 12, 31))
        assert found.total.value == told.get("invention", 0)


@pytest.mark.parametrize(
    ("population", "denominator", "value"),
    [
        ([], None, None),
        ([{"division": CITY, "year": 2024, "residents": 0}], 0, None),
        ([{"division": CITY, "year": 2024, "residents": 40_000}], 40_000, 0.25),
        ([{"division": CITY, "year": 2027, "residents": 40_000}], None, None),
        (
            [
                {"division": CITY, "year": 2023, "residents": 10_000},
                {"division": CITY, "year": 2024, "residents": 20_000},
                {"division": "440305", "year": 2024, "residents": 5_000},
            ],
            20_000,
            0.5,
        ),
    ],
)
def test_without_inhabitants_the_value_is_unknown(
    tmp_path: Path, population: list[Any], denominator: int | None, value: float | None
) -> None:
    lake = Lake(str(tmp_path))
    patent = {
        "application_number": "201910302430.1",
        "right": "invention",
        "division": "440305",
        "grant_date": date(2020, 1, 1),
    }
    put(lake, packaged().register("patents"), [patent])
    if population:
        put(lake, packaged().register("population"), population)
    indicator = packaged().indicator("valid-invention-patents-per-10000")
    found = asked(DuckEngine(lake, threads=1), indicator, date(2026, 6, 30))
    assert (found.total.numerator, found.total.denominator, found.total.value) == (
        1, denominator, value
    )  # fmt: skip


def test_nothing_stored_counts_as_nothing(tmp_path: Path) -> None:
    engine = DuckEngine(Lake(str(tmp_path)), threads=1)
    for indicator in INDICATORS:
        found = asked(engine, indicator, UNTIL)
        assert found.total.numerator == 0
        assert found.total.value == (None if indicator.denominator else 0)


def test_a_province_sums_its_cities_and_chongqing_is_not_half_the_south_west(
    tmp_path: Path,
) -> None:
    lake = Lake(str(tmp_path))
    divisions = ["500103", "510104", "440305", "440306", "440100", "520000", None]
    rows = [
        {"application_number": str(place), "filing_date": date(2026, 1, 1), "division": division}
        for place, division in enumerate(divisions)
    ]
    put(lake, packaged().register("patents"), rows)
    engine = DuckEngine(lake, threads=1)
    filings = packaged().indicator("patent-filings")
    totals = {}
    for city in ("500000", "440000", "440300"):
        found = figure(engine, packaged(), filings, on=UNTIL, city=city)
        totals[city] = (
            found.total.value,
            {c: r.value for c, r in found.by_division.items() if r.value},
        )
    assert totals == {
        "500000": (1, {"500103": 1}),
        "440000": (3, {"440100": 1, "440300": 2}),
        "440300": (2, {"440305": 1, "440306": 1}),
    }


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [
        (1865, 10_000_000, 1.86),  # 1.865: half to even
        (1875, 10_000_000, 1.88),
        (1, 3, 3333.33),
        (0, 5, 0.0),
    ],
)
def test_values_are_rounded_as_the_standard_says(
    numerator: int, denominator: int, value: float
) -> None:
    ratio = Ratio(numerator, denominator, has_denominator=True, scale=10_000, decimals=2)
    assert ratio.value == value
