"""USPTO Open Data Portal and PEDS: applications with events, assignments and continuity, in JSON.

The portal answers with a `patentBag` of applications, PEDS with Solr documents. Applications that
were published are rows under the number of their publication; others under their application
number: `US90019500/application`. Answers of which only the address asked for named the application
(transactions, adjustments, assignments alone) name none themselves and are set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.foreign_assignments import Assignment, assignment_entry
from zhiheng.core.feeds.foreign_events import ForeignEvent, event_entries, event_entry
from zhiheng.core.feeds.foreign_record import REGISTER, ForeignRecord, foreign_entry, priority
from zhiheng.core.feeds.json_values import (
    day_of,
    dict_of,
    list_of,
    text_of,
    texts_of,
    with_text,
)
from zhiheng.core.feeds.pieces import Piece, json_items, json_of, json_pieces, read_pieces
from zhiheng.core.feeds.records import Entry, FeedFile, Reading, Record

FORMAT = "uspto-odp"
BAGS = ("patentBag", "patentFileWrapperDataBag", "documentBag")
MARKS = (b'"patentBag"', b'"patentFileWrapperDataBag"', b'"documentBag"')
# Offices that the portal names in words.
OFFICES = {
    "AUSTRALIA": "AU",
    "CANADA": "CA",
    "CHINA": "CN",
    "EUROPEAN PATENT OFFICE (EPO)": "EP",
    "FRANCE": "FR",
    "GERMANY": "DE",
    "INDIA": "IN",
    "INTERNATIONAL BUREAU OF THE WORLD INTELLECTUAL PROPERTY ORGANIZATION (WIPO)": "WO",
    "ISRAEL": "IL",
    "ITALY": "IT",
    "JAPAN": "JP",
    "NETHERLANDS": "NL",
    "REPUBLIC OF KOREA": "KR",
    "SPAIN": "ES",
    "SWEDEN": "SE",
    "SWITZERLAND": "CH",
    "TAIWAN": "TW",
    "UNITED KINGDOM": "GB",
}


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether the JSON is an answer of the Open Data Portal."""
    return file.name.lower().endswith(".json") and any(mark in head for mark in MARKS)


def pieces(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each application, or each document of a file wrapper."""
    try:
        content = json_of(file, limits)
    except InputError as error:
        yield Piece("", "", error.problems[0])
        return
    yield from json_pieces(json_items(content, *BAGS))


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield what every application of the file says."""
    return read_pieces(file, pieces(file, reading.limits), entries)


def entries(piece: Piece) -> Iterator[Entry]:
    """Yield application, events and assignments of a piece."""
    item = piece.value
    if "documentIdentifier" in item:
        yield _filed(item)
        return
    item = {**item, **dict_of(item, "applicationMetaData")}
    record = ForeignRecord(FORMAT, title_language="en", application=_application(item))
    _fill(item, record)
    if not record.application and not record.number:
        problem = Problem("foreign.application_not_named")
        yield Entry(REGISTER, {}, [problem], ", ".join(item))
        return
    yield foreign_entry(record)
    if record.application:
        yield from _events(item, record.application)
        yield from _assignments(item, record.application)


def _application(item: Mapping[str, Any]) -> str:
    number = text_of(item, "applicationNumberText")
    continuity = _continuity(item)
    if not number and (parents := list_of(continuity, "parentContinuityBag")):
        number = text_of(parents[0], "childApplicationNumberText")
    if not number:
        return ""
    return number if number.startswith("PCT") else f"US{number}"


def _continuity(item: Mapping[str, Any]) -> dict[str, Any]:
    return dict_of(item, "continuityBag") or dict(item)


def _fill(item: Mapping[str, Any], record: ForeignRecord) -> None:
    published = text_of(item, "earliestPublicationNumber").replace(" ", "")
    if published:
        record.number = published.removeprefix("US")
        record.published = day_of(item, "earliestPublicationDate")
    elif record.application:
        record.instead_of_number = f"{record.application.replace('/', '')}/application"
    record.filed = day_of(item, "filingDate")
    record.title = text_of(item, "inventionTitle")
    names = with_text(list_of(item, "applicantBag"), "applicantNameText", "applicant")
    record.applicants = list(names) or texts_of(item, "firstApplicantName")
    inventors = with_text(list_of(item, "inventorBag"), "inventorNameText")
    # In reexaminations the number of the patent stands in the inventor's place.
    record.inventors = [name for name in inventors if not name.isdigit()]
    record.cpc = texts_of(item, "cpcClassificationBag")
    for claim in list_of(item, "foreignPriorityBag"):
        office = text_of(claim, "ipOfficeName", "countryName")
        number = text_of(claim, "priorityNumberText", "applicationNumberText")
        day = day_of(claim, "filingDate").replace("-", "")
        record.priorities.append(priority(OFFICES.get(office, office), number, day))
    for parent in list_of(_continuity(item), "parentContinuityBag"):
        words = (
            text_of(parent, "claimParentageTypeCode"),
            text_of(parent, "parentApplicationNumberText"),
            day_of(parent, "parentApplicationFilingDate", "filingDate"),
        )
        record.related.append(" ".join(word for word in words if word))


def _events(item: Mapping[str, Any], application: str) -> Iterator[Entry]:
    listed = list_of(item, "eventDataBag") or list_of(item, "transactionContentBag")
    events = []
    for happened in listed:
        event = ForeignEvent("uspto", application=application, office="US")
        event.day = day_of(happened, "eventDate", "recordedDate")
        event.code = text_of(happened, "eventCode", "caseActionCode")
        names = ("eventDescriptionText", "caseActionDescriptionText")
        event.description = text_of(happened, *names)
        events.append(event)
    return event_entries(events, "event")


def _filed(item: Mapping[str, Any]) -> Entry:
    number = text_of(item, "applicationNumberText")
    event = ForeignEvent("uspto", application=f"US{number}" if number else "", office="US")
    event.day = day_of(item, "officialDate")
    event.code = text_of(item, "documentCode")
    event.description = text_of(item, "documentCodeDescriptionText")
    direction = text_of(item, "directionCategory")
    event.details = [f"Document: {text_of(item, 'documentIdentifier')}", f"Direction: {direction}"]
    return event_entry(event)


def _assignments(item: Mapping[str, Any], application: str) -> Iterator[Entry]:
    for number, given in enumerate(list_of(item, "assignmentBag"), start=1):
        reel, _, frame = text_of(given, "reelNumber/frameNumber", "reelAndFrameNumber").partition(
            "/"
        )
        found = Assignment(FORMAT, reel, frame, application)
        found.title = text_of(item, "inventionTitle")
        found.conveyance = text_of(given, "conveyanceText")
        found.recorded = day_of(given, "assignmentRecordedDate")
        assignors, assignees = list_of(given, "assignorBag"), list_of(given, "assigneeBag")
        found.executed = [day_of(one, "executionDate") for one in assignors]
        found.assignors = list(with_text(assignors, "assignorName"))
        found.assignees = list(with_text(assignees, "assigneeNameText"))
        found.addresses = [_address(dict_of(one, "assigneeAddress")) for one in assignees]
        correspondents = list_of(given, "correspondenceAddress")
        found.correspondent = next(with_text(correspondents, "correspondentNameText"), "")
        found.pages = text_of(given, "pageNumber", "pageTotalQuantity")
        yield assignment_entry(found, part=f"assignment {number}")


def _address(address: Mapping[str, Any]) -> str:
    names = ("addressLineOneText", "addressLineTwoText", "cityName", "geographicRegionCode")
    parts = (text_of(address, name) for name in (*names, "postalCode"))
    return ", ".join(part for part in parts if part)
