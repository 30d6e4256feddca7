"""Legal events of foreign applications, as every format that has them hands them on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

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


def event_entries(events: Iterable[ForeignEvent], part: str) -> Iterator[Entry]:
    """Yield the events of one list as entries, `part` with their number as their place.

    What is listed twice with the same day, code and details happened twice; later occurrences are
    numbered, because the register has one row for what it cannot tell apart.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for number, event in enumerate(events, start=1):
        said = (event.application, event.day, event.code, *event.details)
        seen[said] += 1
        if seen[said] > 1:
            event.details.append(f"Occurrence: {seen[said]}")
        yield event_entry(event, part=f"{part} {number}")


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
    readers: dict[str, tuple[Callable[[str], Value], str]] = {
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


@lru_cache(maxsize=4_096)
def _document(text: str) -> str | None:
    return normalise_publication_number(text) if text else None
