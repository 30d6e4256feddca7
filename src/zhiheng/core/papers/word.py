"""The Word file of a template, and filling one, the house's or an office's own.

The same template and values give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError
from lxml import etree

from zhiheng.core.documents.packages import without_times
from zhiheng.core.documents.word import write_word
from zhiheng.core.documents.word_xml import writable
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.papers.declared import PaperTemplate
from zhiheng.core.papers.layout import ITEM, layout
from zhiheng.core.papers.names import Given, Values, environment, recording

# A file states some time; a template is no work of any day.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
# Put before a paragraph with Jinja: if nothing else is left of it, the paragraph goes.
_FILLED = "\ue010"
_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, EOFError, etree.XMLSyntaxError)


def word_template(template: PaperTemplate) -> bytes:
    """Return the Word file of a template in the style of the house, with its Jinja."""
    return write_word(layout(template), at=_NO_TIME)


def texts_of_word(content: bytes, name: str) -> list[str]:
    """Return the paragraphs of a Word template that hold Jinja; raise where one is broken."""
    texts = [text_of(each) for each in _paragraphs(_opened(content, name).element.body)]
    texts = [text for text in texts if "{{" in text or "{%" in text]
    problems = []
    for text in [_plain(each) for each in texts]:
        try:
            environment().parse(text)
        except TemplateSyntaxError as error:
            values = {"received": text[:120], "reason": error.message or "-"}
            problems.append(Problem("paper.template_syntax", values, name))
    if problems:
        raise InputError(*problems)
    return [_plain(each) for each in texts]


def fill_word(content: bytes, given: Given, *, name: str) -> bytes:
    """Return the Word file with the values put in.

    `InputError` names every value that is printed and missing, all at once.
    """
    missing: list[str] = []
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    for each in list(_paragraphs(template.docx.element.body)):
        _mark(each)
    values = Values(_writable(given), missing)
    try:
        template.render({key: values[key] for key in given}, recording(missing))
    except (TemplateError, etree.XMLSyntaxError) as error:
        raise InputError.of("paper.template_syntax", received=name, reason=error) from error
    if missing:
        names = dict.fromkeys(missing)
        raise InputError(
            *(Problem("paper.missing_value", {"received": each, "paper": name}) for each in names)
        )
    _tidy(template.docx.element.body)
    target = io.BytesIO()
    template.docx.save(target)
    return without_times(target.getvalue())


def _opened(content: bytes, name: str) -> Any:
    try:
        return docx.Document(io.BytesIO(content))
    except _BROKEN as error:
        raise InputError.of("paper.not_word", file=name) from error


def _paragraphs(body: Any) -> Iterator[Any]:
    yield from body.iter(qn("w:p"))


def text_of(paragraph: Any) -> str:
    """Return the text of a paragraph, however Word cut it into runs."""
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


def _plain(text: str) -> str:
    """Return a text of a Word template as Jinja reads it once docxtpl has prepared it."""
    for tag in ("p", "tr", "tc", "r"):
        text = text.replace(f"{{%{tag} ", "{% ").replace(f"{{{{{tag} ", "{{ ")
    return text.replace("“", '"').replace("”", '"').replace("‘", "'").replace("’", "'")


def _mark(paragraph: Any) -> None:
    text = text_of(paragraph)
    first = paragraph.find(f".//{qn('w:t')}")
    if first is not None and ("{{" in text or "{%" in text):
        first.text = _FILLED + (first.text or "")


def _writable(given: Given) -> Given:
    """Return the values without what XML cannot hold; a new line begins a new paragraph."""
    return {
        name: writable(value).replace("\r\n", "\n").replace("\n", "\a")
        if isinstance(value, str)
        else _writable(value)
        for name, value in given.items()
    }


def _tidy(body: Any) -> None:
    """Leave out the paragraphs of which nothing came, and number the items of lists."""
    numbers = count(1)
    for paragraph in list(_paragraphs(body)):
        text = text_of(paragraph)
        bare = text.replace(_FILLED, "").replace(ITEM, "")
        if text != bare and not bare.strip() and paragraph.getparent() is body:
            body.remove(paragraph)
            continue
        numbers = numbers if ITEM in text else count(1)
        _unmark(paragraph, f"{next(numbers)}. " if ITEM in text else "")


def _unmark(paragraph: Any, number: str) -> None:
    for each in paragraph.iter(qn("w:t")):
        if each.text:
            each.text = each.text.replace(_FILLED, "").replace(ITEM, number)
