"""What a document holds, before anybody decides how a file of it looks.

Texts are plain; a writer puts the typefaces. Shares of columns are relative widths. A figure that
is not known is `None` in a chart and a dash in a table: documents never show a zero for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

ParagraphStyle = Literal[
    "body", "item", "note", "centre", "right", "left", "signature", "title", "letterhead"
]
ChartKind = Literal["line", "column", "bar", "stacked"]
Align = Literal["left", "centre", "right"]
Tone = Literal["", "good", "warning", "bad", "unknown"]

UNKNOWN = "—"
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; `numbered` puts a number before it where it is `counted`."""

    text: str
    level: int = 1
    counted: bool = True

    def __post_init__(self) -> None:
        """Catch a level no writer knows where it is made."""
        assert self.level in {1, 2, 3}, f"heading level {self.level}"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `lead` is its beginning, set in bold; `stays` keeps it with what follows."""

    text: str
    style: ParagraphStyle = "body"
    lead: str = ""
    stays: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its share of the width, where its texts stand."""

    title: str
    share: float = 1.0
    align: Align = "left"


@dataclass(frozen=True)
class Cell:
    """A cell whose text is said with a colour too; the text alone says the same.

    It is as wide as `span` columns; one that is `joined` continues the cell above it.
    """

    text: str
    tone: Tone = ""
    span: int = 1
    joined: bool = False


@dataclass(frozen=True)
class Row:
    """One row; a `group` has a single cell that heads the rows below it."""

    cells: tuple[Cell, ...]
    group: bool = False

    def placed(self) -> Iterator[tuple[int, Cell]]:
        """Yield each cell with the column in which it begins."""
        column = 0
        for cell in self.cells:
            yield column, cell
            column += cell.span


@dataclass(frozen=True)
class Table:
    """A table with its caption; the headings are repeated on every page it reaches.

    A `plain` table is a form: no caption, no headings, larger letters.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    plain: bool = False

    def __post_init__(self) -> None:
        """Catch rows that do not fit the columns where they are made."""
        for row in self.rows:
            wanted = 1 if row.group else len(self.columns)
            found = sum(cell.span for cell in row.cells)
            assert found == wanted, f"{self.caption}: {found} cells"


@dataclass(frozen=True)
class ChartSeries:
    """One line, or one colour of bars, over the chart's categories."""

    name: str
    values: tuple[float | None, ...]
    tone: Tone = ""
    dashed: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart; `description` is read to whoever does not see it."""

    kind: ChartKind
    caption: str
    description: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]

    def __post_init__(self) -> None:
        """Catch data that do not fit together where they are made."""
        assert self.categories, f"{self.caption}: no categories"
        for series in self.series:
            assert len(series.values) == len(self.categories), f"{self.caption}: {series.name}"


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Table | Chart | PageBreak


@dataclass(frozen=True)
class Proof:
    """How a paper is recognised: words and a code at the foot of each page of the PDF.

    The square beside them holds the address at which the code is looked up.
    """

    lines: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class Document:
    """A document: its title, who makes it, what runs along the top of its pages, its blocks.

    A `letterhead` is the name of the body that issues it, above the title, with a rule below.
    """

    title: str
    creator: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    subject: str = ""
    keywords: str = ""
    running_head: str = field(default="")
    language: str = "zh-CN"
    letterhead: str = ""
    proof: Proof | None = None


def row(*cells: str | Cell) -> Row:
    """Return a row of texts and cells."""
    return Row(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells))


def group_row(text: str) -> Row:
    """Return a row that heads those below it."""
    return Row((Cell(text),), group=True)


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with headings numbered 一、 （一） 1. and captions 表1 and 图1."""
    counts = [0, 0, 0]
    tables = charts = 0
    found: list[Block] = []
    for block in blocks:
        match block:
            case Heading(text=text, level=level, counted=True):
                counts[level - 1] += 1
                counts[level:] = [0] * (3 - level)
                number = heading_number(level, counts[level - 1])
                found.append(replace(block, text=f"{number}{text}"))
            case Table(caption=caption):
                tables += 1
                found.append(replace(block, caption=f"表{tables}　{caption}"))
            case Chart(caption=caption):
                charts += 1
                found.append(replace(block, caption=f"图{charts}　{caption}"))
            case _:
                found.append(block)
    return tuple(found)


def heading_number(level: int, number: int) -> str:
    """Return the number of the n-th heading of a level."""
    chinese = chinese_number(number)
    return {1: f"{chinese}、", 2: f"（{chinese}）", 3: f"{number}. "}[level]


def chinese_number(number: int) -> str:
    """Return a number from 1 to 99 in Chinese digits: 一, 十, 十二, 二十三."""
    assert 1 <= number <= 99, f"{number} is not counted in Chinese digits"
    tens, ones = divmod(number, 10)
    first = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return first + (_DIGITS[ones] if ones else "")


def texts_of(document: Document) -> list[str]:
    """Return every text of a document in reading order; both files hold all of them."""
    texts = [document.letterhead, document.title, document.subtitle]
    for block in document.blocks:
        match block:
            case Heading():
                texts.append(block.text)
            case Paragraph():
                texts.append(block.lead + block.text)
            case Table():
                texts += [block.caption, *(column.title for column in block.columns)]
                texts += [cell.text for each in block.rows for cell in each.cells]
                texts.append(block.note)
            case Chart():
                texts += [block.caption, *block.categories, *(each.name for each in block.series)]
            case PageBreak():
                pass
    return [text for text in texts if text]
