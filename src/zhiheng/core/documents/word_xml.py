"""Elements of WordprocessingML and DrawingML, by the prefixes that python-docx knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# Characters that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Attributes = Mapping[str, str | int]


def element(tag: str, attributes: Attributes | None = None, *children: Any) -> Any:
    """Return an element such as `w:tbl` with prefixed attributes and children; None is left out."""
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name) if ":" in name else name, str(value))
    for child in children:
        if child is not None:
            made.append(child)
    return made


def value(tag: str, given: str | int) -> Any:
    """Return an element that says one value: `<w:jc w:val="center"/>`."""
    return element(tag, {"w:val": given})


def text(given: str) -> Any:
    """Return a `w:t` that keeps its spaces."""
    made = element("w:t", {"xml:space": "preserve"})
    made.text = writable(given)
    return made


def writable(given: str) -> str:
    """Return a text without the characters that a file of XML cannot hold."""
    return _UNWRITABLE.sub("", given)


def run(given: str, *properties: Any) -> Any:
    """Return a run of text, its line feeds as breaks, with run properties in schema order."""
    parts: list[Any] = []
    for number, line in enumerate(given.split("\n")):
        parts += [element("w:br")] if number else []
        parts += [text(line)] if line else []
    shaped = element("w:rPr", None, *properties) if properties else None
    return element("w:r", None, shaped, *parts)


def paragraph(style: str, *runs: Any, properties: tuple[Any, ...] = ()) -> Any:
    """Return a paragraph in a style, named by its identifier."""
    shape = element("w:pPr", None, value("w:pStyle", style), *properties)
    return element("w:p", None, shape, *runs)


def field(instruction: str, shown: str) -> list[Any]:
    """Return the runs of a field that Word computes; `shown` stands there until it has."""
    code = element("w:instrText", {"xml:space": "preserve"})
    code.text = f" {instruction} "
    marks = [
        element("w:r", None, element("w:fldChar", {"w:fldCharType": kind}))
        for kind in ("begin", "separate", "end")
    ]
    return [marks[0], element("w:r", None, code), marks[1], run(shown), marks[2]]
