"""The styles of a Word document: typefaces, sizes and pages as official documents have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhiheng.core.documents.palette import OFFICIAL, QUIET, TEXT
from zhiheng.core.documents.word_xml import element

LATIN = "Times New Roman"
SONG, HEI, KAI, FANGSONG, TITLE_FACE = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"
# GB/T 9704-2012, 5.2: A4, 37 mm above, 28 mm left, text 156 mm by 225 mm.
PAGE = {
    "page_width": Mm(210),
    "page_height": Mm(297),
    "top_margin": Mm(37),
    "bottom_margin": Mm(35),
    "left_margin": Mm(28),
    "right_margin": Mm(26),
    "header_distance": Mm(24),
    "footer_distance": Mm(20),
}


@dataclass(frozen=True)
class _Shape:
    """How a paragraph style looks; sizes in points, `indent` and `outdent` in letters.

    What is `ruled` has a line below it in its own colour.
    """

    face: str
    size: float
    leading: float
    align: str = "both"
    indent: int = 0
    bold: bool = False
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    colour: str = TEXT
    outdent: int = 0
    ruled: bool = False


# 22 pt is 二号, 16 pt 三号, 14 pt 四号, 10.5 pt 五号, 9 pt 小五.
_SHAPES = {
    "Normal": _Shape(FANGSONG, 16, 28),
    "Title": _Shape(TITLE_FACE, 22, 34, "center", after=6),
    "Subtitle": _Shape(KAI, 16, 28, "center", after=14),
    "Heading 1": _Shape(HEI, 16, 28, "left", indent=2, before=8, after=2, keep=True),
    "Heading 2": _Shape(KAI, 16, 28, "left", indent=2, before=4, keep=True),
    "Heading 3": _Shape(FANGSONG, 16, 28, "left", indent=2, bold=True, before=2, keep=True),
    "Body Text": _Shape(FANGSONG, 16, 28, indent=2),
    "Caption": _Shape(HEI, 10.5, 16, "center", before=6, after=4),
    "Header": _Shape(SONG, 9, 12, "center", colour=QUIET),
    "Footer": _Shape(SONG, 14, 18, "center"),
}
_OWN_SHAPES = {
    "Document Note": _Shape(SONG, 9, 13.5, before=2, after=6, colour=QUIET),
    "Document Centre": _Shape(FANGSONG, 16, 28, "center"),
    "Document Right": _Shape(FANGSONG, 16, 28, "right"),
    "Document Left": _Shape(FANGSONG, 16, 28, "left"),
    "Document Signature": _Shape(FANGSONG, 16, 28, "right", outdent=3, keep=True),
    "Document Letterhead": _Shape(
        TITLE_FACE, 28, 40, "center", after=16, colour=OFFICIAL, ruled=True
    ),
    "Table Form": _Shape(FANGSONG, 12, 20, "left"),
    "Table Cell": _Shape(SONG, 9, 12.5, "left"),
    "Table Head": _Shape(HEI, 9, 12.5, "center"),
    "Document Chart": _Shape(SONG, 9, 0, "center", before=6, keep=True),
}
STYLE_IDS = {
    "body": "BodyText",
    "item": "BodyText",
    "note": "DocumentNote",
    "centre": "DocumentCentre",
    "right": "DocumentRight",
    "left": "DocumentLeft",
    "signature": "DocumentSignature",
    "title": "Title",
    "letterhead": "DocumentLetterhead",
}


def set_styles(document: Any, language: str) -> None:
    """Give a document of python-docx's template these styles and this page."""
    _set_defaults(document, language)
    for name in _OWN_SHAPES:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
    for name, shape in {**_SHAPES, **_OWN_SHAPES}.items():
        _set_style(document.styles[name], shape)
    section = document.sections[0]
    for name, given in PAGE.items():
        setattr(section, name, given)


def _set_defaults(document: Any, language: str) -> None:
    """Say the language of Chinese text; the template only knows English."""
    properties = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")[0]
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    names = {"w:val": "en-US", "w:eastAsia": language, "w:bidi": "ar-SA"}
    properties.append(element("w:lang", names))
    settings = document.settings.element
    for old in settings.findall(qn("w:themeFontLang")):
        old.set(qn("w:eastAsia"), language)


def _set_style(style: Any, shape: _Shape) -> None:
    properties = style.element.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    font = style.font
    font.name, font.size, font.bold = LATIN, Pt(shape.size), shape.bold
    font.color.rgb = RGBColor.from_string(shape.colour)
    properties.rFonts.set(qn("w:eastAsia"), shape.face)
    properties.rFonts.set(qn("w:cs"), LATIN)
    _set_paragraph(style.element, shape)


def _set_paragraph(style: Any, shape: _Shape) -> None:
    """Replace the style's paragraph properties, keeping its place among the headings."""
    old = style.find(qn("w:pPr"))
    level = None if old is None else old.find(qn("w:outlineLvl"))
    if old is not None:
        style.remove(old)
    spacing: dict[str, str | int] = {
        "w:before": round(shape.before * 20),
        "w:after": round(shape.after * 20),
        # A picture is cut off by an exact height of its line.
        "w:line": round(shape.leading * 20) or 240,
        "w:lineRule": "exact" if shape.leading else "auto",
    }
    indents = {"w:firstLineChars": shape.indent * 100}
    indents["w:firstLine"] = round(shape.indent * shape.size * 20)
    if shape.outdent:
        indents |= {"w:rightChars": shape.outdent * 100}
        indents |= {"w:right": round(shape.outdent * shape.size * 20)}
    rule: dict[str, str | int] = {
        "w:val": "single",
        "w:sz": 12,
        "w:space": 6,
        "w:color": shape.colour,
    }
    made = style.get_or_add_pPr()
    for each in (
        element("w:keepNext") if shape.keep else None,
        element("w:widowControl"),
        element("w:pBdr", None, element("w:bottom", rule)) if shape.ruled else None,
        element("w:spacing", spacing),
        element("w:ind", indents),
        element("w:jc", {"w:val": shape.align}),
        level,
    ):
        if each is not None:
            made.append(each)
