from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Inches
from PIL import Image
from pypdf import PdfReader

from zhiheng.core.documents.model import Table, texts_of
from zhiheng.core.documents.word_reading import read_word
from zhiheng.core.errors import InputError
from zhiheng.core.papers.declared import PaperTemplate
from zhiheng.core.papers.issuing import (
    DAY_MARK,
    NUMBER_MARK,
    Issue,
    issued_pdf,
    issued_word,
    unfilled,
)
from zhiheng.core.papers.word import fill_word, word_template
from zhiheng.office.web.document_files import document_fonts

AT = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
CODE = "000G-40R4-0M30-E209-J"
ISSUE = Issue(
    title="立案通知书", office="南山知识产权局", number="测〔2026〕12号", day="2026年11月26日",
    code=CODE, address=f"https://ip.city.example/verify/?code={CODE}",
)  # fmt: skip
TEMPLATE = PaperTemplate.model_validate(
    {
        "paper": "notice",
        "title": {"zh": "立案通知书", "en": "Notice"},
        "addressee": "{{ applicant.name }}",
        "body": [
            "{{ case.title }}一案，本机关决定立案。",
            "{% if form.reason %}理由：{{ form.reason }}{% endif %}",
            {"heading": "一、材料"},
            {"table": [["案由", "{{ case.title }}"], ["承办人", "{{ handlers }}"]]},
            {"list": ["第一项", "{{ form.second }}", "第三项"]},
        ],
        "attachments": ["证据清单"],
        "signature": "both",
    }
)
VALUES: dict[str, Any] = {
    "office": {"name": "南山知识产权局"},
    "paper": {"title": "立案通知书", "number": NUMBER_MARK},
    "today": DAY_MARK,
    "applicant": {"name": "甲 & <乙> 公司"},
    "case": {"title": "路灯“外观设计”纠纷"},
    "handlers": "张三、李四",
    "form": {"reason": "第一行\n第二行", "second": ""},
}


@pytest.fixture(scope="module")
def draft() -> bytes:
    return fill_word(word_template(TEMPLATE), VALUES, name="立案通知书")


def edited(content: bytes, change: Any) -> bytes:
    """Return a Word file as somebody saved it after a change."""
    word = docx.Document(io.BytesIO(content))
    change(word)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def test_the_same_template_and_values_give_the_same_bytes(draft: bytes) -> None:
    assert fill_word(word_template(TEMPLATE), VALUES, name="立案通知书") == draft


def test_values_stand_in_the_word_file_and_empty_paragraphs_do_not(draft: bytes) -> None:
    texts = texts_of(read_word(draft, name="x"))
    assert texts[:7] == [
        "南山知识产权局",
        "立案通知书",
        NUMBER_MARK,
        "甲 & <乙> 公司：",
        "路灯“外观设计”纠纷一案，本机关决定立案。",
        "理由：第一行",
        "第二行",
    ]
    assert "1. 第一项" in texts
    assert "2. 第三项" in texts
    assert not any("{{" in each or "\ue010" in each or "\ue011" in each for each in texts)


def test_all_missing_values_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        fill_word(word_template(TEMPLATE), {"form": {"reason": ""}, "case": {}}, name="通知")
    names = [each.values["received"] for each in caught.value.problems]
    assert names == [
        "office.name", "paper.title", "paper.number", "applicant.name", "case.title", "handlers",
        "form.second", "today",
    ]  # fmt: skip
    assert {each.code for each in caught.value.problems} == {"paper.missing_value"}


def test_what_somebody_wrote_is_no_template(draft: bytes) -> None:
    given = {**VALUES, "case": {"title": "{{ office.name }}{% if x %}"}}
    content = fill_word(word_template(TEMPLATE), given, name="通知")
    assert "{{ office.name }}{% if x %}一案，本机关决定立案。" in texts_of(
        read_word(content, name="x")
    )


def test_a_template_cannot_reach_python() -> None:
    given = {**VALUES, "case": {"title": "x"}}
    harmful = TEMPLATE.model_copy(update={"body": ["{{ case.__class__.__mro__ }}"]})
    with pytest.raises(InputError) as caught:
        fill_word(word_template(harmful), given, name="通知")
    assert caught.value.problems[0].values["received"] == "case.__class__.__mro__"


def test_number_and_day_are_put_in_at_issue(draft: bytes) -> None:
    texts = texts_of(read_word(issued_word(draft, ISSUE, name="x"), name="x"))
    assert "测〔2026〕12号" in texts
    assert texts[-1] == "2026年11月26日"


def test_marks_that_word_cut_into_runs_are_found(draft: bytes) -> None:
    def cut(word: Any) -> None:
        [run] = word.paragraphs[2].runs
        run.text = "【文"
        word.paragraphs[2].add_run("号")
        word.paragraphs[2].add_run("】（代拟）")

    texts = texts_of(read_word(issued_word(edited(draft, cut), ISSUE, name="x"), name="x"))
    assert "测〔2026〕12号（代拟）" in texts


def test_a_file_that_lost_the_place_of_its_number_is_refused(draft: bytes) -> None:
    def lose(word: Any) -> None:
        word.paragraphs[2].runs[0].text = ""

    with pytest.raises(InputError) as caught:
        issued_word(edited(draft, lose), ISSUE, name="x")
    assert caught.value.problems[0].code == "paper.number_place_lost"


def test_a_paper_without_number_has_no_line_for_it(draft: bytes) -> None:
    unnumbered = Issue("通知", "局", "", "2026年11月26日", CODE, "")
    texts = texts_of(read_word(issued_word(draft, unnumbered, name="x"), name="x"))
    assert NUMBER_MARK not in texts
    assert texts[2] == "甲 & <乙> 公司："


def test_word_and_pdf_say_the_same_and_the_pdf_is_stable(draft: bytes) -> None:
    def add(word: Any) -> None:
        word.paragraphs[4].add_run("本句由承办人补写。")

    word = issued_word(edited(draft, add), ISSUE, name="x")
    pdf = issued_pdf(word, ISSUE, at=AT, fonts=document_fonts(), name="x")
    assert pdf == issued_pdf(word, ISSUE, at=AT, fonts=document_fonts(), name="x")
    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    plain = "".join(shown.split())
    for text in texts_of(read_word(word, name="x")):
        assert "".join(text.split()) in plain, text
    assert CODE in shown
    assert "https://ip.city.example/verify/" in shown


def test_the_pdf_of_another_code_is_another_file(draft: bytes) -> None:
    other = Issue(**{**ISSUE.__dict__, "code": "0000-0000-0000-0000-0"})
    word = issued_word(draft, ISSUE, name="x")
    made = [
        issued_pdf(word, each, at=AT, fonts=document_fonts(), name="x") for each in (ISSUE, other)
    ]
    assert made[0] != made[1]


def test_what_is_not_filled_in_is_found(draft: bytes) -> None:
    def leave(word: Any) -> None:
        word.add_paragraph("请补充 {{ form.more }}")

    assert unfilled(read_word(draft, name="x")) == ""
    assert unfilled(read_word(edited(draft, leave), name="x")) == "请补充 {{ form.more }}"


def test_what_the_pdf_would_not_show_is_told_in_full(draft: bytes) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")

    def draw(word: Any) -> None:
        word.paragraphs[4].add_run().add_picture(io.BytesIO(picture.getvalue()), Inches(0.2))
        hidden = word.add_paragraph("看不见").runs[0]
        hidden.font.hidden = True
        tracked = word.add_paragraph("改动")._p
        run = tracked.find(qn("w:r"))
        wrapper = tracked.makeelement(qn("w:ins"), {})
        tracked.replace(run, wrapper)
        wrapper.append(run)

    with pytest.raises(InputError) as caught:
        read_word(edited(draft, draw), name="x")
    told = [(each.code, each.values["text"]) for each in caught.value.problems]
    assert told == [
        ("paper.holds_picture", "路灯“外观设计”纠纷一案，本机关决定立案。"),
        ("paper.holds_hidden_text", "看不见"),
        ("paper.holds_change", "改动"),
    ]


def test_lists_and_merged_cells_of_word_are_read(draft: bytes) -> None:
    def add(word: Any) -> None:
        table = word.add_table(rows=2, cols=3)
        table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(1, 2).text = "丙"
        word.add_paragraph("条目", style="List Number")

    document = read_word(edited(draft, add), name="x")
    table = [block for block in document.blocks if isinstance(block, Table)][-1]
    assert [(cell.text, cell.span, cell.joined) for row in table.rows for cell in row.cells] == [
        ("甲", 1, False), ("乙", 2, False), ("", 1, True), ("", 1, False), ("丙", 1, False),
    ]  # fmt: skip
    assert any(text.endswith("条目") and text != "条目" for text in texts_of(document))
    pdf = issued_pdf(edited(draft, add), ISSUE, at=AT, fonts=document_fonts(), name="x")
    assert "丙" in PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()


def test_styles_are_known_by_name_as_other_programs_renumber_them(draft: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(draft)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name in ("word/document.xml", "word/styles.xml"):
                for number, style in enumerate((b"BodyText", b"Title", b"DocumentSignature")):
                    for key in (b"w:styleId", b"w:pStyle w:val", b"w:basedOn w:val"):
                        part = part.replace(b'%s="%s"' % (key, style), b'%s="1%d"' % (key, number))
            new.writestr(name, part)
    assert read_word(target.getvalue(), name="x") == read_word(draft, name="x")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7", "文字".encode()])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_word(content, name="x.docx")
    assert caught.value.problems[0].code == "paper.not_word"


def test_seal_and_day_do_not_stand_on_a_page_of_their_own() -> None:
    for lines in range(13, 18):
        long = TEMPLATE.model_copy(
            update={"body": ["一行正文。"] * lines, "attachments": [], "signature": "office"}
        )
        word = issued_word(fill_word(word_template(long), VALUES, name="x"), ISSUE, name="x")
        pdf = issued_pdf(word, ISSUE, at=AT, fonts=document_fonts(), name="x")
        last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
        assert "一行正文。" in last, lines


def test_a_file_that_unpacks_without_end_is_refused(draft: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(draft)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for number in range(5):
            with new.open(
                zipfile.ZipInfo(f"word/media/{number}.bin"), "w", force_zip64=True
            ) as part:
                part.write(b"")
    packed = bytearray(target.getvalue())
    size = (2**31).to_bytes(4, "little")
    for number in range(5):  # the directory promises two gigabytes each
        place = packed.rindex(f"word/media/{number}.bin".encode()) - 46
        packed[place + 24 : place + 28] = size
    with pytest.raises(InputError) as caught:
        read_word(bytes(packed), name="x.docx")
    assert caught.value.problems[0].code == "paper.not_word"
