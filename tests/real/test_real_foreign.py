"""The real files of other offices: how many records each brings, and what some of them say."""

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
INTERNATIONAL = DATA / "patents_intl"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not INTERNATIONAL.exists(), reason=f"no real files under {DATA}"),
]
Rows = dict[str, dict[str, Any]]


class Imported:
    """All real files of other offices in one lake, imported twice."""

    def __init__(self, folder: Path) -> None:
        self._lake = Lake(str(folder / "lake"))
        self._settings = ImportSettings(load_catalogue(), self._lake, folder / "scratch")
        self.first = self._take(1)
        self.again = self._take(2)

    def _take(self, hour: int) -> ImportReport:
        with self._lake.writing():
            on = datetime(2026, 11, 2, hour, tzinfo=UTC)
            return import_feed([INTERNATIONAL], self._settings, on=on)

    def rows(self, register: str) -> list[dict[str, Any]]:
        table = self._lake.open(register)
        assert table is not None
        found: list[dict[str, Any]] = table.to_pyarrow_table().to_pylist()
        return found

    def patents(self) -> Rows:
        return {row["document_number"]: row for row in self.rows("foreign-patents")}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return Imported(tmp_path_factory.mktemp("foreign"))


def test_every_file_imports_or_says_why_not(imported: Imported) -> None:
    refused = Counter(
        (record.file.rpartition("!")[2].rpartition("/")[2], record.problems[0].code)
        for record in imported.first.set_aside
    )
    numbers = [path.name for path in (INTERNATIONAL / "epo_ops").glob("number_service*")]
    assert refused == {
        **{(name, "foreign.no_records"): 1 for name in numbers},
        ("published_data_publication_docdb_WO2010050748.A2_images.xml", "foreign.no_records"): 1,
        ("cpc-scheme-A01L.xml", "foreign.no_records"): 1,
        ("adjustment.json", "foreign.application_not_named"): 1,
        ("assignment.json", "foreign.application_not_named"): 1,
        ("foreign_priority.json", "foreign.application_not_named"): 1,
        ("transactions.json", "foreign.application_not_named"): 1,
        ("hair_dryer.seed.csv", "table.unknown_headings"): 1,
        ("hair_dryer_large.seed.csv", "table.unknown_headings"): 1,
        ("video_codec.seed.csv", "table.unknown_headings"): 1,
    }
    assert imported.first.companions == 2_020 + 1  # texts with their annotations, and the read-me


def test_each_register_has_what_the_files_hold(imported: Imported) -> None:
    assert {name: len(imported.rows(name)) for name in imported.first.registers} == {
        "foreign-patents": sum(FORMATS.values()),
        "foreign-legal-events": 2_395,
        "foreign-assignments": 388,
        "inpadoc-event-codes": 4_397,
    }
    assert Counter(row["format"] for row in imported.rows("foreign-patents")) == FORMATS


FORMATS = {
    "uspto-xml": 8,
    "uspto-pap": 3,
    "uspto-sgml": 3,
    "uspto-aps": 3,
    "uspto-brs": 6,
    "uspto-xml4ip": 13,
    "uspto-cpc": 1,
    "uspto-ppubs": 160,
    "uspto-odp": 27,
    "uspto-peds": 396,
    "epo-ops": 235,
    "global-dossier": 33,
}


def test_importing_again_changes_nothing(imported: Imported) -> None:
    again = imported.again
    assert (again.new, again.changed) == (0, 0)
    assert again.unchanged == imported.first.read - len(imported.first.set_aside)


# Read from the files by hand.
SAID: dict[str, dict[str, Any]] = {
    "US8927118B2": {
        "application_number": "US13349377",
        "filing_date": date(2012, 1, 12),
        "publication_date": date(2015, 1, 6),
        "applicants": ["Idemitsu Kosan Co., Ltd."],
        "priorities": ["JP 2008148514 20080605"],
        "examiners": ["J. L. Yang"],
    },
    "US6970935B1": {"applicants": ["International Business Machines Corporation"]},
    "US20050004437A1": {
        "applicants": ["Heiner Kaufmann", "Thomas Vering"],
        "priorities": ["CH 197401 20011026"],
        "ipc": ["A61B5/00"],
    },
    "US20010009014A1": {
        "title": "Facilitating real-time, multi-point communications over the internet",
        "inventors": ["James A. Savage III", "Sophie Muller"],
    },
    "US6337117B1": {
        "ipc": ["B32B3/02"],
        "applicants": ["Mitsubishi Chemical Corporation"],
        "examiners": ["Elizabeth Evans"],
    },
    "USD435854S": {"locarno": ["14-02"], "kind": "S", "applicants": ["Hitachi Maxell, Ltd."]},
    "US3937375A": {
        "title": "Bumper support for a boat loader",
        "application_number": "US05518454",
        "ipc": ["B60R9/00"],
    },
    "US4347903A": {
        "applicants": ["Shimadzu Corporation"],
        "related": ["pct-filing PCT/JP79/00178 19790705", "pct-publishing WO80/00272 19800221"],
    },
    "US9204583B2": {"priorities": ["KR 20110055402 20110609"]},
    "US9400000B2": {"application_number": "US13897484", "format": "uspto-cpc"},
    "WO2020081771A1": {
        "application_number": "PCT/US2019/056674",
        "applicants": ["UWM RESEARCH FOUNDATION, INC"],
        "priorities": ["US 62746724 20181017"],
        "family_id": "70284791",
    },
    "US20120116137A1": {"application_number": "US12942680", "family_id": "46020268"},
    "US6103599A": {"applicants": ["Silicon Genesis Corporation"], "family_id": "26732223"},
    "US20100235004A1": {"inventors": ["Deepinder Singh Thind"]},
    "JP6768620B2": {"application_number": "JP2017187096"},
}


@pytest.mark.parametrize("number", SAID)
def test_the_rows_say_what_the_files_say(imported: Imported, number: str) -> None:
    row = imported.patents()[number]
    assert {name: row[name] for name in SAID[number]} == SAID[number]


def test_separate_answers_make_one_row(imported: Imported) -> None:
    row = imported.patents()["EP1000000A1"]
    assert row["title"].startswith("Apparatus for manufacturing green bricks")
    assert len(row["claims"]) == 11
    assert row["description"].startswith("[0001] The invention relates to an apparatus")
    assert row["abstract"].startswith("The invention relates to an apparatus (1)")
    assert row["application_number"] == "EP99203729"
    assert row["citations"][0] == "DE3546191A1 [A]"
    family = {
        number
        for number, other in imported.patents().items()
        if other["family_id"] == row["family_id"]
    }
    assert family >= {"EP1000000B1", "ATE232441T1", "DE69905327D1", "NL1010536C2", "US6093011A"}


def test_greek_and_named_characters_of_the_hard_files_are_read(imported: Imported) -> None:
    patents = imported.patents()
    texts = [patents[number]["description"] for number in ("US20010000943A1", "US6337117B1")]
    assert "λ" in "".join(texts)
    assert not any("&" in text and ";" in text.split("&", 1)[1][:8] for text in texts)
    assert patents["US20010000943A1"]["description"].count("[") > 10  # &lsqb;


def test_events_have_their_day_influence_and_meaning(imported: Imported) -> None:
    events = [row for row in imported.rows("foreign-legal-events") if row["source"] == "inpadoc"]
    assert len(events) == 65
    european = [row for row in events if row["application_number"] == "EP99203729"]
    lapses = [row for row in european if row["code"] == "PG25"]
    assert {row["influence"] for row in lapses} == {"negative"}
    codes = {(row["office"], row["code"]): row for row in imported.rows("inpadoc-event-codes")}
    assert codes["EP", "PG25"]["influence"] == "negative"
    known = sum((row["office"], row["code"]) in codes for row in events)
    assert known == len(events)


def test_assignments_form_chains_of_title(imported: Imported) -> None:
    rows = imported.rows("foreign-assignments")
    chain = sorted(
        (row for row in rows if row["patent_number"] == "US7130913"),
        key=lambda row: row["recorded_date"],
    )
    assert [row["assignees"] for row in chain] == [["REALTIME DATA LLC"]]
    assert chain[0]["reel_frame"] == "018247/0405"
    assert len({row["reel_frame"] for row in rows}) == 14
