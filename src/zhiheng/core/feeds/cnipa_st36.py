"""CNIPA bulk data, dialect `cn-patent-document` (DTD of 2006, near WIPO ST.36).

Element names are written with hyphens and no prefix; some deliveries put them in a namespace, so
only local names are read.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.patent_record import PatentRecord, Place, patent_entry
from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.xml_text import (
    LOCAL,
    below,
    child,
    children,
    flowing,
    plain,
    text_lines,
)

FORMAT = "cnipa-st36"
ROOTS = ("cn-patent-document",)
NUMBER_PARTS = ("country", "doc-number", "kind", "date")


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one document that the element describes."""
    record = PatentRecord(FORMAT, produced_on=root.get("date-produced", ""))
    data = child(root, "cn-bibliographic-data")
    for part in data if data is not None else ():
        reader = BIBLIOGRAPHY.get(LOCAL[part.tag])
        if reader:
            reader(part, record)
    abstract = child(root, "abstract")
    if abstract is not None:
        _abstract(abstract, record)
    read_body(child(root, "application-body"), record)
    record.figures += [image.get("file", "") for image in root.iter("{*}img")]
    yield patent_entry(record)


def read_body(body: etree._Element | None, record: PatentRecord) -> None:
    """Read description, claims and abstract of an application body into the record."""
    for part in body if body is not None else ():
        name = LOCAL[part.tag]
        if name == "description":
            record.title = record.title or plain(child(part, "invention-title"))
            record.description = text_lines(part)
        elif name in ("claims", "cn-claims"):
            record.claims = [text for text in map(text_lines, children(part, "claim")) if text]
        elif name in ("abstract", "cn-abstract"):
            _abstract(part, record)


def _abstract(part: etree._Element, record: PatentRecord) -> None:
    record.abstract = record.abstract or text_lines(part)


def _publication(part: etree._Element, record: PatentRecord) -> None:
    number = child(part, "document-id")
    record.country = plain(child(number, "country")) or "CN"
    record.doc_number = plain(child(number, "doc-number"))
    record.kind = plain(child(number, "kind"))
    record.publication_date = plain(child(number, "date"))
    record.gazette = plain(child(part, "gazette-num")) or plain(
        below(part, "gazette-reference", "gazette-num")
    )


def _application(part: etree._Element, record: PatentRecord) -> None:
    number = child(part, "document-id")
    record.application_number = plain(child(number, "doc-number"))
    record.filing_date = plain(child(number, "date"))


def _title(part: etree._Element, record: PatentRecord) -> None:
    record.title = flowing(part)


def _ipcr(part: etree._Element, record: PatentRecord) -> None:
    for symbol in children(part, "classification-ipcr"):
        record.ipc.append(plain(child(symbol, "text")) or _composed(symbol))


def _composed(symbol: etree._Element) -> str:
    names = ("section", "class", "subclass", "main-group")
    head = "".join(plain(child(symbol, name)) for name in names)
    return f"{head}/{plain(child(symbol, 'subgroup'))}" if head else flowing(symbol)


def _ipc(part: etree._Element, record: PatentRecord) -> None:
    names = ("main-classification", "further-classification")
    record.ipc += [plain(symbol) for symbol in part if LOCAL[symbol.tag] in names]


def _locarno(part: etree._Element, record: PatentRecord) -> None:
    record.locarno += [plain(symbol) for symbol in part if len(symbol) == 0 and plain(symbol)]


def _priorities(part: etree._Element, record: PatentRecord) -> None:
    for claim in part.iter("{*}priority-claim"):
        number = child(claim, "document-id")
        record.priorities.append(_joined(claim if number is None else number))


def _related(part: etree._Element, record: PatentRecord) -> None:
    record.related += [_joined(number) for number in part.iter("{*}document-id")]


def _joined(number: etree._Element) -> str:
    texts = (plain(child(number, name)) for name in NUMBER_PARTS)
    return " ".join(text for text in texts if text)


def _citations(part: etree._Element, record: PatentRecord) -> None:
    record.citations += [text for text in map(flowing, part) if text]


def _parties(parties: etree._Element, record: PatentRecord) -> None:
    for group in parties:
        name = LOCAL[group.tag]
        if name in ("applicants", "cn-applicants"):
            _people(group, record.applicants, record.places)
        elif name in ("inventors", "cn-inventors"):
            _people(group, record.inventors)
        elif name in ("agents", "cn-agents"):
            _agents(group, record)


def _agents(group: etree._Element, record: PatentRecord) -> None:
    for agent in group:
        for part in agent.iter("{*}cn-agency", "{*}agency"):
            book = child(part, "addressbook")
            record.agency = record.agency or _name(part if book is None else book)
        name = _name(child(agent, "addressbook")) or plain(child(agent, "name"))
        if agent.get("rep-type") == "agency":
            record.agency = record.agency or name
        elif name:
            record.agents.append(name)


def _assignees(group: etree._Element, record: PatentRecord) -> None:
    # On a grant the assignee (patentee) takes the applicant's place.
    names: list[str] = []
    places: list[Place] = []
    _people(group, names, places)
    if names:
        record.applicants, record.places = names, places


def _people(group: etree._Element, names: list[str], places: list[Place] | None = None) -> None:
    for person in group:
        book = child(person, "addressbook")
        name = _name(book if book is not None else person)
        if not name:
            continue
        names.append(name)
        if places is not None:
            places.append(_place(child(book, "address")))


def _name(book: etree._Element | None) -> str:
    for part in ("name", "orgname", "last-name"):
        text = plain(child(book, part))
        if text:
            return text
    return ""


def _place(address: etree._Element | None) -> Place:
    parts = {LOCAL[part.tag]: plain(part) for part in (address if address is not None else ())}
    return Place(
        province=parts.get("province", parts.get("state", "")),
        city=parts.get("city", ""),
        county=parts.get("county", ""),
        postcode=parts.get("postcode", ""),
        text=parts.get("text", parts.get("address-1", "")),
    )


BIBLIOGRAPHY = {
    "cn-publication-reference": _publication,
    "publication-reference": _publication,
    "application-reference": _application,
    "classifications-ipcr": _ipcr,
    "classification-ipc": _ipc,
    "classification-locarno": _locarno,
    "invention-title": _title,
    "abstract": _abstract,
    "priority-claims": _priorities,
    "cn-related-documents": _related,
    "related-documents": _related,
    "pct-or-regional-filing-data": _related,
    "pct-or-regional-publishing-data": _related,
    "references-cited": _citations,
    "cn-parties": _parties,
    "parties": _parties,
    "assignees": _assignees,
}
