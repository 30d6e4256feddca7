"""EPO OPS: the members of an INPADOC family, and the legal events that hang on them.

A `family-member` brings numbers, dates and priorities of one publication and, where they were
asked for, `ops:legal` events. Fields of an event are elements L001EP to L5nnEP with their meaning
in `desc`: L007EP is the day of the gazette, L5nnEP what is said with the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.epo_docdb import FORMAT, application_of, forms, priorities
from zhiheng.core.feeds.foreign_events import ForeignEvent, event_entries
from zhiheng.core.feeds.foreign_record import ForeignRecord, foreign_entry
from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.xml_text import LOCAL, child, children, plain

ROOTS = ("family-member",)
SAID = re.compile(r"L5[0-9]{2}EP")
GAZETTE, EFFECTIVE, COUNTRY = "L007EP", "L525EP", "L501EP"


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the publication of the member, then its events."""
    published = forms(children(root, "publication-reference")).get("docdb")
    filed = forms(children(root, "application-reference"))
    country, number, kind, day = (
        plain(child(published, name)) for name in ("country", "doc-number", "kind", "date")
    )
    record = ForeignRecord(FORMAT, country=country, number=number, kind=kind, published=day)
    record.family_id = root.get("family-id", "")
    record.application = application_of(filed)
    record.filed = next((d for one in filed.values() if (d := plain(child(one, "date")))), "")
    record.priorities = priorities(children(root, "priority-claim"))
    application = record.application
    yield foreign_entry(record)
    events = [_event(legal) for legal in children(root, "legal")]
    for event in events:
        event.application, event.office = application, country
        event.document = f"{country}{number}{kind}"
    yield from event_entries(events, "event")


def _event(legal: etree._Element) -> ForeignEvent:
    event = ForeignEvent("inpadoc", code=legal.get("code", ""), influence=legal.get("infl", ""))
    event.description = legal.get("desc", "")
    for part in legal.iter():
        name, text = LOCAL[part.tag], (part.text or "").strip()
        if name == GAZETTE:
            event.day = text
        elif name == EFFECTIVE:
            event.effective = text
        elif name == COUNTRY:
            event.country = text
        if SAID.fullmatch(name) and text:
            event.details.append(f"{part.get('desc', name)}: {text}")
    return event
