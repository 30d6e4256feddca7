"""USPTO grants of 2001 to 2004 (`PATDOC`, WIPO ST.32 with INID-like tags), SGML written as XML.

Tags are ST.32 codes: B110 the number, B540 the title, B721 an inventor, B731 an assignee. Drawings
are declared as unparsed entities, special characters as ISO entities of a DTD that is not there.
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
from zhiheng.core.feeds.xml_text import below, child, children, flowing, plain, text_lines

FORMAT = "uspto-sgml"
ROOTS = ("PATDOC",)


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one grant that the element describes."""
    record = ForeignRecord(FORMAT, title_language="en")
    data = child(root, "SDOBI")
    if data is not None:
        _numbers(data, record)
        _technical(data, record)
        _parties(data, record)
    for paragraph in children(child(root, "SDOAB"), "BTEXT"):
        record.abstract = text_lines(paragraph)
    description = child(root, "SDODE")
    record.description = text_lines(description) if description is not None else ""
    record.claims = _claims(child(root, "SDOCL"))
    yield foreign_entry(record)


def _at(data: etree._Element, *path: str) -> str:
    found = below(data, *path)
    return flowing(found) if found is not None else ""


def _numbers(data: etree._Element, record: ForeignRecord) -> None:
    record.country = _at(data, "B100", "B190") or "US"
    record.number = _at(data, "B100", "B110")
    record.kind = _at(data, "B100", "B130")
    record.published = _at(data, "B100", "B140")
    application = _at(data, "B200", "B210")
    record.application = f"US{application}" if application else ""
    record.filed = _at(data, "B200", "B220")
    for claim in children(data, "B300"):
        record.priorities.append(
            priority(_at(claim, "B330"), _at(claim, "B310"), _at(claim, "B320"))
        )


def _technical(data: etree._Element, record: ForeignRecord) -> None:
    part = child(data, "B500")
    if part is None:
        return
    tags = ("B511", "B512")
    symbols = [_as_printed(s) for tag in tags for s in children(child(part, "B510"), tag)]
    if record.kind.startswith("S"):
        record.locarno = symbols  # a design: B511 holds its Locarno class
    else:
        record.ipc = symbols
    classes = child(part, "B520")
    record.national = [flowing(s) for tag in ("B521", "B522") for s in children(classes, tag)]
    record.title = _at(part, "B540")
    _citations(child(part, "B560"), record)
    _relations(child(data, "B600"), record)


def _as_printed(symbol: etree._Element) -> str:
    # The places of a symbol tell its groups apart, so its blanks are kept.
    return "".join(str(text) for text in symbol.itertext()).strip()


def _citations(part: etree._Element | None, record: ForeignRecord) -> None:
    for cited in part if part is not None else ():
        document = below(cited, "PCIT", "DOC")
        if document is not None:
            country = _at(document, "CTRY") or "US"
            record.citations.append(citation(country, _at(document, "DNUM"), _at(document, "KIND")))
        elif child(cited, "NCIT") is not None:
            record.citations.append(literature(_at(cited, "NCIT")))


def _relations(part: etree._Element | None, record: ForeignRecord) -> None:
    for relation in part if part is not None else ():
        parents = list(relation.iter("PDOC")) or [relation]
        for number in parents[0].iter("DOC"):
            parts = (RELATIONS.get(str(relation.tag), ""), _at(number, "CTRY") or "US")
            texts = (*parts, _at(number, "DNUM"), _at(number, "DATE"))
            record.related.append(" ".join(text for text in texts if text))
            break


def _parties(data: etree._Element, record: ForeignRecord) -> None:
    part = child(data, "B700")
    if part is None:
        return
    record.inventors = _names(child(part, "B720"), "B721")
    record.applicants = _names(child(part, "B730"), "B731") or list(record.inventors)
    agents = children(child(part, "B740"), "B741")
    for agent in agents:
        name = _name(agent)
        if below(agent, "PARTY-US", "NAM", "ONM") is not None:
            record.agency = record.agency or name
        else:
            record.agents.append(name)
    record.examiners = [
        name for tag in ("B746", "B747") for name in _names(child(part, "B745"), tag)
    ]


def _names(group: etree._Element | None, tag: str) -> list[str]:
    return [name for one in children(group, tag) if (name := _name(one))]


def _name(one: etree._Element) -> str:
    name = below(one, "PARTY-US", "NAM")
    organisation = child(name, "ONM")
    if organisation is not None:
        return flowing(organisation)
    parts = (plain(child(name, part)) for part in ("FNM", "SNM", "SFX"))
    return " ".join(part for part in parts if part)


def _claims(part: etree._Element | None) -> list[str]:
    """Return the claims; the steps of a claim follow its element as brothers."""
    claims: list[str] = []
    for group in children(part, "CL"):
        for element in group:
            text = text_lines(element)
            if element.tag == "CLM" or not claims:
                claims.append(text)
            else:
                claims[-1] = f"{claims[-1]}\n{text}"
    return [claim for claim in claims if claim]


RELATIONS = {
    "B620": "addition",
    "B630": "continuation",
    "B640": "reissue",
    "B645": "reexamination",
    "B660": "substitution",
    "B680US": "provisional-application",
}
