"""USPTO Patent Public Search: full texts and lists of hits in JSON.

`guid` is office, number and kind: `US-6103599-A`. Family numbers above nine digits are stand-ins
of the search system and are left out. Scanned patents before 1976 have no more than their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from zhiheng.core.errors import InputError
from zhiheng.core.feeds.foreign_record import (
    ForeignRecord,
    citation,
    foreign_entry,
    literature,
    priority,
)
from zhiheng.core.feeds.json_values import day_of, dict_of, list_of, text_of, texts_of, with_text
from zhiheng.core.feeds.pieces import Piece, json_items, json_of, json_pieces, read_pieces
from zhiheng.core.feeds.records import Entry, FeedFile, Reading, Record

FORMAT = "uspto-ppubs"
GUID = re.compile(r"([A-Z]{2})-([A-Z0-9]+)-([A-Z][0-9]?)")
LONGEST_FAMILY = 9
CLAIM = re.compile(r"(?:^|\n)\s*(?=[0-9]+\s*\.\s)")
MARKS = (b'"guid"', b'"cursorMarker"', b'"numFound"')


def recognises(file: FeedFile, head: bytes) -> bool:
    """Tell whether the JSON comes from Patent Public Search."""
    name = file.name.lower()
    found = MARKS[0] in head or (MARKS[2] in head and b'"hlSnippets"' in head)
    return name.endswith(".json") and found


def pieces(file: FeedFile, limits: Mapping[str, int]) -> Iterator[Piece]:
    """Yield each publication."""
    try:
        content = json_of(file, limits)
    except InputError as error:
        yield Piece("", "", error.problems[0])
        return
    yield from json_pieces(json_items(content, "patents", "docs"))


def read_whole(file: FeedFile, reading: Reading) -> Iterator[Record]:
    """Yield every publication of the file."""
    return read_pieces(file, pieces(file, reading.limits), entries)


def entries(piece: Piece) -> Iterator[Entry]:
    """Yield the one publication of a piece."""
    item = piece.value
    record = ForeignRecord(FORMAT, title_language="en")
    if found := GUID.fullmatch(text_of(item, "guid")):
        record.country, record.number, record.kind = found.groups()
    _numbers(item, record)
    record.title = text_of(item, "patent_title", "inventionTitle")
    _parties(item, record)
    _classes(item, record)
    _references(item, record)
    _texts(dict_of(item, "document"), record)
    yield foreign_entry(record)


def _numbers(item: Mapping[str, Any], record: ForeignRecord) -> None:
    named = text_of(item, "publication_number", "publicationReferenceDocumentNumber")
    if named and record.number and named != record.number:
        record.contradictions.append(f"guid {record.number} ≠ {named}")
    record.published = day_of(item, "publication_date", "datePublished")
    application = text_of(item, "appl_id", "applicationNumber").replace("/", "")
    record.application = f"US{application}" if application.isdigit() else ""
    record.filed = day_of(item, "app_filing_date", "applicationFilingDate")
    family = text_of(item, "family_identifier_cur", "familyIdentifierCur")
    record.family_id = family if len(family) <= LONGEST_FAMILY and family != "0" else ""
    for claim in list_of(item, "foreign_priority"):
        country, number = text_of(claim, "country"), text_of(claim, "app_number")
        day = day_of(claim, "app_filing_date").replace("-", "")
        record.priorities.append(priority(country, number.removeprefix(country), day))
    for parent in list_of(item, "related_apps"):
        words = (text_of(parent, "number"), day_of(parent, "filing_date"))
        record.related.append(f"related US {' '.join(word for word in words if word)}")


def _parties(item: Mapping[str, Any], record: ForeignRecord) -> None:
    record.inventors = [_turned(name) for name in with_text(list_of(item, "inventors"), "name")]
    for group in ("assignees", "applicants"):
        record.applicants = record.applicants or list(with_text(list_of(item, group), "name"))
    for name in ("assigneeName", "applicantName"):
        record.applicants = record.applicants or texts_of(item, name)
    record.applicants = record.applicants or list(record.inventors)
    record.agency = text_of(item, "legal_firm_name")
    record.agents = [_turned(name) for name in texts_of(item, "attorney_name")]
    for field in ("primary_examiner", "assistant_examiner", "primaryExaminer", "assistantExaminer"):
        record.examiners += [_turned(name) for name in texts_of(item, field)]


def _turned(name: str) -> str:
    last, _, first = (part.strip() for part in name.partition(";"))
    return f"{first} {last}".strip()


def _classes(item: Mapping[str, Any], record: ForeignRecord) -> None:
    for name in ("cpc_inventive", "cpc_additional"):
        for symbol in list_of(item, name):
            record.cpc.append(f"{text_of(symbol, 'cpc_class')}{text_of(symbol, 'cpc_subclass')}")
    for name in ("cpcInventiveFlattened", "cpcAdditionalFlattened"):
        record.cpc += [symbol for symbol in text_of(item, name).split(";") if symbol]
    for name in ("intl_class_current_primary", "intl_class_currrent_secondary"):
        for symbol in list_of(item, name):
            record.ipc.append(f"{text_of(symbol, 'intl_class')}{text_of(symbol, 'intl_subclass')}")
    record.ipc = record.ipc or texts_of(item, "intl_class_issued")
    record.ipc += [symbol for symbol in text_of(item, "ipcCodeFlattened").split(";") if symbol]
    record.national = texts_of(item, "us_class_current")


def _references(item: Mapping[str, Any], record: ForeignRecord) -> None:
    for cited in list_of(item, "us_references"):
        record.citations.append(citation("US", text_of(cited, "publication_number")))
    for cited in list_of(item, "foreign_references"):
        country = text_of(cited, "country_code")
        number = text_of(cited, "patent_number").replace("-", "").replace(" ", "")
        record.citations.append(citation(country, number.removeprefix(country)))
    for text in with_text(list_of(item, "npl_references"), "citation"):
        record.citations.append(literature(text))


def _texts(document: Mapping[str, Any], record: ForeignRecord) -> None:
    record.abstract = str(document.get("abstract") or "").strip()
    names = ("background", "brief", "description")
    parts = (str(document.get(name) or "").strip() for name in names)
    record.description = "\n".join(part.replace("\n\n", "\n") for part in parts if part)
    claims = CLAIM.split(str(document.get("claims_text") or ""))
    record.claims = [claim.strip().replace("\n\n", "\n") for claim in claims if claim.strip()]
