"""The three dialects of the office, however their names are written."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.feeds.feed_documents import FILED, ST36, Published, book, restyled
from tests.core.feeds.feeding import Feeding, ReadOnly, read_paths, reasons


def read(feeding: Feeding, xml: str, name: str = "document.xml") -> ReadOnly:
    return read_paths(feeding.catalogue, feeding.put(name, xml))


@pytest.mark.parametrize("style", ["official", "renamed", "default", "none"])
def test_published_documents_read_the_same_in_every_namespace(feeding: Feeding, style: str) -> None:
    outcome = read(feeding, restyled(Published().xml(), style))
    assert outcome.codes == []
    (row,) = outcome.rows
    expected = {
        "document_number": "CN110000001A",
        "application_number": "201910000001.9",
        "kind": "A",
        "stage": "application_publication",
        "right": "invention",
        "title": "一种静电除尘器",
        "filing_date": date(2019, 4, 16),
        "publication_date": date(2019, 8, 2),
        "applicants": ["武汉大学"],
        "addresses": ["430072 湖北省武汉市武昌区珞珈山"],
        "division": "420106",
        "inventors": ["董文永", "杨飘"],
        "agency": "武汉科皓知识产权代理事务所(特殊普通合伙)",
        "agency_code": "42222",
        "agents": ["鲁力"],
        "ipc_main": "G06F17/27",
        "ipc": ["G06F17/27"],
        "claims": ["1.一种除尘器。"],
        "description": "本发明属于除尘领域。",
        "produced_on": date(2019, 7, 27),
        "format": "cnipa-published",
    }
    assert {name: value for name, value in row.values.items() if value is not None} == expected


@pytest.mark.parametrize("style", ["official", "default", "prefixed"])
def test_st36_documents_read_the_same_in_every_namespace(feeding: Feeding, style: str) -> None:
    outcome = read(feeding, restyled(ST36, style))
    assert outcome.codes == []
    (row,) = outcome.rows
    expected = {
        "document_number": "CN110083831A",
        "application_number": "201910302430.1",
        "kind": "A",
        "stage": "application_publication",
        "right": "invention",
        "title": "一种中文命名实体识别方法",
        "filing_date": date(2019, 4, 16),
        "publication_date": date(2019, 8, 2),
        "applicants": ["武汉大学"],
        "addresses": ["430072 湖北省武汉市武昌区珞珈山武汉大学"],
        "division": "420106",
        "inventors": ["董文永", "杨飘"],
        "agency": "武汉科皓知识产权代理事务所",
        "agency_code": "42222",
        "agents": ["鲁力"],
        "ipc_main": "G06F17/27",
        "ipc": ["G06F17/27"],
        "claims": ["1.一种方法，包括：\na)切分；\nb)训练。"],
        "description": "一种中文命名实体识别方法\n本发明属于命名实体识别领域。\n步骤如下：",
        "produced_on": date(2019, 7, 27),
        "format": "cnipa-st36",
    }
    assert {name: value for name, value in row.values.items() if value is not None} == expected


@pytest.mark.parametrize("style", ["official", "default", "prefixed"])
def test_filed_bodies_take_their_number_from_the_folder(feeding: Feeding, style: str) -> None:
    name = "2018103932133/100002-DA000164395404.xml"
    (row,) = read(feeding, restyled(FILED, style), name).rows
    assert row.values["document_number"] == "201810393213.3/100002"
    assert row.values["stage"] == "filed"
    assert row.values["title"] == "一种切割装置"
    # The line break in the middle of a word is of the page, not of the text.
    assert row.values["description"] == (
        "一种切割装置\n技术领域\n它涉及一种用于废动力电池内芯的切割装置。"
    )


def test_a_filed_body_outside_a_numbered_folder_is_set_aside(feeding: Feeding) -> None:
    outcome = read(feeding, FILED, "loose/100002.xml")
    assert outcome.codes == ["patent.application_number_missing"]


def test_on_a_grant_the_assignee_takes_the_applicants_place(feeding: Feeding) -> None:
    parties = f"""<business:AssigneeDetails><business:Assignee>{book("华中科技大学")}
</business:Assignee></business:AssigneeDetails>"""
    grant = Published(kind="B", applicant="张三", parties=parties)
    (row,) = read(feeding, grant.xml()).rows
    assert row.values["applicants"] == ["华中科技大学"]
    assert len(row.values["addresses"]) == 1  # type: ignore[arg-type]


def test_an_empty_assignee_part_leaves_the_applicant(feeding: Feeding) -> None:
    grant = Published(kind="B", parties="<business:AssigneeDetails/>")
    (row,) = read(feeding, grant.xml()).rows
    assert row.values["applicants"] == ["武汉大学"]


def test_old_documents_name_the_classes_of_their_edition(feeding: Feeding) -> None:
    xml = Published().xml()
    head, _, rest = xml.partition("<business:ClassificationIPCRDetails>")
    old = """<business:ClassificationIPC><base:EditionStatement>4</base:EditionStatement>
<business:MainClassification dataFormat="original">B03C3/09</business:MainClassification>
<business:MainClassification dataFormat="standard">B03C0003090000</business:MainClassification>
<business:FurtherClassification dataFormat="original">F28F1/38</business:FurtherClassification>
</business:ClassificationIPC>"""
    _, _, tail = rest.partition("</business:ClassificationIPCRDetails>")
    (row,) = read(feeding, head + old + tail).rows
    assert row.values["ipc"] == ["B03C3/09", "F28F1/38"]
    assert row.values["ipc_main"] == "B03C3/09"


def test_classes_given_in_parts_only_are_put_together(feeding: Feeding) -> None:
    parts = """<business:Section>H</business:Section><business:MainClass>04</business:MainClass>
<business:Subclass>L</business:Subclass><business:MainGroup>27</business:MainGroup>
<business:Subgroup>26</business:Subgroup>"""
    (row,) = read(feeding, Published(classes=parts).xml()).rows
    assert row.values["ipc"] == ["H04L27/26"]


def test_designs_have_locarno_classes_and_no_claims(feeding: Feeding) -> None:
    xml = f"""<PatentDocumentAndRelated country="CN" docNumber="305555555" kind="S">
<DesignBibliographicData><PublicationReference dataFormat="original"><DocumentID>
<WIPOST3Code>CN</WIPOST3Code><DocNumber>305555555</DocNumber><Kind>S</Kind><Date>20191231</Date>
</DocumentID></PublicationReference><ApplicationReference dataFormat="original"><DocumentID>
<DocNumber>201930123456.{_check("201930123456")}</DocNumber><Date>20190320</Date></DocumentID>
</ApplicationReference><ClassificationLocarno><MainClassification>07-02</MainClassification>
</ClassificationLocarno><DesignTitle lang="zh">电饭煲</DesignTitle>
<DesignerDetails><Designer>{book("李四").replace("base:", "")}</Designer></DesignerDetails>
<Parties><DesignerDetails/></Parties></DesignBibliographicData>
<DesignBriefExplanation><Paragraphs>1.本外观设计产品的名称：电饭煲。</Paragraphs>
</DesignBriefExplanation><DesignFigures><Figure><Image file="000001.JPG"/></Figure></DesignFigures>
</PatentDocumentAndRelated>"""
    outcome = read(feeding, xml)
    assert outcome.codes == []
    (row,) = outcome.rows
    assert row.values["right"] == "design"
    assert row.values["title"] == "电饭煲"
    assert row.values["locarno"] == ["07-02"]
    assert row.values["claims"] is None
    assert row.values["description"] == "1.本外观设计产品的名称：电饭煲。"
    assert row.values["figures"] == ["000001.JPG"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "Q", "document_kind.unknown"),
        ("published", "20190231", "date.impossible"),
        ("published", "20191301", "date.impossible"),
        ("published", "00000101", "date.impossible"),
        ("published", "99991231", "date.impossible"),
        ("published", "00000000", "patent.publication_date_missing"),
        ("filed", "20200101", "patent.filed_after_publication"),
        ("title", "", "patent.title_missing"),
        ("classes", "<base:Text>Z99Z 1/00</base:Text>", "ipc.section"),
    ],
)
def test_what_cannot_be_is_set_aside_and_its_neighbours_kept(
    feeding: Feeding, field: str, value: str, code: str
) -> None:
    good = feeding.put("a.xml", Published().xml())
    bad = feeding.put("b.xml", Published(serial=2).but(**{field: value}).xml())
    last = feeding.put("c.xml", Published(serial=3).xml())
    report = feeding.take(good, bad, last)
    assert reasons(report) == [("b.xml", "record 1", code)]
    assert sorted(feeding.documents()) == ["CN110000001A", "CN110000003A"]
    assert report.set_aside[0].register == "patent-documents"
    assert Published(serial=2).application in report.set_aside[0].received


def test_every_problem_of_a_record_is_reported_at_once(feeding: Feeding) -> None:
    bad = Published(title="", published="20190231", classes="<base:Text>Z</base:Text>")
    report = feeding.take(feeding.put("bad.xml", bad.xml()))
    codes = {problem.code for problem in report.set_aside[0].problems}
    assert codes == {"date.impossible", "patent.title_missing", "ipc.section"}


def _check(digits: str) -> str:
    from zhiheng.core.identifiers.application_number import check_digit

    return check_digit(digits)
