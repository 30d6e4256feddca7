"""Families: connected by what applications name, and never by what contradicts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.core.analyses.small_city import NUMBER, ROWS, SIBLING
from tests.core.lake.stored import packaged, put
from zhiheng.core.analyses import families
from zhiheng.core.analyses.family_claims import Claim, read_claim
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake

Row = dict[str, Any]
FIRST, SECOND, THIRD = "201810000001.4", "201910302431.6", "201910302432.0"


def members(folder: Path, patents: list[Row], foreign: list[Row]) -> dict[str, Row]:
    """The computed rows by member."""
    lake = Lake(str(folder))
    put(lake, packaged().register("patents"), patents)
    put(lake, packaged().register("foreign-patents"), foreign)
    engine = DuckEngine(lake, threads=1)
    tables = {name: engine.table(packaged().register(name)) for name in families.INPUTS}
    rows = families.compute(engine, tables, catalogue=packaged(), on=date(2026, 6, 30))
    return {row["member"]: row for row in rows.read_all().to_pylist()}


def patent(number: str, *priorities: str, filed: str = "", **other: Any) -> Row:
    return {
        "application_number": number,
        "filing_date": date.fromisoformat(filed) if filed else None,
        "priorities": list(priorities) or None,
        **other,
    }


def test_one_family_across_offices(tmp_path: Path) -> None:
    patents = [
        patent(NUMBER, filed="2012-02-29"),
        patent(SIBLING, f"CN {NUMBER} 2012-02-29", filed="2013-02-28"),
        patent(THIRD, filed="2019-01-01"),
    ]
    found = members(tmp_path, patents, ROWS["foreign-patents"])
    assert found.keys() == {f"CN{NUMBER}", f"CN{SIBLING}", "EP13000001", "US13000002"}
    assert {row["family_id"] for row in found.values()} == {f"CN{NUMBER}"}
    assert {name: row["basis"] for name, row in found.items()} == {
        f"CN{NUMBER}": ["named"],
        f"CN{SIBLING}": ["priority"],
        "EP13000001": ["docdb", "priority"],
        "US13000002": ["docdb"],
    }
    assert found["EP13000001"]["documents"] == ["EP3000000A1"]


def test_two_that_share_a_priority_which_no_register_holds(tmp_path: Path) -> None:
    patents = [
        patent(SECOND, "US 62/123,456 20180301", filed="2019-02-01"),
        patent(THIRD, "US 62123456 2018-03-01", filed="2019-02-02"),
    ]
    found = members(tmp_path, patents, [])
    assert [row["family_id"] for row in found.values()] == ["US62123456", "US62123456"]


def test_cycles_and_itself_as_priority(tmp_path: Path) -> None:
    patents = [
        patent(SECOND, f"CN {THIRD} 2019-01-01", filed="2019-01-01"),
        patent(THIRD, f"CN {SECOND} 2019-01-01", filed="2019-01-01"),
        patent(FIRST, f"CN {FIRST} 2018-01-02", filed="2018-01-02"),
    ]
    found = members(tmp_path, patents, [])
    assert {row["family_id"] for row in found.values()} == {f"CN{SECOND}"}
    assert f"CN{FIRST}" not in found  # alone: that it names itself connects nothing


@pytest.mark.parametrize(
    ("priority", "code"),
    [
        (f"CN {THIRD} 2020-01-01", "priority_after_filing"),
        (f"CN {THIRD} 2018-12-31", "priority_date_differs"),
    ],
)
def test_what_contradicts_joins_nothing(tmp_path: Path, priority: str, code: str) -> None:
    patents = [
        patent(SECOND, priority, "US 62/1 2019-01-01", filed="2019-06-01"),
        patent(THIRD, "US 62/2 2018-06-01", filed="2019-01-01"),
    ]
    found = members(tmp_path, patents, [])
    assert found[f"CN{SECOND}"]["family_id"] != found[f"CN{THIRD}"]["family_id"]
    assert found[f"CN{SECOND}"]["contradictions"] == [f"{code} CN{THIRD} {priority[-10:]}"]


def test_one_number_with_two_dates_is_two_applications(tmp_path: Path) -> None:
    patents = [
        patent(SECOND, "JP 2018-000001 2018-01-05", filed="2019-01-01"),
        patent(THIRD, "JP 2018-000001 2018-05-01", filed="2019-02-01"),
    ]
    found = members(tmp_path, patents, [])
    assert found[f"CN{SECOND}"]["family_id"] != found[f"CN{THIRD}"]["family_id"]


def test_a_long_chain_is_one_family(tmp_path: Path) -> None:
    foreign = [
        {"document_number": f"US{9000000 + place}B2", "office": "US",
         "application_number": f"US{13000000 + place}",
         "related": [f"continuation US 13/{place - 1:06d}"] if place else None}
        for place in range(3000)
    ]  # fmt: skip
    found = members(tmp_path, [], foreign)
    assert len(found) == 3000
    assert {row["family_id"] for row in found.values()} == {"US13000000"}


@pytest.mark.parametrize(
    ("text", "is_priority", "claim"),
    [
        (f"CN {NUMBER} 2019-04-16", True, Claim(f"CN{NUMBER}", date(2019, 4, 16), "priority")),
        ("US 62/123,456 20180101", True, Claim("US62123456", date(2018, 1, 1), "priority")),
        ("EP 99203729.2", True, Claim("EP99203729", None, "priority")),
        ("division US 12/345678 A 20100101", False,
         Claim("US12345678", date(2010, 1, 1), "division")),
        ("continuation-in-part US 12345678", False, Claim("US12345678", None, "continuation")),
        ("pct-filing PCT/CN2019/082830 20190416", False,
         Claim("PCT/CN2019/082830", date(2019, 4, 16), "pct")),
        ("related-publication US 20100123456 A1 20100520", False, None),
        ("CN 000000000000", True, None),
        ("", True, None),
        ("20190101", True, Claim("20190101", None, "priority")),
    ],
)  # fmt: skip
def test_what_a_text_names(text: str, *, is_priority: bool, claim: Claim | None) -> None:
    assert read_claim(text, is_priority=is_priority) == claim
