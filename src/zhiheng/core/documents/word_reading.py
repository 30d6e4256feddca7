"""Reading a Word file back into a document, so that it can be written as PDF.

Whatever the PDF would not show (pictures, footnotes, comments, changes that nobody accepted or
refused) is told in full, each with the paragraph it stands in, rather than lost.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from zhiheng.core.documents.model import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    Row,
    Table,
)
from zhiheng.core.documents.word_numbers import WORD, Numbering, Styles, attribute
from zhiheng.core.errors import InputError, Problem

# Unpacked, far more than any paper has: a small file can be made to unpack without end.
LARGEST_PART, LARGEST_PACKAGE = 64 * 1024 * 1024, 256 * 1024 * 1024
# What a PDF made of the text would not show, and the code under which people are told.
_UNSHOWN = {
    "drawing": "paper.holds_picture", "pict": "paper.holds_picture",
    "object": "paper.holds_object", "altChunk": "paper.holds_object",
    "txbxContent": "paper.holds_text_box", "oMath": "paper.holds_formula",
    "sym": "paper.holds_symbol", "vanish": "paper.holds_hidden_text",
    "footnoteReference": "paper.holds_note", "endnoteReference": "paper.holds_note",
    "commentReference": "paper.holds_comment",
    "ins": "paper.holds_change", "del": "paper.holds_change",
    "moveFrom": "paper.holds_change", "moveTo": "paper.holds_change",
}  # fmt: skip
# By name: other programs give the styles identifiers of their own.
_STYLES: dict[str, ParagraphStyle] = {
    "body text": "body", "document note": "note", "document centre": "centre",
    "document right": "right", "document left": "left", "document signature": "signature",
    "title": "title", "标题": "title", "document letterhead": "letterhead",
}  # fmt: skip
_BROKEN = (zipfile.BadZipFile, etree.XMLSyntaxError, EOFError, RuntimeError, NotImplementedError)


def read_word(content: bytes, *, name: str) -> Document:
    """Return the document that a .docx file holds.

    `InputError` where the bytes are no Word file or hold what a PDF of the text would not show.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST_PACKAGE:
                raise ValueError("unpacks to too much")
            reader = _Reader(_Parts(archive, name))
    except (*_BROKEN, ValueError) as error:
        raise InputError.of("paper.not_word", file=name) from error
    blocks = list(reader.blocks())
    if reader.problems:
        raise InputError(*reader.problems)
    return _document(blocks)


@dataclass
class _Parts:
    """The parts of the package that are read."""

    archive: zipfile.ZipFile
    name: str

    def part(self, path: str) -> etree._Element | None:
        """Return a part of the package, None where there is none."""
        if path not in self.archive.namelist():
            return None
        if self.archive.getinfo(path).file_size > LARGEST_PART:
            raise ValueError(f"{path} is too large")
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.archive.read(path), parser)


@dataclass
class _Seen:
    """What was found in one paragraph."""

    text: str = ""
    lead: str = ""
    breaks: bool = False
    unshown: dict[str, None] = field(default_factory=dict)


class _Reader:
    """Walks the body once; counts automatic numbers and notes problems on the way."""

    def __init__(self, parts: _Parts) -> None:
        root = parts.part("word/document.xml")
        body = root.find(f"{WORD}body") if root is not None else None
        if body is None:
            raise ValueError("no body")
        self.body = body
        self.name = parts.name
        self.styles = Styles(parts.part("word/styles.xml"))
        self.numbering = Numbering(parts.part("word/numbering.xml"), self.styles)
        self.problems: list[Problem] = []
        self.count = 0

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the body."""
        for element in _children(self.body):
            if element.tag == f"{WORD}p":
                yield from self._paragraph(element)
            elif element.tag == f"{WORD}tbl":
                yield self._table(element)
            else:
                self._note(_Seen(unshown=dict.fromkeys(_unshown(element))))

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        seen = self._seen(element)
        if seen.breaks:
            yield PageBreak()
        style = self._style(element)
        level = self.styles.heading_level(element)
        bare = not (seen.lead + seen.text).strip()
        if bare and (seen.breaks or style == "note"):
            return
        if level and not bare:
            yield Heading(seen.lead + seen.text, min(level, 3), counted=False)
            return
        stays = element.find(f"{WORD}pPr/{WORD}keepNext") is not None
        yield Paragraph(seen.text, style, lead=seen.lead, stays=stays)

    def _seen(self, element: etree._Element) -> _Seen:
        """Return the text of a paragraph with its number, what leads it in bold set apart."""
        self.count += 1
        seen = _Seen(breaks=element.find(f"{WORD}pPr/{WORD}pageBreakBefore") is not None)
        number = self.numbering.number(element)
        leading = True
        for run in _runs(element):
            text = "".join(_texts(run, seen))
            leading = leading and (_is_bold(run) or not text)
            if leading:
                seen.lead += text
            else:
                seen.text += text
        seen.unshown |= dict.fromkeys(_unshown(element))
        if number:
            seen.lead, seen.text = "", f"{number}{seen.lead}{seen.text}"
        self._note(seen)
        return seen

    def _note(self, seen: _Seen) -> None:
        codes = dict.fromkeys(_UNSHOWN[each] for each in seen.unshown)
        self.problems += [self._problem(code, seen.lead + seen.text) for code in codes]

    def _problem(self, code: str, text: str) -> Problem:
        values = {
            "file": self.name, "text": text.strip()[:30] or "…", "number": str(self.count),
        }  # fmt: skip
        return Problem(code, values)

    def _style(self, element: etree._Element) -> ParagraphStyle:
        known = _STYLES.get(self.styles.name_of(element))
        own = element.find(f"{WORD}pPr/{WORD}jc")
        align = _value(own if known else self.styles.property_of(element, "jc"))
        if align in ("center", "right", "end") and known in (None, "body", "left"):
            return "centre" if align == "center" else "right"
        if known:
            return known
        indent = self.styles.property_of(element, "ind")
        moved = [] if indent is None else [
            attribute(indent, each) for each in ("firstLine", "firstLineChars")
        ]  # fmt: skip
        return "body" if any(each not in ("", "0") for each in moved) else "left"

    def _table(self, table: etree._Element) -> Table:
        rows = [self._row(row) for row in _inside(table, "tr")]
        width = max((sum(cell.span for cell in row) for row in rows), default=1)
        grid = [attribute(each, "w") for each in table.iterfind(f"{WORD}tblGrid/{WORD}gridCol")]
        shares = [float(each) if each.isdigit() and int(each) else 1.0 for each in grid]
        columns = tuple(Column("", share) for share in (shares if len(shares) == width else ()))
        filled = (
            Row((*row, *[Cell("")] * (width - sum(cell.span for cell in row)))) for row in rows
        )
        return Table("", columns or (Column(""),) * width, tuple(filled), plain=True)

    def _row(self, row: etree._Element) -> list[Cell]:
        before = _value(row.find(f"{WORD}trPr/{WORD}gridBefore"))
        cells = [Cell("")] * (int(before) if before.isdigit() else 0)
        for cell in _inside(row, "tc"):
            span = _value(cell.find(f"{WORD}tcPr/{WORD}gridSpan"))
            merge = cell.find(f"{WORD}tcPr/{WORD}vMerge")
            joined = merge is not None and _value(merge) != "restart"
            seen = [self._seen(each) for each in _inside(cell, "p")]
            if cell.find(f".//{WORD}tbl") is not None:
                text = "".join(each.lead + each.text for each in seen)
                self.problems.append(self._problem("paper.holds_nested_table", text))
            text = "" if joined else "\n".join(each.lead + each.text for each in seen)
            cells.append(Cell(text, span=int(span) if span.isdigit() else 1, joined=joined))
        return cells


def _document(blocks: list[Block]) -> Document:
    """Return the document: what stands at the top as letterhead and title is told as such."""
    heads: dict[str, list[str]] = {"letterhead": [], "title": []}
    rest = list(blocks)
    while rest and isinstance(first := rest[0], Paragraph) and first.style in heads:
        heads[first.style].append(first.lead + first.text)
        rest.pop(0)
    while rest and isinstance(last := rest[-1], Paragraph) and not (last.lead + last.text).strip():
        rest.pop()
    return Document(
        title="\n".join(heads["title"]),
        creator="",
        blocks=tuple(rest),
        letterhead="\n".join(heads["letterhead"]),
    )


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield paragraphs, tables and what else stands in a body, past what only wraps them."""
    for element in parent:
        if element.tag in (
            f"{WORD}sdt",
            f"{WORD}sdtContent",
            f"{WORD}smartTag",
            f"{WORD}customXml",
        ):
            yield from _children(element)
        elif isinstance(element.tag, str) and element.tag not in (
            f"{WORD}sectPr",
            f"{WORD}sdtPr",
            f"{WORD}sdtEndPr",
        ):
            yield element


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    return (each for each in _children(parent) if each.tag == f"{WORD}{tag}")


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph that are part of its text."""
    for run in paragraph.iter(f"{WORD}r"):
        wrapped = {etree.QName(each).localname for each in run.iterancestors()}
        if not wrapped & {"txbxContent", "del", "moveFrom", "Fallback"}:
            yield run


def _texts(run: etree._Element, seen: _Seen) -> Iterator[str]:
    for element in run:
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if tag == "t":
            yield element.text or ""
        elif tag in ("tab", "ptab"):
            yield "　"
        elif tag == "noBreakHyphen":
            yield "-"
        elif tag == "cr" or (tag == "br" and attribute(element, "type") != "page"):
            yield "\n"
        elif tag == "br":
            seen.breaks = True


def _unshown(element: etree._Element) -> Iterator[str]:
    for each in element.iter():
        tag = etree.QName(each).localname if isinstance(each.tag, str) else ""
        if tag in _UNSHOWN and not (tag == "vanish" and _value(each) in ("0", "false")):
            yield tag


def _is_bold(run: etree._Element) -> bool:
    bold = run.find(f"{WORD}rPr/{WORD}b")
    return bold is not None and _value(bold) not in ("0", "false")


def _value(element: etree._Element | None) -> str:
    return attribute(element, "val") if element is not None else ""
