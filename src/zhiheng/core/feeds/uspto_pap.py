"""USPTO published applications of 2001 to 2004 (PAP): `patent-application-publication`.

Names of persons come in parts, texts with the blanks of their typewritten lines. Applicants other
than the inventors are named in `assignee`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.foreign_record import ForeignRecord, foreign_entry, priority
from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.xml_text import LOCAL, below, child, children, flowing, plain, text_lines

FORMAT = "uspto-pap"
ROOTS = ("patent-application-publication",)


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one publication that the element describes."""
    record = ForeignRecord(FORMAT, title_language="en")
    for part in root:
        name = LOCAL[part.tag]
        if name == "subdoc-bibliographic-information":
            _bibliography(part, record)
        elif name == "subdoc-abstract":
            paragraphs = map(text_lines, children(part, "paragraph"))
            record.abstract = "\n".join(text for text in paragraphs if text)
        elif name == "subdoc-description":
            record.description = text_lines(part)
        elif name == "subdoc-claims":
            record.claims = [text for text in map(text_lines, part.iter("{*}claim")) if text]
    yield foreign_entry(record)


def _bibliography(data: etree._Element, record: ForeignRecord) -> None:
    number = child(data, "document-id")
    record.number = plain(child(number, "doc-number"))
    record.kind = plain(child(number, "kind-code"))
    record.published = plain(child(number, "document-date"))
    filing = child(data, "domestic-filing-data")
    application = plain(below(filing, "application-number", "doc-number"))
    record.application = f"US{application}" if application else ""
    record.filed = plain(child(filing, "filing-date"))
    _technical(child(data, "technical-information"), record)
    record.inventors = [
        name
        for group in children(data, "inventors")
        for one in group
        if (name := _person(child(one, "name")))
    ]
    record.applicants = [_organisation(one) for one in children(data, "assignee")]
    record.applicants = record.applicants or list(record.inventors)
    for claim in children(data, "foreign-priority-data"):
        names = (plain(below(claim, *path)) for path in PRIORITY)
        record.priorities.append(priority(*names))
    _continuity(child(data, "continuity-data"), record)


def _technical(part: etree._Element | None, record: ForeignRecord) -> None:
    if part is None:
        return
    title = child(part, "title-of-invention")
    record.title = flowing(title) if title is not None else ""
    record.ipc = [plain(symbol) for symbol in part.iter("{*}ipc")]
    for symbol in part.iter("{*}uspc"):
        parts = (plain(child(symbol, name)) for name in ("class", "subclass"))
        record.national.append("/".join(text for text in parts if text))


def _person(name: etree._Element | None) -> str:
    parts = (plain(child(name, part)) for part in NAME_PARTS)
    return " ".join(" ".join(parts).split())


def _organisation(one: etree._Element) -> str:
    organisation = child(one, "organization-name")
    return flowing(organisation) if organisation is not None else _person(child(one, "name"))


def _continuity(part: etree._Element | None, record: ForeignRecord) -> None:
    if part is None:
        return
    for number in part.iter("{*}document-id"):
        above = number.getparent()
        if above is None or LOCAL[above.tag] == "child":
            continue
        # Of a pair only the parent tells something new: the child is this application's line.
        relation = above
        if LOCAL[above.tag] == "parent":
            pair = above.getparent()
            outer = pair.getparent() if pair is not None else None
            relation = outer if outer is not None else above
        texts = (plain(child(number, name)) for name in ("doc-number", "document-date"))
        country = plain(child(number, "country-code")) or "US"
        texts_given = " ".join(text for text in texts if text)
        record.related.append(f"{LOCAL[relation.tag]} {country} {texts_given}")


NAME_PARTS = ("given-name", "middle-name", "family-name", "name-suffix")
PRIORITY = (("country-code",), ("priority-application-number", "doc-number"), ("filing-date",))
