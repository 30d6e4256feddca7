"""The text of a document: plain text and Markdown, Word (.docx), PDF with text.

What a file is is told by its bytes, not by its name. Spans of proposals count the characters of
the text returned here.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import PurePath

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.text_encoding import encoding_of
from zhiheng.core.plans.pdf import pdf_text
from zhiheng.core.plans.word import word_text

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Pictures of pages are what a scanned plan arrives as.
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
CONTROL_SHARE = 0.02  # more control characters than this, and it is no text


@dataclass(frozen=True)
class Document:
    """The extracted text, and what a person should know about how it was extracted."""

    text: str
    problems: tuple[Problem, ...] = ()


def read_document(data: bytes, *, name: str) -> Document:
    """Return the text of a document; `name` is only said in what is told to people.

    Raises `InputError` for what holds no readable text: an old Word file, a picture, a scanned
    or encrypted PDF, a broken file, an empty one.
    """
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        text, problems = pdf_text(data, name=name)
    elif data.startswith(b"PK\x03\x04"):
        text, problems = word_text(data, name=name), ()
    elif data.startswith((OLD_OFFICE, b"{\\rtf")):
        raise InputError.of("plan.old_word", file=name)
    elif data.startswith(PICTURES):
        raise InputError.of("plan.scanned", file=name, pages="1")
    else:
        text, problems = _plain(data, name), ()
    if not text.strip():
        raise InputError.of("plan.without_text", file=name)
    return Document(text, problems)


def _plain(data: bytes, name: str) -> str:
    try:
        text = data.decode(encoding_of(io.BytesIO(data)))
    except UnicodeDecodeError as error:
        raise InputError.of(
            "plan.encoding", file=PurePath(name).name, position=error.start
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    strange = sum(char < " " and char not in "\n\t\f" for char in text)
    if strange > CONTROL_SHARE * max(len(text), 1):
        raise InputError.of("plan.file_kind", file=name)
    return text
