from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.core.documents.report_for_tests import LATER, NEW_YEAR, fonts, report
from zhiheng.core.documents.model import Column, Document, Paragraph, Table, row, texts_of
from zhiheng.core.documents.pdf import write_pdf
from zhiheng.core.documents.pdf_text import Fonts
from zhiheng.core.errors import StorageError


def reader(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(write_pdf(document, at=NEW_YEAR, fonts=fonts())))


def text(pdf: PdfReader) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))


def test_the_same_document_and_time_give_the_same_bytes():
    one, other = (write_pdf(report(), at=NEW_YEAR, fonts=fonts()) for _ in range(2))
    assert one == other


def test_another_time_changes_the_stated_time_only():
    files = [write_pdf(report(), at=at, fonts=fonts()) for at in (NEW_YEAR, LATER)]
    assert files[0] != files[1]
    stated = rb"D:\d{14}\+08'00'"
    assert re.search(stated, files[0]).group() == b"D:20260115093000+08'00'"
    plain = [
        re.sub(rb"/ID\s*\[.*?\]", b"", re.sub(stated, b"", file), flags=re.S) for file in files
    ]
    assert plain[0] == plain[1]


def test_every_text_can_be_taken_out_again():
    found = text(reader(report()))
    absent = [each for each in texts_of(report()) if re.sub(r"\s", "", each) not in found]
    assert absent == []


def test_the_fonts_are_inside_and_the_headings_in_the_outline():
    pdf = reader(report())
    fonts_used = pdf.pages[0]["/Resources"]["/Font"].values()
    embedded = [
        "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()
        for font in fonts_used
        if "/FontDescriptor" in font.get_object()
    ]
    assert embedded
    assert all(embedded)
    outline = pdf.outline
    assert [outline[0].title, outline[1][0].title, outline[2].title] == [
        "一、总体情况",
        "（一）指标",
        "二、下一步安排",
    ]
    assert pdf.trailer["/Root"]["/Lang"] == "zh-CN"
    assert pdf.metadata is not None
    assert pdf.metadata.author == "示范市知识产权局"


def test_a_long_table_repeats_its_head_and_pages_have_numbers():
    pdf = reader(report(rows=90))
    pages = [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]
    assert sum("指标单位最新值状态" in page for page in pages) >= 3
    assert all(f"—{number}—" in page for number, page in enumerate(pages, 1))


def test_a_row_higher_than_a_page_is_continued():
    words = "很长的名称" * 400
    table = Table("表", (Column("甲", 1), Column("乙", 9)), (row(words, "一"),))
    found = reader(Document("题", "局", (table,)))
    assert len(found.pages) > 3
    assert text(found).count("很长") >= 390


def test_a_letter_without_a_glyph_is_shown_as_missing():
    assert "甲〓乙" in text(reader(Document("题", "局", (Paragraph("甲\U0001f600乙"),))))


def test_it_does_not_matter_where_the_fonts_lie(tmp_path: Path):
    moved = Fonts(tmp_path / "regular.ttf", tmp_path / "bold.ttf")
    shutil.copyfile(fonts().regular, moved.regular)
    shutil.copyfile(fonts().bold, moved.bold)
    here = write_pdf(report(), at=NEW_YEAR, fonts=fonts())
    assert write_pdf(report(), at=NEW_YEAR, fonts=moved) == here


def test_without_the_font_the_error_says_what_to_do(tmp_path: Path):
    absent = Fonts(tmp_path / "a.ttf", tmp_path / "b.ttf")
    with pytest.raises(StorageError) as caught:
        write_pdf(report(), at=NEW_YEAR, fonts=absent)
    assert caught.value.problems[0].code == "document.font_missing"
    broken = tmp_path / "c.ttf"
    broken.write_bytes(b"no font")
    with pytest.raises(StorageError):
        write_pdf(report(), at=NEW_YEAR, fonts=Fonts(broken, broken))
