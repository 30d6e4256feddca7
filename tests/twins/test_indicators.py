"""Every declared indicator against the naive twin and against what the city's maker knows."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.lake.stored import UNTIL, packaged, put, stored_city
from tests.twins.naive_counting import Place, number_counted, rows_counted
from tests.twins.patent_lives import Row, in_force_count, residents, year_count
from zhiheng.core.analyses.indicators import (
    IndicatorFigure,
    Ratio,
    days_of_series,
    figure,
    parts_of,
    years_before,
)
from zhiheng.core.declarations.models import Counted, Indicator
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake

CITY, DISTRICT = "440300", "440305"
DAY = date(2020, 2, 29)
INDICATORS = list(packaged().indicators.values())
names = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.name)


@pytest.fixture(scope="module")
def engine() -> DuckEngine:
    return DuckEngine(stored_city().lake)


@cache
def rows_of_register(name: str) -> list[Row]:
    engine = DuckEngine(stored_city().lake)
    rows: list[Row] = engine.run(engine.table(packaged().register(name))).to_pylist()
    return rows


def asked(engine: DuckEngine, indicator: Indicator, on: date) -> IndicatorFigure:
    return figure(engine, packaged(), indicator, on=on, city=CITY)


def twin_number(indicator: Indicator, counted: Counted, division: str, on: date) -> float | None:
    if counted.latest:
        return residents(rows_of_register(counted.register_), division, CITY, on)
    register = packaged().register(counted.register_)
    others = {e.register_: rows_of_register(e.register_) for e in register.exclusions}
    place = Place(register, rows_of_register(register.name), others)
    rows = rows_counted(place, counted, by=indicator.by, division=division, on=on)
    return number_counted(rows, counted, on)


@names
def test_figures_are_the_twins(engine: DuckEngine, indicator: Indicator) -> None:
    found = asked(engine, indicator, DAY)
    for division, ratio in ((CITY, found.total), (DISTRICT, found.by_division[DISTRICT])):
        assert ratio.numerator == twin_number(indicator, indicator.numerator, division, DAY)
        below, day = indicator.denominator, DAY
        if indicator.growth:
            below, day = indicator.numerator, years_before(DAY, indicator.growth.years)
        if below:
            assert ratio.denominator == twin_number(indicator, below, division, day)
            assert (ratio.value is None) == (not ratio.denominator)
    assert list(found.series) == days_of_series(DAY, indicator.years)
    earlier = date(2016, 12, 31)
    counted = twin_number(indicator, indicator.numerator, CITY, earlier)
    assert found.series[earlier].numerator == counted
    for part in parts_of(indicator, packaged()):
        counted = twin_number(indicator, part.of(indicator.numerator), CITY, DAY)
        assert found.by_part[part.name].numerator == counted


def test_the_figures_of_the_city_are_not_all_nothing(engine: DuckEngine) -> None:
    on = date(2025, 12, 31)
    counting = [each.name for each in INDICATORS if asked(engine, each, on).total.numerator]
    assert {"valid-invention-patents", "patent-grants", "high-value-patents"} <= set(counting)
    assert len(counting) >= 14


@pytest.mark.parametrize("name", ["valid-invention-patents", "patent-grants"])
@pytest.mark.parametrize("on", [UNTIL, date(2010, 1, 1), date(2005, 6, 1)])
def test_patents_are_the_twins_on_any_day(engine: DuckEngine, name: str, on: date) -> None:
    indicator = packaged().indicator(name)
    patents = rows_of_register("patents")
    rights = [str(test.equals) for test in indicator.numerator.where]
    found = asked(engine, indicator, on)
    for division, ratio in {CITY: found.total, **found.by_division}.items():
        told = (
            in_force_count(patents, rights[0], division, on)
            if indicator.numerator.in_force
            else year_count(patents, "grant_date", division, on, *rights)
        )
        assert ratio.numerator == told


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
    for name in (
        "patent-filings",
        "gi-coverage",
        "pledge-amount",
        "valid-invention-patents-growth",
    ):
        indicator = packaged().indicator(name)
        found = asked(engine, indicator, UNTIL)
        assert found.total.numerator == 0
        compared = indicator.denominator or indicator.growth
        assert found.total.value == (None if compared else 0)


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


@pytest.mark.parametrize(
    ("now", "before", "years", "value"),
    [
        (121, 100, 2, 10.0),
        (110, 100, 1, 10.0),
        (50, 100, 1, -50.0),
        (0, 4, 3, -100.0),
        (7, 0, 1, None),
    ],
)
def test_growth_is_the_yearly_average(
    now: int, before: int, years: int, value: float | None
) -> None:
    ratio = Ratio(now, before, True, scale=1, decimals=2, growth_years=years)
    assert ratio.value == value


def test_amounts_are_told_in_their_unit() -> None:
    ratio = Ratio(1_232_000_000, None, False, scale=1, decimals=2, unit_size=10**8)
    assert ratio.value == 12.32
