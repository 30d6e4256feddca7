"""Documents in the dialect PatentDocumentAndRelated (ZC 0014), element by element like real ones.

Each reference appears twice, in the original and in the standard format; address lines that are
not recorded hold "0"; an agency's name is followed by its code; organisation codes are zeros.
Designs have DesignBibliographicData, designers and a brief explanation instead of claims.
"""

from __future__ import annotations

from sample.days import Days
from sample.filings import TYPE_DIGIT, Filing
from sample.inhabitants import Applicant
from sample.vocabulary import Ipc
from sample.wording import Wording

SYNTHETIC = "<!-- SYNTHETIC SAMPLE DATA, NOT A REAL PATENT 合成样例数据，并非真实专利 -->\n"

_HEAD = (
    '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
    "<!DOCTYPE business:PatentDocumentAndRelated SYSTEM "
    '"/DTDS/ExternalStandards/ipphdb-entities.dtd"[]>\n'
    f"{SYNTHETIC}"
    '<business:PatentDocumentAndRelated xmlns:base="http://www.sipo.gov.cn/XMLSchema/base"'
    ' xmlns:business="http://www.sipo.gov.cn/XMLSchema/business"'
    ' xmlns:m="http://www.w3.org/1998/Math/MathML"'
    ' xmlns:tbl="http://oasis-open.org/specs/soextblx"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.sipo.gov.cn/XMLSchema/business'
    ' /DTDS/PatentDocument/Elements/OtherElements.xsd" xsdVersion="V2.2.1" file="'
)
_SOURCE = 'dataFormat="original" sequence="1" sourceDB="national office"'
_STANDARD = 'dataFormat="standard" sequence="1"'
_TEXT = (
    'lang="zh" dataFormat="original" sourceDB="national office" processingType="original"'
    ' creator="03"'
)
_PARTY = (
    'dataFormat="original" sourceDB="national office" lang="zh" creator="03"'
    ' processingType="original"'
)
_INVENTOR = (
    'dataFormat="original" sourceDB="national office" lang="zh" publicationMark="0" creator="03"'
    ' processingType="original"'
)
_NO_ADDRESS_LINES = (
    "<base:AddressLine>0</base:AddressLine><base:AddressMailCode>0</base:AddressMailCode>"
    "<base:PostBox>0</base:PostBox><base:AddressRoom>0</base:AddressRoom>"
    "<base:AddressFloor>0</base:AddressFloor><base:AddressBuilding>0</base:AddressBuilding>"
    "<base:Street>0</base:Street><base:AddressCity>0</base:AddressCity>"
)
_NO_CODE = (
    '<business:OrganizationCode createDate="00000000" creator="00">0000000000'
    "</business:OrganizationCode>"
)
_SUFFIXES = "ABCDEFGHJKLMNPQRSTUVWXYZ"


class Document:
    """What the first and the second publication of one application have in common."""

    def __init__(self, filing: Filing, *, days: Days) -> None:
        self._filing = filing
        self._days = days
        self._application = _application_references(filing, days)
        if filing.wording is not None:
            self._classes = _ipc_details(filing.ipc)
            text = _full_text(filing.wording)
        else:
            text = _explanation(filing)
        self._tail = f"{text}</business:PatentDocumentAndRelated>\n".encode()

    def written(self, *, kind: str, day: int) -> tuple[str, bytes]:
        """Return the file name and content of the document of `kind` published on `day`."""
        filing, compact = self._filing, self._days.compact
        published = compact[day]
        name = _file_name(filing, kind, published)
        grant = "" if kind == "A" else _grant_references(filing, kind, published)
        head = (
            f'{_HEAD}{name}" dateProduced="{published}" status="C" lang="zh" country="CN"'
            f' docNumber="{filing.publication}" kind="{kind}" datePublication="{published}">\n'
        )
        references = (
            f"{_publication_references(filing, kind, published)}"
            "<business:PublicAvailabilityDate><business:GazetteReference>"
            f"<business:GazetteNumber>{self._days.issue[day]}</business:GazetteNumber>"
            f"<base:Date>{published}</base:Date>"
            "</business:GazetteReference></business:PublicAvailabilityDate>\n"
            f"{self._application}{grant}"
        )
        body = self._design(references) if filing.design else self._patent(references, kind)
        return name, f"{head}{body}".encode() + self._tail

    def _patent(self, references: str, kind: str) -> str:
        filing = self._filing
        assert filing.wording is not None, "inventions and utility models have a text"
        assignees = "" if kind == "A" else _assignees(filing) + _examiner(filing)
        later = filing.granted_inventors if kind != "A" else []
        inventors = later or filing.inventors
        return (
            f"<business:BibliographicData>\n{references}{_earlier(filing)}{self._classes}"
            f"<business:InventionTitle {_TEXT}>{filing.wording.title}</business:InventionTitle>\n"
            f"<business:Parties>{_applicants(filing)}<business:InventorDetails>"
            f"{_people('Inventor', inventors)}</business:InventorDetails>\n"
            f"{_agents(filing)}{assignees}</business:Parties>\n"
            "</business:BibliographicData>\n"
        )

    def _design(self, references: str) -> str:
        filing = self._filing
        assert filing.design is not None, "designs have an article"
        article, title, _ = filing.design
        return (
            f"<business:DesignBibliographicData>\n{references}"
            f"<business:PatentNumber>ZL{filing.dotted}</business:PatentNumber>"
            "<business:ClassificationLocarno><base:EditionStatement>13</base:EditionStatement>"
            f"<business:MainClassification>{article.locarno}</business:MainClassification>"
            "</business:ClassificationLocarno>\n"
            f"<business:DesignTitle {_TEXT}>{title}</business:DesignTitle>\n"
            f"{_applicants(filing)}<business:DesignerDetails>"
            f"{_people('Designer', filing.inventors)}</business:DesignerDetails>\n"
            f"{_agents(filing)}{_assignees(filing)}</business:DesignBibliographicData>\n"
        )


def _standard_number(filing: Filing) -> str:
    """Return type (two digits), year and serial (nine digits): 102019000302430."""
    number = filing.number
    return f"{number[4]}0{number[:4]}00{number[5:]}"


def _file_name(filing: Filing, kind: str, published: str) -> str:
    scheme = "DBP" if filing.right == "design" else "FUL"
    letter = _SUFFIXES[int(filing.number[5:]) % len(_SUFFIXES)]
    return (
        f"CN{_standard_number(filing)}CN0000{filing.publication}0{kind}{scheme}ZH{published}"
        f"CN00{letter}.XML"
    )


def _document_id(number: str, date: str, kind: str = "") -> str:
    kind_element = f"<base:Kind>{kind}</base:Kind>" if kind else ""
    return (
        f"<base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>"
        f"<base:DocNumber>{number}</base:DocNumber>{kind_element}<base:Date>{date}</base:Date>"
        "</base:DocumentID>"
    )


def _publication_references(filing: Filing, kind: str, published: str) -> str:
    identity = _document_id(filing.publication, published, kind)
    return (
        f"<business:PublicationReference {_SOURCE}>{identity}</business:PublicationReference>\n"
        f"<business:PublicationReference {_STANDARD}>{identity}</business:PublicationReference>\n"
    )


def _application_references(filing: Filing, days: Days) -> str:
    filed = days.compact[filing.life.filed]
    opening = f'<business:ApplicationReference applType="{TYPE_DIGIT[filing.right]}0"'
    return (
        f"{opening} {_SOURCE}>{_document_id(filing.dotted, filed)}"
        "</business:ApplicationReference>\n"
        f"{opening} {_STANDARD}>{_document_id(_standard_number(filing), filed)}"
        "</business:ApplicationReference>\n"
    )


def _grant_references(filing: Filing, kind: str, granted: str) -> str:
    identity = _document_id(filing.publication, granted, kind)
    return (
        f"<business:GrantReference {_SOURCE}>{identity}</business:GrantReference>\n"
        f"<business:GrantReference {_STANDARD}>{identity}</business:GrantReference>\n"
    )


def _earlier(filing: Filing) -> str:
    """Return the priorities and the parent of a division; most filings have neither."""
    claimed = "".join(
        f'<business:Priority sequence="{sequence}"><base:WIPOST3Code>CN</base:WIPOST3Code>'
        f"<base:DocNumber>{number}</base:DocNumber><base:Date>{day}</base:Date>"
        "</business:Priority>"
        for sequence, (number, day) in enumerate(filing.priorities, start=1)
    )
    told = f"<business:PriorityDetails>{claimed}</business:PriorityDetails>\n" if claimed else ""
    if filing.parent is None:
        return told
    return (
        f"{told}<business:DivisionDetails><business:ParentDocument>"
        f"{_document_id(*filing.parent)}</business:ParentDocument></business:DivisionDetails>\n"
    )


def _ipc_details(symbols: list[Ipc]) -> str:
    details = "".join(
        f'<business:ClassificationIPCR sequence="{sequence}">'
        "<business:IPCVersionDate>20060101</business:IPCVersionDate>"
        f"<business:Section>{ipc.subclass[0]}</business:Section>"
        f"<business:MainClass>{ipc.subclass[1:3]}</business:MainClass>"
        f"<business:Subclass>{ipc.subclass[3]}</business:Subclass>"
        f"<business:MainGroup>{ipc.group}</business:MainGroup>"
        f"<business:Subgroup>{ipc.subgroup}</business:Subgroup>"
        "<business:GeneratingOffice><base:WIPOST3Code>CN</base:WIPOST3Code>"
        "</business:GeneratingOffice>"
        "<business:ClassificationDataSource>H</business:ClassificationDataSource>"
        f"<base:Text>{ipc.subclass}   {ipc.group}/{ipc.subgroup}    (2006.01)</base:Text>"
        "</business:ClassificationIPCR>"
        for sequence, ipc in enumerate(symbols, start=1)
    )
    return (
        '<business:ClassificationIPCRDetails creator="03" processingType="original">'
        f"{details}</business:ClassificationIPCRDetails>\n"
    )


def _address_book(applicant: Applicant, *, county_known: bool) -> str:
    county = applicant.county if county_known else "0"
    text = applicant.text if applicant.post == "0" else f"{applicant.post} {applicant.text}"
    return (
        f'<base:AddressBook lang="zh"><base:Name>{applicant.name}</base:Name>'
        f"<base:Address>{_NO_ADDRESS_LINES}"
        f"<base:County>{county}</base:County><base:City>{applicant.city}</base:City>"
        f"<base:Province>{applicant.province}</base:Province>"
        f"<base:PostCode>{applicant.post}</base:PostCode>"
        f"<base:WIPOST3Code>{applicant.country}</base:WIPOST3Code>"
        f"<base:Text>{text}</base:Text></base:Address></base:AddressBook>"
    )


def _applicants(filing: Filing) -> str:
    known = filing.county_known
    entries = "".join(
        f'<business:Applicant sequence="{sequence}" appType="applicant" {_PARTY}>'
        f"{_address_book(applicant, county_known=known)}{_NO_CODE}</business:Applicant>"
        for sequence, applicant in enumerate(filing.applicants, start=1)
    )
    return f'<business:ApplicantDetails representative="1">{entries}</business:ApplicantDetails>\n'


def _assignees(filing: Filing) -> str:
    known = filing.county_known
    entries = "".join(
        f'<business:Assignee sequence="{sequence}" {_PARTY}>'
        f"{_address_book(applicant, county_known=known)}{_NO_CODE}</business:Assignee>"
        for sequence, applicant in enumerate(filing.applicants, start=1)
    )
    return f"<business:AssigneeDetails>{entries}</business:AssigneeDetails>\n"


def _people(role: str, names: list[str]) -> str:
    return "".join(
        f'<business:{role} sequence="{sequence}" {_INVENTOR}><base:AddressBook lang="zh">'
        f"<base:Name>{name}</base:Name></base:AddressBook></business:{role}>"
        for sequence, name in enumerate(names, start=1)
    )


def _agents(filing: Filing) -> str:
    agency = filing.agency
    if agency is None:
        return ""
    return (
        f"<business:AgentDetails><business:CustomerNumber>{agency.code}"
        '</business:CustomerNumber><business:Agent sequence="1" lang="zh" dataFormat="original"'
        ' sourceDB="national office" repType="agent" processingType="original" creator="03">'
        '<business:Agency><base:AddressBook lang="zh"><base:OrganizationName>'
        f"{agency.name} {agency.code}</base:OrganizationName></base:AddressBook></business:Agency>"
        f'<base:AddressBook lang="zh"><base:Name>{filing.agent}</base:Name></base:AddressBook>'
        "</business:Agent></business:AgentDetails>\n"
    )


def _examiner(filing: Filing) -> str:
    return (
        '<business:ExaminerDetails><business:Examiner lang="zh">'
        f"<base:Name>{filing.examiner}</base:Name></business:Examiner>"
        "</business:ExaminerDetails>\n"
    )


def _explanation(filing: Filing) -> str:
    assert filing.design is not None, "designs have an article"
    paragraphs = "".join(
        f'<base:Paragraphs num="{n:04d}">{text}</base:Paragraphs>'
        for n, text in enumerate(filing.design[2], start=1)
    )
    return (
        f"<business:DesignBriefExplanation {_TEXT}>{paragraphs}</business:DesignBriefExplanation>\n"
    )


def _full_text(wording: Wording) -> str:
    paragraphs = (
        "技术领域",
        wording.technical_field,
        "背景技术",
        wording.background,
        "发明内容" if wording.technical_field.startswith("本发明") else "实用新型内容",
        *wording.disclosure,
        "具体实施方式",
        *wording.modes,
    )
    description = "".join(
        f'<base:Paragraphs id="p{n:04d}" num="{n:04d}">{text}</base:Paragraphs>\n'
        for n, text in enumerate(paragraphs, start=1)
    )
    claims = "".join(
        f'<business:Claim id="cl{n:04d}" num="{n:04d}"><business:ClaimText>{text}'
        "</business:ClaimText></business:Claim>\n"
        for n, text in enumerate(wording.claims, start=1)
    )
    return (
        f'<business:Abstract {_TEXT}><base:Paragraphs num="0001">{wording.abstract}'
        f"</base:Paragraphs></business:Abstract>\n<business:Description {_TEXT}>"
        f'<business:InventionTitle id="title1">{wording.title}</business:InventionTitle>\n'
        f"{description}</business:Description>\n"
        f"<business:Claims {_TEXT}>\n{claims}</business:Claims>\n"
    )
