"""Texts on the pages of a PDF: set by the line breaks of Chinese, in two embedded fonts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import Flowable

from zhiheng.core.documents.lines import balanced_lines, break_lines
from zhiheng.core.documents.palette import TEXT
from zhiheng.core.errors import StorageError

# What printers set where they have no type for a character.
MISSING_CHARACTER = "〓"
# Letters may be moved apart by at most this share of their size, or the line stays ragged.
MOST_SPREAD = 0.2
_Align = Literal["left", "centre", "right", "justify"]
_registering = Lock()


@dataclass(frozen=True)
class Fonts:
    """The two TrueType files whose used characters are put into a PDF."""

    regular: Path
    bold: Path


@dataclass(frozen=True)
class TextStyle:
    """How a text is set; sizes in points, `indent` moves the first line in by so many letters.

    `outdent` keeps so many letters free at the right end of every line.
    The lines of a `balanced` text are about equally long.
    """

    size: float
    leading: float
    align: _Align = "left"
    indent: float = 0.0
    before: float = 0.0
    after: float = 0.0
    bold: bool = False
    colour: str = TEXT
    balanced: bool = False
    outdent: float = 0.0


@dataclass(frozen=True)
class Typefaces:
    """The registered names of the two fonts and the characters that both can show."""

    regular: str
    bold: str
    known: frozenset[int]

    def printable(self, text: str) -> str:
        """Return a text with 〓 for each character that the fonts have no glyph for."""
        return "".join(
            each if each == "\n" or ord(each) in self.known else MISSING_CHARACTER
            for each in text.replace("\t", " ").replace("\r", "")
        )


def typefaces(fonts: Fonts) -> Typefaces:
    """Return the fonts ready to be used; StorageError where a file is absent or no TrueType."""
    with _registering:
        return _typefaces(fonts.regular, fonts.bold)


@cache
def _typefaces(regular: Path, bold: Path) -> Typefaces:
    faces = [_registered(path) for path in (regular, bold)]
    known = frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in faces))
    return Typefaces(faces[0].fontName, faces[1].fontName, known)


def _registered(path: Path) -> Any:
    """Register a font file under a name made of its path; reportlab keeps one table a process."""
    try:
        font = TTFont(f"{path.stem}@{path.parent}", str(path))
    except (OSError, TTFError) as error:
        raise StorageError.of("document.font_missing", file=path) from error
    pdfmetrics.registerFont(font)
    return font


class TextFlow(Flowable):
    """One text that fills the width it is given, over as many pages as it needs."""

    def __init__(
        self,
        text: str,
        style: TextStyle,
        faces: Typefaces,
        *,
        lead: str = "",
        spans: Sequence[tuple[int, int]] | None = None,
    ) -> None:
        super().__init__()
        self.style, self.faces = style, faces
        shown = faces.printable(lead)
        self.text, self.lead = shown + faces.printable(text), len(shown)
        self.spaceBefore, self.spaceAfter = style.before, style.after
        self._spans = list(spans) if spans is not None else None
        self._continued = spans is not None
        self._widths = self._measured()

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break the text into lines of the width; return the room they take."""
        self.width = width = width - self.style.outdent * self.style.size
        if not self._continued:
            indent = self.style.indent * self.style.size
            setting = balanced_lines if self.style.balanced else break_lines
            self._spans = setting(self.text, self._widths, first=width - indent, rest=width)
        self.height = len(self._spans or ()) * self.style.leading
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the lines that fit and those that do not; neither leaves one line alone."""
        self.wrap(width, height)
        spans = self._spans or []
        fitting = int((height + 0.01) // self.style.leading)
        if fitting >= len(spans):
            return [self]
        if len(spans) - fitting == 1:
            fitting -= 1
        if fitting < min(2, len(spans)):
            return []
        return [self._part(spans[:fitting], last=False), self._part(spans[fitting:], last=True)]

    def draw(self) -> None:
        """Draw the lines; the last one is not justified."""
        spans = self._spans or []
        for number, span in enumerate(spans):
            baseline = self.height - number * self.style.leading - self._ascent()
            first = number == 0 and not getattr(self, "_headless", False)
            final = number == len(spans) - 1 and not getattr(self, "_tailless", False)
            self._draw_line(span, baseline, first=first, final=final)

    def _part(self, spans: list[tuple[int, int]], *, last: bool) -> TextFlow:
        part = TextFlow("", self.style, self.faces, spans=spans)
        part.text, part.lead, part._widths = self.text, self.lead, self._widths
        part._headless = last or getattr(self, "_headless", False)
        part._tailless = not last or getattr(self, "_tailless", False)
        part.spaceBefore = 0 if last else self.spaceBefore
        part.spaceAfter = self.spaceAfter if last else 0
        return part

    def _draw_line(
        self, span: tuple[int, int], baseline: float, *, first: bool, final: bool
    ) -> None:
        start, end = span
        used = sum(self._widths[start:end])
        indent = self.style.indent * self.style.size if first else 0.0
        left = self.width - indent - used
        shift = {"centre": left / 2, "right": left}.get(self.style.align, 0.0)
        line = self.canv.beginText(indent + max(0.0, shift), baseline)
        line.setFillColor(HexColor(f"#{self.style.colour}"))
        line.setCharSpace(self._spread(end - start, left, final=final))
        for bold, text in self._runs(start, end):
            line.setFont(self._face(bold), self.style.size)
            line.textOut(text)
        self.canv.drawText(line)

    def _spread(self, letters: int, left: float, *, final: bool) -> float:
        if self.style.align != "justify" or final or letters < 2 or left <= 0:
            return 0.0
        space = left / (letters - 1)
        return space if space <= MOST_SPREAD * self.style.size else 0.0

    def _runs(self, start: int, end: int) -> list[tuple[bool, str]]:
        edge = min(max(self.lead, start), end)
        runs = [(True, self.text[start:edge]), (self.style.bold, self.text[edge:end])]
        return [(bold, text) for bold, text in runs if text]

    def _measured(self) -> list[float]:
        return [
            0.0 if each == "\n" else _width(each, self._face(place < self.lead), self.style.size)
            for place, each in enumerate(self.text)
        ]

    def _face(self, lead: bool) -> str:
        return self.faces.bold if lead or self.style.bold else self.faces.regular

    def _ascent(self) -> float:
        # Ideographs stand on a line about an eighth of their height above their foot.
        return (self.style.leading - self.style.size) / 2 + self.style.size * 0.88


@cache
def _width(character: str, face: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(character, face, size))
