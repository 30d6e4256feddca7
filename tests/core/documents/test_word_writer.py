from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

import docx
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from tests.core.documents.report_for_tests import LATER, NEW_YEAR, report
from zhiheng.core.documents.model import Chart, ChartSeries, Document, Paragraph
from zhiheng.core.documents.word import write_word


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_same_document_and_time_give_the_same_bytes():
    assert write_word(report(), at=NEW_YEAR) == write_word(report(), at=NEW_YEAR)


def test_another_time_changes_the_properties_only():
    one, other = (parts(write_word(report(), at=at)) for at in (NEW_YEAR, LATER))
    assert [name for name in one if one[name] != other[name]] == ["docProps/core.xml"]
    assert b"2026-01-15T01:30:00Z" in one["docProps/core.xml"]


def test_headings_are_headings_and_the_table_head_is_repeated():
    word = docx.Document(io.BytesIO(write_word(report(), at=NEW_YEAR)))
    headings = {p.text: p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")}
    assert headings == {
        "一、总体情况": "Heading 1",
        "（一）指标": "Heading 2",
        "二、下一步安排": "Heading 1",
    }
    table = word.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["指标", "单位", "最新值", "状态"]
    assert [cell.text for cell in table.rows[2].cells] == ["指标1", "件", "1.5", "正常"]
    repeated = [
        row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows
    ]
    assert repeated == [True, *[False] * 4]


def test_pages_typefaces_and_language_are_those_of_official_documents():
    word = docx.Document(io.BytesIO(write_word(report(), at=NEW_YEAR)))
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.top_margin.mm)) == (210, 37)
    assert section.header.paragraphs[0].text == "示范市知识产权规划"
    assert "PAGE" in etree.tostring(section.footer._element, encoding="unicode")
    faces = {
        name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Body Text", "Table Cell")
    }
    assert list(faces.values()) == ["方正小标宋简体", "黑体", "楷体", "仿宋", "宋体"]
    language = word.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:eastAsia")) == word.core_properties.language == "zh-CN"


def test_charts_are_words_own_with_numbers_to_edit_and_a_text_to_read():
    found = parts(write_word(report(), at=NEW_YEAR))
    charts = [name for name in found if PurePosixPath(name).match("word/charts/chart*.xml")]
    assert sorted(charts) == ["word/charts/chart1.xml", "word/charts/chart2.xml"]
    assert "折线图：2023年10.5件，2025年12.3件。" in found["word/document.xml"].decode()
    book = load_workbook(io.BytesIO(found["word/embeddings/Microsoft_Excel_Sheet1.xlsx"]))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[1:] == [["2023", 10.5, 10.5], ["2024", None, 12], ["2025", 12.3, 13.5]]


def test_names_that_look_like_formulas_stay_texts():
    chart = Chart("bar", "图", "", "", ("=1+1",), (ChartSeries("=cmd()", (1.0,)),))
    found = parts(write_word(Document("题", "局", (chart,)), at=NEW_YEAR))
    book = load_workbook(io.BytesIO(found["word/embeddings/Microsoft_Excel_Sheet1.xlsx"]))
    cells = [(cell.value, cell.data_type) for row in book.worksheets[0].iter_rows() for cell in row]
    assert cells == [("类别", "s"), ("=cmd()", "s"), ("=1+1", "s"), (1, "n")]


def test_every_relation_leads_to_a_part_and_every_part_has_a_type():
    found = parts(write_word(report(), at=NEW_YEAR))
    types = found["[Content_Types].xml"].decode()
    for name in found:
        suffix = name.rpartition(".")[2]
        assert name == "[Content_Types].xml" or f'"/{name}"' in types or f'"{suffix}"' in types
    assert "docProps/thumbnail.jpeg" not in found


def test_letters_that_a_file_cannot_hold_are_left_out():
    document = Document("题\x00目", "局", (Paragraph("甲\x0b乙\ufffe丙\n丁"),))
    word = docx.Document(io.BytesIO(write_word(document, at=NEW_YEAR)))
    assert [p.text for p in word.paragraphs] == ["题目", "甲乙丙\n丁"]
