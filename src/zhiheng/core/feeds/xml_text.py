"""Text of mixed XML content, with nothing that a reader would miss left out."""

from __future__ import annotations

import html
import re

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


class _LocalNames(dict[object, str]):
    """Names without their namespace by tag; "" for the tags of comments and the like."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


# Asked for every element of every record: looking a tag up costs a third of calling a function.
LOCAL = _LocalNames()


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of that local name."""
    if element is None:
        return None
    for inner in element:
        if LOCAL[inner.tag] == name:
            return inner
    return None


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """Return the children of that local name."""
    if element is None:
        return []
    return [inner for inner in element if LOCAL[inner.tag] == name]


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
    if len(part) == 0 or _has_own_text(part):
        _add_lines(part, lines)
    else:
        _gather_lines(part, lines)
    return "\n".join(line for line in lines if line)


def _one_line(text: str) -> str:
    if "\n" in text:
        text = BROKEN_WORD.sub("", text)
    return " ".join(text.split())


def _gather_lines(part: etree._Element, lines: list[str]) -> None:
    for inner in part:
        name = LOCAL[inner.tag]
        if name in IMAGES:
            lines.append(_image(inner))
        elif name in LINES or (name and (len(inner) == 0 or _has_own_text(inner))):
            _add_lines(inner, lines)
        elif name and name not in FIGURES:
            _gather_lines(inner, lines)


def _add_lines(part: etree._Element, lines: list[str]) -> None:
    """Add the text of a paragraph; what stands on a line of its own inside it gets one."""
    if len(part) == 0:
        lines.append(_one_line(part.text or ""))
        return
    parts = [part.text or ""]
    for inner in part:
        if LOCAL[inner.tag] in LINES:
            lines.append(_one_line("".join(parts)))
            _add_lines(inner, lines)
            parts = []
        else:
            _gather_inner(inner, parts)
        parts.append(inner.tail or "")
    lines.append(_one_line("".join(parts)))


def _has_own_text(part: etree._Element) -> bool:
    if part.text and not part.text.isspace():
        return True
    return any(inner.tail and not inner.tail.isspace() for inner in part)


def _gather(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for inner in element:
        _gather_inner(inner, parts)
        parts.append(inner.tail or "")


def _gather_inner(inner: etree._Element, parts: list[str]) -> None:
    name = LOCAL[inner.tag]
    if name in RAISED and len(inner) == 0:
        parts.append((inner.text or "").translate(RAISED[name]))
    elif name in FORMULAE:
        parts.append(f"〔式:{_formula(inner)}〕")
    elif name in IMAGES:
        parts.append(_image(inner))
    elif name:
        parts.append(BEFORE.get(name, ""))
        _gather(inner, parts)
        parts.append(AFTER.get(name, ""))


def _image(element: etree._Element) -> str:
    return f"〔图:{element.get('file', '')}〕"


def _formula(element: etree._Element) -> str:
    # MathML stands inside as elements or as escaped text; its symbols are kept, not its layout.
    if len(element):
        return "".join(str(text) for text in element.itertext()).strip()
    return html.unescape(TAG.sub("", element.text or "")).strip()
