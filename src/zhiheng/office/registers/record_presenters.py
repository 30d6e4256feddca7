"""One record as plain data for templates: facts, classes, texts, events, family, origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from zhiheng.core.browsing.privacy import masked
from zhiheng.core.browsing.records import Record, levels_of, record_key
from zhiheng.core.declarations.models import Register
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import as_known, said, shown

# Long texts have a place of their own on the record page.
TEXT_TYPES = ("text", "texts")


@dataclass(frozen=True)
class Fact:
    """One line of a record: the column's title and INID code, and its texts."""

    label: str
    inid: str
    hint: str
    texts: Sequence[str]
    href: str = ""


@dataclass(frozen=True)
class Classified:
    """One IPC symbol of a record with the titles from its section down to itself."""

    symbol: str
    titles: Sequence[tuple[str, str]]
    href: str


@dataclass(frozen=True)
class Origin:
    """Where a row came from: file, position, digest, import."""

    label: str
    file: str
    position: str
    digest: str
    imported_at: str
    import_id: str
    source: str


@dataclass(frozen=True)
class DocumentText:
    """The long texts of one document."""

    number: str
    stage: str
    published: str
    abstract: str
    claims: Sequence[str]
    description: Sequence[str]
    href: str


@dataclass(frozen=True)
class RecordPage:
    """The page of one record."""

    register: Register
    register_title: str
    title: str
    key: str
    facts: Sequence[Fact]
    classes: Sequence[Classified]
    texts: Sequence[DocumentText]
    events: Sequence[Mapping[str, str]]
    family: Sequence[Mapping[str, str]]
    origins: Sequence[Origin]
    has_family: bool
    status: str = ""
    known_on: str = ""


def record_page(record: Record, *, unmasked: bool, known_on: str = "") -> RecordPage:
    """Return the page of one record, as known on a day if one is given."""
    register = record.register
    values = record.values if unmasked else masked(register, record.values)
    documents = [
        document if unmasked else masked(_patent_documents(), document)
        for document in record.documents
    ]
    own_texts = [values] if register.name == "patent-documents" else documents
    return RecordPage(
        register=register,
        register_title=said(register.title),
        title=str(values.get(register.label) or record_key(register, values)),
        key=record_key(register, values),
        facts=_facts(register, values),
        classes=[_classified(symbol, record.class_titles) for symbol in values.get("ipc") or []],
        texts=[_document_text(document, known_on) for document in own_texts],
        events=[_event(event, unmasked=unmasked) for event in record.events],
        family=[_relative(row, known_on) for row in record.family],
        origins=_origins(record, known_on),
        has_family=register.name == "patents",
        status=_status(register, values),
        known_on=known_on,
    )


def origin(
    register: Register, lineage: Mapping[str, Any], key: str, label: str, known_on: str
) -> Origin:
    """Return where a row came from, with the way to its source."""
    at = lineage["imported_at"]
    return Origin(
        label=label,
        file=str(lineage["source_file"]),
        position=str(lineage["source_position"]),
        digest=str(lineage["source_digest"]),
        imported_at=timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else "",
        import_id=str(lineage["import_id"]),
        source=as_known(reverse("registers:source", args=(register.name, key)), known_on),
    )


def _patent_documents() -> Register:
    return lake.catalogue().register("patent-documents")


def _facts(register: Register, values: Mapping[str, Any]) -> list[Fact]:
    apart = {"ipc", "documents"} if register.name == "patents" else {"ipc"}
    return [
        Fact(
            said(column.title),
            column.inid,
            said(column.description),
            shown(column, values[column.name]),
        )
        for column in register.columns
        if column.type not in TEXT_TYPES and column.name not in apart and values[column.name]
    ]


def _classified(symbol: str, titles: Mapping[str, str]) -> Classified:
    known = [(level, titles[level]) for level in levels_of(symbol) if level in titles]
    href = reverse("registers:list", args=("patents",)) + "?" + urlencode({"ipc": symbol})
    return Classified(symbol, known, href)


def _document_text(document: Mapping[str, Any], known_on: str) -> DocumentText:
    register = _patent_documents()
    number = str(document["document_number"])
    return DocumentText(
        number=number,
        stage="".join(shown(register.column("stage"), document["stage"])),
        published=str(document["publication_date"] or ""),
        abstract=document["abstract"] or "",
        claims=document["claims"] or [],
        description=(document["description"] or "").split("\n") if document["description"] else [],
        href=as_known(reverse("registers:record", args=(register.name, number)), known_on),
    )


def _event(event: Mapping[str, Any], *, unmasked: bool) -> dict[str, str]:
    register = lake.catalogue().register("legal-events")
    row = dict(event) if unmasked else masked(register, dict(event))
    return {
        "date": str(row["event_date"]),
        "event": row["event"],
        "details": row["details"] or "",
        "source": reverse("registers:source", args=(register.name, record_key(register, row))),
    }


def _relative(row: Mapping[str, Any], known_on: str) -> dict[str, str]:
    register = lake.catalogue().register("patents")
    address = reverse("registers:record", args=(register.name, row["application_number"]))
    return {
        "number": row["application_number"],
        "title": row["title"] or "",
        "right": "".join(shown(register.column("right"), row["right"])),
        "status": "".join(shown(register.column("status"), row["status"])),
        "filed": str(row["filing_date"] or ""),
        "href": as_known(address, known_on),
    }


def _origins(record: Record, known_on: str) -> list[Origin]:
    if not record.documents:
        key = record_key(record.register, record.values)
        return [origin(record.register, record.lineage, key, "", known_on)]
    register = _patent_documents()
    return [
        origin(register, document, number, number, known_on)
        for document in record.documents
        if (number := document["document_number"])
    ]


def _status(register: Register, values: Mapping[str, Any]) -> str:
    if not register.has_column("status"):
        return ""
    return "".join(shown(register.column("status"), values["status"]))
