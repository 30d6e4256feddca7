"""The tables beside the patents: enterprises, inhabitants and classification titles."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from random import Random

from openpyxl import Workbook

from sample.days import FIRST_YEAR
from sample.inhabitants import Enterprise
from sample.order import Order
from sample.tally import CITY
from sample.vocabulary import DATA, declared

ENTERPRISE_HEADER = (
    "统一社会信用代码",
    "企业名称",
    "企业类型",
    "行政区划代码",
    "注册地址",
    "成立日期",
    "行业代码",
    "参保人数",
    "研发费用(万元)",
    "曾用名",
    "英文名称",
    "登记状态",
    "法定代表人",
    "注册资本(万元)",
    "经营范围",
)
RESEARCH = ENTERPRISE_HEADER.index("研发费用(万元)")
_XLSX_ROWS = 5000
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - a spreadsheet's properties carry no time zone


def write_enterprises(folder: Path, enterprises: list[Enterprise]) -> None:
    """Write the first 5 000 to enterprises.xlsx and any others to enterprises.csv."""
    write_sheet(
        folder / "enterprises.xlsx",
        title="企业名录",
        rows=[ENTERPRISE_HEADER, *map(enterprise_row, enterprises[:_XLSX_ROWS])],
    )
    if len(enterprises) > _XLSX_ROWS:
        rest = map(enterprise_row, enterprises[_XLSX_ROWS:])
        write_csv(folder / "enterprises.csv", rows=[ENTERPRISE_HEADER, *rest])


def enterprise_row(enterprise: Enterprise) -> tuple[str | int, ...]:
    """Return one enterprise in the order of the header."""
    applicant = enterprise.applicant
    return (
        enterprise.code,
        applicant.name,
        enterprise.form,
        applicant.district,
        applicant.text,
        enterprise.founded_on.isoformat(),
        enterprise.industry,
        enterprise.insured,
        enterprise.research,
        enterprise.former,
        enterprise.english,
        "迁出" if enterprise.applicant.staff % 61 == 60 else "存续",
        enterprise.representative,
        enterprise.capital,
        f"{enterprise.firm}领域的技术开发、技术服务与产品销售；货物及技术进出口",
    )


def write_population(folder: Path, order: Order) -> None:
    """Write inhabitants (10 000) by year; the districts' rows sum to the city's exactly."""
    places = declared("places.yaml")
    rng = Random(f"{order.seed}/population")
    rows: list[tuple[str | int, ...]] = [("行政区划代码", "地区", "年份", "常住人口(万人)")]
    for year in range(FIRST_YEAR, order.until.year + 1):
        # In hundredths, so that the sum is exact: 9.5 million in 2008, about 20 million in 2026.
        shares = [
            round(
                d["people"]
                / 9880
                * (95000 + 5830 * (year - FIRST_YEAR))
                * rng.uniform(0.985, 1.015)
            )
            for d in places["districts"]
        ]
        rows.append((CITY, places["city"]["name"], year, f"{sum(shares) / 100:.2f}"))
        for district, people in zip(places["districts"], shares, strict=True):
            rows.append((district["code"], district["name"], year, f"{people / 100:.2f}"))
    write_csv(folder / "population.csv", rows=rows, encoding="gb18030")


def write_classification(folder: Path) -> None:
    """Write the Chinese titles of the classification symbols that occur."""
    with (DATA / "ipc.csv").open(encoding="utf-8", newline="") as file:
        write_csv(folder / "ipc.csv", rows=csv.reader(file))


def write_csv(path: Path, *, rows: Iterable[Iterable[object]], encoding: str = "utf-8-sig") -> None:
    """Write rows as RFC 4180."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def write_sheet(path: Path, *, title: str, rows: Iterable[Iterable[object]]) -> None:
    """Write one worksheet as XLSX; the same rows give the same bytes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    _seal(buffer, path)


def _seal(workbook: io.BytesIO, path: Path) -> None:
    """Take the time of writing out of a workbook: of its properties and of its zip members."""
    moment = _EPOCH.isoformat() + "Z"
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", f">{moment}<".encode(), content)
            member = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            target.writestr(member, content, compress_type=zipfile.ZIP_DEFLATED)
