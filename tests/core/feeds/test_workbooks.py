"""XLSX workbooks as people really make them."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from tests.core.feeds.feeding import Feeding, read_paths

ENTERPRISE = ["统一社会信用代码", "企业名称", "成立日期", "参保人数"]
FIRM = ["91350100M000100Y43", "福州某公司", "2010-05-06", 12]
POPULATION = ["行政区划代码", "地区", "年份", "常住人口(万人)"]

MIDNIGHT = datetime.combine(date(2010, 5, 6), time())  # workbooks know no time zones


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(feeding: Feeding, content: bytes) -> tuple[list[Any], list[tuple[str, str]]]:
    outcome = read_paths(feeding.catalogue, feeding.put("book.xlsx", content))
    return [row.values for row in outcome.rows], [
        (record.position, record.problems[0].code) for record in outcome.set_aside
    ]


@pytest.mark.parametrize(
    "cell", [MIDNIGHT, date(2010, 5, 6), "2010-05-06", "2010年5月6日", "20100506",
             20100506, 20100506.0, "2010/5/6", "2010.05.06"],
)  # fmt: skip
def test_dates_as_dates_and_as_text(feeding: Feeding, cell: object) -> None:
    rows, bad = read(feeding, workbook({"企业": [ENTERPRISE, [*FIRM[:2], cell, 12]]}))
    assert bad == []
    assert rows[0]["established_on"] == date(2010, 5, 6)


def test_years_and_codes_kept_as_floating_point_numbers(feeding: Feeding) -> None:
    rows, bad = read(
        feeding, workbook({"人口": [POPULATION, [440300.0, "深圳市", 2024.0, 1798.95]]})
    )
    assert bad == []
    assert rows == [
        {"division": "440300", "division_name": "深圳市", "year": 2024, "residents": 17_989_500}
    ]


def test_every_sheet_is_a_table_of_its_own(feeding: Feeding) -> None:
    sheets = {
        "说明": [["本表由统计局提供"], ["截至 2024 年末"]],
        "企业": [ENTERPRISE, FIRM],
        "人口": [[], POPULATION, [], [440300, "深圳市", 2024, 1798.95]],
        "空表": [],
    }
    rows, bad = read(feeding, workbook(sheets))
    assert [row.get("uscc") or row.get("division") for row in rows] == [FIRM[0], "440300"]
    assert bad == [("说明 line 1", "table.unknown_headings")]


def test_merged_cells_leave_gaps_that_are_reported(feeding: Feeding) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (ENTERPRISE, FIRM, [None, "乙公司", None, 3], [None] * 4, FIRM):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    buffer = io.BytesIO()
    book.save(buffer)
    rows, bad = read(feeding, buffer.getvalue())
    assert len(rows) == 2
    assert bad == [("Sheet line 3", "cell.required")]


def test_short_rows_are_rows_with_empty_cells(feeding: Feeding) -> None:
    rows, bad = read(feeding, workbook({"企业": [ENTERPRISE, FIRM[:2], FIRM]}))
    assert bad == []
    assert [row["insured_staff"] for row in rows] == [None, 12]


def test_cells_beyond_the_headings_are_reported(feeding: Feeding) -> None:
    rows, bad = read(feeding, workbook({"企业": [ENTERPRISE, [*FIRM, "多出"], FIRM]}))
    assert len(rows) == 1
    assert bad == [("企业 line 2", "table.wrong_cell_count")]


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!"])
def test_formula_errors_are_reported(feeding: Feeding, error: str) -> None:
    rows, bad = read(feeding, workbook({"企业": [ENTERPRISE, [*FIRM[:3], error], FIRM]}))
    assert len(rows) == 1
    assert bad == [("企业 line 2", "cell.spreadsheet_error")]


def damaged(part: str) -> bytes:
    whole = workbook({"企业": [ENTERPRISE, FIRM]})
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[: len(content) // 2] if part in name else content)
    return buffer.getvalue()


@pytest.mark.parametrize("part", ["workbook.xml", "sheet1.xml", "Content_Types", "styles.xml"])
def test_damaged_workbooks_are_unreadable_and_the_feed_goes_on(feeding: Feeding, part: str) -> None:
    broken = feeding.put("broken.xlsx", damaged(part))
    good = feeding.put("good.xlsx", workbook({"企业": [ENTERPRISE, FIRM]}))
    outcome = read_paths(feeding.catalogue, broken, good)
    assert outcome.codes == ["file.unreadable"]
    assert [row.file for row in outcome.rows if row.file == str(good)] == [str(good)]


@pytest.mark.parametrize("stop", [0, 10, 600, -30])
def test_truncated_workbooks_are_unreadable(feeding: Feeding, stop: int) -> None:
    rows, bad = read(feeding, workbook({"企业": [ENTERPRISE, FIRM]})[:stop])
    assert rows == []
    assert [code for _, code in bad] == ["file.unreadable"]


def test_a_workbook_that_expands_too_far_is_not_opened(feeding: Feeding) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"\0" * 50_000_000)
    rows, bad = read(feeding, buffer.getvalue())
    assert rows == []
    assert [code for _, code in bad] == ["archive.expands_too_far"]
