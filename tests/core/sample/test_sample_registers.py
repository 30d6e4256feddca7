"""The registers beside the patents: what the manifest says, what the files hold, who is who."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from sample_reading import UNTIL, City

from sample.city import TABLES, files_to_import, write_city
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

Rows = list[dict[str, str]]


def table(city: City, name: str) -> Rows:
    """Read a table of the city as a spreadsheet program would."""
    if name.endswith(".xlsx"):
        book = load_workbook(city.folder / name, read_only=True)
        head, *rows = [
            ["" if cell is None else str(cell) for cell in row]
            for row in book.active.iter_rows(values_only=True)
        ]
        book.close()
        return [dict(zip(head, row, strict=True)) for row in rows]
    data = (city.folder / name).read_bytes()
    encoding = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030"
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def file_of(name: str) -> str:
    return next(file for file in TABLES if file.rpartition(".")[0] == name)


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_rows_of_every_table_are_counted(city: City) -> None:
    told = city.manifest.content["rows"]
    assert len(told) == 14
    assert told == {name: len(table(city, file_of(name))) for name in told}
    assert all(told.values())


def test_nothing_foreign_is_in_the_folder_and_all_tables_are_to_be_imported(city: City) -> None:
    there = {path.name for path in city.folder.iterdir()}
    left_out = {"README.txt", "broken", "manifest.json", "party-truth.csv", "plan.md"}
    left_out |= {"mark-images.zip"}  # images are taken in by their own verb
    assert {path.name for path in files_to_import(city.folder)} == there - left_out
    assert set(TABLES) - there == {"enterprises.csv"}  # only where one sheet is too small


KEYS = {
    "copyright-works": ("作品登记号",),
    "software-copyrights": ("登记号",),
    "layout-designs": ("布图设计登记号",),
    "plant-varieties": ("品种权号",),
    "geographical-indications": ("地理标志编号", "地理标志名称"),
    "gi-producers": ("统一社会信用代码", "地理标志编号"),
    "agencies": ("机构代码",),
    "pledges": ("质押登记号",),
    "licences": ("许可备案号",),
    "transfers": ("权利号码", "登记生效日"),
    "awards": ("奖项", "年度", "专利名称", "专利号"),
    "abnormal-filings": ("申请号",),
    "trademarks": ("注册号", "国际分类"),
}


@pytest.mark.parametrize("name", KEYS)
def test_no_two_rows_share_a_key(city: City, name: str) -> None:
    keys = [tuple(row[column] for column in KEYS[name]) for row in table(city, file_of(name))]
    assert len(keys) == len(set(keys))


def test_pledges_and_transfers_are_those_of_the_events(city: City) -> None:
    events: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for event in city.events:
        said = (event["申请号"], event["法律状态公告日"], event["法律状态信息"])
        events[event["法律状态"]].append(said)
    pledged = {
        (number, announced): dict(part.split("：", 1) for part in info.split("；"))
        for number, announced, info in events["专利权质押合同登记的生效"]
    }
    rows = table(city, "pledges.csv")
    assert len(rows) == len(pledged)
    for row in rows:
        said = pledged[row["专利号"].removeprefix("ZL"), row["登记生效日"]]
        assert (row["质押登记号"], row["出质人"]) == (said["登记号"], said["出质人"])
        assert day(row["登记生效日"]) < day(row["债务履行期限届满日"])
        assert float(row["担保金额(万元)"]) > 0
        assert (row["质押状态"] == "已解除") == bool(row["解除日"])
    moved = Counter((number, day) for number, day, _ in events["专利申请权、专利权的转移"])
    assert Counter((r["权利号码"], r["公告日"]) for r in table(city, "transfers.csv")) == moved


def test_notices_follow_the_filing_and_decisions_follow_notices(city: City) -> None:
    filed = {document.number: document.filed for document in city.documents}
    rows = table(city, "abnormal-filings.csv")
    for row in rows:
        assert date.fromisoformat(filed[row["申请号"]]) < day(row["通知日"]) <= UNTIL
        assert (row["处理状态"] == "已通知") == (row["认定日"] == "")
        assert not row["认定日"] or day(row["通知日"]) < day(row["认定日"]) <= UNTIL
    assert "认定" in {row["处理状态"] for row in rows}


def test_only_granted_patents_are_licensed_and_win_awards(city: City) -> None:
    granted = {d.number: d.published for d in city.documents if d.kind != "A"}
    rows = [*table(city, "licences.csv"), *table(city, "awards.csv")]
    assert rows
    for row in rows:
        since = granted[(row["专利号"] or row["相关专利"]).removeprefix("ZL")]
        assert since < (row.get("许可起始日") or row["公布日期"]).replace("-", "")


def test_the_life_of_a_mark_is_told_in_order(city: City) -> None:
    events: dict[tuple[str, str], Rows] = defaultdict(list)
    for event in table(city, "trademark-events.csv"):
        events[event["注册号"], event["国际分类"]].append(event)
    statuses: Counter[str] = Counter()
    for row in table(city, "trademarks.csv"):
        told = events.pop((row["注册号"], row["国际分类"]))
        days = [event["事件日期"] for event in told]
        assert days == sorted(days)
        assert (days[0], told[0]["内容"]) == (row["申请日期"], "申请收文")
        assert days[-1] <= UNTIL.isoformat()
        statuses[row["商标状态"]] += 1
        known = [row[name] for name in ("申请日期", "初审公告日期", "注册公告日期") if row[name]]
        assert known == sorted(known)
        if row["注册公告日期"]:
            begins, _, ends = row["专用权期限"].partition(" 至 ")
            assert (day(ends).year - day(begins).year) in (9, 10)
            assert (row["商标状态"] == "期满未续展") <= (ends < UNTIL.isoformat())
    assert not events, "events without a mark"
    assert statuses == city.manifest.content["trademarks_by_status"]
    assert {"已注册", "已驳回", "期满未续展", "等待实质审查"} <= statuses.keys()


def applicants(city: City) -> set[str]:
    """The names of all applicants, as the documents and the lists write them."""
    names = {
        str(element.text)
        for document in city.documents
        for applicant in document.root.iter("{*}Applicant", "{*}cn-applicant", "{*}applicant")
        for element in applicant.iter("{*}Name", "{*}name", "{*}orgname")
    }
    return names | {row["申请人"] for row in table(city, "trademarks.csv")}


def test_the_truth_knows_every_other_name_and_to_whom_it_belongs(city: City) -> None:
    truth = table(city, "party-truth.csv")
    official = {r["名称"]: r["统一社会信用代码"] for r in truth if r["写法"] == "登记名称"}
    others = [row for row in truth if row["写法"] != "登记名称"]
    belongs = {row["名称"]: row["登记名称"] for row in others}
    assert len(belongs) == len(others), "one name, two owners"
    assert not belongs.keys() & official.keys()
    for row in others:
        assert official[row["登记名称"]] == row["统一社会信用代码"]
    kinds = {row["写法"] for row in others}
    assert {"曾用名", "半角括号", "下属院系", "地名省“市”字", "繁体"} <= kinds
    told = city.manifest.content["spellings"]
    counted: Counter[str] = Counter()
    for row in others:
        counted[row["写法"]] += int(row["出现次数"])
    assert told == dict(+counted)
    declared = table(city, "enterprises.xlsx")
    assert all(r["曾用名"] in belongs for r in declared if r["曾用名"])
    strange = applicants(city) - belongs.keys() - official.keys()
    assert not [name for name in strange if name.startswith("深圳市") or "（深圳）" in name]


def test_former_names_are_used_before_the_change_only(city: City) -> None:
    former = {r["曾用名"]: r["企业名称"] for r in table(city, "enterprises.xlsx") if r["曾用名"]}
    assert 5 < len(former) < len(table(city, "enterprises.xlsx")) / 2
    days: dict[str, list[str]] = defaultdict(list)
    for document in city.documents:
        for element in document.root.iter("{*}Name", "{*}name", "{*}orgname"):
            days[str(element.text)].append(document.filed)
    used = [name for name in former if name in days]
    assert len(used) > 3
    for name in used:
        assert max(days[name]) <= min(days.get(former[name], ["99999999"]))


def test_members_abroad_claim_a_priority_of_the_city_within_a_year(city: City) -> None:
    filed = {d.number.partition(".")[0]: d.filed for d in city.documents}
    published = {d.publication for d in city.documents if d.kind == "A"}
    exchanged = etree.parse(city.folder / "foreign-patents.xml").getroot()
    families, numbers = set(), set()
    for document in exchanged:
        numbers.add((document.get("country"), document.get("doc-number"), document.get("kind")))
        families.add(document.get("family-id"))
        claimed = document.find(".//{*}priority-claim/{*}document-id")
        priority, first = claimed.findtext("{*}doc-number"), claimed.findtext("{*}date")
        assert filed[priority] == first
        own = document.find(".//{*}application-reference//{*}date").text
        assert first < own < document.get("date-publ") <= UNTIL.strftime("%Y%m%d")
        assert day_of(own) - day_of(first) < timedelta(days=366)
        cited = {number.text for number in document.iterfind(".//{*}patcit//{*}doc-number")}
        assert cited <= published
    told = city.manifest.content["abroad"]
    assert told == {"documents": len(exchanged), "families": len(families)}
    assert len(numbers) == len(exchanged) > len(families) > 10


def day_of(compact: str) -> date:
    return datetime.strptime(compact, "%Y%m%d").replace(tzinfo=UTC).date()


def test_twins_elsewhere_and_sisters_are_other_parties(city: City) -> None:
    names = [row["企业名称"] for row in table(city, "enterprises.xlsx")]
    marks = Counter(name.removeprefix("深圳市")[:3] for name in names)
    assert [mark for mark, count in marks.items() if count == 2]
    assert max(marks.values()) == 2


def taken(folder: Path, paths: list[Path]) -> tuple[ImportReport, Lake]:
    settings = ImportSettings(load_catalogue(), Lake(str(folder / "lake")), folder / "scratch")
    with settings.lake.writing():
        report = import_feed(paths, settings, on=datetime(2026, 11, 2, tzinfo=UTC))
    return report, settings.lake


def test_a_whole_city_is_taken_in_and_nothing_is_set_aside(tmp_path: Path) -> None:
    city = tmp_path / "city"
    manifest = write_city(city, patents=240, seed=3, until=UNTIL).content
    report, lake = taken(tmp_path, files_to_import(city))
    assert [(record.file, record.problems) for record in report.set_aside] == []
    assert report.notices == []
    assert {n: report.registers[n].new for n in manifest["rows"]} == manifest["rows"]
    assert report.registers["foreign-patents"].new == manifest["abroad"]["documents"] > 0
    broken, _ = taken(tmp_path, [city / "broken" / "pledges-contradictory.csv"])
    assert [(r.position, r.problems[0].code) for r in broken.set_aside] == [
        ("line 3", "row.dates_out_of_order"),
        ("line 4", "row.negative"),
        ("line 5", "cell.not_a_choice"),
        ("line 6", "record.contradicts_earlier"),
    ]
    assert broken.new == 1
    rows: list[dict[str, Any]] = lake.open("layout-designs").to_pyarrow_table().to_pylist()  # type: ignore[union-attr]
    for row in rows:
        start = min(filter(None, (row["filed_on"], row["first_used_on"])))
        assert row["expires_on"].year - start.year == 10
