"""The real lists beside patents and marks: each is taken in, or refused for the stated reason."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.exists(), reason=f"no real files under {DATA}"),
]

# File → register and number of rows, with the codes of what is set aside.
TAKEN: dict[str, tuple[str, int, dict[str, int]]] = {
    "gi_misc/uk_eu_gi_register_2020.csv.gz": (
        "geographical-indications",
        3714,
        {"row.dates_out_of_order": 1},  # an application three years after the registration
    ),
    "gi_misc/cn_listed_companies_2019.csv.gz": ("listed-companies", 3621, {}),
    "classification/gbt4754_2017.csv": ("industries", 1971, {}),
    "classification/cn_provinces_cities_areas.csv.gz": ("administrative-areas", 2978, {}),
    "classification/cn_cities.csv": ("administrative-areas", 342, {}),
    "classification/guangdong_streets.csv": ("administrative-areas", 1757, {}),
    "classification/index_samples/cn_nice_ncl13_2026_first_rows.jsonl": ("nice", 30, {}),
}
# Rules, questions and answers, word lists: no records of a register.
REFUSED = {
    "gi_misc/cn_holidays_2007_2026.csv": "table.unknown_headings",  # the calendar is declared
    "classification/index_samples/ipc_sei_first_rows.jsonl": "table.unknown_headings",
    "classification/ipc_2026_01_zh_notes.jsonl.gz": "table.unknown_headings",
    "classification/ipc_revision_concordance.csv": "table.unknown_headings",
    "classification/key_tech_ipc_from_papers.csv": "table.unknown_headings",
    "classification/key_tech_ipc_qa.jsonl.gz": "table.unknown_headings",
    "classification/key_tech_ipc_reference.csv": "table.unknown_headings",
    "classification/sei_industries_40.csv": "table.unknown_headings",
    "classification/sei_ipc_rules.jsonl": "table.unknown_headings",
    "classification/sei_ipc_rules_corrections.jsonl": "table.unknown_headings",
    "classification/sei_ipc_rules_moved.csv": "table.unknown_headings",
    "classification/sei_rules_sector1_and_8_9.jsonl": "table.unknown_headings",
    "names/opensanctions_name_bench_cases.csv": "table.unknown_headings",
}
IN_TEST_REAL_FEEDS = {"classification/ipc_2026_01_zh.jsonl.gz"}
COMPANIONS = {"text_resources/company_short_names_28w.txt.gz"}  # one name a line, no table


def taken(folder: Path, *paths: Path) -> tuple[ImportReport, Lake]:
    settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
    with settings.lake.writing():
        report = import_feed(list(paths), settings, on=datetime(2026, 11, 2, tzinfo=UTC))
    return report, settings.lake


def rows_of(lake: Lake, register: str) -> list[dict[str, Any]]:
    table = lake.open(register)
    assert table is not None
    rows: list[dict[str, Any]] = table.to_pyarrow_table().to_pylist()
    return rows


def test_every_file_of_the_two_folders_is_accounted_for() -> None:
    there = {
        str(path.relative_to(DATA))
        for folder in ("gi_misc", "classification")
        for path in (DATA / folder).rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    told = {*TAKEN, *REFUSED, *IN_TEST_REAL_FEEDS}
    assert there == {name for name in told if not name.startswith("names/")}


@pytest.mark.parametrize("name", TAKEN)
def test_a_list_becomes_a_register(tmp_path: Path, name: str) -> None:
    register, rows, reasons = TAKEN[name]
    report, lake = taken(tmp_path, DATA / name)
    assert Counter(record.problems[0].code for record in report.set_aside) == reasons
    assert {n: counts.new for n, counts in report.registers.items()} == {register: rows}
    assert len(rows_of(lake, register)) == rows


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_register_is_refused_with_its_reason(tmp_path: Path, name: str) -> None:
    report, _ = taken(tmp_path, DATA / name)
    assert [record.problems[0].code for record in report.set_aside] == [REFUSED[name]]
    assert report.registers == {}


@pytest.mark.parametrize("name", sorted(COMPANIONS))
def test_a_list_of_words_is_a_companion_and_no_record(tmp_path: Path, name: str) -> None:
    report, _ = taken(tmp_path, DATA / name)
    assert (report.companions, report.set_aside, report.registers) == (1, [], {})


def test_the_ten_chinese_indications_of_the_british_register(tmp_path: Path) -> None:
    _, lake = taken(tmp_path, DATA / "gi_misc/uk_eu_gi_register_2020.csv.gz")
    rows = [r for r in rows_of(lake, "geographical-indications") if r["country"] == "China"]
    assert {row["number"]: row["name"].partition(" / ")[0] for row in rows} == {
        "PDO-CN-0621": "龙井茶",
        "PDO-CN-0626": "琯溪蜜柚",
        "PDO-CN-0628": "平谷大桃",
        "PDO-CN-0629": "陕西苹果",
        "PGI-CN-0622": "金乡大蒜",
        "PGI-CN-0623": "龙口粉丝",
        "PGI-CN-0624": "东山白芦笋",
        "PGI-CN-0625": "盐城龙虾",
        "PGI-CN-0627": "蠡县麻山药",
        "PGI-CN-0630": "镇江香醋",
    }
    tea = next(row for row in rows if row["number"] == "PDO-CN-0621")
    assert (tea["scheme"], tea["status"]) == ("pdo", "registered")
    days = [tea[name] for name in ("applied_on", "published_on", "protected_since")]
    assert days == [date(2007, 7, 16), date(2010, 9, 22), date(2011, 5, 11)]


def test_industries_lead_to_their_sections(tmp_path: Path) -> None:
    _, lake = taken(tmp_path, DATA / "classification/gbt4754_2017.csv")
    rows = {row["code"]: row for row in rows_of(lake, "industries")}
    assert Counter(row["level"] for row in rows.values()) == {1: 20, 2: 97, 3: 473, 4: 1381}
    assert rows["3921"]["parent"] == "392"
    for row in rows.values():
        assert (row["parent"] is None) == (row["level"] == 1)
        assert row["level"] == 1 or rows[row["parent"]]["level"] == row["level"] - 1


def test_the_streets_of_shenzhen_lie_in_their_districts(tmp_path: Path) -> None:
    _, lake = taken(tmp_path, DATA / "classification/guangdong_streets.csv")
    streets = [r for r in rows_of(lake, "administrative-areas") if r["code"].startswith("4403")]
    assert len(streets) == 79
    assert all(row["code"].startswith(row["parent"]) for row in streets)


def test_a_listed_company_keeps_its_figures_in_plain_units(tmp_path: Path) -> None:
    _, lake = taken(tmp_path, DATA / "gi_misc/cn_listed_companies_2019.csv.gz")
    row = next(r for r in rows_of(lake, "listed-companies") if r["code"] == "600336")
    assert (row["short_name"], row["listed_on"]) == ("澳柯玛", date(2000, 12, 29))
    assert (row["total_shares"], row["total_assets"]) == (799_000_000.0, 6_090_995_600.0)
