"""One patent document as every dialect describes it, checked and made canonical.

A dialect's reader fills a `PatentRecord` with the texts it found; `checked` turns them into the
columns of the register `patent-documents`, and lists every problem at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_date
from zhiheng.core.feeds.records import Entry, Value
from zhiheng.core.identifiers.application_number import (
    normalise_application_number,
    parse_application_number,
)
from zhiheng.core.identifiers.document_kinds import load_document_kinds
from zhiheng.core.identifiers.ipc import normalise_ipc
from zhiheng.core.identifiers.places import locate, locate_address

AGENCY = re.compile(r"(.*?)\s*\(?(\d{5})\)?")
T = TypeVar("T")


@dataclass
class Place:
    """An address as the record gives it: in parts, as one text, or both."""

    province: str = ""
    city: str = ""
    county: str = ""
    postcode: str = ""
    text: str = ""


@dataclass
class PatentRecord:
    """The texts of one document, as found; empty where the document is silent."""

    format: str
    country: str = "CN"
    doc_number: str = ""
    kind: str = ""
    publication_date: str = ""
    application_number: str = ""
    filing_date: str = ""
    gazette: str = ""
    produced_on: str = ""
    title: str = ""
    abstract: str = ""
    description: str = ""
    agency: str = ""
    applicants: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    inventors: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    examiners: list[str] = field(default_factory=list)
    ipc: list[str] = field(default_factory=list)
    locarno: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    citations: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)


def patent_entry(record: PatentRecord) -> Entry:
    """Return the record as an entry of `patent-documents`, with what keeps it out."""
    values, problems = checked(record)
    parts = (record.application_number, f"{record.doc_number}{record.kind}", record.title)
    received = " ".join(part for part in parts if part)
    return Entry("patent-documents", values, problems, received)


def checked(record: PatentRecord) -> tuple[dict[str, Value], list[Problem]]:
    """Return the register's columns and every problem that keeps the record out."""
    problems: list[Problem] = []
    application = _read(problems, "application_number", _application, record.application_number)
    published = _read(problems, "publication_date", read_date, record.publication_date)
    filed = _read(problems, "filing_date", read_date, record.filing_date)
    produced = _read(problems, "produced_on", read_date, record.produced_on)
    stage = _stage(record, published, problems)
    if filed and published and filed > published:
        values = {"received": f"{filed} > {published}"}
        problems.append(Problem("patent.filed_after_publication", values))
    if not record.title and record.format != "cnipa-filed":
        problems.append(Problem("patent.title_missing"))
    symbols = _read(problems, "ipc", _symbols, record.ipc) or []
    if problems or application is None:
        return {}, problems
    days = {"filing_date": filed, "publication_date": published, "produced_on": produced}
    return {**_identity(record, application, stage), **days, **_content(record, symbols)}, problems


def _identity(record: PatentRecord, application: str, stage: str | None) -> dict[str, Value]:
    """Return what the document is: its numbers, its kind, and what it stands for."""
    return {
        "document_number": _document_number(record, application),
        "application_number": application,
        "kind": record.kind or None,
        "stage": stage,
        "right": parse_application_number(application).right.value,
        "format": record.format,
    }


def _content(record: PatentRecord, symbols: list[str]) -> dict[str, Value]:
    """Return what the document says; None where it is silent."""
    agency, agency_code = split_agency(record.agency)
    said: dict[str, Value] = {
        "title": record.title,
        "gazette": record.gazette,
        "applicants": record.applicants,
        "addresses": [place.text for place in record.places],
        "division": _division(record.places),
        "inventors": record.inventors,
        "agency": agency,
        "agency_code": agency_code,
        "agents": record.agents,
        "examiners": record.examiners,
        "ipc_main": symbols[0] if symbols else None,
        "ipc": symbols,
        "locarno": record.locarno,
        "priorities": record.priorities,
        "related": record.related,
        "citations": record.citations,
        "abstract": record.abstract,
        "claims": record.claims,
        "description": record.description,
        "figures": record.figures,
    }
    return {name: value or None for name, value in said.items()}


def split_agency(text: str) -> tuple[str, str]:
    """Split "名称 42222" into name and five-digit code; the code may be missing."""
    found = AGENCY.fullmatch(text)
    return (found.group(1), found.group(2)) if found else (text, "")


def _document_number(record: PatentRecord, application: str) -> str:
    if record.doc_number and record.format != "cnipa-filed":
        # In the standard format numbers are padded with zeros.
        return f"{record.country}{record.doc_number.lstrip('0')}{record.kind}"
    return f"{application}/{record.doc_number}" if record.doc_number else application


def _stage(record: PatentRecord, published: date | None, problems: list[Problem]) -> str | None:
    if record.format == "cnipa-filed":
        return "filed"
    if not record.kind and record.format == "table":
        return "listed"
    if published is None:
        if not record.publication_date.strip("0"):
            problems.append(Problem("patent.publication_date_missing"))
        return None
    return stage_of(record.country, record.kind, published, problems)


def stage_of(country: str, kind: str, published: date, problems: list[Problem]) -> str | None:
    """Return the stage a kind of document stands for, noting a kind that nothing declares."""
    found = load_document_kinds().find(country, kind, on=published)
    if found is None:
        values = {"country": country, "kind": kind or "-", "on": str(published)}
        problems.append(Problem("document_kind.unknown", values))
    return found.stage.value if found else None


def _read(problems: list[Problem], name: str, reader: Callable[..., T], text: object) -> T | None:
    try:
        return reader(text)
    except InputError as error:
        problems.extend(problems_of(error, name))
        return None


def _application(text: str) -> str:
    if not text:
        raise InputError.of("patent.application_number_missing")
    return normalise_application_number(text)


def _symbols(texts: list[str]) -> list[str]:
    symbols = [normalise_ipc(text) for text in texts if text]
    return list(dict.fromkeys(symbols))


def _division(places: list[Place]) -> str | None:
    if not places:
        return None
    first = places[0]
    by_parts = locate(province=first.province, city=first.city, county=first.county)
    if by_parts and not by_parts.endswith("00"):
        return by_parts
    # Where the parts stop at the city, the text often goes on and names the district.
    return (locate_address(first.text) if first.text else None) or by_parts
