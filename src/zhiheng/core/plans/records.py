"""Rows of a plan's tables as records: every cell under the role of its column.

A record is made from a grid, whose columns are told by their headings, or from a stream, whose
columns are lost: there a row begins where its running number is followed by a name, and each cell
is told by its type — number, name, unit, figure, kind, department.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhiheng.core.plans.columns import Column, Role, read_heading
from zhiheng.core.plans.departments import is_department
from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.quantities import read_figure
from zhiheng.core.plans.table_shapes import Table

KINDS = re.compile(r"(预期性|约束性|引导性|指导性|导向性|预测性)(?:指标)?")
NOTHING = re.compile(r"[-—–―_/\\]+|无|—|…+|暂无|\*+|不适用")
LONGEST_GROUP = 6  # 创造质量, 公共服务; what is longer is the first line of a name
_ORDINAL = re.compile(r"（?(\d{1,3})）?[.、]?")
_UNIT_LIKE = re.compile(
    r"(?:十|百|千|万|亿|万亿|百万|千万)*(?:[件家个项人名场次户起宗批例篇种条部套所座支只处台元%‰分天年月日倍吨亩笔位款]|人次|美元|百分点|小时|个月|工作日)"
    r"(?:/[^/]{1,4})?|%|（[^（）\d]{1,5}）|亿|万"
)
_FIGURE_LIKE = re.compile(
    r"(?:[（\[〔≥≤><＞＜~约达超过]*-?\d[\d.,，%]*(?:万亿|亿|万)?(?:[件家个项人名场次户起宗例元%分天年倍]|亿元|万件|万元)?(?:以上|以下|以内|左右|及以上|余)?[）\]〕]?[、/，；]?){1,3}"
)


@dataclass(frozen=True)
class Record:
    """One row: its cells by role, its figures by column, and all of its text."""

    cells: dict[Role, Passage] = field(default_factory=dict)
    figures: tuple[tuple[Column, Passage], ...] = ()
    passages: tuple[Passage, ...] = ()
    recovered: bool = False

    def cell(self, role: Role) -> Passage:
        """Return the cell of a role, empty where the row has none."""
        return self.cells.get(role, Passage("", ()))

    def text(self, role: Role) -> str:
        """Return the text of a role's cell, empty where the cell says that there is nothing."""
        text = self.cell(role).text
        return "" if NOTHING.fullmatch(text) else text

    @property
    def span(self) -> tuple[int, int]:
        """Where the row stands in the extracted text."""
        spans = [passage.span for passage in self.passages if passage]
        return (min(start for start, _ in spans), max(end for _, end in spans))


@dataclass(frozen=True)
class ReadTable:
    """A table's columns and records."""

    columns: tuple[Column, ...]
    records: tuple[Record, ...]

    def has(self, *roles: Role) -> bool:
        """Tell whether the table has a column of each role."""
        return {column.role for column in self.columns} >= set(roles)


def read_table(table: Table) -> ReadTable | None:
    """Return a table's records, or None where its columns say nothing known."""
    if table.stream:
        return _read_stream(list(table.stream))
    rows = [row for row in table.rows if any(row)]
    width = max(len(row) for row in rows)
    padded = [(*row, *[Passage("", ())] * (width - len(row))) for row in rows]
    head = _head_rows(padded)
    if not head:
        return None
    columns = _columns(padded[head[0] : head[-1] + 1], padded[head[-1] + 1 :])
    records = list(_grid_records(columns, padded[head[-1] + 1 :]))
    known = tuple(column for column in columns if column)
    return ReadTable(known, tuple(_continued(records, known)))


def _head_rows(rows: list[tuple[Passage, ...]]) -> list[int]:
    """Return the rows that hold headings: the first with two known ones, and those below it."""
    for index, row in enumerate(rows[:4]):
        if sum(bool(read_heading(cell.text)) for cell in row if cell) >= 2:
            last = index
            while last + 1 < len(rows) and _is_lower_head(rows[last + 1]):
                last += 1
            return list(range(index, last + 1))
    return []


def _is_lower_head(row: tuple[Passage, ...]) -> bool:
    filled = [cell for cell in row if cell]
    known = [heading for cell in filled if (heading := read_heading(cell.text))]
    return bool(filled) and len(known) == len(filled)


def _columns(
    head: list[tuple[Passage, ...]], body: list[tuple[Passage, ...]]
) -> list[Column | None]:
    """Return what each column holds; a heading over several columns counts for all of them."""
    texts = [[cell.text for cell in row] for row in head]
    for number, row in enumerate(texts):
        below = texts[number + 1] if number + 1 < len(texts) else None
        for at in range(1, len(row)):
            if not row[at] and below and below[at] and not (number and texts[number - 1][at]):
                row[at] = row[at - 1] if below[at - 1] or at > 1 else row[at]
    columns: list[Column | None] = []
    for at in range(len(texts[0])):
        column = _column([row[at] for row in texts])
        columns.append(column or _spanned(columns, body, at))
    return _one_name(columns, body)


def _column(headings: list[str]) -> Column | None:
    said = list(dict.fromkeys(heading for heading in headings if heading))
    read = [heading for text in said if (heading := read_heading(text))]
    if len(read) > 1 and any(each.role is Role.VALUE for each in read):
        return read_heading("".join(said)) or next(e for e in read if e.role is Role.VALUE)
    return read[-1] if read else None


def _spanned(
    columns: list[Column | None], body: list[tuple[Passage, ...]], at: int
) -> Column | None:
    """A column without heading belongs to the one at its left if that one names things."""
    left = columns[-1] if columns else None
    filled = any(row[at] for row in body)
    return left if left and filled and left.role in (Role.NAME, Role.GROUP, Role.TASK) else None


def _one_name(
    columns: list[Column | None], body: list[tuple[Passage, ...]]
) -> list[Column | None]:
    """Of several columns under 指标 the fullest at the right names; the others group."""
    for role in (Role.NAME, Role.TASK):
        places = [at for at, column in enumerate(columns) if column and column.role is role]
        if len(places) > 1:
            filled = {at: sum(bool(row[at]) for row in body) for at in places}
            best = max(places, key=lambda at: (filled[at], at))
            for at in places:
                if at != best:
                    columns[at] = Column(Role.GROUP, "")
    if not any(column and column.role is Role.NAME for column in columns):
        columns = [
            replace(column, role=Role.NAME) if column and column.role is Role.GROUP
            and column.heading == "目标" else column for column in columns
        ]  # fmt: skip
    return columns


def _grid_records(
    columns: list[Column | None], body: list[tuple[Passage, ...]]
) -> Iterator[Record]:
    headings = {column.heading for column in columns if column and column.heading}
    for row in body:
        repeated = sum(cell.text in headings for cell in row if cell)
        if repeated >= 2 or not any(row):
            continue  # the heading again, after a page break
        cells: dict[Role, Passage] = {}
        figures = []
        for column, cell in zip(columns, row, strict=True):
            if column and column.role is Role.VALUE:
                figures.append((column, cell))
            elif column and cell:
                held = cells.get(column.role)
                cells[column.role] = Passage.joined((held, cell)) if held else cell
        yield Record(cells, tuple(figures), tuple(cell for cell in row if cell))


def _continued(records: list[Record], columns: tuple[Column, ...]) -> list[Record]:
    """Join what a page break or a merged cell cut off to the row it belongs to."""
    numbered = any(column.role is Role.NUMBER for column in columns)
    joined: list[Record] = []
    for record in records:
        if not numbered or record.text(Role.NUMBER) or not joined:
            joined.append(record)
        elif any(passage for _, passage in record.figures) and record.text(Role.NAME):
            number = joined[-1].cell(Role.NUMBER)
            joined.append(replace(record, cells={**record.cells, Role.NUMBER: number}))
        else:
            joined[-1] = _together(joined[-1], record)
    return joined


def _together(first: Record, rest: Record) -> Record:
    cells = dict(first.cells)
    for role, cell in rest.cells.items():
        cells[role] = Passage.joined((cells[role], cell)) if role in cells else cell
    more = {column.heading: passage for column, passage in rest.figures}
    figures = tuple(
        (column, Passage.joined((passage, more.get(column.heading, Passage("", ())))))
        for column, passage in first.figures
    )
    return replace(first, cells=cells, figures=figures, passages=(*first.passages, *rest.passages))


# Tables that lost their columns.


def _read_stream(cells: list[Passage]) -> ReadTable | None:
    start = next((i for i, cell in enumerate(cells) if not _is_heading(cells, i)), len(cells))
    columns = _stream_columns([heading for cell in cells[:start] if (heading := read_heading(cell.text))])
    rows = list(_stream_rows(cells[start:], columns))
    records = [_stream_record(row, columns) for row in rows]
    return ReadTable(tuple(columns), tuple(records)) if records else None


def _is_heading(cells: list[Passage], at: int) -> bool:
    if read_heading(cells[at].text):
        return True
    # A heading that was cut, or spans others, stands among headings.
    following = cells[at + 1 : at + 2]
    return at > 0 and not _ORDINAL.fullmatch(cells[at].text) and bool(
        following and read_heading(following[0].text) and not KINDS.fullmatch(cells[at].text)
    ) and len(cells[at].text) <= 8


def _stream_columns(headings: list[Column]) -> list[Column]:
    """Give the figures their years: `基期值 规划值 … 2020年 2025年` are two columns, not four."""
    figures = [heading for heading in headings if heading.role is Role.VALUE]
    years = [heading for heading in figures if heading.year and not (heading.actual or heading.target)]
    words = [heading for heading in figures if not heading.year]
    if years and words and len(years) == len(words):
        figures = [replace(word, year=year.year, heading=word.heading + year.heading) for word, year in zip(words, years, strict=True)]
    elif years and words:
        figures = years
    at = next((i for i, heading in enumerate(headings) if heading.role is Role.VALUE), len(headings))
    before = [heading for heading in headings[:at] if heading.role is not Role.VALUE]
    after = [heading for heading in headings[at:] if heading.role is not Role.VALUE]
    return [*before, *figures, *after]


def _stream_rows(cells: list[Passage], columns: list[Column]) -> Iterator[list[Passage]]:
    """Cut the cells into rows at running numbers, or at names where rows have no numbers."""
    numbered = any(column.role is Role.NUMBER for column in columns)
    expected, row = 1, list[Passage]()
    for at, cell in enumerate(cells):
        if read_heading(cell.text) and (at + 1 == len(cells) or read_heading(cells[at + 1].text) or read_heading(cells[at - 1].text)) and not _is_name(cell.text):
            continue  # the heading again, after a page break
        following = cells[at + 1].text if at + 1 < len(cells) else ""
        if numbered:
            ordinal = _ORDINAL.fullmatch(cell.text)
            starts = bool(ordinal) and int(ordinal[1]) == expected and _is_name(following)  # type: ignore[index]
        else:
            starts = _is_name(cell.text) and (not row or not _is_name(row[-1].text))
        if starts:
            if row:
                yield row
            row, expected = [], expected + 1
        if row or starts:
            row.append(cell)
    if row:
        yield row


def _is_name(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff]{2}|[\u4e00-\u9fff].*[\u4e00-\u9fff]|[A-Z]{2,}", text)) and not (
        _UNIT_LIKE.fullmatch(text) or KINDS.fullmatch(text) or _FIGURE_LIKE.fullmatch(text)
        or NOTHING.fullmatch(text) or is_department(text)
    )  # fmt: skip


def _stream_record(row: list[Passage], columns: list[Column]) -> Record:
    """Tell each cell of a row by its type, in the order in which types may come."""
    cells: dict[Role, list[Passage]] = {}
    found: list[Passage] = []
    for at, cell in enumerate(row):
        role = _stream_role(cell.text, at, cells, found, columns)
        if role is Role.VALUE:
            found.append(cell)
        else:
            cells.setdefault(role, []).append(cell)
    figures = [column for column in columns if column.role is Role.VALUE]
    if len(found) > len(figures) > 0:
        found = found[: len(figures)]
    names = cells.get(Role.NAME, [])
    grouped = any(column.role is Role.GROUP for column in columns)
    if grouped and len(names) > 1 and len(names[0].text) <= LONGEST_GROUP:
        cells[Role.GROUP], cells[Role.NAME] = names[:1], names[1:]
    together = {role: Passage.joined(parts) for role, parts in cells.items()}
    return Record(together, tuple(zip(figures, found, strict=False)), tuple(row), recovered=True)


def _stream_role(
    text: str, at: int, cells: dict[Role, list[Passage]], found: list[Passage], columns: list[Column]
) -> Role:
    roles = {column.role for column in columns}
    if at == 0 and Role.NUMBER in roles:
        return Role.NUMBER
    if KINDS.fullmatch(text):
        return Role.KIND
    named = Role.NAME in cells
    if named and (_FIGURE_LIKE.fullmatch(text) or NOTHING.fullmatch(text)):
        return Role.VALUE
    if named and not found and Role.UNIT in roles and _UNIT_LIKE.fullmatch(text):
        return Role.UNIT
    if named and (found or Role.KIND in cells):
        if read_figure(text) and len(found) < sum(c.role is Role.VALUE for c in columns):
            return Role.VALUE
        return next((r for r in (Role.SOURCE, Role.LEAD, Role.NOTE) if r in roles), Role.NOTE)
    return Role.NAME
