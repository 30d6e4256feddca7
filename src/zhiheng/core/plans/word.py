"""The text of a Word document (.docx): paragraphs, tables, footnotes, automatic numbers.

Numbers that Word draws (一、（一）1.) stand in no paragraph of the file; they are counted here as
Word counts them. Headings by style get Markdown marks where they have no number. A table becomes
lines with tabs, merged cells become empty ones; a table of one cell is a box and becomes lines.
Footnotes are marked ① in the text and stand at the end as `注①：…`. Deleted text is left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from zhiheng.core.documents.word_numbers import WORD, Numbering, Styles, attribute
from zhiheng.core.errors import InputError

LARGEST_PART = 64 * 1024 * 1024  # of unpacked XML; a plan has a few hundred kilobytes
_OUTLINE = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、]|第[一二三四五六七八九十\d]+[章节条])"
)
_CIRCLED_ONE = 0x2460


def word_text(data: bytes, *, name: str) -> str:
    """Return the text of a .docx file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise InputError.of("plan.file_kind", file=name)
            return _Reader(archive).text()
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        ValueError,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise InputError.of("plan.broken", file=name, received=error) from error


class _Reader:
    """Walks the body once; counts automatic numbers and collects footnotes on the way."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.body = _part(archive, "word/document.xml")
        self.styles = Styles(_part(archive, "word/styles.xml"))
        self.numbering = Numbering(_part(archive, "word/numbering.xml"), self.styles)
        self.sources = {
            kind: _notes(_part(archive, f"word/{kind}s.xml"), kind)
            for kind in ("footnote", "endnote")
        }
        self.notes: list[str] = []

    def text(self) -> str:
        if self.body is None:
            return ""
        body = self.body.find(f"{WORD}body")
        lines = list(self._blocks(body)) if body is not None else []
        notes = [f"注{_mark(at)}：{note}" for at, note in enumerate(self.notes, start=1)]
        return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"

    def _blocks(self, parent: etree._Element) -> Iterator[str]:
        for element in parent:
            if element.tag == f"{WORD}p":
                yield from self._paragraph(element)
            elif element.tag == f"{WORD}tbl":
                yield from self._table(element)
            elif element.tag in (
                f"{WORD}sdt",
                f"{WORD}sdtContent",
                f"{WORD}ins",
                f"{WORD}smartTag",
                f"{WORD}customXml",
            ):
                yield from self._blocks(element)

    def _paragraph(self, element: etree._Element) -> Iterator[str]:
        boxes: list[etree._Element] = []
        text = "".join(self._runs(element, boxes))
        if text.strip():
            number = self.numbering.number(element)
            level = self.styles.heading_level(element)
            bare = not number and not _OUTLINE.match(text)
            yield (
                ("#" * min(level + 1, 6) + " " if level is not None and bare else "")
                + number
                + text
            )
        elif not boxes:
            yield ""
        for box in boxes:
            yield ""
            yield from self._blocks(box)

    def _runs(self, parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        for element in parent:
            tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if tag == "t":
                yield element.text or ""
            elif tag in ("tab", "ptab") and etree.QName(parent).localname == "r":
                yield "\t"
            elif tag in ("br", "cr"):
                yield "\n"
            elif tag == "noBreakHyphen":
                yield "-"
            elif tag in ("footnoteReference", "endnoteReference"):
                yield self._note(tag.removesuffix("Reference"), attribute(element, "id"))
            elif tag == "txbxContent":
                boxes.append(element)
            elif tag not in ("del", "moveFrom", "Fallback", "instrText", "pPr", "rPr"):
                yield from self._runs(element, boxes)

    def _note(self, kind: str, number: str) -> str:
        self.notes.append(self.sources[kind].get(number, ""))
        return _mark(len(self.notes))

    def _table(self, table: etree._Element) -> Iterator[str]:
        rows = [list(self._row(row)) for row in table.iter(f"{WORD}tr") if _owner(row) is table]
        width = max(map(len, rows), default=0)
        yield ""
        for row in rows:
            if width == 1:
                yield from row[0].split("\n")
            else:
                yield "\t".join(" ".join(cell.split()) for cell in row)
        yield ""

    def _row(self, row: etree._Element) -> Iterator[str]:
        for cell in row.iter(f"{WORD}tc"):
            if _owner(cell) is not row:
                continue
            properties = cell.find(f"{WORD}tcPr")
            wide = _value(properties, "gridSpan")
            merge = properties.find(f"{WORD}vMerge") if properties is not None else None
            goes_on = merge is not None and attribute(merge, "val") != "restart"
            yield "" if goes_on else "\n".join(self._blocks(cell)).strip("\n")
            yield from [""] * (int(wide) - 1 if wide.isdigit() else 0)


def _owner(element: etree._Element) -> etree._Element | None:
    """Return the table of a row or the row of a cell, past structured-document wrappers."""
    parent = element.getparent()
    while parent is not None and etree.QName(parent).localname in (
        "sdt",
        "sdtContent",
        "ins",
        "customXml",
    ):
        parent = parent.getparent()
    return parent


def _value(properties: etree._Element | None, name: str) -> str:
    found = properties.find(f"{WORD}{name}") if properties is not None else None
    return attribute(found, "val") if found is not None else ""


def _notes(root: etree._Element | None, kind: str) -> dict[str, str]:
    if root is None:
        return {}
    return {
        attribute(note, "id"): "".join(t.text or "" for t in note.iter(f"{WORD}t")).strip()
        for note in root.iter(f"{WORD}{kind}")
    }


def _mark(number: int) -> str:
    return chr(_CIRCLED_ONE + number - 1) if number <= 20 else f"[{number}]"


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as handle:
        data = handle.read(LARGEST_PART + 1)
    if len(data) > LARGEST_PART:
        raise ValueError(f"{name} > {LARGEST_PART} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)
