"""Word and PDF files of documents, with the fonts that the set-up put beside the pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhiheng.core.documents.model import Document
from zhiheng.core.documents.pdf_text import Fonts

_FONTS = Path(__file__).resolve().parent / "static/vendor/fonts"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


def document_fonts() -> Fonts:
    """Return the font files; without them writing a PDF says how to get them."""
    return Fonts(_FONTS / "NotoSerifSC-Regular.ttf", _FONTS / "NotoSerifSC-Bold.ttf")


def word_file(document: Document, *, at: datetime) -> bytes:
    """Return a document as a Word file that states the time `at`."""
    from zhiheng.core.documents.word import write_word

    return write_word(document, at=at)


def pdf_file(document: Document, *, at: datetime) -> bytes:
    """Return a document as a PDF file that states the time `at`."""
    from zhiheng.core.documents.pdf import write_pdf

    return write_pdf(document, at=at, fonts=document_fonts())
