"""WIPO ST.96 trademarks: `TrademarkTransaction` of versions 1 to 8, one `Trademark` a record.

Only local names are read, so the namespaces of the draft (`Trademark/1`), of the standard
(`ST96/Trademark`) and of national extensions are one dialect. What offices add under `National…`
is read where the USPTO's TSDR puts it: status text, renewal, attorney.
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

FORMAT = "wipo-st96"
ROOTS = ("Trademark",)
# Children of the mark that hold one day or one text.
DAYS = {
    "ApplicationDate": "filing_date",
    "RegistrationDate": "registration_date",
    "InternationalRegistrationDate": "registration_date",
    "ExpiryDate": "term_to",
    "TerminationDate": "ceased_on",
    "MarkCurrentStatusDate": "status_date",
}
NO_IMAGE = "No image available"
EVENT_CODE_LENGTH = 4  # what ST.96 of the USPTO adds is the kind of entry, not of event


def read(mark: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the rows of the mark and of its events."""
    record = TrademarkRecord(FORMAT)
    for part in mark:
        name = LOCAL[part.tag]
        if name in DAYS:
            if text := plain(part):
                record.days.setdefault(DAYS[name], text)
        elif reader := PARTS.get(name):
            reader(part, record)
    yield from trademark_entries(record)


def _office(part: etree._Element, record: TrademarkRecord) -> None:
    record.office = plain(part)


def _application(part: etree._Element, record: TrademarkRecord) -> None:
    number = plain(child(part, "ApplicationNumberText")) if len(part) else plain(part)
    record.application_number = number
    record.office = record.office or plain(child(part, "IPOfficeCode"))


def _registration(part: etree._Element, record: TrademarkRecord) -> None:
    inner = child(part, "RegistrationNumberText")
    record.registration_number = plain(part if inner is None else inner)


def _international(part: etree._Element, record: TrademarkRecord) -> None:
    number = plain(part)
    if number and not record.registration_number:
        record.registration_number = number


def _status(part: etree._Element, record: TrademarkRecord) -> None:
    record.status_code = plain(part)
    if record.status_code and not record.status_code.isdecimal():
        record.texts.setdefault("status_text", record.status_code)


def _category(part: etree._Element, record: TrademarkRecord) -> None:
    record.texts["type_text"] = plain(part)


def _representation(part: etree._Element, record: TrademarkRecord) -> None:
    texts = record.texts
    words = part.find(".//{*}WordMarkSpecification")
    texts["mark_text"] = plain(child(words, "MarkVerbalElementText"))
    texts["transliteration"] = plain(child(words, "MarkTransliteration"))
    texts["mark_text_english"] = plain(child(words, "MarkTranslationText"))
    image = part.find(".//{*}MarkImage")
    for name in ("FileName", "ImageFileName", "MarkImageURI", "MarkImageFilename"):
        found = plain(child(image, name))
        if found and found != NO_IMAGE:
            texts.setdefault("image", found)
    texts["colours"] = plain(child(image, "MarkImageColourClaimedText"))
    texts["mark_description"] = plain(part.find(".//{*}MarkDescriptionText"))
    for code in part.iter("{*}ViennaClassification"):
        # Category, division and section, or one code.
        levels = [plain(each) for each in code if not LOCAL[each.tag].endswith("Bag")]
        record.add("vienna", ".".join(text for text in levels if text))
    feature = plain(child(part, "MarkFeatureCategory"))
    code = plain(part.find(".//{*}MarkFeatureCode"))
    _kind(feature, code, words is not None and bool(texts["mark_text"]), record)


# How the USPTO draws a mark; the figures are the first of its drawing codes.
DRAWINGS = {
    "1": "word",
    "4": "word",
    "2": "figurative",
    "3": "combined",
    "5": "combined",
    "6": "other",
}
FEATURES = {
    "word": "word",
    "stylized characters": "word",
    "figurative": "figurative",
    "combined": "combined",
    "3-d": "three_dimensional",
    "colour": "colour",
    "sound": "sound",
    "motion": "motion",
}


def _kind(feature: str, code: str, has_words: bool, record: TrademarkRecord) -> None:
    kind = DRAWINGS.get(code[:1]) or FEATURES.get(feature.lower())
    if kind is None and has_words and feature.upper().startswith("TYPESET"):
        kind = "word"
    if kind:
        record.texts["mark_kind"] = kind


def _disclaimer(part: etree._Element, record: TrademarkRecord) -> None:
    record.texts["disclaimer"] = flowing(part)


def _goods(part: etree._Element, record: TrademarkRecord) -> None:
    for group in children(part, "GoodsServices"):
        found = _classified(group)
        for description in group.iter("{*}ClassDescription"):
            number = plain(child(description, "ClassNumber"))
            texts = [
                flowing(text)
                for text in description
                if LOCAL[text.tag] in ("GoodsServicesDescriptionText", "GoodsServicesDescription")
            ]
            if number or texts:
                found.setdefault(number, ClassText(number)).goods += texts
        used = plain(group.find(".//{*}FirstUsedDate"))
        for each in found.values():
            each.first_use = used
        record.classes += found.values()


def _classified(group: etree._Element) -> dict[str, ClassText]:
    """Return the classes that the group's classifications name, with the national ones."""
    national: list[str] = []
    nice: list[str] = []
    primary: list[str] = []
    for each in group.iter("{*}GoodsServicesClassification"):
        number = plain(child(each, "ClassNumber"))
        if other := plain(child(each, "NationalClassNumber")):
            national.append(other)
        if number:
            into = nice if plain(child(each, "ClassificationKindCode")) == "Nice" else primary
            into.append(number)
    named = dict.fromkeys(nice or primary)
    return {number: ClassText(number, national=list(national)) for number in named}


def _publications(part: etree._Element, record: TrademarkRecord) -> None:
    for publication in children(part, "Publication"):
        if day := plain(child(publication, "PublicationDate")):
            record.days.setdefault("preliminary_publication_date", day)
            issue = plain(child(publication, "PublicationIdentifier"))
            record.texts.setdefault("preliminary_issue", issue)


def _priorities(part: etree._Element, record: TrademarkRecord) -> None:
    for priority in part.iter("{*}Priority"):
        number = priority.find(".//{*}ApplicationNumberText")
        if number is None:
            number = child(priority, "PriorityNumber")
        texts = (
            plain(child(priority, "PriorityCountryCode")),
            plain(number),
            plain(child(priority, "PriorityApplicationFilingDate"))
            or plain(child(priority, "PriorityDate")),
        )
        record.add("priorities", " ".join(text for text in texts if text))


def _applicants(part: etree._Element, record: TrademarkRecord) -> None:
    for applicant in part:
        if LOCAL[applicant.tag] not in ("Applicant", "Holder"):
            continue
        contact = child(applicant, "Contact")
        name = name_of(contact)
        if not name:
            continue
        sequence = next(
            (
                value
                for key, value in applicant.attrib.items()
                if str(key).endswith("sequenceNumber")
            ),
            "",
        )
        stage = int(sequence) if record.office == "US" and str(sequence).isdecimal() else 0
        record.parties.append(Party(name, _address(contact), stage))


def name_of(contact: etree._Element | None) -> str:
    """Return the name in a contact: of the entity, the organisation or the person."""
    name = child(contact, "Name")
    for path in (
        ("EntityName",),
        ("OrganizationName", "OrganizationStandardName"),
        ("PersonName", "PersonFullName"),
    ):
        if text := plain(below(name, *path)):
            return text
    person = below(name, "PersonName", "PersonStructuredName")
    texts = [plain(child(person, part)) for part in ("FirstName", "MiddleName", "LastName")]
    return " ".join(text for text in texts if text)


def _address(contact: etree._Element | None) -> str:
    book = below(contact, "PostalAddressBag", "PostalAddress")
    structured = child(book, "PostalStructuredAddress")
    lines = book if structured is None else structured
    return ", ".join(text for part in (lines if lines is not None else ()) if (text := plain(part)))


def _attorney(part: etree._Element, record: TrademarkRecord) -> None:
    record.add("agents", name_of(child(part, "Contact")))


def _correspondent(part: etree._Element, record: TrademarkRecord) -> None:
    name = child(child(part, "Contact"), "Name")
    if firm := plain(below(name, "OrganizationName", "OrganizationStandardName")):
        record.texts.setdefault("agency", firm)


def _representatives(part: etree._Element, record: TrademarkRecord) -> None:
    for representative in part.iter("{*}Representative"):
        contact = child(representative, "Contact")
        firm = plain(below(contact, "Name", "OrganizationName", "OrganizationStandardName"))
        person = plain(below(contact, "Name", "PersonName", "PersonFullName"))
        if firm:
            record.texts.setdefault("agency", firm)
        record.add("agents", person)


def _events(part: etree._Element, record: TrademarkRecord) -> None:
    for event in children(part, "MarkEvent"):
        inner = child(event, "NationalMarkEvent")
        inner = event if inner is None else inner
        record.events.append(
            EventText(
                day=plain(child(event, "MarkEventDate")),
                event=plain(child(inner, "MarkEventDescriptionText"))
                or plain(child(event, "MarkEventCategory")),
                code=_event_code(plain(child(inner, "MarkEventCode")), record.office),
                entry=plain(child(inner, "MarkEventEntryNumber")),
            )
        )


def _event_code(code: str, office: str) -> str:
    return code[:EVENT_CODE_LENGTH] if office == "US" else code


def _national(part: etree._Element, record: TrademarkRecord) -> None:
    if text := plain(child(part, "MarkCurrentStatusExternalDescriptionText")):
        record.texts["status_text"] = text
    if day := plain(child(part, "RenewalDate")):
        record.days["renewal_date"] = day


PARTS = {
    "RegistrationOfficeCode": _office,
    "ApplicationNumber": _application,
    "RegistrationNumber": _registration,
    "InternationalRegistrationNumber": _international,
    "MarkCurrentStatusCode": _status,
    "MarkCategory": _category,
    "MarkRepresentation": _representation,
    "MarkDisclaimerBag": _disclaimer,
    "GoodsServicesBag": _goods,
    "PublicationBag": _publications,
    "PriorityBag": _priorities,
    "ApplicantBag": _applicants,
    "HolderBag": _applicants,
    "RecordAttorney": _attorney,
    "NationalCorrespondent": _correspondent,
    "RepresentativeBag": _representatives,
    "MarkEventBag": _events,
    "NationalTrademarkInformation": _national,
}
