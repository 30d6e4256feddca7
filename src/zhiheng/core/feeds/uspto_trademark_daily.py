"""USPTO daily trademark data (`trademark-applications-daily`): one `case-file` a record.

The format of the bulk files (DTD 2.0). Goods stand in statements whose type is GS and the class
(`GS0091`: the first of class 9). The party type tells owners apart as in the TSDR's XML. Design
search codes are the USPTO's own and not Vienna codes; they are not read.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.trademark_record import (
    ClassText,
    EventText,
    Party,
    TrademarkRecord,
    trademark_entries,
)
from zhiheng.core.feeds.xml_text import child, children, plain

FORMAT = "uspto-daily"
ROOTS = ("case-file",)
DAYS = {
    "filing-date": "filing_date",
    "registration-date": "registration_date",
    "published-for-opposition-date": "preliminary_publication_date",
    "renewal-date": "renewal_date",
    "cancellation-date": "ceased_on",
    "status-date": "status_date",
}
# Drawing codes: the first figure says what is drawn.
DRAWINGS = {"1": "word", "4": "word", "2": "figurative", "3": "combined", "5": "combined"}
CATEGORIES = (
    ("certification-mark-in", "certification"),
    ("collective-membership-mark-in", "collective"),
    ("collective-service-mark-in", "collective"),
    ("collective-trademark-in", "collective"),
    ("service-mark-in", "ordinary"),
    ("trademark-in", "ordinary"),
)
STATEMENTS = {"D0": "disclaimer", "D1": "disclaimer", "DM": "mark_description", "CC": "colours"}
GOODS = "GS"
ADDRESS = ("address-1", "address-2", "city", "state", "country", "postcode")
ACTIVE = "6"  # status of a class; others are dead or abandoned


def read(case: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the rows of the mark and of its events."""
    record = TrademarkRecord(FORMAT, "US", plain(child(case, "serial-number")))
    record.registration_number = plain(child(case, "registration-number")).lstrip("0")
    header = child(case, "case-file-header")
    _header(header, record)
    _classes(child(case, "classifications"), record)
    _statements(child(case, "case-file-statements"), record)
    _priorities(child(case, "foreign-applications"), record)
    _owners(child(case, "case-file-owners"), record)
    _events(child(case, "case-file-event-statements"), record)
    firm = plain(child(child(case, "correspondent"), "address-1"))
    attorney = plain(child(header, "attorney-name"))
    if firm and firm != attorney:
        record.texts["agency"] = firm
    record.add("agents", attorney)
    yield from trademark_entries(record)


def _header(header: etree._Element | None, record: TrademarkRecord) -> None:
    for name, column in DAYS.items():
        if text := plain(child(header, name)):
            record.days[column] = text
    record.status_code = plain(child(header, "status-code"))
    record.texts["mark_text"] = plain(child(header, "mark-identification"))
    kind = DRAWINGS.get(plain(child(header, "mark-drawing-code"))[:1])
    if kind:
        record.texts["mark_kind"] = kind
    for name, category in CATEGORIES:
        if plain(child(header, name)) == "T":
            record.texts["category"] = category
            break
    if record.status_code:
        record.texts["status_text"] = record.status_code


def _classes(part: etree._Element | None, record: TrademarkRecord) -> None:
    for found in children(part, "classification"):
        # A classification may name several classes; each has its goods in its own statement.
        for code in children(found, "international-code"):
            national = [plain(each) for each in children(found, "us-code")]
            used = plain(child(found, "first-use-anywhere-date"))
            if plain(child(found, "status-code")) in ("", ACTIVE):
                record.classes.append(ClassText(plain(code), [], national, used))


def _statements(part: etree._Element | None, record: TrademarkRecord) -> None:
    for statement in children(part, "case-file-statement"):
        kind, text = plain(child(statement, "type-code")), plain(child(statement, "text"))
        if kind.startswith(GOODS) and len(kind) >= 5:
            _add_goods(kind[2:5], text, record)
        elif column := STATEMENTS.get(kind[:2]):
            earlier = record.texts.get(column)
            record.texts[column] = f"{earlier}\n{text}" if earlier else text


def _add_goods(number: str, text: str, record: TrademarkRecord) -> None:
    for found in record.classes:
        if found.number.zfill(3) == number:
            found.goods.append(text)
            return
    if not record.classes:  # a case without classifications
        record.classes.append(ClassText(number, [text]))


def _priorities(part: etree._Element | None, record: TrademarkRecord) -> None:
    for found in children(part, "foreign-application"):
        if plain(child(found, "foreign-priority-claim-in")) != "T":
            continue
        names = ("country", "application-number", "filing-date")
        record.add("priorities", " ".join(t for n in names if (t := plain(child(found, n)))))


def _owners(part: etree._Element | None, record: TrademarkRecord) -> None:
    for owner in children(part, "case-file-owner"):
        name = plain(child(owner, "party-name"))
        code = plain(child(owner, "party-type"))
        address = ", ".join(text for tag in ADDRESS if (text := plain(child(owner, tag))))
        if name:
            record.parties.append(Party(name, address, int(code) if code.isdecimal() else 0))


def _events(part: etree._Element | None, record: TrademarkRecord) -> None:
    for event in children(part, "case-file-event-statement"):
        record.events.append(
            EventText(
                day=plain(child(event, "date")),
                event=plain(child(event, "description-text")),
                code=plain(child(event, "code")),
                entry=plain(child(event, "number")),
            )
        )
