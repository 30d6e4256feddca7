"""Import of marks end to end into the lake, XML against `lxml.etree.iterparse` alone.

    python -m benchmarks.trademark_import --marks 20000

Each XML format gets one file with so many invented marks, each with its classes, owners and
history. The peer walks the same bytes on one core and does nothing with them:
`for _event, element in iterparse(file): element.clear()`. Ours reads, checks, completes, stages,
compares with what is stored and writes the Delta tables of marks and events. The list is a Chinese
CSV of the same number of lines, against `csv.DictReader`. All seconds are of the processor, so that
other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from benchmarks.measuring import table, write_result
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.feeds.importing import ImportReport, ImportSettings, import_feed
from zhiheng.core.lake.tables import Lake

EVENTS = (
    ("NWAP", "NEW APPLICATION ENTERED"),
    ("DOCK", "ASSIGNED TO EXAMINER"),
    ("CNSA", "APPROVED FOR PUB - PRINCIPAL REGISTER"),
    ("PUBO", "PUBLISHED FOR OPPOSITION"),
    ("R.PR", "REGISTERED-PRINCIPAL REGISTER"),
)
GOODS = "Computer programs that help people to read what other computer programs have written; "
HEADINGS = (
    "注册号,申请号,商标名称,国际分类,类似群,商品服务,申请日期,初审公告日期,注册公告日期,专用权期限,"
    "申请人,申请人地址,代理机构,商标状态,商标类型\n"
)


def main() -> None:
    """Measure each format and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--marks", type=int, default=20_000)
    marks = parser.parse_args().marks
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name, write in FORMATS.items():
            path = Path(folder) / name
            write(path, marks)
            rows.append(_measure(path, marks, Path(folder)))
    headings = ("file", "marks", "MB", "peer MB/s", "import MB/s", "ratio", "marks/s", "rows")
    write_result("trademark-import", "Import of marks", f"{__doc__}\n{table(headings, rows)}")


def _measure(path: Path, marks: int, folder: Path) -> list[str]:
    size = path.stat().st_size
    peer = _timed(lambda: _walk(path))
    lake = Lake(str(folder / f"lake-{path.name}"))
    settings = ImportSettings(load_catalogue(), lake, folder / "scratch")
    reports: list[ImportReport] = []

    def take() -> None:
        with lake.writing():
            reports.append(import_feed([path], settings, on=datetime(2026, 11, 2, tzinfo=UTC)))

    seconds = _timed(take)
    assert not reports[0].set_aside, reports[0].set_aside[:3]
    return [
        path.name, f"{marks:,}", f"{size / 1e6:,.1f}", f"{size / peer / 1e6:.1f}",
        f"{size / seconds / 1e6:.1f}", f"{peer / seconds:.2f}", f"{marks / seconds:,.0f}",
        f"{reports[0].new:,}",
    ]  # fmt: skip


def _timed(act: Callable[[], None]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _walk(path: Path) -> None:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as handle:
            for _ in csv.DictReader(handle):
                pass
        return
    for _, element in etree.iterparse(path):
        element.clear()


def _write_daily(path: Path, marks: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("<trademark-applications-daily>")
        for number in range(marks):
            events = "".join(
                f"<case-file-event-statement><code>{code}</code><type>I</type>"
                f"<description-text>{words}</description-text><date>2019{month:02d}15</date>"
                f"<number>{month}</number></case-file-event-statement>"
                for month, (code, words) in enumerate(EVENTS, start=1)
            )
            file.write(
                f"<case-file><serial-number>{88_000_000 + number}</serial-number>"
                f"<registration-number>{6_000_000 + number}</registration-number>"
                "<case-file-header><filing-date>20190115</filing-date><registration-date>20200303"
                "</registration-date><status-code>700</status-code><status-date>20200303"
                f"</status-date><mark-identification>MARK {number}</mark-identification>"
                "<mark-drawing-code>4000</mark-drawing-code><attorney-name>Nora Vale"
                "</attorney-name><trademark-in>T</trademark-in></case-file-header>"
                f"<case-file-statements><case-file-statement><type-code>GS0091</type-code><text>"
                f"{GOODS * 3}</text></case-file-statement></case-file-statements>"
                f"<case-file-event-statements>{events}</case-file-event-statements>"
                "<classifications><classification><international-code>009</international-code>"
                "<us-code>021</us-code><us-code>023</us-code><status-code>6</status-code>"
                "</classification></classifications><case-file-owners><case-file-owner>"
                "<entry-number>1</entry-number><party-type>30</party-type>"
                f"<party-name>Owner {number % 977} Inc.</party-name><address-1>1 Quay</address-1>"
                "<city>Bristol</city></case-file-owner></case-file-owners></case-file>\n"
            )
        file.write("</trademark-applications-daily>")


def _write_st96(path: Path, marks: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<t:TrademarkTransaction xmlns:t="http://www.wipo.int/standards/XMLSchema/ST96/'
            'Trademark" xmlns:c="http://www.wipo.int/standards/XMLSchema/ST96/Common">'
        )
        for number in range(marks):
            events = "".join(
                f"<t:MarkEvent><t:NationalMarkEvent><t:MarkEventCode>{code}I</t:MarkEventCode>"
                f"<t:MarkEventDescriptionText>{words}</t:MarkEventDescriptionText>"
                f"<t:MarkEventEntryNumber>{month}</t:MarkEventEntryNumber></t:NationalMarkEvent>"
                f"<t:MarkEventDate>2019-{month:02d}-15</t:MarkEventDate></t:MarkEvent>"
                for month, (code, words) in enumerate(EVENTS, start=1)
            )
            file.write(
                "<t:Trademark><c:RegistrationOfficeCode>US</c:RegistrationOfficeCode>"
                "<c:ApplicationNumber><c:ApplicationNumberText>"
                f"{88_000_000 + number}</c:ApplicationNumberText></c:ApplicationNumber>"
                f"<c:RegistrationNumber>{6_000_000 + number}</c:RegistrationNumber>"
                "<t:ApplicationDate>2019-01-15-05:00</t:ApplicationDate>"
                "<c:RegistrationDate>2020-03-03</c:RegistrationDate>"
                "<t:MarkCurrentStatusCode>700</t:MarkCurrentStatusCode><t:MarkRepresentation>"
                "<t:MarkReproduction><t:WordMarkSpecification><t:MarkVerbalElementText>"
                f"MARK {number}</t:MarkVerbalElementText></t:WordMarkSpecification>"
                "</t:MarkReproduction></t:MarkRepresentation><t:GoodsServicesBag><t:GoodsServices>"
                "<t:ClassDescriptionBag><t:ClassDescription><t:ClassNumber>009</t:ClassNumber>"
                f"<t:GoodsServicesDescriptionText>{GOODS * 3}</t:GoodsServicesDescriptionText>"
                "</t:ClassDescription></t:ClassDescriptionBag></t:GoodsServices>"
                '</t:GoodsServicesBag><t:ApplicantBag><t:Applicant c:sequenceNumber="30">'
                f"<c:Contact><c:Name><c:EntityName>Owner {number % 977} Inc.</c:EntityName>"
                "</c:Name></c:Contact></t:Applicant></t:ApplicantBag>"
                f"<t:MarkEventBag>{events}</t:MarkEventBag></t:Trademark>\n"
            )
        file.write("</t:TrademarkTransaction>")


def _write_st66(path: Path, marks: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<Transaction xmlns="http://www.wipo.int/standards/XMLSchema/trademarks">'
            "<TradeMarkTransactionBody>"
        )
        for number in range(marks):
            events = "".join(
                f"<MarkEvent><MarkEventDate>2019-{month:02d}-15-05:00</MarkEventDate>"
                f"<MarkEventCode>{code}</MarkEventCode><MarkEventExt>"
                f"<MarkEventInternalDescriptionText>{words}</MarkEventInternalDescriptionText>"
                f"<MarkEventEntryNumber>{month}</MarkEventEntryNumber></MarkEventExt></MarkEvent>"
                for month, (code, words) in enumerate(EVENTS, start=1)
            )
            file.write(
                "<TransactionContentDetails><TransactionData><TradeMarkDetails><TradeMark>"
                "<RegistrationOfficeCode>US</RegistrationOfficeCode><ApplicationNumber>"
                f"{88_000_000 + number}</ApplicationNumber><ApplicationDate>2019-01-15-05:00"
                "</ApplicationDate><RegistrationDate>2020-03-03-05:00</RegistrationDate>"
                "<MarkCurrentStatusCode>700</MarkCurrentStatusCode><WordMarkSpecification>"
                f"<MarkVerbalElementText>MARK {number}</MarkVerbalElementText>"
                "</WordMarkSpecification><GoodsServicesDetails><GoodsServices>"
                "<ClassDescriptionDetails><ClassDescription><ClassNumber>009</ClassNumber>"
                f"<GoodsServicesDescription>{GOODS * 3}</GoodsServicesDescription>"
                "</ClassDescription></ClassDescriptionDetails></GoodsServices>"
                f"</GoodsServicesDetails><MarkEventDetails>{events}</MarkEventDetails></TradeMark>"
                "</TradeMarkDetails></TransactionData></TransactionContentDetails>\n"
            )
        file.write("</TradeMarkTransactionBody></Transaction>")


def _write_list(path: Path, marks: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADINGS)
        for number in range(10_000_000, 10_000_000 + marks):
            nice = number % 45 + 1
            file.write(
                f'{number},{number},商标{number},{nice},"{nice:02d}01,{nice:02d}02",计算机；电话机；'
                "手表,2013-03-28,2014-05-20,2014-08-21,2014-08-21至2024-08-20,深圳市"
                f"第{number % 977}科技有限公司,广东省深圳市南山区科技园路{number % 99}号,"
                "某某商标事务所,已注册,普通商标\n"
            )


FORMATS: dict[str, Callable[[Path, int], None]] = {
    "uspto-daily.xml": _write_daily,
    "wipo-st96.xml": _write_st96,
    "wipo-st66.xml": _write_st66,
    "list.csv": _write_list,
}


if __name__ == "__main__":
    main()
