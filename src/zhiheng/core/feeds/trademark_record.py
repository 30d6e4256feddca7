"""One mark as every dialect of XML describes it, checked and made canonical.

A dialect's reader fills a `TrademarkRecord` with the texts it found; `trademark_entries` turns it
into rows of `trademarks`, one a class, and of `trademark-events`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_date
from zhiheng.core.feeds.records import Entry, Value
from zhiheng.core.feeds.trademark_rows import ClassPart, rows_of_mark
from zhiheng.core.feeds.trademark_terms import packaged_catalogue
from zhiheng.core.identifiers.trademark_classes import (
    NO_CLASS,
    normalise_nice_class,
    normalise_vienna_code,
)

MARKS, EVENTS = "trademarks", "trademark-events"
# Days of XML may carry the zone of the office: 2000-05-09-04:00.
_ZONED = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[\d:.]*)?(?:Z|[-+]\d\d:\d\d)?")
# The party types of the USPTO: 10 original applicant, 20 owner at publication, 30 original
# registrant, from 31 on owners after registration. The greatest is the latest.
FIRST_PARTY_TYPE = 10


@dataclass
class Party:
    """An applicant or owner as named; `stage` is the USPTO's party type, 0 without one."""

    name: str
    address: str = ""
    stage: int = 0


@dataclass
class ClassText:
    """A class as found; `number` may be one that Nice does not have."""

    number: str
    goods: list[str] = field(default_factory=list)
    national: list[str] = field(default_factory=list)
    first_use: str = ""


@dataclass
class EventText:
    """An entry of the history of a mark as found."""

    day: str
    event: str
    code: str = ""
    entry: str = ""
    details: str = ""
    proceeding: str = ""


@dataclass
class TrademarkRecord:
    """The texts of one mark, as found; empty where the document is silent."""

    format: str
    office: str = ""
    application_number: str = ""
    registration_number: str = ""
    days: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    status_code: str = ""
    parties: list[Party] = field(default_factory=list)
    classes: list[ClassText] = field(default_factory=list)
    events: list[EventText] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        """Add a text to a list column, once."""
        if text and text not in self.lists.setdefault(name, []):
            self.lists[name].append(text)


def trademark_entries(record: TrademarkRecord) -> Iterator[Entry]:
    """Yield the rows of the mark and of its events; a mark set aside takes its events along."""
    catalogue = packaged_catalogue()
    problems: list[Problem] = []
    values = _values(record, problems)
    parts = _parts(record, problems)
    rows, others = rows_of_mark(values, parts, catalogue, status_code=record.status_code)
    problems += others
    received = _received(record)
    if problems:
        yield Entry(MARKS, {}, problems, received)
        return
    for row in rows:
        yield Entry(MARKS, row, [], received, f"class {row['nice_class']}")
    yield from _events(record, rows[0])


def read_xml_date(text: str) -> date | None:
    """Read a day of XML with or without a zone; raises `InputError` where it cannot exist."""
    found = _ZONED.fullmatch(text.strip())
    return read_date(found[1] if found else text.strip())


def _values(record: TrademarkRecord, problems: list[Problem]) -> dict[str, Value]:
    values: dict[str, Value] = {
        "office": record.office,
        "application_number": record.application_number,
        "registration_number": record.registration_number,
        "format": record.format,
        **record.texts,
        **record.lists,
    }
    for name, text in record.days.items():
        values[name] = _day(name, text, problems)
    try:
        values["vienna"] = [normalise_vienna_code(code) for code in record.lists.get("vienna", [])]
    except InputError as error:
        problems += problems_of(error, "vienna")
    current, former = _owners(record.parties)
    values["owners"] = [party.name for party in current]
    values["addresses"] = [party.address for party in current]
    names = {party.name for party in current}
    values["former_owners"] = list(
        dict.fromkeys(party.name for party in former if party.name not in names)
    )
    return values


def _day(name: str, text: str, problems: list[Problem]) -> date | None:
    try:
        return read_xml_date(text)
    except InputError as error:
        problems += problems_of(error, name)
    return None


def _owners(parties: list[Party]) -> tuple[list[Party], list[Party]]:
    """Part the present owners from earlier ones by the stage of the USPTO, if there is any."""
    latest = max((party.stage for party in parties), default=0)
    if latest < FIRST_PARTY_TYPE:
        return parties, []
    current = [party for party in parties if party.stage == latest]
    return current, [party for party in parties if party.stage != latest]


def _parts(record: TrademarkRecord, problems: list[Problem]) -> list[ClassPart]:
    parts: dict[str, ClassPart] = {}
    for found in record.classes:
        number = NO_CLASS
        if found.number.isdecimal() and len(found.number.lstrip("0")) < 3:
            try:
                number = normalise_nice_class(found.number)
            except InputError as error:
                problems += problems_of(error, "nice_class")
        # The USPTO has classes of its own: A and B of certification marks, 200 of membership.
        national = [] if number != NO_CLASS else [found.number] if found.number else []
        part = parts.setdefault(number, ClassPart(number))
        part.national += [
            name for name in [*national, *found.national] if name not in part.national
        ]
        part.first_use = part.first_use or _vague_day(found.first_use)
        goods = [text for text in found.goods if text]
        part.goods = "\n".join([*([part.goods] if part.goods else []), *goods]) or None
    return list(parts.values()) or [ClassPart(NO_CLASS)]


def _vague_day(text: str) -> date | None:
    """Return a day; None where the source knows the year or month only (19960100)."""
    try:
        return read_xml_date(text)
    except InputError:
        return None


def _events(record: TrademarkRecord, mark: dict[str, Value]) -> Iterator[Entry]:
    for place, found in enumerate(record.events, start=1):
        problems: list[Problem] = []
        day = _day("event_date", found.day, problems)
        if day is None and not problems:
            problems.append(Problem("cell.required", {"field": "event_date"}))
        values: dict[str, Value] = {
            "number": mark["number"],
            "nice_class": NO_CLASS,
            "event_date": day,
            "event": found.event or found.code,
            "code": found.code or None,
            "entry": found.entry,
            "details": found.details,
            "proceeding": found.proceeding or None,
            "office": mark["office"],
            "format": record.format,
        }
        received = f"{mark['number']} {found.day} {found.code} {found.event}"
        yield Entry(EVENTS, values, problems, received, f"event {found.entry or place}")


def _received(record: TrademarkRecord) -> str:
    parts = (
        record.office,
        record.application_number,
        record.registration_number,
        record.texts.get("mark_text", ""),
    )
    return " ".join(part for part in parts if part)
