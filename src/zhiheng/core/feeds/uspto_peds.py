"""USPTO prosecution data: answers of PEDS, and lines of applications with their events, in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zhiheng.core.errors import InputError
from zhiheng.core.feeds.foreign_assignments import Assignment, assignment_entry
from zhiheng.core.feeds.foreign_events import ForeignEvent, event_entries
from zhiheng.core.feeds.foreign_record import ForeignRecord, foreign_entry
from zhiheng.core.feeds.json_values import day_of, dict_of, list_of, text_of, with_text
from zhiheng.core.feeds.pieces import (
    Piece,
    json_items,
    json_line_pieces,
    json_of,
    json_pieces,
    read_pieces,
)
from zhiheng.core.feeds.records import Entry, FeedFile, Reading, Record

FORMAT = "uspto-peds"
MARKS = (b'"searchResponse"', b'"prosecution_events"')


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether the JSON is an answer of PEDS, or lines of prosecution events."""
    name = file.name.lower()
    return (name.endswith(".json") and MARKS[0] in head) or (
        name.endswith(".jsonl") and MARKS[1] in head
    )


def pieces(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each application."""
    if file.name.lower().endswith(".jsonl"):
        yield from json_line_pieces(file)
        return
    try:
        content = json_of(file, limits)
    except InputError as error:
        yield Piece("", "", error.problems[0])
        return
    answer = dict_of(content, "queryResults", "searchResponse", "response")
    yield from json_pieces(json_items(answer, "docs"))


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield what every application of the file says."""
    return read_pieces(file, pieces(file, reading.limits), entries)


def entries(piece: Piece) -> Iterator[Entry]:
    """Yield application, events and assignments of a piece."""
    item = piece.value
    number = text_of(item, "applId", "application_number")
    record = ForeignRecord(FORMAT, title_language="en")
    record.application = f"US{number}" if number else ""
    _fill(item, record)
    yield foreign_entry(record)
    if record.application:
        happened = list_of(item, "transactions") or list_of(item, "prosecution_events")
        yield from _events(happened, record.application)
        for place, given in enumerate(list_of(item, "assignments"), start=1):
            yield _assignment(given, item, record.application, place)


def _fill(item: Mapping[str, Any], record: ForeignRecord) -> None:
    published = text_of(item, "appEarlyPubNumber")
    if published:
        record.number = published.removeprefix("US")
        record.published = day_of(item, "appEarlyPubDate")
    elif record.application:
        record.instead_of_number = f"{record.application}/application"
    record.filed = day_of(item, "appFilingDate", "filing_date")
    record.title = text_of(item, "patentTitle", "patent_title")
    record.inventors = [
        name
        for one in list_of(item, "inventors")
        if (name := f"{text_of(one, 'nameLineTwo')} {text_of(one, 'nameLineOne')}".strip())
    ]
    record.examiners = [_turned(name) for name in [text_of(item, "appExamName")] if name]
    if patent := text_of(item, "patentNumber", "patent_number"):
        issued = day_of(item, "patentIssueDate").replace("-", "")
        record.related.append(f"patent US {patent} {issued}".strip())
    for parent in list_of(item, "parentContinuity"):
        number = text_of(parent, "claimApplicationNumberText")
        record.related.append(f"parent US {number}")


def _turned(name: str) -> str:
    last, _, first = (part.strip() for part in name.partition(","))
    return f"{first} {last}".strip()


def _events(happened: list[Any], application: str) -> Iterator[Entry]:
    events = []
    for one in happened:
        event = ForeignEvent("uspto", application=application, office="US")
        event.day = day_of(one, "recordDate", "date")
        event.code = text_of(one, "code")
        event.description = text_of(one, "description")
        events.append(event)
    return event_entries(events, "event")


def _assignment(given: Any, item: Mapping[str, Any], application: str, place: int) -> Entry:
    found = Assignment(FORMAT, text_of(given, "reelNumber"), text_of(given, "frameNumber"))
    found.application = application
    found.title = text_of(item, "patentTitle")
    found.conveyance = text_of(given, "converyanceName", "conveyanceName")
    found.recorded = day_of(given, "recordedDate")
    assignors, assignees = list_of(given, "assignors"), list_of(given, "assignee")
    found.executed = [day_of(one, "execDate") for one in assignors]
    found.assignors = list(with_text(assignors, "assignorName"))
    found.assignees = list(with_text(assignees, "assigneeName"))
    found.addresses = [_address(one) for one in assignees]
    found.correspondent = text_of(given, "addressNameText")
    found.pages = text_of(given, "pagesCount")
    return assignment_entry(found, part=f"assignment {place}")


def _address(assignee: Any) -> str:
    # The state stands under the name of a country code.
    names = ("streetLineOneText", "streetLineTwoText", "cityName", "countryCode", "postalCode")
    return ", ".join(text for name in names if (text := text_of(assignee, name)))
