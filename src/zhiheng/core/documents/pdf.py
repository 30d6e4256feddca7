"""Writing a document as PDF, with its fonts inside.

The file states the time it is given and no other; reportlab's invariant mode leaves its own clock
and the identifiers made of it out. Same document, time and fonts: same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import PageBreak as NewPage
from reportlab.platypus import Table as Grid

from zhiheng.core.documents.model import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Table,
)
from zhiheng.core.documents.palette import OFFICIAL, QUIET, RULE, SHADE, TEXT, TONES
from zhiheng.core.documents.pdf_charts import drawing
from zhiheng.core.documents.pdf_proof import draw_proof
from zhiheng.core.documents.pdf_text import Fonts, TextFlow, TextStyle, Typefaces, typefaces

# GB/T 9704-2012, 5.2: 37 mm above, 28 mm to the left, and 156 mm by 225 mm for the text.
TOP, LEFT, WIDTH, HEIGHT = 37 * mm, 28 * mm, 156 * mm, 225 * mm
# Below a heading or a caption there has to be room for the beginning of what it names.
ROOM_BELOW = 36 * mm
ROOM_BELOW_HEADING = 54 * mm
# What is higher is continued in a row below, in points.
HIGHEST_CELL = 300.0
PADDING = 3

LETTERHEAD = TextStyle(28, 40, "centre", bold=True, colour=OFFICIAL, balanced=True)
TITLE = TextStyle(22, 34, "centre", bold=True, after=6, balanced=True)
SUBTITLE = TextStyle(16, 28, "centre", after=14)
HEADINGS = {
    1: TextStyle(16, 28, indent=2, bold=True, before=8, after=2),
    2: TextStyle(16, 28, indent=2, bold=True, before=4),
    3: TextStyle(16, 28, indent=2, bold=True, before=2),
}
PARAGRAPHS = {
    "body": TextStyle(16, 28, "justify", indent=2),
    "item": TextStyle(16, 28, "justify", indent=2),
    "note": TextStyle(9, 13.5, "justify", colour=QUIET, before=2, after=6),
    "centre": TextStyle(16, 28, "centre"),
    "right": TextStyle(16, 28, "right"),
    "left": TextStyle(16, 28),
    "signature": TextStyle(16, 28, "right", outdent=3),
    "title": TITLE,
    "letterhead": LETTERHEAD,
}
CAPTION = TextStyle(10.5, 16, "centre", bold=True, before=6, after=4)
CELLS = {each: TextStyle(9, 12.5, each) for each in ("left", "centre", "right")}
FORM_CELLS = {each: TextStyle(12, 20, each) for each in ("left", "centre", "right")}
HEAD_CELL = TextStyle(9, 12.5, "centre", bold=True)
GROUP_CELL = TextStyle(9, 12.5, bold=True)


def write_pdf(document: Document, *, at: datetime, fonts: Fonts) -> bytes:
    """Return the document as a PDF file that states the time `at`, which carries its zone."""
    assert at.tzinfo is not None, "the stated time needs its zone"
    faces = typefaces(fonts)
    target = io.BytesIO()
    template = BaseDocTemplate(
        target,
        pagesize=A4,
        title=document.title,
        author=document.creator,
        subject=document.subject,
        keywords=document.keywords,
        creator=document.creator,
        lang=document.language,
        invariant=1,
    )
    frame = Frame(LEFT, A4[1] - TOP - HEIGHT, WIDTH, HEIGHT, 0, 0, 0, 0)

    def dress(canvas: Any, _template: Any) -> None:
        canvas.setDateFormatter(lambda *_clock: _pdf_date(at))
        _dress_page(canvas, document, faces)

    template.addPageTemplates(PageTemplate("page", [frame], onPage=dress))
    template.build(_story(document, faces))
    return target.getvalue()


def _pdf_date(at: datetime) -> str:
    """Return a time as ISO 32000-1, 7.9.4 writes it: D:20260115093000+08'00'."""
    zone = at.strftime("%z")
    return f"D:{at:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"


def _dress_page(canvas: Any, document: Document, faces: Typefaces) -> None:
    """Put the running head above the text and the number of the page below it."""
    canvas.saveState()
    canvas.setFillColor(HexColor(f"#{QUIET}"))
    canvas.setFont(faces.regular, 9)
    head = faces.printable(document.running_head)
    canvas.drawCentredString(A4[0] / 2, A4[1] - TOP + 10 * mm, head)
    canvas.setFillColor(HexColor(f"#{TEXT}"))
    canvas.setFont(faces.regular, 14)
    foot = A4[1] - TOP - HEIGHT - 12 * mm
    number = f"— {canvas.getPageNumber()} —"
    if document.proof is None:
        canvas.drawCentredString(A4[0] / 2, foot, number)
    else:
        canvas.drawRightString(LEFT + WIDTH, foot, number)
        draw_proof(canvas, document.proof, faces, left=LEFT, below=A4[1] - TOP - HEIGHT)
    canvas.restoreState()


def _story(document: Document, faces: Typefaces) -> list[Flowable]:
    story: list[Flowable] = []
    if document.letterhead:
        story.append(TextFlow(document.letterhead, LETTERHEAD, faces))
        rule = HexColor(f"#{OFFICIAL}")
        story.append(HRFlowable("100%", 1.5, color=rule, spaceBefore=6, spaceAfter=16))
    if document.title:
        story.append(TextFlow(document.title, TITLE, faces))
    if document.subtitle:
        story.append(TextFlow(document.subtitle, SUBTITLE, faces))
    outline = _Outline()
    for block in document.blocks:
        story += _flowables(block, faces, outline)
    return story


def _flowables(block: Block, faces: Typefaces, outline: _Outline) -> Iterator[Flowable]:
    match block:
        case Heading(text=text, level=level):
            yield CondPageBreak(ROOM_BELOW_HEADING)
            yield _HeadingFlow(text, HEADINGS[level], faces, outline.entry(text, level))
        case Paragraph():
            flow = TextFlow(block.text, PARAGRAPHS[block.style], faces, lead=block.lead)
            flow.keepWithNext = block.stays
            yield flow
        case Table(plain=True):
            yield from (Spacer(1, 4), _grid(block, faces), Spacer(1, 8))
        case Table():
            yield CondPageBreak(ROOM_BELOW)
            yield TextFlow(block.caption, CAPTION, faces)
            yield _grid(block, faces)
            yield TextFlow(block.note, PARAGRAPHS["note"], faces) if block.note else Spacer(1, 8)
        case Chart():
            picture = drawing(block, faces, width=WIDTH)
            yield KeepTogether([Spacer(1, 6), picture, TextFlow(block.caption, CAPTION, faces)])
        case PageBreak():
            yield NewPage()


class _Outline:
    """Numbers the headings for the outline of the file, whose levels may not be skipped."""

    def __init__(self) -> None:
        self._count, self._level = 0, -1

    def entry(self, text: str, level: int) -> tuple[str, str, int]:
        """Return key, text and level of the next entry."""
        self._count += 1
        self._level = min(level - 1, self._level + 1)
        return f"heading-{self._count}", text, self._level


class _HeadingFlow(TextFlow):
    """A heading; where it stands is noted in the outline of the file."""

    def __init__(
        self, text: str, style: TextStyle, faces: Typefaces, entry: tuple[str, str, int]
    ) -> None:
        super().__init__(text, style, faces)
        self._entry = entry

    def draw(self) -> None:
        """Note the place, then draw the text."""
        key, text, level = self._entry
        self.canv.bookmarkHorizontal(key, 0, self.height)
        self.canv.addOutlineEntry(text, key, level, closed=False)
        super().draw()


def _grid(table: Table, faces: Typefaces) -> Grid:
    shares = sum(column.share for column in table.columns)
    widths = [WIDTH * column.share / shares for column in table.columns]
    head: list[Flowable | str] = [
        TextFlow(column.title, HEAD_CELL, faces) for column in table.columns
    ]
    rows, style = ([] if table.plain else [head]), _grid_style(headed=not table.plain)
    for row in table.rows:
        parts = _row_parts(_cells(row, table, faces), _rooms(row, widths))
        for part in range(len(parts)):
            style += _row_style(row, len(rows) + part, continued=part > 0)
        rows += parts
    grid = Grid(rows, colWidths=widths, repeatRows=0 if table.plain else 1, hAlign="CENTER")
    grid.setStyle(style)
    return grid


def _cells(row: Row, table: Table, faces: Typefaces) -> list[Flowable | str]:
    if row.group:
        return [TextFlow(row.cells[0].text, GROUP_CELL, faces), *[""] * (len(table.columns) - 1)]
    styles = FORM_CELLS if table.plain else CELLS
    cells: list[Flowable | str] = []
    for column, cell in row.placed():
        align = table.columns[column].align
        cells += [_cell(cell, styles[align], faces), *[""] * (cell.span - 1)]
    return cells


def _rooms(row: Row, widths: list[float]) -> list[float]:
    """Return how wide the cell is that begins in each column."""
    if row.group:
        return [sum(widths)]
    rooms: list[float] = []
    for column, cell in row.placed():
        rooms += [sum(widths[column : column + cell.span]), *[0.0] * (cell.span - 1)]
    return rooms


def _row_parts(cells: list[Flowable | str], rooms: list[float]) -> list[list[Flowable | str]]:
    """Return a row as the rows that it takes: one higher than a page could not be placed."""
    columns = [
        _pieces(cell, room - 2 * PADDING) if isinstance(cell, Flowable) else [cell]
        for cell, room in zip_longest(cells, rooms, fillvalue=0.0)
    ]
    return [list(part) for part in zip_longest(*columns, fillvalue="")]


def _pieces(flow: Flowable, room: float) -> list[Flowable | str]:
    pieces: list[Flowable | str] = []
    rest = flow
    while len(parts := rest.split(room, HIGHEST_CELL)) == 2:
        pieces.append(parts[0])
        rest = parts[1]
    return [*pieces, rest]


def _cell(cell: Cell, style: TextStyle, faces: Typefaces) -> Flowable:
    if not cell.tone:
        return TextFlow(cell.text, style, faces)
    toned = TextStyle(style.size, style.leading, style.align, bold=True, colour=TONES[cell.tone])
    return TextFlow(cell.text, toned, faces)


def _grid_style(*, headed: bool) -> list[tuple[object, ...]]:
    rule, shade = HexColor(f"#{RULE}"), HexColor(f"#{SHADE}")
    sides = ("LEFT", "RIGHT", "TOP", "BOTTOM")
    head: list[tuple[object, ...]] = [
        ("INNERGRID", (0, 0), (-1, 0), 0.5, rule),
        ("BACKGROUND", (0, 0), (-1, 0), shade),
    ]
    return [
        *(head if headed else []),
        ("BOX", (0, 0), (-1, -1), 1, rule),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((f"{side}PADDING", (0, 0), (-1, -1), PADDING) for side in sides),
    ]


def _row_style(row: Row, number: int, *, continued: bool) -> list[tuple[object, ...]]:
    """Return the lines around one row; what continues a row has none above it."""
    rule, here = HexColor(f"#{RULE}"), ((0, number), (-1, number))
    style: list[tuple[object, ...]] = [("INNERGRID", *here, 0.5, rule)]
    if not row.group:
        return [*style, *_cell_lines(row, number, continued=continued)]
    if not continued:
        style.append(("LINEABOVE", *here, 0.5, rule))
    return [*style, ("SPAN", *here), ("BACKGROUND", *here, HexColor(f"#{SHADE}"))]


def _cell_lines(row: Row, number: int, *, continued: bool) -> Iterator[tuple[object, ...]]:
    """Yield the lines above the cells of a row that begin there, and the columns they span."""
    for column, cell in row.placed():
        here = ((column, number), (column + cell.span - 1, number))
        if not continued and not cell.joined and number:
            yield ("LINEABOVE", *here, 0.5, HexColor(f"#{RULE}"))
        if cell.span > 1:
            yield ("SPAN", *here)
