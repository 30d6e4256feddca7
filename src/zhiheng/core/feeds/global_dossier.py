"""Global Dossier of the five largest offices: families and lists of documents, in JSON.

A family lists its applications with their publications; each publication is a row. The documents of
the dossier that came with a member, or alone as a list, are events of its application.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zhiheng.core.errors import InputError
from zhiheng.core.feeds.foreign_events import ForeignEvent, event_entry
from zhiheng.core.feeds.foreign_record import (
    ForeignRecord,
    docdb_number,
    docdb_priority,
    foreign_entry,
)
from zhiheng.core.feeds.json_values import day_of, dict_of, list_of, text_of, texts_of
from zhiheng.core.feeds.pieces import Piece, json_items, json_of, json_pieces, read_pieces
from zhiheng.core.feeds.records import Entry, FeedFile, Reading, Record

FORMAT = "global-dossier"
MARKS = (b'"corrAppNum"', b'"docCode"', b'"pubList"')


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether the JSON is an answer of Global Dossier."""
    return file.name.lower().endswith(".json") and any(mark in head for mark in MARKS)


def pieces(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each member of a family, or the list of documents as one piece."""
    try:
        content = json_of(file, limits)
    except InputError as error:
        yield Piece("", "", error.problems[0])
        return
    yield from json_pieces(json_items(content, "list"))


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield every publication and document of the file."""
    return read_pieces(file, pieces(file, reading.limits), entries)


def entries(piece: Piece) -> Iterator[Entry]:
    """Yield the publications of a member and the documents of its dossier."""
    item = piece.value
    if "pubList" not in item:
        yield from _documents(item, _listed(item))
        return
    application = _application(item)
    priorities = [
        docdb_priority(text_of(claim, "country"), text_of(claim, "docNumber"), _kind(claim), "")
        for claim in list_of(item, "priorityClaimList")
    ]
    for place, published in enumerate(list_of(item, "pubList"), start=1):
        record = ForeignRecord(FORMAT, country=text_of(published, "pubCountry"))
        record.number = text_of(published, "pubNum")
        record.kind = text_of(published, "kindCode")
        record.published = day_of(published, "pubDateStr")
        record.application = application
        record.filed = day_of(item, "appDateStr")
        record.title = text_of(item, "title")
        names = texts_of(item, "applicantNames") or texts_of(
            dict_of(item, "docList"), "applicantNames"
        )
        record.applicants = [name.strip(", ") for name in names]
        record.priorities = priorities
        yield foreign_entry(record, part=f"publication {place}")
    yield from _documents(dict_of(item, "docList"), application)


def _kind(item: Mapping[str, Any]) -> str:
    kind = text_of(item, "kindCode")
    return kind if kind in ("A", "W") else ""


def _application(item: Mapping[str, Any]) -> str:
    number = dict_of(item, "docNum")
    day = day_of(item, "appDateStr").replace("-", "")
    country = text_of(number, "country") or text_of(item, "countryCode")
    text = text_of(number, "docNumber") or text_of(item, "appNum")
    return docdb_number(country, text, _kind(number), day) if text else ""


def _listed(item: Mapping[str, Any]) -> str:
    number = text_of(item, "docNumber").partition(".")[0]
    return docdb_number(text_of(item, "country"), number, "A", "") if number else ""


def _documents(dossier: Mapping[str, Any], application: str) -> Iterator[Entry]:
    for place, document in enumerate(list_of(dossier, "docs"), start=1):
        event = ForeignEvent("global-dossier", application=application)
        event.office = text_of(dossier, "country")
        event.day = day_of(document, "legalDateStr")
        event.code = text_of(document, "docCode")
        event.description = text_of(document, "docDesc")
        group, identity = text_of(document, "docCodeDesc"), text_of(document, "docId")
        event.details = [f"Document: {identity}", f"Group: {group}" if group else ""]
        yield event_entry(event, part=f"document {place}")
