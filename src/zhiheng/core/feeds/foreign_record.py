"""One publication of another office as every format describes it, checked and made canonical.

A reader fills a `ForeignRecord` with the texts it found and leaves empty what its file is silent
about; `foreign_entry` turns them into columns of the register `foreign-patents`, or into all the
problems that keep the record out. Empty columns take nothing away from what is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_date
from zhiheng.core.feeds.records import Entry, Value, received_text
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.foreign_application import (
    docdb_application,
    normalise_foreign_application,
)
from zhiheng.core.identifiers.ipc import normalise_ipc
from zhiheng.core.identifiers.publication_number import (
    normalise_publication_number,
    parse_publication_number,
)

REGISTER = "foreign-patents"
CPC = re.compile(r"([A-HY][0-9]{2}[A-Z])0*([1-9][0-9]{0,3})/([0-9]{2,6})")
# `B60R  900` of 1976: the main group stands in three places, the rest is the subgroup.
FIXED_WIDTH_IPC = re.compile(r"([A-H][0-9]{2}[A-Z])([ 0-9]{2}[0-9])([0-9]{1,3})")
# What stands in DOCDB behind a symbol: level, position and value, office and so on.
AFTER_SYMBOL = re.compile(r"(/\s*[0-9]+)\s.*")
LOCARNO = re.compile(r"[0-9]{4}")
T = TypeVar("T")


@dataclass
class ForeignRecord:
    """The texts of one publication, as found; empty where the file is silent.

    `application` is in any notation with its office in front. Dates are in any notation of
    `read_date`, symbols of classifications as the office writes them.
    """

    format: str
    country: str = "US"
    number: str = ""
    kind: str = ""
    published: str = ""
    application: str = ""
    filed: str = ""
    title: str = ""
    title_language: str = ""
    family_id: str = ""
    agency: str = ""
    abstract: str = ""
    description: str = ""
    applicants: list[str] = field(default_factory=list)
    inventors: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    examiners: list[str] = field(default_factory=list)
    ipc: list[str] = field(default_factory=list)
    cpc: list[str] = field(default_factory=list)
    national: list[str] = field(default_factory=list)
    locarno: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    citations: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    # What the file itself says twice and differently, found by its reader.
    contradictions: list[str] = field(default_factory=list)
    # Names a document that was never published, such as a file wrapper's: stands for the number.
    instead_of_number: str = ""


def foreign_entry(record: ForeignRecord, *, part: str = "") -> Entry:
    """Return the record as an entry of `foreign-patents`, with what keeps it out."""
    values, problems = _checked(record)
    number = f"{record.country}{record.number}{record.kind}" if record.number else ""
    received = " ".join(text for text in (number, record.application, record.title) if text)
    return Entry(REGISTER, values, problems, received_text(received), part)


def no_records(received: str) -> Entry:
    """Return what is said of a file that is known and holds nothing a register takes."""
    return Entry(REGISTER, {}, [Problem("foreign.no_records", {"received": received})], received)


def _checked(record: ForeignRecord) -> tuple[dict[str, Value], list[Problem]]:
    problems = [
        Problem("foreign.contradicts_itself", {"received": text}) for text in record.contradictions
    ]
    document, publication = _number(record, problems)
    application = _read(problems, "application_number", _application, record.application)
    published = _read(problems, "publication_date", read_date, record.published)
    filed = _read(problems, "filing_date", read_date, record.filed)
    if filed and published and filed > published:
        values = {"received": f"{filed} > {published}"}
        problems.append(Problem("patent.filed_after_publication", values))
    if problems:
        return {}, problems
    return {
        "document_number": document,
        "publication_number": publication,
        "office": record.country,
        "application_number": application,
        "kind": record.kind or None,
        "title": record.title or None,
        "title_language": record.title_language.lower() or None,
        "filing_date": filed,
        "publication_date": published,
        "applicants": _distinct(record.applicants),
        "inventors": _distinct(record.inventors),
        "agency": record.agency or None,
        "agents": _distinct(record.agents),
        "examiners": _distinct(record.examiners),
        "ipc": _distinct(map(ipc_symbol, record.ipc)),
        "cpc": _distinct(map(cpc_symbol, record.cpc)),
        "national_classes": _distinct(record.national),
        "locarno": _distinct(map(locarno_class, record.locarno)),
        "priorities": _distinct(record.priorities),
        "related": _distinct(record.related),
        "family_id": record.family_id or None,
        "citations": _distinct(record.citations),
        "abstract": record.abstract or None,
        "claims": record.claims or None,
        "description": record.description or None,
        "format": record.format,
    }, []


def _number(record: ForeignRecord, problems: list[Problem]) -> tuple[str, str | None]:
    if record.instead_of_number:
        return record.instead_of_number, None
    if not record.number:
        problems.append(Problem("foreign.number_missing"))
        return "", None
    try:
        parsed = parse_publication_number(f"{record.country}{record.number}{record.kind}")
    except InputError as error:
        problems.extend(problems_of(error, "document_number"))
        return "", None
    record.country = parsed.country
    return str(parsed), f"{parsed.country}{parsed.number}"


def _application(text: str) -> str | None:
    if text.startswith("CN"):
        return normalise_application_number(text[2:])
    return normalise_foreign_application(text) if text else None


def _read(problems: list[Problem], name: str, reader: Callable[[str], T], text: str) -> T | None:
    try:
        return reader(text)
    except InputError as error:
        problems.extend(problems_of(error, name))
        return None


def _distinct(texts: Iterable[str]) -> Value:
    return list(dict.fromkeys(text for text in texts if text)) or None


def ipc_symbol(text: str) -> str:
    """Return a symbol of the IPC in canonical form; text that is none stays as it is.

    Offices kept printing symbols of their own for decades, so that such text refuses no document.
    """
    short = AFTER_SYMBOL.sub(r"\1", text.strip())
    if fixed := FIXED_WIDTH_IPC.fullmatch(short):
        short = f"{fixed[1]}{fixed[2].strip()}/{fixed[3]:0<2}"
    try:
        return normalise_ipc(short)
    except InputError:
        return " ".join(text.split())


def cpc_symbol(text: str) -> str:
    """Return a symbol of the CPC without blanks and leading zeros, other text as it is."""
    found = CPC.fullmatch("".join(text.split()))
    return f"{found[1]}{found[2]}/{found[3]}" if found else " ".join(text.split())


def locarno_class(text: str) -> str:
    """Return a Locarno class as `14-02`, which American files write `1402`."""
    digits = "".join(text.split())
    return f"{digits[:2]}-{digits[2:]}" if LOCARNO.fullmatch(digits) else digits


def citation(country: str, number: str, kind: str = "", category: str = "") -> str:
    """Return a cited document as the register keeps it: `EP1000000A1 [X]`.

    A number that cannot be read is kept as it was printed.
    """
    printed = f"{country}{number}{kind}"
    try:
        printed = normalise_publication_number(printed)
    except InputError:
        printed = " ".join(part for part in (country, number, kind) if part)
    return f"{printed} [{category}]" if category else printed


def literature(text: str) -> str:
    """Return cited literature that is no patent document, marked as such."""
    return f"NPL: {' '.join(text.split())}" if text.strip() else ""


def priority(country: str, number: str, day: str) -> str:
    """Return a priority as the register keeps it: office, number of the application, date."""
    try:
        canonical = _application(f"{country}{number}") or ""
    except InputError:
        canonical = number
    return _joined(country, canonical.removeprefix(country), day)


def docdb_priority(country: str, number: str, kind: str, day: str) -> str:
    """Return a priority given in the form of DOCDB."""
    return _joined(country, docdb_number(country, number, kind, day).removeprefix(country), day)


def docdb_number(country: str, number: str, kind: str, day: str) -> str:
    """Return an application number in the form of DOCDB, canonical where it can be read."""
    try:
        if country == "CN":
            return f"CN{normalise_application_number(number)}"
        return docdb_application(country, number, kind, _day(day))
    except InputError:
        return f"{country}{number}"


def _day(text: str) -> date | None:
    try:
        return read_date(text)
    except InputError:
        return None


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
