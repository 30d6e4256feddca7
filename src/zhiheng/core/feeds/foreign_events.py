"""Legal events of foreign applications, as every format that has them hands them on."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.cells import problems_of, read_date
from zhiheng.core.feeds.records import Entry, Value, received_text
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.foreign_application import normalise_foreign_application
from zhiheng.core.identifiers.publication_number import normalise_publication_number

REGISTER = "foreign-legal-events"
INFLUENCES = {"+": "positive", "-": "negative"}


@dataclass
class ForeignEvent:
    """One event as found. `details` are lines; `document` is the publication it was listed with."""

    source: str
    application: str = ""
    office: str = ""
    document: str = ""
    day: str = ""
    code: str = ""
    influence: str = ""
    description: str = ""
    effective: str = ""
    country: str = ""
    details: list[str] = field(default_factory=list)


def event_entry(event: ForeignEvent, *, part: str = "") -> Entry:
    """Return the event as an entry of its register, with what keeps it out."""
    problems: list[Problem] = []
    values: dict[str, Value] = {
        "application_number": None,
        "document_number": None,
        "office": event.office or event.application[:2],
        "code": event.code.strip(),
        "influence": INFLUENCES.get(event.influence.strip()),
        "description": " ".join(event.description.split()) or None,
        "details": "\n".join(" ".join(line.split()) for line in event.details if line.strip()),
        "country": event.country or None,
        "source": event.source,
    }
    if not event.application:
        problems.append(Problem("foreign.event_without_application"))
    readers = {
        "application_number": (_application, event.application),
        "document_number": (_document, event.document),
        "event_date": (read_date, event.day),
        "effective_date": (read_date, event.effective),
    }
    for name, (reader, text) in readers.items():
        try:
            values[name] = reader(text)
        except InputError as error:
            problems += problems_of(error, name)
    if not event.day.strip("0- "):
        problems.append(Problem("foreign.event_date_missing"))
    received = f"{event.application} {event.day} {event.code} {event.description}"
    return Entry(REGISTER, {} if problems else values, problems, received_text(received), part)


def _application(text: str) -> str | None:
    if text.startswith("CN"):
        return normalise_application_number(text[2:])
    return normalise_foreign_application(text) if text else None


def _document(text: str) -> str | None:
    return normalise_publication_number(text) if text else None
