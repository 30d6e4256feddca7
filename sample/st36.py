"""Documents in the older dialect cn-patent-document (ST.36, DTD of 2006-10-27).

Two shapes are met in practice and both are written: parties with the prefix cn- and without it.
"""

from __future__ import annotations

from sample.days import Days
from sample.documents import SYNTHETIC
from sample.filings import TYPE_DIGIT, Filing
from sample.inhabitants import Applicant
from sample.vocabulary import Ipc

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE cn-patent-document SYSTEM "dtd/cn-patent-document-06-10-27.dtd">\n'
    f'{SYNTHETIC}<cn-patent-document lang="ZH" country="CN">\n<cn-bibliographic-data>\n'
)


class St36Document:
    """What the publications of one application have in common."""

    def __init__(self, filing: Filing, *, days: Days) -> None:
        self._filing = filing
        self._days = days
        self._tail = f"{_abstract_and_body(filing)}</cn-patent-document>\n".encode()

    def written(self, *, kind: str, day: int) -> tuple[str, bytes]:
        """Return the file name and content of the document of `kind` published on `day`."""
        filing, compact = self._filing, self._days.compact
        assert filing.wording is not None, "designs are not written in this dialect"
        published = compact[day]
        grant = "" if kind == "A" else _assignees(filing)
        content = (
            f"{_HEAD}<cn-publication-reference>"
            f"{_document_id(filing.publication, published, kind)}</cn-publication-reference>\n"
            f'<application-reference appl-type="{TYPE_DIGIT[filing.right]}0">'
            f"{_document_id(filing.dotted, compact[filing.life.filed])}"
            "</application-reference>\n"
            f"{_classifications(filing.ipc)}"
            f'<invention-title id="title1">{filing.wording.title}</invention-title>\n'
            f"{_parties(filing)}{grant}"
        )
        return f"CN{filing.publication}{kind}.XML", content.encode() + self._tail


def _document_id(number: str, date: str, kind: str = "") -> str:
    kind_element = f"<kind>{kind}</kind>" if kind else ""
    return (
        f"<document-id><country>CN</country><doc-number>{number}</doc-number>{kind_element}"
        f"<date>{date}</date></document-id>"
    )


def _classifications(symbols: list[Ipc]) -> str:
    entries = "".join(
        f'<classification-ipcr id="ipcr{sequence}">'
        f"<text>{ipc.subclass} {ipc.group}/{ipc.subgroup} (2006.01)</text></classification-ipcr>"
        for sequence, ipc in enumerate(symbols, start=1)
    )
    return f"<classifications-ipcr>{entries}</classifications-ipcr>\n"


def _address_book(applicant: Applicant, *, county_known: bool) -> str:
    place = "".join(
        f"<{element}>{value}</{element}>"
        for element, value in (
            ("province", applicant.province),
            ("city", applicant.city),
            ("county", applicant.county if county_known else "0"),
        )
        if value != "0"
    )
    return (
        f"<addressbook><name>{applicant.name}</name><address>{place}"
        f"<text>{applicant.text}</text><postcode>{applicant.post}</postcode>"
        f"<country>{applicant.country}</country></address></addressbook>"
    )


def _parties(filing: Filing) -> str:
    prefix = "cn-" if filing.life.filed % 3 else ""
    applicants = "".join(
        f'<{prefix}applicant sequence="{sequence}">'
        f"{_address_book(applicant, county_known=filing.county_known)}</{prefix}applicant>"
        for sequence, applicant in enumerate(filing.applicants, start=1)
    )
    return (
        f"<{prefix}parties><{prefix}applicants>{applicants}</{prefix}applicants>\n"
        f"<{prefix}inventors>{_inventors(filing, prefix)}</{prefix}inventors>\n"
        f"{_agents(filing, prefix)}</{prefix}parties>\n"
    )


def _inventors(filing: Filing, prefix: str) -> str:
    """Write inventors; only the plain shape wraps the name in an address book."""
    opening, closing = ("", "") if prefix else ("<addressbook>", "</addressbook>")
    return "".join(
        f'<{prefix}inventor sequence="{sequence}">{opening}<name>{name}</name>{closing}'
        f"</{prefix}inventor>"
        for sequence, name in enumerate(filing.inventors, start=1)
    )


def _agents(filing: Filing, prefix: str) -> str:
    agency = filing.agency
    if agency is None:
        return ""
    if prefix:
        entry = (
            f"<name>{filing.agent}</name>"
            f"<cn-agency><name>{agency.name} {agency.code}</name></cn-agency>"
        )
    else:
        entry = (
            f"<addressbook><name>{filing.agent}</name>"
            f"<orgname>{agency.name} {agency.code}</orgname></addressbook>"
        )
    return f'<{prefix}agents><{prefix}agent sequence="1">{entry}</{prefix}agent></{prefix}agents>\n'


def _assignees(filing: Filing) -> str:
    entries = "".join(
        f'<assignee sequence="{sequence}">'
        f"{_address_book(applicant, county_known=filing.county_known)}</assignee>"
        for sequence, applicant in enumerate(filing.applicants, start=1)
    )
    return f"<assignees>{entries}</assignees>\n"


def _abstract_and_body(filing: Filing) -> str:
    wording = filing.wording
    assert wording is not None, "designs are not written in this dialect"
    sections = (
        ("technical-field", (wording.technical_field,)),
        ("background-art", (wording.background,)),
        ("disclosure", wording.disclosure),
        ("mode-for-invention", wording.modes),
    )
    number = 0
    description = ""
    for section, paragraphs in sections:
        inner = ""
        for text in paragraphs:
            number += 1
            inner += f'<p id="d{number}" num="{number:03d}">{text}</p>'
        description += f'<{section} id="{section}001">{inner}</{section}>\n'
    claims = "".join(
        f'<claim id="cl{n:04d}" num="{n:04d}"><claim-text>{text}</claim-text></claim>\n'
        for n, text in enumerate(wording.claims, start=1)
    )
    return (
        f'<abstract id="abs1"><p id="a0001" num="0001">{wording.abstract}</p></abstract>\n'
        "</cn-bibliographic-data>\n"
        f'<application-body lang="ZH" country="CN">\n<description>'
        f'<invention-title id="title2">{wording.title}</invention-title>\n{description}'
        f"</description>\n<claims>\n{claims}</claims>\n</application-body>\n"
    )
