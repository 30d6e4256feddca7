"""EPO DOCDB: `exchange-document`, in the answers of OPS and in the bulk data, and full text.

Numbers come in several forms side by side: `docdb`, `epodoc` and `original`. Bulk data say which by
`data-format` on the wrapper, OPS by `document-id-type` on the number. Publications are identified
by the attributes of the element, applications by their DOCDB form, American ones by the original
where it is given, because DOCDB drops their series. Names are taken as the office printed them,
else in DOCDB's capitals. Of several languages the English text is taken, else the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.foreign_record import (
    ForeignRecord,
    citation,
    docdb_number,
    docdb_priority,
    foreign_entry,
    literature,
    no_records,
)
from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.uspto_redbook import composed
from zhiheng.core.feeds.xml_text import LOCAL, below, child, children, flowing, plain, text_lines

FORMAT = "epo-ops"
ROOTS = (
    *("exchange-document", "fulltext-document", "search-result"),
    *("document-inquiry", "standardization"),
)
NUMBER_PARTS = ("country", "doc-number", "kind")
LANGUAGES = ("en", "")  # in the order of preference; then any
COUNTRY_BEHIND = re.compile(r"\s*\[[A-Z]{2}\]$")
NUMBERED = re.compile(r"[0-9]+\s*[.)]")
AMERICAN = re.compile(r"[0-9]{8}")
CATEGORY = re.compile(r"[A-Z](?:,[A-Z])*")


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield what the element says: one publication, or one for each hit of a search."""
    yield from READERS[LOCAL[root.tag]](root)


def _document(root: etree._Element) -> Iterator[Entry]:
    record = ForeignRecord(
        FORMAT,
        country=root.get("country", ""),
        number=root.get("doc-number", ""),
        kind=root.get("kind", ""),
        published=root.get("date-publ", ""),
        family_id=root.get("family-id", ""),
    )
    data = child(root, "bibliographic-data")
    if data is not None:
        _bibliography(data, record)
    abstract = preferred(children(root, "abstract"))
    record.abstract = text_lines(abstract) if abstract is not None else ""
    yield foreign_entry(record)


def _bibliography(data: etree._Element, record: ForeignRecord) -> None:
    publication = forms(children(data, "publication-reference"))
    record.published = record.published or _date(publication)
    _agree(record, publication.get("docdb"))
    _application(forms(children(data, "application-reference")), record)
    title = preferred(children(data, "invention-title"))
    if title is not None:
        record.title = flowing(title)
        record.title_language = title.get("lang", "")
    _classes(data, record)
    claims = [claim for part in children(data, "priority-claims") for claim in part]
    record.priorities = priorities(claims)
    parties = child(data, "parties")
    record.applicants = names(parties, "applicants", "applicant", "applicant-name")
    record.inventors = names(parties, "inventors", "inventor", "inventor-name")
    for cited in children(child(data, "references-cited"), "citation"):
        _citation(cited, record)


def _agree(record: ForeignRecord, number: etree._Element | None) -> None:
    """Note where the number of the element and the one inside it are not the same."""
    inside = [plain(child(number, name)) for name in ("country", "doc-number", "kind")]
    outside = [record.country, record.number, record.kind]
    if number is not None and all(outside) and all(inside) and inside != outside:
        record.contradictions.append(f"{''.join(outside)} ≠ {''.join(inside)}")
    if not record.number and number is not None:
        record.country, record.number, record.kind = inside


def forms(wrappers: list[etree._Element]) -> dict[str, etree._Element]:
    """Return the numbers in the wrappers by their form; one that does not say is DOCDB's."""
    found: dict[str, etree._Element] = {}
    for wrapper in wrappers:
        for number in children(wrapper, "document-id"):
            form = number.get("document-id-type") or wrapper.get("data-format") or "docdb"
            found.setdefault(form, number)
    return found


def _date(numbers: dict[str, etree._Element]) -> str:
    return next((day for number in numbers.values() if (day := plain(child(number, "date")))), "")


def _application(numbers: dict[str, etree._Element], record: ForeignRecord) -> None:
    record.filed = _date(numbers)
    record.application = application_of(numbers)


def application_of(numbers: dict[str, etree._Element]) -> str:
    """Return an application's number with its office, "" where none is given."""
    docdb = numbers.get("docdb")
    number = plain(child(docdb, "doc-number"))
    if not number:
        return ""
    country, kind = plain(child(docdb, "country")), plain(child(docdb, "kind"))
    original = plain(child(numbers.get("original"), "doc-number"))
    if country == "US" and kind != "W" and AMERICAN.fullmatch(original):
        return f"US{original}"
    return docdb_number(country, number, kind, _date(numbers))


def priorities(claims: list[etree._Element]) -> list[str]:
    """Return the priorities of the claims, each in DOCDB's form where that is given."""
    found: list[str] = []
    for claim in claims:
        numbers = forms([claim])
        docdb, epodoc = numbers.get("docdb"), numbers.get("epodoc")
        day = _date(numbers)
        if docdb is not None:
            country, number, kind = (plain(child(docdb, name)) for name in NUMBER_PARTS)
            found.append(docdb_priority(country, number, kind, day))
        elif epodoc is not None:
            found.append(_epodoc_priority(plain(child(epodoc, "doc-number")), day))
    return list(dict.fromkeys(found))


def _epodoc_priority(number: str, day: str) -> str:
    country, rest = number[:2], number[2:]
    return docdb_priority(country, rest, "", day) if rest else ""


def _classes(data: etree._Element, record: ForeignRecord) -> None:
    reformed = children(child(data, "classifications-ipcr"), "classification-ipcr")
    record.ipc = [plain(child(symbol, "text")) for symbol in reformed]
    record.ipc += [plain(text) for text in children(child(data, "classification-ipc"), "text")]
    for symbol in children(child(data, "patent-classifications"), "patent-classification"):
        scheme = child(symbol, "classification-scheme")
        name = scheme.get("scheme", "") if scheme is not None else ""
        text = plain(child(symbol, "classification-symbol")) or composed(symbol)
        if name.startswith("CPC"):
            record.cpc.append(text)
        else:
            record.national.append(text)


def _citation(cited: etree._Element, record: ForeignRecord) -> None:
    category = "".join(plain(child(cited, "category")).split())
    category = category if CATEGORY.fullmatch(category) else ""
    patent, other = child(cited, "patcit"), child(cited, "nplcit")
    if patent is not None:
        number = forms([patent]).get("docdb", child(patent, "document-id"))
        country, text, kind = (plain(child(number, name)) for name in NUMBER_PARTS)
        record.citations.append(citation(country, text, kind, category))
    elif other is not None:
        printed = child(other, "text")
        record.citations.append(literature(flowing(other if printed is None else printed)))


def names(parties: etree._Element | None, group: str, party: str, name: str) -> list[str]:
    """Return the names of a group of parties in their order, in the form the office printed."""
    ways: dict[str, list[str]] = {}
    for one in children(child(parties, group), party):
        element = below(one, name, "name")
        if element is not None:
            ways.setdefault(one.get("data-format", "docdb"), []).append(flowing(element))
    for way in ("original", "docdba", "docdb", "epodoc"):
        if found := [cleaned for text in ways.get(way, ()) if (cleaned := _name(text))]:
            return found
    return []


def _name(text: str) -> str:
    return COUNTRY_BEHIND.sub("", text).strip().rstrip(",; ")


def preferred(texts: list[etree._Element]) -> etree._Element | None:
    """Return the English one of several texts, else the first; None of none."""
    for language in LANGUAGES:
        for text in texts:
            if text.get("lang", "").lower() == language:
                return text
    return texts[0] if texts else None


def _full_text(root: etree._Element) -> Iterator[Entry]:
    number = below(root, "bibliographic-data", "publication-reference", "document-id")
    country, text, kind = (plain(child(number, n)) for n in ("country", "doc-number", "kind"))
    record = ForeignRecord(FORMAT, country=country, number=text, kind=kind)
    claims = preferred(children(root, "claims"))
    description = preferred(children(root, "description"))
    record.claims = _claims(claims) if claims is not None else []
    record.description = text_lines(description) if description is not None else ""
    yield foreign_entry(record)


def _claims(part: etree._Element) -> list[str]:
    """Return the claims; OPS puts all of them into one element, one text a claim."""
    claims: list[str] = []
    for claim in children(part, "claim"):
        for text in map(flowing, children(claim, "claim-text")):
            if claims and not NUMBERED.match(text):
                claims[-1] = f"{claims[-1]}\n{text}"
            elif text:
                claims.append(text)
    return claims


def _hits(root: etree._Element) -> Iterator[Entry]:
    for number, hit in enumerate(children(root, "publication-reference"), start=1):
        document = child(hit, "document-id")
        country, text, kind = (plain(child(document, n)) for n in ("country", "doc-number", "kind"))
        record = ForeignRecord(FORMAT, country=country, number=text, kind=kind)
        record.family_id = hit.get("family-id", "")
        record.published = plain(child(document, "date"))
        yield foreign_entry(record, part=f"hit {number}")


def _nothing(root: etree._Element) -> Iterator[Entry]:
    yield no_records(f"OPS {LOCAL[root.tag]}")


READERS = {
    "exchange-document": _document,
    "fulltext-document": _full_text,
    "search-result": _hits,
    "document-inquiry": _nothing,
    "standardization": _nothing,
}
