"""WIPO ST.96 patents: `PatentPublication`, `PatentGrant`, `BibliographicData`, of any office.

Elements stand in the namespaces `pat:` and `com:` of the standard, offices add their own; only
local names are read, so that every version since 1.0 and national extensions are taken alike. Of a
publication that is a grant the number of the grant counts.
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

FORMAT = "wipo-st96"
# A `BibliographicData` of its own is what an office sends that delivers no full text.
ROOTS = ("PatentPublication", "PatentGrant", "PatentDocument", "PatentRecord")
DETAILS = ("BibliographicData", "PatentBibliographicData")
KINDS_OF_CLASS = ("IPCRClassification", "IPCClassification")


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one publication that the element describes."""
    record = ForeignRecord(FORMAT, country=plain(child(root, "IPOfficeCode")))
    record.title_language = attribute(root, "languageCode")
    for part in root:
        name = LOCAL[part.tag]
        if name in DETAILS:
            _bibliography(part, record)
        elif name == "Abstract" and (not record.abstract or _is_english(part)):
            record.abstract = text_lines(part)
        elif name == "Description" and not record.description:
            record.description = text_lines(part)
        elif name == "Claims" and not record.claims:
            record.claims = [text for text in map(text_lines, part.iter("{*}Claim")) if text]
    outside = attribute(root, "documentPublicationDate").replace("-", "")
    inside = record.published.replace("-", "")
    if outside and inside and outside != inside:
        record.contradictions.append(f"documentPublicationDate: {outside} ≠ {inside}")
    yield foreign_entry(record)


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its local name, "" where it is not given."""
    return next((str(v) for key, v in element.attrib.items() if LOCAL[key] == name), "")


def _is_english(element: etree._Element) -> bool:
    return attribute(element, "languageCode").lower().startswith("en")


def _bibliography(data: etree._Element, record: ForeignRecord) -> None:
    for part in data:
        reader = BIBLIOGRAPHY.get(LOCAL[part.tag])
        if reader:
            reader(part, record)


def _publication(part: etree._Element, record: ForeignRecord) -> None:
    if not record.number:
        _identification(part, record, "PublicationNumber", "PublicationDate")


def _grant(part: etree._Element, record: ForeignRecord) -> None:
    # An application's number stands in front of it; the document at hand is the grant.
    _identification(part, record, "PatentNumber", "GrantDate")


def _identification(part: etree._Element, record: ForeignRecord, number: str, day: str) -> None:
    text = plain(child(part, number))
    if text:
        record.country = plain(child(part, "IPOfficeCode")) or record.country
        record.number = text.removeprefix(record.country)
        record.kind = plain(child(part, "PatentDocumentKindCode"))
        record.published = plain(child(part, day))


def _application(part: etree._Element, record: ForeignRecord) -> None:
    country = plain(child(part, "IPOfficeCode")) or record.country
    number = _application_number(part)
    if number:
        record.application = number if number.startswith(("PCT", country)) else country + number
    record.filed = plain(child(part, "FilingDate"))


def _application_number(part: etree._Element) -> str:
    number = child(part, "ApplicationNumber")
    return plain(child(number, "ApplicationNumberText")) or plain(number)


def _titles(part: etree._Element, record: ForeignRecord) -> None:
    titles = children(part, "InventionTitle")
    chosen = next((title for title in titles if _is_english(title)), titles[0] if titles else None)
    if chosen is not None:
        record.title = flowing(chosen)
        record.title_language = attribute(chosen, "languageCode") or record.title_language


def _priorities(part: etree._Element, record: ForeignRecord) -> None:
    for claim in children(part, "PriorityClaim"):
        country = plain(child(claim, "IPOfficeCode"))
        day = plain(child(claim, "FilingDate")).replace("-", "")
        record.priorities.append(priority(country, _application_number(claim), day))


def _classes(part: etree._Element, record: ForeignRecord) -> None:
    for symbol in part.iter("{*}IPCRClassification"):
        record.ipc.append(plain(child(symbol, "PatentClassificationText")) or symbol_of(symbol))
    for group in part.iter("{*}IPCClassification"):
        names = ("MainClassification", "FurtherClassification")
        record.ipc += [plain(one) for one in group if LOCAL[one.tag] in names]
    record.cpc += [symbol_of(symbol) for symbol in part.iter("{*}CPCClassification")]
    record.locarno += [plain(symbol) for symbol in part.iter("{*}LocarnoClass")]


def symbol_of(symbol: etree._Element) -> str:
    """Return a symbol of the IPC or CPC that is given in parts."""
    head = "".join(plain(child(symbol, name)) for name in ("Section", "CPCSection"))
    head += "".join(plain(child(symbol, name)) for name in ("Class", "Subclass", "MainGroup"))
    subgroup = child(symbol, "Subgroup")
    return f"{head}/{flowing(subgroup)}" if head and subgroup is not None else head


def _citations(part: etree._Element, record: ForeignRecord) -> None:
    for cited in children(part, "ReferenceCitation"):
        category = ",".join(plain(one) for one in cited.iter("{*}CitationCategory"))
        number = below(cited, "PatentCitation", "CitedPatentDocumentIdentification")
        other = below(cited, "NPLCitation", "NPLCitationText")
        if number is not None:
            names = ("IPOfficeCode", "DocumentNumber", "PatentDocumentKindCode")
            country, text, kind = (plain(child(number, name)) for name in names)
            record.citations.append(citation(country, text, kind, category))
        elif other is not None:
            record.citations.append(literature(flowing(other)))


def _related(part: etree._Element, record: ForeignRecord) -> None:
    for relation in part:
        parent = child(relation, "ParentDocument")
        source = relation if parent is None else parent
        for number in source.iter("{*}ApplicationIdentification"):
            country = plain(child(number, "IPOfficeCode"))
            texts = (_application_number(number), plain(child(number, "FilingDate")))
            words = (LOCAL[relation.tag], country, *texts)
            record.related.append(" ".join(word for word in words if word))


def _family(part: etree._Element, record: ForeignRecord) -> None:
    record.family_id = plain(child(part, "PatentFamilyIdentifier"))


def _parties(parties: etree._Element, record: ForeignRecord) -> None:
    record.applicants += _names(parties, "ApplicantBag", "AssigneeBag")
    record.inventors += _names(parties, "InventorBag")
    record.agents += _names(parties, "RegisteredPractitionerBag")
    record.examiners += _names(parties, "ExaminerBag")


def _names(parties: etree._Element, *bags: str) -> list[str]:
    return [
        name
        for bag in bags
        for group in children(parties, bag)
        for one in group
        if (name := name_of(one))
    ]


def name_of(party: etree._Element) -> str:
    """Return the name of a party: organisation, entity or person, whichever it is given as."""
    for way in ("OrganizationStandardName", "EntityName", "PersonFullName"):
        for found in party.iter(f"{{*}}{way}"):
            if text := flowing(found):
                return text
    for person in party.iter("{*}PersonStructuredName"):
        parts = (plain(child(person, name)) for name in ("FirstName", "MiddleName", "LastName"))
        return " ".join(part for part in parts if part)
    return ""


BIBLIOGRAPHY = {
    "PatentPublicationIdentification": _publication,
    "PatentGrantIdentification": _grant,
    "ApplicationIdentification": _application,
    "PriorityClaimBag": _priorities,
    "PatentClassificationBag": _classes,
    "InventionTitleBag": _titles,
    "ReferenceCitationBag": _citations,
    "RelatedDocumentBag": _related,
    "PatentFamily": _family,
    "PartyBag": _parties,
}
