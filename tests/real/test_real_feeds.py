"""The real files the office and others published: everything arrives, and we say what does not."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PATENTS = DATA / "patents_cn"
XML = (PATENTS / "cnipa_xml_published", PATENTS / "cnipa_xml_application")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not PATENTS.exists(), reason=f"no real files under {DATA}"),
]
RAISED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾", "0123456789+-=()" * 2)


def taken(folder: Path, *paths: Path) -> tuple[ImportReport, Lake]:
    settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
    with settings.lake.writing():
        report = import_feed(list(paths), settings, on=datetime(2026, 11, 2, tzinfo=UTC))
    return report, settings.lake


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[ImportReport, dict[str, Any]]:
    report, lake = taken(tmp_path_factory.mktemp("real"), *XML)
    table = lake.open("patent-documents")
    assert table is not None
    rows = table.to_pyarrow_table().to_pylist()
    return report, {row["document_number"]: row for row in rows}


def test_all_documents_arrive(imported: tuple[ImportReport, dict[str, Any]]) -> None:
    report, rows = imported
    assert (report.read, report.new, report.set_aside) == (17, 17, [])
    assert Counter(row["format"] for row in rows.values()) == {
        "cnipa-published": 3,
        "cnipa-filed": 14,
    }


PUBLISHED = {
    "CN85100312A": {
        "application_number": "85100312.5",  # published without its check digit in 1987
        "title": "一种静电热管热交换式除尘器",
        "filing_date": date(1985, 4, 1),
        "publication_date": date(1987, 2, 4),
        "gazette": "3-05",
        "applicants": ["东北工学院"],
        "addresses": ["辽宁省沈阳市和平区文化路一段一号"],
        "division": "210102",
        "inventors": ["于纯让"],
        "agency": "东北工学院专利事务所",
        "agency_code": None,
        "agents": ["崔德河"],
        "ipc": ["B03C3/09", "F28F1/38", "F28G1/02"],
        "figures": ["85100312_DRIMG1.TIF"],
        "produced_on": date(2017, 12, 19),
    },
    "CN102025678A": {
        "application_number": "200910190429.0",
        "title": "信道估计方法、装置及相干检测系统",
        "filing_date": date(2009, 9, 11),
        "publication_date": date(2011, 4, 20),
        "gazette": "27-16",
        "applicants": ["华为技术有限公司"],
        "addresses": ["518129 广东省深圳市龙岗区坂田华为基地"],
        "division": "440307",
        "inventors": ["仲文", "周美丽", "高西奇", "王东明", "秦一平"],
        "agency": None,
        "agents": None,
        "ipc": ["H04L27/26", "H04L25/03", "H04L25/02"],
        "produced_on": date(2017, 12, 19),
    },
    "CN110083831A": {
        "application_number": "201910302430.1",
        "title": "一种基于BERT-BiGRU-CRF的中文命名实体识别方法",
        "filing_date": date(2019, 4, 16),
        "publication_date": date(2019, 8, 2),
        "gazette": "35-3102",
        "applicants": ["武汉大学"],
        "addresses": ["430072 湖北省武汉市武昌区珞珈山武汉大学"],
        "division": "420106",
        "inventors": ["董文永", "杨飘"],
        "agency": "武汉科皓知识产权代理事务所(特殊普通合伙)",
        "agency_code": "42222",
        "agents": ["鲁力"],
        "ipc": ["G06F17/27"],
        "produced_on": date(2019, 7, 27),
    },
}


@pytest.mark.parametrize("number", PUBLISHED)
def test_bibliography_of_the_published_documents(
    imported: tuple[ImportReport, dict[str, Any]], number: str
) -> None:
    row = imported[1][number]
    assert {name: row[name] for name in PUBLISHED[number]} == PUBLISHED[number]
    assert (row["kind"], row["stage"], row["right"]) == (
        "A",
        "application_publication",
        "invention",
    )


FILES = sorted(path for folder in XML for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_no_character_of_the_text_is_lost(
    imported: tuple[ImportReport, dict[str, Any]], path: Path
) -> None:
    (row,) = [row for row in imported[1].values() if row["source_file"] == str(path)]
    stored = "\n".join([row["abstract"] or "", *(row["claims"] or []), row["description"] or ""])
    root = etree.parse(path, etree.XMLParser(load_dtd=False, remove_comments=True)).getroot()
    parts = [
        part
        for part in root.iter("{*}*")
        if etree.QName(part).localname.lower()
        in ("abstract", "cn-abstract", "claims", "description")
    ]
    for image in root.iter("{*}Image", "{*}img"):
        file = image.get("file", "")
        assert f"〔图:{file}〕" in stored or file in (row["figures"] or [])
    bare = re.sub(r"〔图:[^〕]*〕|〔式:|[〔〕\s]", "", stored).translate(RAISED)
    for part in parts:
        assert said(part) in bare


def said(part: etree._Element) -> str:
    """Return the characters of a part by a way of its own: markup stripped, formulae unpacked."""
    texts = []
    for text in part.xpath(".//text()[not(parent::processing-instruction())]"):
        raw = str(text)
        if text.is_text and text.getparent().tag.endswith("MathText"):
            raw = html.unescape(re.sub(r"<[^>]*>", "", raw))
        texts.append(raw)
    return re.sub(r"[〔〕\s]", "", "".join(texts)).translate(RAISED)


IPC = DATA / "classification" / "ipc_2026_01_zh.jsonl.gz"


@pytest.mark.skipif(not IPC.exists(), reason=f"no {IPC.name}")
def test_the_scheme_of_classes_arrives_but_for_nine_rows(tmp_path: Path) -> None:
    report, lake = taken(tmp_path, IPC)
    assert (report.new, len(report.set_aside)) == (76_098, 9)
    # Four rows have no title; five of E01D101 are cut off after the slash's first digit.
    codes = Counter(record.problems[0].code for record in report.set_aside)
    assert codes == {"cell.required": 4, "ipc.malformed": 5}
    assert all(
        record.problems[0].values["received"].startswith("E01D101/")
        for record in report.set_aside
        if record.problems[0].code == "ipc.malformed"
    )
    assert [notice.problem.values["received"] for notice in report.notices] == ["level"]
    table = lake.open("ipc")
    assert table is not None
    titles = {row["symbol"]: row["title"] for row in table.to_pyarrow_table().to_pylist()}
    assert titles["A"] == "人类生活必需"
    assert titles["A01"] == "农业；林业；畜牧业；狩猎；诱捕；捕鱼"


def test_tables_without_a_number_are_refused_by_their_headings(tmp_path: Path) -> None:
    pairs = PATENTS / "derived_near_duplicate_pairs.csv"
    report, _ = taken(tmp_path, pairs)
    assert report.new == 0
    assert [record.problems[0].code for record in report.set_aside] == ["table.unknown_headings"]
    received = report.set_aside[0].problems[0].values["received"]
    assert received.startswith("abstract_5gram_jaccard、id_a、id_b")


def test_tables_of_publications_arrive(tmp_path: Path) -> None:
    crawl = PATENTS / "cnki_patents_materialchemistry.csv"
    titles = PATENTS / "cn_title_ipc_multilabel_9740.csv.gz"
    texts = sorted(PATENTS.glob("cn_*.jsonl*"))
    report, lake = taken(tmp_path, crawl, titles, *texts)
    assert (report.read, report.set_aside) == (33 + 9_740 + 57 + 10 + 2, [])
    table = lake.open("foreign-patents")
    assert table is not None
    rows = {row["document_number"]: row for row in table.to_pyarrow_table().to_pylist()}
    crawled = rows["CN108982325A"]
    assert crawled["applicants"] == ["浙江大学"]
    assert (crawled["filing_date"], crawled["publication_date"]) == (
        date(2018, 7, 30),
        date(2018, 12, 11),
    )
    assert rows["CN114081026A"]["ipc"] == ["A01M", "G06F", "H02G"]
    assert rows["CN104539029A"]["ipc"] == ["H02J7/02"]
