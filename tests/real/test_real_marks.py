"""The real files about marks: everything arrives, with the values that stand in the files."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
MARKS = DATA / "trademarks"
TSDR = MARKS / "uspto_tsdr"
NICE_ZH = DATA / "classification" / "index_samples" / "cn_nice_ncl13_2026_first_rows.jsonl"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not MARKS.exists(), reason=f"no real files under {DATA}"),
]


def taken(folder: Path, *paths: Path) -> tuple[ImportReport, dict[str, list[dict[str, Any]]]]:
    catalogue = load_catalogue()
    settings = ImportSettings(catalogue, Lake(str(folder / "lake")), folder / "scratch")
    with settings.lake.writing():
        report = import_feed(list(paths), settings, on=datetime(2026, 11, 2, tzinfo=UTC))
    rows = {}
    for name in report.registers:
        table = settings.lake.open(name)
        assert table is not None
        rows[name] = table.to_pyarrow_table().to_pylist()
    return report, rows


def test_both_versions_of_st96_say_the_same_and_the_zip_repeats_its_file(tmp_path: Path) -> None:
    report, rows = taken(tmp_path, TSDR)
    assert report.set_aside == []
    marks = {(row["number"], row["nice_class"]): row for row in rows["trademarks"]}
    assert set(marks) == {("US74631225", "09"), ("US76044902", "09"), ("US76044902", "42")}
    # 33 and 31 entries of history, each file read twice.
    assert report.registers["trademark-events"].new == 64
    assert report.registers["trademark-events"].unchanged == 64
    java = marks["US74631225", "09"]
    expected = {
        "mark_text": "JAVA",
        "registration_number": "USR2178784",
        "filing_date": date(1995, 2, 7),
        "preliminary_publication_date": date(1996, 10, 8),
        "registration_date": date(1998, 8, 4),
        "renewal_date": date(2008, 8, 4),
        "expires_on": date(2018, 8, 4),
        "term_computed": "computed",
        "status": "registered",
        "status_text": "The registration has been renewed.",
        "owners": ["Oracle America, Inc."],
        "former_owners": ["Sun Microsystems, Inc."],
        "addresses": ["500 ORACLE PARKWAY, REDWOOD SHORES, CALIFORNIA, US, 94065"],
        "agency": "Holland & Hart LLP",
        "agents": ["Andrew Roppel"],
        "national_classes": ["021", "023", "026", "036", "038"],
        "first_use_date": None,
        "format": "wipo-st96",
    }
    assert {name: java[name] for name in expected} == expected


def test_st66_with_its_two_classes_and_owners_before_and_after(tmp_path: Path) -> None:
    _, rows = taken(tmp_path, TSDR / "sn76044902.zip")
    goods = {row["nice_class"]: row["goods"] for row in rows["trademarks"]}
    assert goods == {
        "09": "Computer programs and downloadable computer programs that implement an "
        "object-oriented computer programming language",
        "42": "Providing information relating to an object-oriented computer programming "
        "language and its development environment",
    }
    mark = rows["trademarks"][0]
    assert mark["owners"] == ["PYTHON SOFTWARE FOUNDATION"]
    assert mark["former_owners"] == ["Corporation for National Research Initiatives"]
    assert mark["agency"] == "HAYNES AND BOONE, LLP"
    history = {row["entry"]: row for row in rows["trademark-events"]}
    assert (history["23"]["code"], history["23"]["event_date"]) == ("R.PR", date(2004, 3, 23))
    assert history["31"]["event"] == "REGISTERED - SEC. 8 (6-YR) ACCEPTED & SEC. 15 ACK."


def test_every_entry_of_the_history_stands_in_the_file(tmp_path: Path) -> None:
    _, rows = taken(tmp_path, TSDR / "rn2178784-ST-962.2.1.xml")
    text = (TSDR / "rn2178784-ST-962.2.1.xml").read_text(encoding="utf-8")
    found = re.findall(r"<ns2:MarkEventEntryNumber>(\d+)<.*?<ns2:MarkEventDate>(.*?)<", text, re.S)
    read = {(row["entry"], str(row["event_date"])) for row in rows["trademark-events"]}
    assert read == set(found)


def test_twenty_thousand_european_marks(tmp_path: Path) -> None:
    path = MARKS / "eu_figurative_marks_vienna_20000.jsonl.gz"
    report, rows = taken(tmp_path, path)
    assert (report.read, report.new, report.set_aside) == (20_000, 20_000, [])
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        given = [json.loads(line) for line in lines]
    by_number = {row["number"]: row for row in rows["trademarks"]}
    for mark in given[::997]:
        row = by_number[f"EM{mark['id']}"]
        assert row["mark_text"] == mark["text"]
        assert row["filing_date"] == date.fromisoformat(mark["date"])
        assert [code.replace(".", "") for code in row["vienna"]] == mark["vienna"]
    assert sum(number.startswith("EMW") for number in by_number) == sum(
        mark["id"].startswith("W") for mark in given
    )


def test_the_vienna_classification_but_for_the_one_code_without_words(tmp_path: Path) -> None:
    report, rows = taken(tmp_path, MARKS / "vienna_codes_en.csv")
    assert [aside.position for aside in report.set_aside] == ["line 1725"]
    with (MARKS / "vienna_codes_en.csv").open(encoding="utf-8") as handle:
        given = {row["idcategory"]: row["categdesc"] for row in csv.DictReader(handle)}
    read = {row["code"].replace(".", ""): row["title"] for row in rows["vienna"]}
    assert given.pop("260109") == ""
    assert read == {code: title.strip() for code, title in given.items()}


def test_the_nice_classification_in_both_languages(tmp_path: Path) -> None:
    report, rows = taken(tmp_path, MARKS / "nice_classification_en.json.gz", NICE_ZH)
    assert report.set_aside == []
    levels = Counter((row["language"], row["level"]) for row in rows["nice"])
    with gzip.open(MARKS / "nice_classification_en.json.gz", "rt", encoding="utf-8") as handle:
        scheme = json.load(handle)
    items = [*scheme["goods"], *scheme["services"]]
    words = Counter(len(row["other_titles"] or []) + 1 for row in rows["nice"])
    assert sum(count * number for count, number in words.items()) == 45 + len(items) + 30
    assert levels == {
        ("en", "class"): 45,
        ("en", "item"): len({item["number"] for item in items}),
        ("zh", "class"): 1,
        ("zh", "group"): 1,
        ("zh", "item"): 28,
    }
    services = {
        row["code"] for row in rows["nice"]
        if row["sort_of_goods"] == "services" and row["level"] == "item"
    }  # fmt: skip
    assert services == {item["number"] for item in scheme["services"]}


def test_what_is_no_register_is_refused_by_its_headings(tmp_path: Path) -> None:
    catalogue = load_catalogue()
    settings = ImportSettings(catalogue, Lake(str(tmp_path / "lake")), tmp_path / "scratch")
    paths = [
        MARKS / "inpi_br_wordmark_conflict_pairs.csv",
        MARKS / "inpi_br_expert_explanations_30.jsonl",
        MARKS / "simple_icons_metadata.jsonl.gz",
        MARKS / "simple_icons_svg.zip",
        MARKS / "tmsim_opposition_pairs.csv",
        MARKS / "tmsim_opposition_images.zip",
    ]
    with settings.lake.writing():
        report = import_feed(paths, settings, on=datetime(2026, 11, 2, tzinfo=UTC))
    assert report.new == 0
    assert {aside.problems[0].code for aside in report.set_aside} == {"table.unknown_headings"}
    assert report.companions >= 3453 + 498
