"""CNIPA bulk data, dialect `PatentDocumentAndRelated` (ZC 0014, near WIPO ST.96).

References appear twice, in original and in standard format. The application number is taken from
the original, which alone carries the check digit; documents of the 1980s have none there either.
Names occur with the prefixes `business:` and `base:` and without, so only local names are read.
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

FORMAT = "cnipa-published"
ROOTS = ("PatentDocumentAndRelated",)


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one document that the element describes."""
    record = PatentRecord(FORMAT, produced_on=root.get("dateProduced", ""))
    for part in root:
        name = LOCAL[part.tag]
        if name in ("BibliographicData", "DesignBibliographicData"):
            _bibliography(part, record)
        elif name == "Abstract":
            record.abstract = text_lines(part)
            record.figures += [image.get("file", "") for image in part.iter("{*}Image")]
        elif name in ("Description", "DesignBriefExplanation"):
            record.description = text_lines(part)
        elif name == "Claims":
            record.claims = [text for text in map(text_lines, children(part, "Claim")) if text]
        elif name in ("Drawings", "AbstractFigure", "DesignFigure", "DesignFigures"):
            record.figures += [image.get("file", "") for image in part.iter("{*}Image")]
    record.country = record.country or root.get("country", "CN")
    record.doc_number = record.doc_number or root.get("docNumber", "")
    record.kind = record.kind or root.get("kind", "")
    record.publication_date = record.publication_date or root.get("datePublication", "")
    yield patent_entry(record)


def _bibliography(data: etree._Element, record: PatentRecord) -> None:
    for part in data:
        name = LOCAL[part.tag]
        reader = BIBLIOGRAPHY.get(name)
        if reader:
            reader(part, record)


def _publication(part: etree._Element, record: PatentRecord) -> None:
    number = child(part, "DocumentID")
    if number is None or (record.doc_number and part.get("dataFormat") != "original"):
        return
    record.country = plain(child(number, "WIPOST3Code")) or "CN"
    record.doc_number = plain(child(number, "DocNumber"))
    record.kind = plain(child(number, "Kind"))
    record.publication_date = plain(child(number, "Date"))


def _application(part: etree._Element, record: PatentRecord) -> None:
    number = child(part, "DocumentID")
    if number is None or (record.application_number and part.get("dataFormat") != "original"):
        return
    record.application_number = plain(child(number, "DocNumber"))
    record.filing_date = plain(child(number, "Date"))


def _gazette(part: etree._Element, record: PatentRecord) -> None:
    record.gazette = plain(below(part, "GazetteReference", "GazetteNumber"))


def _title(part: etree._Element, record: PatentRecord) -> None:
    if not record.title or part.get("lang") == "zh":
        record.title = flowing(part)


def _ipcr(part: etree._Element, record: PatentRecord) -> None:
    for symbol in children(part, "ClassificationIPCR"):
        text = plain(child(symbol, "Text")) or _composed(symbol)
        record.ipc.append(text)


def _composed(symbol: etree._Element) -> str:
    names = ("Section", "MainClass", "Subclass", "MainGroup")
    head = "".join(plain(child(symbol, name)) for name in names)
    return f"{head}/{plain(child(symbol, 'Subgroup'))}" if head else flowing(symbol)


def _ipc(part: etree._Element, record: PatentRecord) -> None:
    symbols = [symbol for symbol in part if LOCAL[symbol.tag].endswith("Classification")]
    original = [symbol for symbol in symbols if symbol.get("dataFormat") == "original"]
    record.ipc += [plain(symbol) for symbol in original or symbols]


def _locarno(part: etree._Element, record: PatentRecord) -> None:
    for symbol in part.iter():
        if len(symbol) == 0 and LOCAL[symbol.tag] in LOCARNO_PARTS:
            record.locarno.append(plain(symbol))


def _priorities(part: etree._Element, record: PatentRecord) -> None:
    for claim in part.iter("{*}PriorityClaim", "{*}Priority"):
        number = child(claim, "DocumentID")
        source = claim if number is None else number
        texts = (plain(child(source, name)) for name in ("WIPOST3Code", "DocNumber", "Date"))
        record.priorities.append(" ".join(text for text in texts if text))


def _related(part: etree._Element, record: PatentRecord) -> None:
    for number in part.iter("{*}DocumentID"):
        texts = (plain(child(number, name)) for name in NUMBER_PARTS)
        record.related.append(" ".join(text for text in texts if text))


def _citations(part: etree._Element, record: PatentRecord) -> None:
    for citation in part:
        text = flowing(citation)
        if text:
            record.citations.append(text)


def _applicants(group: etree._Element, record: PatentRecord) -> None:
    _people(group, "Applicant", record.applicants, record.places)


def _inventors(group: etree._Element, record: PatentRecord) -> None:
    _people(group, "Inventor", record.inventors)


def _designers(group: etree._Element, record: PatentRecord) -> None:
    _people(group, "Designer", record.inventors)


def _agents(group: etree._Element, record: PatentRecord) -> None:
    for agent in children(group, "Agent"):
        book = below(agent, "Agency", "AddressBook")
        record.agency = record.agency or plain(child(book, "OrganizationName"))
        _append(record.agents, _name(child(agent, "AddressBook")))


def _assignees(group: etree._Element, record: PatentRecord) -> None:
    # On a grant the assignee (patentee) takes the applicant's place.
    names: list[str] = []
    places: list[Place] = []
    _people(group, "Assignee", names, places)
    if names:
        record.applicants, record.places = names, places


def _examiners(group: etree._Element, record: PatentRecord) -> None:
    for examiner in group.iter("{*}Name"):
        _append(record.examiners, plain(examiner))


def _people(
    group: etree._Element, kind: str, names: list[str], places: list[Place] | None = None
) -> None:
    for person in children(group, kind):
        book = _chinese_book(person)
        name = _name(book)
        if not name:
            continue
        names.append(name)
        if places is not None:
            places.append(_place(child(book, "Address")))


def _chinese_book(person: etree._Element) -> etree._Element | None:
    books = children(person, "AddressBook")
    for book in books:
        if book.get("lang", "zh") == "zh":
            return book
    return books[0] if books else None


def _name(book: etree._Element | None) -> str:
    return plain(child(book, "Name")) or plain(child(book, "OrganizationName"))


def _place(address: etree._Element | None) -> Place:
    place = Place()
    if address is not None:
        # The filter skips the ten empty parts every address has before they become objects.
        for part in address.iterchildren(*PLACE_PARTS):
            setattr(place, PLACE_PARTS[f"{{*}}{LOCAL[part.tag]}"], plain(part))
    return place


def _append(names: list[str], name: str) -> None:
    if name:
        names.append(name)


NUMBER_PARTS = ("WIPOST3Code", "DocNumber", "Kind", "Date")
PLACE_PARTS = {
    "{*}Province": "province",
    "{*}City": "city",
    "{*}County": "county",
    "{*}PostCode": "postcode",
    "{*}Text": "text",
}
LOCARNO_PARTS = {"MainClassification", "FurtherClassification", "Text"}
BIBLIOGRAPHY = {
    "PublicationReference": _publication,
    "ApplicationReference": _application,
    "PublicAvailabilityDate": _gazette,
    "ClassificationIPCRDetails": _ipcr,
    "ClassificationIPC": _ipc,
    "ClassificationLocarno": _locarno,
    "ClassificationLocarnoDetails": _locarno,
    "InventionTitle": _title,
    "DesignTitle": _title,
    "PriorityDetails": _priorities,
    "PriorityClaims": _priorities,
    "RelatedDocuments": _related,
    "DivisionDetails": _related,
    "InternationalFilingData": _related,
    "InternationalPublishingData": _related,
    "ReferencesCited": _citations,
    "ReferenceCitedDetails": _citations,
    # The people stand in `Parties` for inventions and utility models, and for designs without.
    "Parties": _bibliography,
    "ApplicantDetails": _applicants,
    "InventorDetails": _inventors,
    "DesignerDetails": _designers,
    "AgentDetails": _agents,
    "AssigneeDetails": _assignees,
    "ExaminerDetails": _examiners,
}
