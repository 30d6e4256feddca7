"""USPTO recorded assignments in XML: answers of the assignment search, and the daily bulk files.

The search answers as Solr does: arrays beside one another, one place a patent, `NULL` or the year 1
where nothing is known. The daily files name each thing by an element of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from zhiheng.core.feeds.foreign_assignments import Assignment, assignment_entry
from zhiheng.core.feeds.foreign_record import no_records
from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.xml_text import LOCAL, below, child, children, plain

FORMAT = "uspto-assignment"
ROOTS = ("response", "patent-assignment")
UNKNOWN = ("NULL", "null")
NO_DAY = "0001-01-01"
ADDRESS = (
    *("patAssigneeAddress1", "patAssigneeAddress2", "patAssigneeCity", "patAssigneeState"),
    *("patAssigneeCountryName", "patAssigneePostcode"),
)


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield an entry for each application that each assignment concerns."""
    if LOCAL[root.tag] == "patent-assignment":
        yield from _daily(root)
        return
    documents = [one for one in root.iter("doc") if _named(one).get("reelNo")]
    for number, document in enumerate(documents, start=1):
        yield from _answered(document, f"assignment {number}")
    if not documents:
        yield no_records("Solr response")


def _named(document: etree._Element) -> dict[str, list[str]]:
    """Return the fields of a Solr document by name, each as a list."""
    return {
        field.get("name", ""): [_text(one) for one in (field if len(field) else [field])]
        for field in document
    }


def _text(element: etree._Element) -> str:
    text = (element.text or "").strip()
    return "" if text in UNKNOWN or text.startswith(NO_DAY) else text


def _answered(document: etree._Element, part: str) -> Iterator[Entry]:
    fields = _named(document)

    def one(name: str) -> str:
        return next(iter(fields.get(name, ())), "")

    found = Assignment(FORMAT, reel=one("reelNo"), frame=one("frameNo"))
    found.conveyance = one("conveyanceText")
    found.recorded = _day(one("recordedDate"))
    found.executed = [_day(text) for text in fields.get("patAssignorExDate", ())]
    found.assignors = fields.get("patAssignorName", [])
    found.assignees = fields.get("patAssigneeName", [])
    found.addresses = _addresses(fields, len(found.assignees))
    found.correspondent = one("corrName")
    found.pages = one("pageCount")
    for place, application in enumerate(fields.get("applNum", [""])):
        yield assignment_entry(
            replace(
                found,
                application=_numbered("US", application) or _at(fields, "pctNum", place),
                patent=_numbered("US", _at(fields, "patNum", place)),
                publication=_numbered("US", _at(fields, "publNum", place)),
                title=_at(fields, "inventionTitle", place),
            ),
            part=f"{part}, application {place + 1}",
        )


def _addresses(fields: Mapping[str, list[str]], count: int) -> list[str]:
    return [
        ", ".join(text for name in ADDRESS if (text := _at(fields, name, place)))
        for place in range(count)
    ]


def _at(fields: Mapping[str, list[str]], name: str, place: int) -> str:
    texts = fields.get(name, ())
    return texts[place] if place < len(texts) else ""


def _numbered(country: str, number: str) -> str:
    return f"{country}{number}" if number else ""


def _day(text: str) -> str:
    return text[:10]


def _daily(root: etree._Element) -> Iterator[Entry]:
    record = child(root, "assignment-record")
    found = Assignment(FORMAT)
    found.reel, found.frame = (plain(child(record, name)) for name in ("reel-no", "frame-no"))
    found.conveyance = plain(child(record, "conveyance-text"))
    found.recorded = plain(below(record, "recorded-date", "date"))
    found.pages = plain(child(record, "page-count"))
    found.correspondent = plain(below(record, "correspondent", "name"))
    assignors = children(child(root, "patent-assignors"), "patent-assignor")
    assignees = children(child(root, "patent-assignees"), "patent-assignee")
    found.assignors = [plain(child(one, "name")) for one in assignors]
    found.executed = [plain(below(one, "execution-date", "date")) for one in assignors]
    found.assignees = [plain(child(one, "name")) for one in assignees]
    found.addresses = [_daily_address(one) for one in assignees]
    properties = children(child(root, "patent-properties"), "patent-property")
    for place, one in enumerate(properties, start=1):
        yield assignment_entry(_property(found, one), part=f"application {place}")


def _daily_address(assignee: etree._Element) -> str:
    names = ("address-1", "address-2", "city", "state", "country-name", "postcode")
    return ", ".join(text for name in names if (text := plain(child(assignee, name))))


def _property(found: Assignment, one: etree._Element) -> Assignment:
    """Return the assignment of one patent: its numbers are told apart by their kind."""
    found = replace(found, title=plain(child(one, "invention-title")))
    for document in children(one, "document-id"):
        country = plain(child(document, "country")) or "US"
        number = f"{country}{plain(child(document, 'doc-number'))}"
        kind = plain(child(document, "kind"))
        if kind in ("", "X0"):
            found.application = number
        elif kind[0] in "BSEPH":
            found.patent = number
        else:
            found.publication = number
    return found
