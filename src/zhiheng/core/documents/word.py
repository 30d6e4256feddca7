"""Writing a document for Word and WPS.

The file states the time it is given and no other. Same document and time: same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import docx

from zhiheng.core.documents.model import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from zhiheng.core.documents.packages import without_times
from zhiheng.core.documents.palette import RULE, SHADE, TONES
from zhiheng.core.documents.word_charts import chart_run
from zhiheng.core.documents.word_styles import STYLE_IDS, set_styles
from zhiheng.core.documents.word_xml import element, field, paragraph, run, value, writable

# Twentieths of a point: the 156 mm that the text is wide.
TEXT_WIDTH = 8845
_ALIGN = {"left": "left", "centre": "center", "right": "right"}


def write_word(document: Document, *, at: datetime) -> bytes:
    """Return the document as a .docx file that states the time `at`, which carries its zone."""
    assert at.tzinfo is not None, "the stated time needs its zone"
    word = docx.Document()
    set_styles(word, document.language)
    _drop_thumbnail(word)
    _state_properties(word, document, at)
    _dress_pages(word, document)
    body = word.element.body
    end = body.sectPr
    for part in _title(document):
        end.addprevious(part)
    charts = 0
    for block in document.blocks:
        charts += isinstance(block, Chart)
        for part in _parts(word, block, charts):
            end.addprevious(part)
    target = io.BytesIO()
    word.save(target)
    return without_times(target.getvalue())


def _drop_thumbnail(word: Any) -> None:
    """Leave out the picture of an empty page that the template carries."""
    relations = word.part.package.rels
    for identity in [key for key, each in relations.items() if "thumbnail" in each.reltype]:
        del relations[identity]


def _state_properties(word: Any, document: Document, at: datetime) -> None:
    stated = at.astimezone(UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title = writable(document.title.replace("\n", ""))[:255]
    properties.author = properties.last_modified_by = writable(document.creator)[:255]
    properties.subject = writable(document.subject)[:255]
    properties.keywords = writable(document.keywords)[:255]
    properties.comments, properties.category = "", ""
    properties.language = document.language
    properties.created = properties.modified = stated
    properties.revision = 1


def _dress_pages(word: Any, document: Document) -> None:
    section = word.sections[0]
    for area, style, runs in (
        (section.header, "Header", [run(document.running_head)]),
        (section.footer, "Footer", [run("— "), *field("PAGE", "1"), run(" —")]),
    ):
        area.is_linked_to_previous = False
        for old in list(area._element):
            area._element.remove(old)
        area._element.append(paragraph(style, *runs))


def _title(document: Document) -> Iterator[Any]:
    if document.letterhead:
        yield paragraph("DocumentLetterhead", run(document.letterhead))
    yield paragraph("Title", run(document.title))
    if document.subtitle:
        yield paragraph("Subtitle", run(document.subtitle))


def _parts(word: Any, block: Block, charts: int) -> Iterator[Any]:
    match block:
        case Heading(text=text, level=level):
            yield paragraph(f"Heading{level}", run(text))
        case Paragraph():
            lead = [run(block.lead, element("w:b"))] if block.lead else []
            kept = (element("w:keepNext"),) if block.stays else ()
            yield paragraph(STYLE_IDS[block.style], *lead, run(block.text), properties=kept)
        case Table(plain=True):
            yield _table(block)
            yield paragraph("DocumentNote")
        case Table():
            yield paragraph("Caption", run(block.caption), properties=(element("w:keepNext"),))
            yield _table(block)
            yield paragraph("DocumentNote", run(block.note))
        case Chart():
            yield paragraph("DocumentChart", chart_run(word, block, charts))
            yield paragraph("Caption", run(block.caption))
        case PageBreak():
            yield element("w:p", None, element("w:r", None, element("w:br", {"w:type": "page"})))


def _table(table: Table) -> Any:
    widths = _widths(table)
    return element(
        "w:tbl",
        None,
        _table_properties(table),
        element("w:tblGrid", None, *(element("w:gridCol", {"w:w": each}) for each in widths)),
        None if table.plain else _head(table, widths),
        *(
            _row(each, table, widths, _joined(below))
            for each, below in zip(table.rows, (*table.rows[1:], None), strict=True)
        ),
    )


def _table_properties(table: Table) -> Any:
    edges = [
        element(f"w:{side}", {"w:val": "single", "w:sz": size, "w:space": 0, "w:color": RULE})
        for side, size in (
            ("top", 8),
            ("left", 8),
            ("bottom", 8),
            ("right", 8),
            ("insideH", 4),
            ("insideV", 4),
        )
    ]
    margins = [
        element(f"w:{side}", {"w:w": 60, "w:type": "dxa"})
        for side in ("top", "left", "bottom", "right")
    ]
    return element(
        "w:tblPr",
        None,
        element("w:tblW", {"w:w": TEXT_WIDTH, "w:type": "dxa"}),
        value("w:jc", "center"),
        element("w:tblBorders", None, *edges),
        element("w:tblLayout", {"w:type": "fixed"}),
        element("w:tblCellMar", None, *margins),
        element("w:tblLook", {"w:val": "0020", "w:firstRow": 1}),
        value("w:tblCaption", writable(table.caption)) if table.caption else None,
    )


def _widths(table: Table) -> list[int]:
    shares = sum(column.share for column in table.columns)
    return [round(TEXT_WIDTH * column.share / shares) for column in table.columns]


def _head(table: Table, widths: list[int]) -> Any:
    cells = [
        _cell(Cell(column.title), width, Column("", align="centre"), head=True)
        for column, width in zip(table.columns, widths, strict=True)
    ]
    repeated = element("w:trPr", None, element("w:cantSplit"), element("w:tblHeader"))
    return element("w:tr", None, repeated, *cells)


def _joined(row: Row | None) -> frozenset[int]:
    """Return the columns of the cells of a row that continue the one above."""
    return frozenset(column for column, cell in row.placed() if cell.joined) if row else frozenset()


def _row(row: Row, table: Table, widths: list[int], continued: frozenset[int]) -> Any:
    if row.group:
        whole = _cell(row.cells[0], sum(widths), Column(""), head=True, span=len(widths))
        return element("w:tr", None, whole)
    style = "TableForm" if table.plain else "TableCell"
    made = []
    for place, cell in row.placed():
        width = sum(widths[place : place + cell.span])
        merge = "continue" if cell.joined else "restart" if place in continued else ""
        column = table.columns[place]
        made.append(_cell(cell, width, column, span=cell.span, style=style, merge=merge))
    kept = element("w:trPr", None, element("w:cantSplit")) if table.plain else None
    return element("w:tr", None, kept, *made)


def _cell(
    cell: Cell,
    width: int,
    column: Column,
    *,
    head: bool = False,
    span: int = 1,
    style: str = "TableCell",
    merge: str = "",
) -> Any:
    shade = {"w:val": "clear", "w:color": "auto", "w:fill": SHADE}
    properties = element(
        "w:tcPr",
        None,
        element("w:tcW", {"w:w": width, "w:type": "dxa"}),
        value("w:gridSpan", span) if span > 1 else None,
        value("w:vMerge", merge) if merge else None,
        element("w:shd", shade) if head else None,
        value("w:vAlign", "center"),
    )
    tone = [element("w:b"), value("w:color", TONES[cell.tone])] if cell.tone else []
    place = (value("w:jc", _ALIGN[column.align]),)
    words = paragraph("TableHead" if head else style, run(cell.text, *tone), properties=place)
    return element("w:tc", None, properties, words)
