"""Styles and automatic numbers of Word documents (ECMA-376, parts styles and numbering)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from zhiheng.core.documents.model import chinese_number

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN_FORMATS = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified",
}  # fmt: skip


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute of the Word namespace, empty where there is none."""
    return str(element.get(f"{WORD}{name}", ""))


class Styles:
    """Names, outline levels and numbers of paragraph styles."""

    def __init__(self, root: etree._Element | None) -> None:
        styles = root.iter(f"{WORD}style") if root is not None else iter(())
        self.by_id = {attribute(style, "styleId"): style for style in styles}

    def heading_level(self, paragraph: etree._Element) -> int | None:
        """Return 0 for a title, 1 for the highest heading, None for text."""
        said = self.name_of(paragraph)
        if said in ("title", "标题"):
            return 0
        match = re.fullmatch(r"(?:heading|标题) ?([1-6])", said)
        return int(match[1]) if match else None

    def name_of(self, paragraph: etree._Element) -> str:
        """Return the name of a paragraph's style in lower case; programs keep it, not its id."""
        style = self.by_id.get(style_of(paragraph))
        name = style.find(f"{WORD}name") if style is not None else None
        return attribute(name, "val").lower() if name is not None else ""

    def property_of(self, paragraph: etree._Element, name: str) -> etree._Element | None:
        """Return a property of a paragraph: its own, else of its style or what that follows."""
        found = paragraph.find(f"{WORD}pPr/{WORD}{name}")
        seen: set[str] = set()
        identity = style_of(paragraph)
        while found is None and identity in self.by_id and identity not in seen:
            seen.add(identity)
            style = self.by_id[identity]
            found = style.find(f"{WORD}pPr/{WORD}{name}")
            base = style.find(f"{WORD}basedOn")
            identity = attribute(base, "val") if base is not None else ""
        return found

    def numbers(self, paragraph: etree._Element) -> etree._Element | None:
        """Return the numbering that the paragraph's style brings."""
        style = self.by_id.get(style_of(paragraph))
        return style.find(f"{WORD}pPr/{WORD}numPr") if style is not None else None


@dataclass(frozen=True)
class _Level:
    format: str
    text: str
    start: int


class Numbering:
    """Counts paragraphs as Word does, a counter for each list and level."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self.styles = styles
        self.levels: dict[str, dict[int, _Level]] = {}
        self.abstract: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)

    def number(self, paragraph: etree._Element) -> str:
        """Return the number before a paragraph, empty where it has none; counts it."""
        properties = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        from_style = self.styles.numbers(paragraph)
        list_id = _child(properties, "numId") or _child(from_style, "numId")
        depth = int(_child(properties, "ilvl") or _child(from_style, "ilvl") or 0)
        abstract = self.abstract.get(list_id, "")
        level = self.levels.get(abstract, {}).get(depth)
        if level is None or level.format in ("bullet", "none"):
            return ""
        return self._counted(abstract, depth, level)

    def _counted(self, abstract: str, depth: int, level: _Level) -> str:
        counts = self.counts[abstract]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        levels = self.levels[abstract]

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _written(counts.get(at, 1), levels[at].format if at in levels else "decimal")

        return re.sub(r"%([1-9])", shown, level.text)

    def _read(self, root: etree._Element) -> None:
        for abstract in root.iter(f"{WORD}abstractNum"):
            self.levels[attribute(abstract, "abstractNumId")] = {
                int(attribute(level, "ilvl") or 0): _Level(
                    _child(level, "numFmt"),
                    _child(level, "lvlText"),
                    int(_child(level, "start") or 1),
                )
                for level in abstract.iter(f"{WORD}lvl")
            }
        for number in root.iter(f"{WORD}num"):
            self.abstract[attribute(number, "numId")] = _child(number, "abstractNumId")


def style_of(paragraph: etree._Element) -> str:
    """Return the identifier of a paragraph's style, empty where it has none."""
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return attribute(style, "val") if style is not None else ""


def _child(element: etree._Element | None, name: str) -> str:
    found = element.find(f"{WORD}{name}") if element is not None else None
    return attribute(found, "val") if found is not None else ""


def _written(number: int, form: str) -> str:
    if form in _HAN_FORMATS and 0 < number < 100:
        return chinese_number(number)
    if form == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    return str(number)
