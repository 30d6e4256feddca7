"""USPTO file wrappers in XML4IP, and the master file of CPC symbols: ST.96 before its number.

A wrapper holds claims (CLM), description (SPEC) or abstract (ABST) as filed on a day, told apart by
their code. None of it was published, so a document is named by application and file: the register
has one row for each, `US13962724/HK4I4RXSPXXIFW3`. The master file gives patents their present CPC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.foreign_record import ForeignRecord, foreign_entry, no_records
from zhiheng.core.feeds.records import Entry, FeedFile
from zhiheng.core.feeds.wipo_st96 import attribute, symbol_of
from zhiheng.core.feeds.xml_text import LOCAL, below, child, flowing, plain, text_lines

WRAPPER = "uspto-xml4ip"
MASTER = "uspto-cpc"
FILE_NUMBER = re.compile(r"\b([A-Z0-9]{14,16})\b")
WRAPPERS = ("ClaimsDocument", "SpecificationDocument", "AbstractDocument")
ROOTS = (*WRAPPERS, "CPCMasterClassificationRecord", "class-scheme")


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one document that the element describes."""
    name = LOCAL[root.tag]
    if name in WRAPPERS:
        yield foreign_entry(_wrapped(root))
    elif name == "class-scheme":
        yield no_records("CPC class-scheme")
    else:
        yield foreign_entry(_classified(root))


def _wrapped(root: etree._Element) -> ForeignRecord:
    record = ForeignRecord(WRAPPER, title_language="en")
    header = child(root, "DocumentHeaderDetails")
    application = plain(below(header, "ApplicationHeaderDetails", "ApplicationNumber"))
    record.application = f"US{application}" if application else ""
    record.kind = plain(child(root, "DocumentCode"))
    # Older files bear the code in place of their number, which then stands in their name.
    named = FILE_NUMBER.search(attribute(root, "instanceFileName"))
    identity = named[1] if named else attribute(root, "id")
    if application and identity:
        record.instead_of_number = f"US{application}/{identity}"
    received = plain(child(root, "MailRoomDate"))
    title = plain(child(root, "DocumentTitle"))
    record.title = " ".join(part for part in (title or record.kind, received) if part)
    _drop(root, "BoundaryData")  # heads and feet of the pages, read by machine
    if LOCAL[root.tag] == "ClaimsDocument":
        record.claims = [text for text in map(_claim, root.iter("{*}Claim")) if text]
    else:
        body = child(root, "Specification")
        text = text_lines(root if body is None else body)
        if record.kind.startswith("ABST"):
            record.abstract = text
        else:
            record.description = text
    return record


def _claim(claim: etree._Element) -> str:
    lines = [flowing(text) for text in claim if LOCAL[text.tag] == "ClaimText"]
    state = plain(child(claim, "ClaimStatusCategory"))
    number = plain(child(claim, "ClaimNumber"))
    if not any(lines) and state:
        return f"{number}. ({state})"
    return "\n".join(line for line in lines if line)


def _drop(root: etree._Element, name: str) -> None:
    for element in list(root.iter(f"{{*}}{name}")):
        parent = element.getparent()
        if parent is None:
            continue
        before = element.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''} {element.tail or ''}"
        else:
            parent.text = f"{parent.text or ''} {element.tail or ''}"
        parent.remove(element)


def _classified(root: etree._Element) -> ForeignRecord:
    record = ForeignRecord(MASTER)
    grant = child(root, "PatentGrantIdentification")
    record.number = plain(child(grant, "PatentNumber"))
    record.kind = plain(child(grant, "PatentDocumentKindCode"))
    record.published = plain(child(grant, "GrantDate"))
    application = below(root, "ApplicationIdentification", "ApplicationNumber")
    number = plain(child(application, "ApplicationNumberText"))
    record.application = f"US{number}" if number else ""
    record.cpc = [symbol_of(symbol) for symbol in root.iter("{*}CPCClassification")]
    return record
