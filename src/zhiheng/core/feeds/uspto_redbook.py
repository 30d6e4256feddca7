"""USPTO grants and applications since 2004 (red book, ICE DTD v4.x): one element a publication.

`us-patent-grant` and `us-patent-application` differ in the names of their wrappers only. Over the
years elements lost or gained the prefix `us-` (`parties`, `us-parties`), so both are read. Until
2012 the applicants of a grant are its inventors; the assignee, who owns it, takes their place.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.foreign_record import (
    ForeignRecord,
    citation,
    foreign_entry,
    literature,
    priority,
)
from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.xml_text import LOCAL, below, child, children, flowing, plain, text_lines

FORMAT = "uspto-xml"
ROOTS = ("us-patent-grant", "us-patent-application")


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one publication that the element describes."""
    record = ForeignRecord(FORMAT, title_language=root.get("lang", "en"))
    for part in root:
        name = LOCAL[part.tag]
        if name.startswith("us-bibliographic-data"):
            _bibliography(part, record)
        elif name == "abstract":
            record.abstract = record.abstract or text_lines(part)
        elif name == "description":
            record.description = text_lines(part)
        elif name == "claims":
            record.claims = [text for text in map(text_lines, children(part, "claim")) if text]
    _agree(record, "date-publ", root.get("date-publ", ""), record.published)
    yield foreign_entry(record)


def _agree(record: ForeignRecord, name: str, outside: str, inside: str) -> None:
    if outside and inside and outside != inside:
        record.contradictions.append(f"{name}: {outside} ≠ {inside}")


def _bibliography(data: etree._Element, record: ForeignRecord) -> None:
    for part in data:
        reader = BIBLIOGRAPHY.get(LOCAL[part.tag])
        if reader:
            reader(part, record)


def _publication(part: etree._Element, record: ForeignRecord) -> None:
    number = child(part, "document-id")
    record.country = plain(child(number, "country")) or "US"
    record.number = plain(child(number, "doc-number"))
    record.kind = plain(child(number, "kind"))
    record.published = plain(child(number, "date"))


def _application(part: etree._Element, record: ForeignRecord) -> None:
    number = child(part, "document-id")
    text = plain(child(number, "doc-number"))
    record.application = f"{plain(child(number, 'country')) or 'US'}{text}" if text else ""
    record.filed = plain(child(number, "date"))


def _title(part: etree._Element, record: ForeignRecord) -> None:
    record.title = flowing(part)


def _ipcr(part: etree._Element, record: ForeignRecord) -> None:
    record.ipc += [composed(symbol) for symbol in children(part, "classification-ipcr")]


def composed(symbol: etree._Element) -> str:
    """Return a symbol that is given in parts, from section to subgroup."""
    names = ("section", "class", "subclass", "main-group")
    head = "".join(plain(child(symbol, name)) for name in names)
    subgroup = child(symbol, "subgroup")
    return f"{head}/{flowing(subgroup)}" if head and subgroup is not None else head


def _ipc(part: etree._Element, record: ForeignRecord) -> None:
    names = ("main-classification", "further-classification")
    record.ipc += [plain(symbol) for symbol in part if LOCAL[symbol.tag] in names]


def _cpc(part: etree._Element, record: ForeignRecord) -> None:
    record.cpc += [composed(symbol) for symbol in part.iter("{*}classification-cpc")]


def _national(part: etree._Element, record: ForeignRecord) -> None:
    names = ("main-classification", "further-classification")
    record.national += [plain(symbol) for symbol in part if LOCAL[symbol.tag] in names]


def _locarno(part: etree._Element, record: ForeignRecord) -> None:
    names = ("main-classification", "further-classification")
    record.locarno += [plain(symbol) for symbol in part if LOCAL[symbol.tag] in names]


def _priorities(part: etree._Element, record: ForeignRecord) -> None:
    for claim in children(part, "priority-claim"):
        number = child(claim, "document-id")
        source = claim if number is None else number
        country, text, day = (plain(child(source, n)) for n in ("country", "doc-number", "date"))
        record.priorities.append(priority(country, text, day))


def _related(part: etree._Element, record: ForeignRecord) -> None:
    for relation in part:
        name = LOCAL[relation.tag].removeprefix("us-")
        parent = below(relation, "relation", "parent-doc", "document-id")
        number = child(relation, "document-id") if parent is None else parent
        if number is not None:
            record.related.append(f"{name} {_joined(number)}")


def _international(part: etree._Element, record: ForeignRecord) -> None:
    number = child(part, "document-id")
    if number is not None:
        record.related.append(f"{LOCAL[part.tag]} {_joined(number)}")


def _joined(number: etree._Element) -> str:
    texts = (plain(child(number, name)) for name in ("country", "doc-number", "kind", "date"))
    return " ".join(text for text in texts if text)


def _citations(part: etree._Element, record: ForeignRecord) -> None:
    for cited in part:
        patent = below(cited, "patcit", "document-id")
        other = below(cited, "nplcit", "othercit")
        if patent is not None:
            parts = (plain(child(patent, name)) for name in ("country", "doc-number", "kind"))
            record.citations.append(citation(*parts))
        elif other is not None:
            record.citations.append(literature(flowing(other)))


def _parties(parties: etree._Element, record: ForeignRecord) -> None:
    for group in parties:
        name = LOCAL[group.tag].removeprefix("us-")
        if name == "applicants":
            _applicants(group, record)
        elif name == "inventors":
            record.inventors += _names(group)
        elif name == "agents":
            record.agency = record.agency or next(iter(_organisations(group)), "")
            record.agents += _persons(group)


def _applicants(group: etree._Element, record: ForeignRecord) -> None:
    record.applicants = record.applicants or _names(group)
    inventors = [one for one in group if one.get("app-type") == "applicant-inventor"]
    record.inventors += [name_in(one) for one in inventors]


def _assignees(part: etree._Element, record: ForeignRecord) -> None:
    record.applicants = _names(part) or record.applicants


def _examiners(part: etree._Element, record: ForeignRecord) -> None:
    record.examiners += [name_in(examiner) for examiner in part]


def _names(group: etree._Element) -> list[str]:
    return [name for name in map(name_in, group) if name]


def _organisations(group: etree._Element) -> list[str]:
    return [name for one in group if (name := plain(below(one, "addressbook", "orgname")))]


def _persons(group: etree._Element) -> list[str]:
    return [name for one in group if (name := person_in(_book(one)))]


def _book(one: etree._Element) -> etree._Element:
    book = child(one, "addressbook")
    return one if book is None else book


def name_in(one: etree._Element) -> str:
    """Return the name of a party: of the organisation, or else of the person."""
    book = _book(one)
    return plain(child(book, "orgname")) or person_in(book) or plain(child(book, "name"))


def person_in(book: etree._Element) -> str:
    """Return a person's name, first names in front; "" where the element names none."""
    names = ("first-name", "middle-name", "last-name", "suffix")
    return " ".join(text for name in names if (text := plain(child(book, name))))


BIBLIOGRAPHY = {
    "publication-reference": _publication,
    "application-reference": _application,
    "priority-claims": _priorities,
    "classifications-ipcr": _ipcr,
    "classification-ipc": _ipc,
    "classifications-cpc": _cpc,
    "classification-national": _national,
    "classification-locarno": _locarno,
    "invention-title": _title,
    "references-cited": _citations,
    "us-references-cited": _citations,
    "us-related-documents": _related,
    "pct-or-regional-filing-data": _international,
    "pct-or-regional-publishing-data": _international,
    "parties": _parties,
    "us-parties": _parties,
    "assignees": _assignees,
    "examiners": _examiners,
}
