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

    Sub- and superscript digits become their Unicode forms; an image becomes 〔图:file〕.
    """
    if len(element) == 0:
        return " ".join((element.text or "").split())
    parts: list[str] = []
    _gather(element, parts)
    return " ".join("".join(parts).split())


def _gather(element: etree._Element, parts: list[str]) -> None:
    if element.text and isinstance(element.tag, str):
        parts.append(element.text)
    for inner in element:
        name = local_name(inner)
        if name in RAISED and len(inner) == 0:
            parts.append((inner.text or "").translate(RAISED[name]))
        elif name == "MathText":
            # MathML stands as escaped text inside; its symbols are kept, its layout is not.
            parts.append(f"〔式:{html.unescape(TAG.sub('', inner.text or ''))}〕")
        elif name in IMAGES:
            parts.append(f"〔图:{inner.get('file', '')}〕")
        else:
            _gather(inner, parts)
        if inner.tail:
            parts.append(inner.tail)
