"""WIPO ST.66 trademarks: one `TransactionContentDetails` a record, with its applicants.

The applicants stand beside the marks of a transaction or inside a mark; its own come first. The
USPTO's TSDR adds descriptions of status, events and parties in a namespace of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.trademark_record import (
    ClassText,
    EventText,
    Party,
    TrademarkRecord,
    trademark_entries,
)
from zhiheng.core.feeds.xml_text import LOCAL, below, child, children, flowing, plain

FORMAT = "wipo-st66"
ROOTS = ("TransactionContentDetails",)
DAYS = {
    "ApplicationDate": "filing_date",
    "RegistrationDate": "registration_date",
    "ExpiryDate": "term_to",
    "TerminationDate": "ceased_on",
    "MarkCurrentStatusDate": "status_date",
}
ATTORNEY = "attorney"
CORRESPONDENT = "correspondent"


def read(transaction: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the rows of every mark of the transaction and of their events."""
    data = child(transaction, "TransactionData")
    if data is None:
        data = transaction
    applicants = child(data, "ApplicantDetails")
    for mark in data.iter("{*}TradeMark"):
        record = TrademarkRecord(FORMAT)
        for part in mark:
            _read_part(part, record)
        if not record.parties and applicants is not None:
            _applicants(applicants, record)
        for entry in trademark_entries(record):
            number = record.application_number or record.registration_number
            entry.part = f"mark {number}, {entry.part}" if entry.part else f"mark {number}"
            yield entry


def _read_part(part: etree._Element, record: TrademarkRecord) -> None:
    name = LOCAL[part.tag]
    if name in DAYS:
        if text := plain(part):
            record.days[DAYS[name]] = text
    elif reader := PARTS.get(name):
        reader(part, record)


def _office(part: etree._Element, record: TrademarkRecord) -> None:
    record.office = plain(part)


def _application(part: etree._Element, record: TrademarkRecord) -> None:
    record.application_number = plain(part)


def _registration(part: etree._Element, record: TrademarkRecord) -> None:
    record.registration_number = plain(part)


def _status(part: etree._Element, record: TrademarkRecord) -> None:
    record.status_code = plain(part)
    if record.status_code and not record.status_code.isdecimal():
        record.texts.setdefault("status_text", record.status_code)


def _kind(part: etree._Element, record: TrademarkRecord) -> None:
    record.texts["type_text"] = plain(part)


KINDS = {
    "word": "word",
    "typeset": "word",
    "standard": "word",
    "stylized": "word",
    "combined": "combined",
    "figurative": "figurative",
    "3-d": "three_dimensional",
    "colour": "colour",
    "sound": "sound",
}


def _feature(part: etree._Element, record: TrademarkRecord) -> None:
    text = plain(part).lower()
    kind = next((kind for word, kind in KINDS.items() if text.startswith(word)), None)
    if kind:
        record.texts["mark_kind"] = kind


def _words(part: etree._Element, record: TrademarkRecord) -> None:
    record.texts["mark_text"] = plain(child(part, "MarkVerbalElementText"))
    record.texts["mark_text_english"] = plain(child(part, "MarkTranslation"))
    record.texts["transliteration"] = plain(child(part, "MarkTransliteration"))


def _image(part: etree._Element, record: TrademarkRecord) -> None:
    image = child(part, "MarkImage")
    name = plain(child(image, "MarkImageFilename")) or plain(child(image, "MarkImageURI"))
    record.texts["image"] = name
    record.texts["colours"] = plain(child(image, "MarkImageColourClaimedText"))
    for code in part.iter("{*}ViennaCategory"):
        division, section = _after(code, "ViennaDivision"), _after(code, "ViennaSection")
        record.add("vienna", ".".join(text for text in (plain(code), division, section) if text))


def _after(code: etree._Element, name: str) -> str:
    return plain(child(code.getparent(), name))


def _description(part: etree._Element, record: TrademarkRecord) -> None:
    record.texts["mark_description"] = flowing(part)


def _disclaimer(part: etree._Element, record: TrademarkRecord) -> None:
    record.texts["disclaimer"] = flowing(part)


def _goods(part: etree._Element, record: TrademarkRecord) -> None:
    for described in part.iter("{*}ClassDescription"):
        extension = child(described, "ClassDescriptionExt")
        used = plain(extension.find(".//{*}FirstUseDateNumber")) if extension is not None else ""
        record.classes.append(
            ClassText(
                plain(child(described, "ClassNumber")),
                [flowing(text) for text in children(described, "GoodsServicesDescription")],
                [plain(text) for text in children(extension, "DomesticClassNumbers")],
                used,
            )
        )


def _publication(part: etree._Element, record: TrademarkRecord) -> None:
    for publication in children(part, "Publication"):
        if day := plain(child(publication, "PublicationDate")):
            record.days.setdefault("preliminary_publication_date", day)
            issue = plain(child(publication, "PublicationIdentifier"))
            record.texts.setdefault("preliminary_issue", issue)


def _priorities(part: etree._Element, record: TrademarkRecord) -> None:
    for priority in children(part, "Priority"):
        names = ("PriorityCountryCode", "PriorityNumber", "PriorityDate")
        texts = [plain(child(priority, name)) for name in names]
        record.add("priorities", " ".join(text for text in texts if text))


def _representatives(part: etree._Element, record: TrademarkRecord) -> None:
    for representative in children(part, "Representative"):
        lines = _name_lines(child(representative, "RepresentativeAddressBook"))
        role = plain(child(representative, "Comment")).lower()
        if not lines:
            continue
        if ATTORNEY in role:
            record.add("agents", lines[0])
        elif CORRESPONDENT in role:
            if len(lines) > 1:  # the person first, the firm below
                record.texts.setdefault("agency", lines[1])
        else:
            record.add("agents", lines[0])


def _name_lines(book: etree._Element | None) -> list[str]:
    """Return the lines of a name in an address book, formatted or free."""
    if book is None:
        return []
    lines = [plain(line) for line in book.iter("{*}FreeFormatNameLine")]
    if not any(lines):
        formatted = book.find(".//{*}FormattedName")
        names = ("OrganizationName", "FirstName", "MiddleName", "LastName")
        lines = [" ".join(text for name in names if (text := plain(child(formatted, name))))]
    return [line for line in lines if line]


def _applicants(part: etree._Element, record: TrademarkRecord) -> None:
    for applicant in children(part, "Applicant"):
        book = child(applicant, "ApplicantAddressBook")
        lines = _name_lines(book)
        if not lines:
            continue
        code = plain(below(applicant, "ApplicantExt", "PartyTypeCode"))
        stage = int(code) if code.isdecimal() else 0
        record.parties.append(Party(lines[0], _address(book), stage))


def _address(book: etree._Element | None) -> str:
    if book is None:
        return ""
    formatted = book.find(".//{*}FormattedAddress")
    if formatted is not None:
        texts = [plain(part) for part in formatted if len(part) == 0]
    else:
        texts = [plain(line) for line in book.iter("{*}FreeFormatAddressLine")]
    return ", ".join(text for text in texts if text)


def _events(part: etree._Element, record: TrademarkRecord) -> None:
    for event in children(part, "MarkEvent"):
        extension = child(event, "MarkEventExt")
        record.events.append(
            EventText(
                day=plain(child(event, "MarkEventDate")),
                event=plain(child(extension, "MarkEventInternalDescriptionText"))
                or plain(child(event, "MarkEventCode")),
                code=plain(child(event, "MarkEventCode")),
                entry=plain(child(extension, "MarkEventEntryNumber")),
            )
        )


def _extension(part: etree._Element, record: TrademarkRecord) -> None:
    if text := plain(child(part, "MarkCurrentStatusExternalDescriptionText")):
        record.texts["status_text"] = text
    if day := plain(part.find(".//{*}RenewalDate")):
        record.days["renewal_date"] = day


PARTS = {
    "RegistrationOfficeCode": _office,
    "ApplicationNumber": _application,
    "RegistrationNumber": _registration,
    "MarkCurrentStatusCode": _status,
    "KindMark": _kind,
    "MarkFeature": _feature,
    "WordMarkSpecification": _words,
    "MarkImageDetails": _image,
    "MarkDescriptionDetails": _description,
    "MarkDisclaimerDetails": _disclaimer,
    "GoodsServicesDetails": _goods,
    "PublicationDetails": _publication,
    "PriorityDetails": _priorities,
    "RepresentativeDetails": _representatives,
    "ApplicantDetails": _applicants,
    "MarkEventDetails": _events,
    "TradeMarkExt": _extension,
}
