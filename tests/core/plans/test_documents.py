"""Plain text and PDF: encodings, pages, and files that are no text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from zhiheng.core.errors import InputError
from zhiheng.core.plans.documents import read_document
from zhiheng.core.plans.pdf import running_heads, without_edges
from zhiheng.core.plans.reading import read_plan

DOCUMENTS = Path(__file__).parent / "documents"


def _pdf(*, empty_pages: int = 0, password: str = "", whole: bool = True) -> bytes:
    writer = PdfWriter()
    if whole:
        writer.append(PdfReader(DOCUMENTS / "with-text.pdf"))
    for _ in range(empty_pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def blank_pdf(pages: int) -> bytes:
    """Return a PDF whose pages hold no text, as a scanner makes them."""
    return _pdf(empty_pages=pages, whole=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_common_encoding_gives_the_same_text(encoding: str) -> None:
    text = "某市知识产权规划\n一、发展目标\n到2030年，培育企业20家。\n"
    data = text.replace("\n", "\r\n").encode(encoding)
    assert read_document(data, name="plan.txt").text == text


def test_a_pdf_gives_its_indicators_and_measures_across_pages() -> None:
    document = read_document((DOCUMENTS / "with-text.pdf").read_bytes(), name="plan.pdf")
    plan = read_plan(document.text)
    assert document.problems == ()
    assert plan.title == "石门市知识产权保护和运用“十五五”规划"
    assert [(i.row, i.unit, float(i.target.value or 0)) for i in plan.indicators] == [
        (1, "件", 16), (2, "亿元", 30), (2, "项", 400), (3, "%", 98), (4, "家", 160),
    ]  # fmt: skip
    assert [(m.no, m.lead[0], m.limit.due) for m in plan.measures if m.limit] == [
        ("1", "市市场监管局", "2028-12"),
        ("2", "市市场监管局", "长期推进"),
        ("3", "市市场监管局", "2029-06"),
    ]


def test_pages_without_text_are_named() -> None:
    document = read_document(_pdf(empty_pages=2), name="plan.pdf")
    assert [(p.code, p.values["page"]) for p in document.problems] == [
        ("plan.page_without_text", "3"),
        ("plan.page_without_text", "4"),
    ]


def testrunning_heads_and_page_numbers_are_left_out() -> None:
    pages = [f"某市规划\n第一段文字{n}\n- {n} -\n" for n in range(1, 5)]
    assert running_heads(pages) == {"某市规划"}
    assert without_edges(pages[2], {"某市规划"}) == "第一段文字3\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_pdf(empty_pages=2, whole=False), "plan.scanned"),
        (_pdf(password="secret"), "plan.encrypted"),
        (b"%PDF-1.7 nothing else", "plan.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "plan.old_word"),
        (b"{\\rtf1 text}", "plan.old_word"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "plan.scanned"),
        (b"", "plan.without_text"),
        (b" \n\n", "plan.without_text"),
        (bytes(range(32)) * 40, "plan.file_kind"),
    ],
)
def test_what_holds_no_text_is_told(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_document(data, name="plan")
    assert [problem.code for problem in caught.value.problems] == [code]
