"""Rates by filing year: what is too young, what is too few, who stands out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.core.lake.stored import packaged, put
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake
from zhiheng.core.screening.quality import (
    INPUTS,
    MEASURES,
    WHOLE,
    Quality,
    Settings,
    of_counts,
    quality,
    settings_on,
    stands_out,
)

ON = date(2026, 6, 30)
SETTINGS = Settings(0.95, 0.3, 48, 3, 24)


def counts(year: int, **more: int) -> dict[str, Any]:
    """A row of what was counted in a year; what is not given is nought."""
    names = ("filed", "inventions", "abnormal", "given_up", "judged", "grant", "withdrawal")
    return {"year": year, **dict.fromkeys((*names, "granted", "kept_of", "lapse"), 0), **more}


def told(*rows: dict[str, Any]) -> Quality:
    return of_counts("44200", rows, on=ON, settings=SETTINGS)


def test_a_year_with_nothing_old_enough_is_too_early_and_not_a_failure():
    (grant,) = told(counts(2025, filed=90, inventions=90)).of_measure("grant")
    assert (grant.told, grant.share, grant.waiting, grant.open) == ("too_early", None, 90, True)


def test_a_few_filings_are_too_few_to_tell():
    (few,) = told(counts(2020, filed=4, abnormal=2)).of_measure("abnormal")
    assert (few.told, few.share) == ("too_few", None)
    assert few.low < 0.07
    assert few.high > 0.93
    (many,) = told(counts(2020, filed=400, abnormal=200)).of_measure("abnormal")
    assert (many.told, many.share) == ("rate", 0.5)


def test_young_years_may_still_rise():
    young = told(counts(2024, filed=400), counts(2023, filed=400), counts(2021, filed=400))
    assert [rate.open for rate in young.of_measure("abnormal")] == [False, False, True]
    assert [rate.year for rate in young.of_measure("abnormal")] == [2021, 2023, 2024]


def test_years_are_put_together():
    rows = (counts(year, filed=20, abnormal=year - 2019) for year in range(2020, 2024))
    whole = told(*rows)
    three = whole.over("abnormal", 2021, 2023, SETTINGS)
    assert (three.year, three.counted, three.of, three.told) == (None, 2 + 3 + 4, 60, "rate")
    assert whole.over("abnormal", 2000, 2001, SETTINGS).told == "too_few"
    assert whole.filed == 80
    assert {rate.measure for rate in whole.rates} == set(MEASURES)


def test_only_who_lies_beyond_chance_stands_out():
    (city,) = told(counts(2020, filed=10_000, abnormal=500)).of_measure("abnormal")
    (worse,) = told(counts(2020, filed=100, abnormal=15)).of_measure("abnormal")
    (unlucky,) = told(counts(2020, filed=100, abnormal=8)).of_measure("abnormal")
    assert stands_out(worse, city, worse="higher")
    assert not stands_out(unlucky, city, worse="higher")
    assert not stands_out(worse, city, worse="lower")
    (better,) = told(counts(2020, filed=300)).of_measure("abnormal")
    assert stands_out(better, city, worse="lower")
    assert not stands_out(replace(worse, told="too_few"), city, worse="higher")
    assert not stands_out(worse, replace(city, told="too_early"), worse="higher")


def test_the_declared_settings():
    assert settings_on(packaged(), ON) == SETTINGS


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    """Three applications of 2020: a joint one of two applicants, and one nobody is known of."""
    lake = Lake(str(tmp_path_factory.mktemp("lake")))
    numbers = ("N1", "N2", "N3")
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in INPUTS}
    tables["patents"] = [
        {
            "application_number": number, "right": "invention", "filing_date": date(2020, 3, 2),
            "agency_code": code,
        }
        for number, code in zip(numbers, ("44200", "44200", ""), strict=True)
    ]  # fmt: skip
    tables["party-mentions"] = [
        {
            "mention": f"{number}/{party}/{role}/{register}", "record": number, "party": party,
            "role": role, "register": register,
        }
        for number, party, role, register in (
            ("N1", "P1", "applicant", "patents"),
            ("N1", "P2", "applicant", "patents"),
            ("N2", "P1", "applicant", "patents"),
            ("N2", "P1", "applicant", "pledges"),
            ("N3", "P1", "inventor", "patents"),
        )
    ]  # fmt: skip
    for name, rows in tables.items():
        put(lake, packaged().register(name), rows)
    return DuckEngine(lake, threads=1)


def test_a_joint_filing_counts_for_each_applicant_once(engine: DuckEngine):
    found = quality(engine, packaged(), by="applicant", on=ON)
    assert {unit: each.filed for unit, each in found.items()} == {"P1": 2, "P2": 1}


def test_who_files_without_an_agency_is_in_the_whole_alone(engine: DuckEngine):
    found = quality(engine, packaged(), by="agency", on=ON)
    assert {unit: each.filed for unit, each in found.items()} == {"44200": 2}
    assert quality(engine, packaged(), by="all", on=ON)[WHOLE].filed == 3


def test_units_asked_for_are_there_whatever_they_filed(engine: DuckEngine):
    found = quality(engine, packaged(), by="agency", on=ON, units=["44200", "99999"])
    assert found["99999"] == Quality("99999", ON, 0, ())
    later = quality(engine, packaged(), by="agency", on=ON, units=["44200"], first_year=2021)
    assert later["44200"].filed == 0
