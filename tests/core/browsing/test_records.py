"""A record is found by any number it bears, in any notation, with what hangs on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.lake.stored import packaged, put, stored_city
from zhiheng.core.analyses.derived import analyses_by_output
from zhiheng.core.browsing.attachments import levels_of
from zhiheng.core.browsing.records import find_record, record_key
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import NotFoundError
from zhiheng.core.lake.tables import Lake

CATALOGUE = packaged()
CITY = DuckEngine(stored_city().lake, threads=1)
ON = date(2026, 6, 30)
NUMBER, SIBLING = "201910302430.1", "202010302430.9"


def derive(lake: Lake, name: str) -> None:
    """Compute a derived register from what is stored, as an import does."""
    analysis = analyses_by_output()[name]
    reading = DuckEngine(lake, threads=1)
    tables = {each: reading.table(CATALOGUE.register(each)) for each in analysis.inputs}
    if analysis.compute:
        rows = analysis.compute(reading, tables, catalogue=CATALOGUE, on=ON).read_all().to_pylist()
    else:
        assert analysis.run
        rows = reading.run(analysis.run(tables, catalogue=CATALOGUE, on=ON)).to_pylist()
    put(lake, CATALOGUE.register(name), rows)


@pytest.fixture
def engine(tmp_path: Path) -> DuckEngine:
    lake = Lake(str(tmp_path))
    patents = [
        {
            "application_number": NUMBER,
            "title": "母",
            "publication_number": "CN110083831A",
            "grant_number": "CN110083831B",
            "ipc": ["G06F17/27"],
            "priorities": ["CN 201810000001.0 2018-01-01"],
        },
        {
            "application_number": SIBLING,
            "title": "子",
            "filing_date": date(2020, 1, 1),
            "priorities": ["US 1/2 2018-01-01", f"CN {NUMBER} 2019-04-16"],
        },
        {
            "application_number": "201910302431.6",
            "title": "同族",
            "priorities": ["CN 201810000001.0 2018-01-01"],
        },
        {"application_number": "201910302432.0", "title": "无关"},
    ]
    put(lake, CATALOGUE.register("patents"), patents)
    event = {
        "application_number": NUMBER,
        "event_date": date(2021, 3, 4),
        "event": "授权公告",
        "details": "授权~第5号",
    }
    put(lake, CATALOGUE.register("legal-events"), [event])
    place = {"division": "440305", "year": 2024, "residents": 1_800_000}
    put(lake, CATALOGUE.register("population"), [place])
    firm = {"uscc": "91110108551385082Q", "name": "甲"}
    put(lake, CATALOGUE.register("enterprises"), [firm])
    titles = {"G": "物理", "G06": "计算", "G06F": "电数字数据处理", "G06F17/00": "数字计算"}
    ipc = [{"symbol": symbol, "title": title} for symbol, title in titles.items()]
    put(lake, CATALOGUE.register("ipc"), ipc)
    for name in ("families", "patent-states", "citations"):
        derive(lake, name)
    return DuckEngine(lake, threads=1)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER, "2019103024301", "CN201910302430.1", "ZL201910302430.1", " 201910302430.1 ",
        "ＣＮ２０１９１０３０２４３０．１", "CN110083831A", "cn 110083831 b",
    ],
)  # fmt: skip
def test_a_patent_is_found_by_each_of_its_numbers(engine: DuckEngine, text: str) -> None:
    assert find_record(engine, CATALOGUE, "patents", text).values["title"] == "母"


@pytest.mark.parametrize(
    ("register", "key", "column", "value"),
    [
        ("enterprises", "91110108551385082q", "name", "甲"),
        ("enterprises", "91110108-55138508-2Q", "name", "甲"),
        ("population", "440305~2024", "residents", 1_800_000),
        ("legal-events", f"{NUMBER}~2021-03-04~授权公告~授权~第5号", "event", "授权公告"),
        ("legal-events", "CN201910302430.1~2021-03-04~授权公告~授权~第5号", "event", "授权公告"),
    ],
)
def test_other_registers_by_their_keys(
    engine: DuckEngine, register: str, key: str, column: str, value: object
) -> None:
    assert find_record(engine, CATALOGUE, register, key).values[column] == value


@pytest.mark.parametrize(
    ("register", "key"),
    [
        ("patents", "201910302499.9"),
        ("patents", ""),
        ("patents", "'; DROP TABLE patents"),
        ("patents", "\x00"),
        ("patents", f"{NUMBER}~more"),
        ("population", "440305"),
        ("population", "440305~2024~1"),
        ("population", "~"),
        ("enterprises", "91110108551385082R"),
    ],
)
def test_what_is_not_there_is_not_found(engine: DuckEngine, register: str, key: str) -> None:
    with pytest.raises(NotFoundError, match=r"record\.not_found"):
        find_record(engine, CATALOGUE, register, key)


@given(st.text(max_size=30))
@settings(deadline=None, max_examples=60)
def test_any_text_is_found_or_not(text: str) -> None:
    for register in ("patents", "legal-events"):
        with pytest.raises(NotFoundError):
            find_record(CITY, CATALOGUE, register, text)


def test_what_hangs_on_a_record(engine: DuckEngine) -> None:
    record = find_record(engine, CATALOGUE, "patents", NUMBER)
    assert [row["event"] for row in record.events] == ["授权公告"]
    assert {row["title"] for row in record.family} == {"子", "同族"}
    assert [row["state"] for row in record.states] == ["filed"]
    assert record.class_titles["G06F17/00"] == "数字计算"
    assert list(levels_of("G06F17/27")) == ["G", "G06", "G06F", "G06F17/00", "G06F17/27"]
    sibling = find_record(engine, CATALOGUE, "patents", SIBLING)
    assert {row["title"] for row in sibling.family} == {"母", "同族"}


def test_every_record_of_a_page_is_found_by_its_key() -> None:
    for name in CATALOGUE.registers:
        register = CATALOGUE.register(name)
        table = CITY.table(register)
        for row in CITY.run(table.order_by(register.key).limit(3)).to_pylist():
            found = find_record(CITY, CATALOGUE, name, record_key(register, row))
            assert [found.values[key] for key in register.key] == [row[key] for key in register.key]
            assert found.lineage["source_digest"] == row["source_digest"]


def test_an_earlier_version_of_a_record(engine: DuckEngine, tmp_path: Path) -> None:
    register = CATALOGUE.register("patents")
    put(Lake(str(tmp_path)), register, [{"application_number": NUMBER, "title": "改"}])
    assert find_record(engine, CATALOGUE, "patents", NUMBER).values["title"] == "改"
    versions = dict.fromkeys(CATALOGUE.registers) | {"patents": 0, "families": 0}
    earlier = find_record(engine, CATALOGUE, "patents", NUMBER, versions=versions)
    assert earlier.values["title"] == "母"
    assert earlier.events == []  # of the events nothing was known then
    assert {row["title"] for row in earlier.family} == {"子", "同族"}


def test_a_record_is_found_by_each_of_several_numbers_it_holds(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path))
    pledge = {"registration_number": "Y2024980000001", "right_numbers": [NUMBER, SIBLING]}
    put(lake, CATALOGUE.register("pledges"), [pledge])
    engine = DuckEngine(lake, threads=1)
    for number in ("y2024980000001", "ZL2019103024301", "202010302430.9"):
        assert find_record(engine, CATALOGUE, "pledges", number).values["right_numbers"]
    with pytest.raises(NotFoundError):
        find_record(engine, CATALOGUE, "pledges", "201910302431.6")
