"""One record as plain data for templates: facts, states, relations, texts, events, origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from zhiheng.core.browsing.privacy import masked
from zhiheng.core.browsing.records import Record, record_key
from zhiheng.core.declarations.models import Column, Register
from zhiheng.office.registers import lake
from zhiheng.office.registers.high_value_presenters import HighValueCard, high_value_card
from zhiheng.office.registers.presenters import as_known, said, shown
from zhiheng.office.registers.relation_presenters import (
    Citation,
    Classified,
    Relative,
    cited,
    citing,
    classes,
    relatives,
)
from zhiheng.office.registers.state_presenters import LegalStatus, legal_status

# Registers that hold the events of the records of another.
EVENTS_OF = {
    "patents": "legal-events",
    "foreign-patents": "foreign-legal-events",
    "trademarks": "trademark-events",
}
# Registers whose records hold texts of their own, in the register itself.
TEXTS_OF = {"patent-documents": "patent-documents", "foreign-patents": "foreign-patents"}
WITH_FAMILY = ("patents", "foreign-patents")
WITH_CITATIONS = ("patents", "patent-documents", "foreign-patents")
# Columns shown in a section of their own.
APART = {
    "patents": {"ipc", "locarno", "documents"},
    "patent-documents": {"ipc", "locarno", "citations"},
    "foreign-patents": {"ipc", "cpc", "locarno", "citations"},
    "trademarks": {"vienna"},
}
# Registers whose records are each about a patent of the register of patents.
ABOUT_PATENTS = ("high-value-patents", "strategic-industries")
# Long texts of documents have a place of their own on the record page; others, as the goods of a
# mark, stand among the facts.
TEXT_TYPES = ("text", "texts")
WITH_TEXTS = ("patents", *TEXTS_OF)


@dataclass(frozen=True)
class FactText:
    """One text of a fact; a name leads to its party where there is one."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Fact:
    """One line of a record: the column's title and INID code, and its texts."""

    label: str
    inid: str
    hint: str
    texts: Sequence[FactText]


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
    family: Sequence[Relative]
    cites: Sequence[Citation]
    cited_by: Sequence[Citation]
    origins: Sequence[Origin]
    legal: LegalStatus | None = None
    high_value: HighValueCard | None = None
    has_events: bool = False
    has_family: bool = False
    has_citations: bool = False
    status: str = ""
    patent: str = ""
    known_on: str = ""


def record_page(record: Record, *, unmasked: bool, known_on: str = "", on: str = "") -> RecordPage:
    """Return the page of one record, as known on a day if one is given.

    `on` is the day for which its legal state is asked, as written; today without one.
    """
    register = record.register
    values = record.values if unmasked else masked(register, record.values)
    documents = [
        document if unmasked else masked(_patent_documents(), document)
        for document in record.documents
    ]
    legal = legal_status(record, on, known_on)
    own_texts = [values] if register.name in TEXTS_OF else documents
    return RecordPage(
        register=register,
        register_title=said(register.title),
        title=str(values.get(register.label) or record_key(register, values)),
        key=record_key(register, values),
        facts=_facts(record, values),
        classes=classes(record),
        texts=[
            _document_text(document, TEXTS_OF.get(register.name, "patent-documents"), known_on)
            for document in own_texts
        ],
        events=[
            _event(event, EVENTS_OF[register.name], unmasked=unmasked) for event in record.events
        ],
        family=relatives(record, known_on),
        cites=cited(record, known_on),
        cited_by=citing(record, known_on),
        origins=_origins(record, known_on),
        legal=legal,
        high_value=high_value_card(record, _day_of(legal), known_on),
        has_events=register.name in EVENTS_OF,
        has_family=register.name in WITH_FAMILY,
        has_citations=register.name in WITH_CITATIONS,
        status=_status(register, values),
        patent=_patent(register, values, known_on),
        known_on=known_on,
    )


def _day_of(legal: LegalStatus | None) -> date:
    return date.fromisoformat(legal.day) if legal else timezone.localdate()


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


def _facts(record: Record, values: Mapping[str, Any]) -> list[Fact]:
    register = record.register
    apart = APART.get(register.name, set())
    return [
        Fact(
            said(column.title),
            column.inid,
            said(column.description),
            _fact_texts(record, column, values[column.name]),
        )
        for column in register.columns
        if not (column.type in TEXT_TYPES and register.name in WITH_TEXTS)
        and column.name not in apart
        and values[column.name]
    ]


def _fact_texts(record: Record, column: Column, value: Any) -> list[FactText]:
    """Return the texts of a value, which may be masked; parties go by the record's own names."""
    texts = shown(column, value)
    if not column.party:
        return [FactText(text) for text in texts]
    written = record.values[column.name]
    names = written if isinstance(written, list) else [written]
    parties = [record.parties.get((column.name, name)) for name in names]
    return [
        FactText(text, reverse("parties:party", args=(party,)) if party else "")
        for text, party in zip(texts, parties, strict=True)
    ]


def _document_text(document: Mapping[str, Any], name: str, known_on: str) -> DocumentText:
    register = lake.catalogue().register(name)
    number = str(document["document_number"])
    column = "stage" if register.has_column("stage") else "kind"
    return DocumentText(
        number=number,
        stage="".join(shown(register.column(column), document[column])),
        published=str(document["publication_date"] or ""),
        abstract=document["abstract"] or "",
        claims=document["claims"] or [],
        description=(document["description"] or "").split("\n") if document["description"] else [],
        href=as_known(reverse("registers:record", args=(register.name, number)), known_on),
    )


def _event(event: Mapping[str, Any], name: str, *, unmasked: bool) -> dict[str, str]:
    register = lake.catalogue().register(name)
    row = dict(event) if unmasked else masked(register, dict(event))
    return {
        "date": str(row["event_date"]),
        "event": row["event"] or row.get("code") or "",
        "details": row["details"] or "",
        "source": reverse("registers:source", args=(register.name, record_key(register, row))),
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


def _patent(register: Register, values: Mapping[str, Any], known_on: str) -> str:
    """Return the address of the patent that a record is about, "" for other records."""
    if register.name not in ABOUT_PATENTS:
        return ""
    address = reverse("registers:record", args=("patents", values["application_number"]))
    return as_known(address, known_on)


def _status(register: Register, values: Mapping[str, Any]) -> str:
    if not register.has_column("status"):
        return ""
    return "".join(shown(register.column("status"), values["status"]))
