"""Issuing a paper: number and day go into the Word file, and the PDF is made of that file.

So Word and PDF say the same, whatever an officer changed in the text. Same file, number, code and
time: same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from zhiheng.core.documents.model import Document, Proof, texts_of
from zhiheng.core.documents.packages import without_times
from zhiheng.core.documents.pdf import write_pdf
from zhiheng.core.documents.pdf_text import Fonts
from zhiheng.core.documents.word_reading import read_word
from zhiheng.core.errors import InputError
from zhiheng.core.papers.word import text_of

# What stands in a draft for what is known only once it is issued.
NUMBER_MARK = "【文号】"
DAY_MARK = "【签发日期】"


@dataclass(frozen=True)
class Issue:
    """What a paper gets when it is issued; `address` is where its code is looked up.

    Without a number the paper has none; without an address the square holds the code alone. `day`
    is the day in Chinese words.
    """

    title: str
    office: str
    number: str
    day: str
    code: str
    address: str


def unfilled(document: Document) -> str:
    """Return the first text that still holds marks of a template, empty where none does."""
    return next((each[:60] for each in texts_of(document) if "{{" in each or "{%" in each), "")


def has_number_place(document: Document) -> bool:
    """Tell whether the mark is there that the number takes the place of."""
    return any(NUMBER_MARK in each for each in texts_of(document))


def issued_word(content: bytes, issue: Issue, *, name: str) -> bytes:
    """Return the Word file with number and day in; `InputError` where it lost the number's place.

    What only the issued file must not hold is told here too: a file that cannot become the PDF.
    """
    read_word(content, name=name)
    word = docx.Document(io.BytesIO(content))
    found: set[str] = set()
    marks = {NUMBER_MARK: issue.number, DAY_MARK: issue.day}
    for paragraph in list(word.element.body.iter(qn("w:p"))):
        found |= _put_in(paragraph, marks)
    if issue.number and NUMBER_MARK not in found:
        raise InputError.of("paper.number_place_lost", file=name, expected=NUMBER_MARK)
    target = io.BytesIO()
    word.save(target)
    return without_times(target.getvalue())


def issued_pdf(word: bytes, issue: Issue, *, at: datetime, fonts: Fonts, name: str) -> bytes:
    """Return the PDF of an issued Word file, its code at the foot of each page."""
    document = read_word(word, name=name)
    return write_pdf(_with_proof(document, issue), at=at, fonts=fonts)


def _with_proof(document: Document, issue: Issue) -> Document:
    lines = (
        f"验证码　{issue.code}",
        f"{issue.title}{f'　{issue.number}' if issue.number else ''}",
        *_where(issue.address.partition("?")[0]),
    )
    return replace(
        document,
        title=document.title or issue.title,
        creator=issue.office,
        subject=issue.number,
        proof=Proof(lines, issue.address or issue.code),
    )


def _where(page: str) -> tuple[str, ...]:
    if not page:
        return ("在签发机关的知识产权平台输入验证码，可以核对本文书的真伪。",)
    return ("扫描二维码，或者在下列网址输入验证码，可以核对本文书的真伪：", page)


def _put_in(paragraph: Any, marks: Mapping[str, str]) -> set[str]:
    """Replace the marks of a paragraph, however Word cut them into runs; return those found.

    A paragraph that holds nothing but the mark of a number that the paper does not have is left
    out.
    """
    found = set()
    for mark, text in marks.items():
        while mark in (whole := text_of(paragraph)):
            found.add(mark)
            if not text and whole.strip() == mark and _is_removable(paragraph):
                paragraph.getparent().remove(paragraph)
                return found
            _replace_once(paragraph, whole.index(mark), len(mark), text)
    return found


def _replace_once(paragraph: Any, start: int, length: int, text: str) -> None:
    """Put a text in the place of some characters; it takes the typeface of the first of them."""
    place = 0
    for piece in paragraph.iter(qn("w:t")):
        held = piece.text or ""
        low, high = max(start - place, 0), min(start + length - place, len(held))
        if low < high:
            piece.text = held[:low] + (text if place + low == start else "") + held[high:]
            piece.set(qn("xml:space"), "preserve")
        place += len(held)


def _is_removable(paragraph: Any) -> bool:
    """Tell whether a paragraph stands in the text itself: a cell has to keep its last one."""
    return paragraph.getparent().tag == qn("w:body")
