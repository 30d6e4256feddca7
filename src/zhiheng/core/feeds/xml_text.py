"""Text of mixed XML content, with nothing that a reader would miss left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree

TAG = re.compile(r"<[^>]*>")
SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
SUPERSCRIPT = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
RAISED = {"sub": SUBSCRIPT, "Sub": SUBSCRIPT, "sup": SUPERSCRIPT, "Sup": SUPERSCRIPT}
IMAGES = ("Image", "img")
# Holds images only; they are listed with the drawings and are no part of the text.
FIGURES = ("AbstractFigure", "cn-abst-figure")
FORMULAE = ("MathText", "math")
CELLS = ("entry", "td")
ROWS = ("row", "tr")
BEFORE = dict.fromkeys(CELLS, " | ") | {"br": "\n"}
AFTER = dict.fromkeys(ROWS, " | ")
# What stands on a line of its own, whatever it holds.
LINES = {
    *("Paragraphs", "P", "Heading", "InventionTitle", "ClaimText"),
    *("p", "heading", "invention-title", "claim-text"),
}
# Filed bodies break their lines in the middle of Chinese words, where no space belongs.
BROKEN_WORD = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)

_local_names: dict[str, str] = {}


def local_name(element: etree._Element) -> str:
    """Return the element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    name = _local_names.get(tag)
    if name is None:
        name = _local_names[tag] = tag.rpartition("}")[2]
    return name


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that local name."""
    if element is None:
        return None
    for inner in element:
        if local_name(inner) == name:
            return inner
    return None


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Yield the children of that local name."""
    if element is not None:
        for inner in element:
            if local_name(inner) == name:
                yield inner


def below(element: etree._Element | None, *names: str) -> etree._Element | None:
    """Follow a path of local names, the first child at each step."""
    for name in names:
        element = child(element, name)
    return element


def plain(element: etree._Element | None) -> str:
    """Return the element's own text, or ""; official data writes "0" for an empty field."""
    if element is None:
        return ""
    text = (element.text or "").strip() if len(element) == 0 else flowing(element)
    return "" if text == "0" else text


def flowing(element: etree._Element) -> str:
    """Return all text inside, on one line.

    Sub- and superscript digits become their Unicode forms, an image becomes 〔图:file〕, a formula
    〔式:its symbols〕, and the cells of a table stand between bars.
    """
    if len(element) == 0:
        return _one_line(element.text or "")
    parts: list[str] = []
    _gather(element, parts)
    return _one_line("".join(parts))


def text_lines(part: etree._Element) -> str:
    """Return all text inside, one line a paragraph, heading or other innermost part."""
    lines: list[str] = []
    _gather_lines(part, lines)
    return "\n".join(lines)


def _one_line(text: str) -> str:
    if "\n" in text:
        text = BROKEN_WORD.sub("", text)
    return " ".join(text.split())


def _gather_lines(part: etree._Element, lines: list[str]) -> None:
    if local_name(part) in LINES or len(part) == 0 or _has_own_text(part):
        text = flowing(part)
        if text:
            lines.append(text)
        return
    for inner in part:
        name = local_name(inner)
        if name in IMAGES:
            lines.append(_image(inner))
        elif name and name not in FIGURES:
            _gather_lines(inner, lines)


def _has_own_text(part: etree._Element) -> bool:
    if part.text and not part.text.isspace():
        return True
    return any(inner.tail and not inner.tail.isspace() for inner in part)


def _gather(element: etree._Element, parts: list[str]) -> None:
    if element.text and isinstance(element.tag, str):
        parts.append(element.text)
    for inner in element:
        name = local_name(inner)
        if name in RAISED and len(inner) == 0:
            parts.append((inner.text or "").translate(RAISED[name]))
        elif name in FORMULAE:
            parts.append(f"〔式:{_formula(inner)}〕")
        elif name in IMAGES:
            parts.append(_image(inner))
        else:
            parts.append(BEFORE.get(name, ""))
            _gather(inner, parts)
            parts.append(AFTER.get(name, ""))
        if inner.tail:
            parts.append(inner.tail)


def _image(element: etree._Element) -> str:
    return f"〔图:{element.get('file', '')}〕"


def _formula(element: etree._Element) -> str:
    # MathML stands inside as elements or as escaped text; its symbols are kept, not its layout.
    if len(element):
        return "".join(str(text) for text in element.itertext()).strip()
    return html.unescape(TAG.sub("", element.text or "")).strip()
