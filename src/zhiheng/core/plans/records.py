"""Rows of a plan's tables as records: every cell under the role of its column.

The columns of a grid are told by their headings; tables that lost their columns are read by
`streams`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from zhiheng.core.plans.columns import Column, Role, read_heading
from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.table_shapes import Table

KINDS = re.compile(r"(预期性|约束性|引导性|指导性|导向性|预测性)(?:指标)?")
_YEARS = re.compile(r"年度|年份|年|时间|年度目标")
NOTHING = re.compile(r"[-—–―_/\\]+|无|—|…+|暂无|\*+|不适用")


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


def read_grid(table: Table) -> ReadTable | None:
    """Return a table's records, or None where its columns say nothing known."""
    rows = [row for row in table.rows if any(row)]
    width = max(len(row) for row in rows)
    padded = _upright([(*row, *[Passage("", ())] * (width - len(row))) for row in rows])
    head = _head_rows(padded)
    if not head:
        return None
    columns = _columns(padded[head[0] : head[-1] + 1], padded[head[-1] + 1 :])
    records = list(_grid_records(columns, padded[head[-1] + 1 :]))
    known = tuple(column for column in columns if column)
    return ReadTable(known, tuple(_continued(records, known)))


def _upright(rows: list[tuple[Passage, ...]]) -> list[tuple[Passage, ...]]:
    """Turn a table with a row for each year and a column for each indicator."""
    head, body = rows[0], rows[1:]
    years = [bool(re.fullmatch(r"20\d\d年?[末底]?", row[0].text)) for row in body]
    if not _YEARS.fullmatch(head[0].text) or not all(years) or len(body) < 2:
        return rows
    name = Passage("指标", (head[0].offsets[0],) * 2)
    turned = list(zip(*body, strict=True))
    return [(name, *turned[0]), *((head[at], *turned[at]) for at in range(1, len(head)))]


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


def _one_name(columns: list[Column | None], body: list[tuple[Passage, ...]]) -> list[Column | None]:
    """Of several columns under 指标 the fullest at the right names; the others group."""
    _detailed(columns, body)
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


def _detailed(columns: list[Column | None], body: list[tuple[Passage, ...]]) -> None:
    """Where each row names its 任务 and its 举措, the second says what the first is about."""
    places = [at for at, column in enumerate(columns) if column and column.role is Role.TASK]
    if len(places) < 2 or columns[places[0]] is columns[places[1]]:
        return
    rows = [row for row in body if sum(map(bool, row)) > 1]
    if rows and all(row[places[0]] for row in rows):
        for at in places[1:]:
            columns[at] = Column(Role.DETAIL, "")


def _grid_records(
    columns: list[Column | None], body: list[tuple[Passage, ...]]
) -> Iterator[Record]:
    headings = {column.heading for column in columns if column and column.heading}
    group: Passage | None = None
    for row in body:
        repeated = sum(cell.text in headings for cell in row if cell)
        if repeated >= 2 or not any(row):
            continue  # the heading again, after a page break
        heading = _group_heading(columns, row)
        if heading:
            group = heading
            continue
        cells: dict[Role, Passage] = {Role.GROUP: group} if group else {}
        figures = []
        for column, cell in zip(columns, row, strict=True):
            if column and column.role is Role.VALUE:
                figures.append((column, cell))
            elif column and cell:
                held = cells.get(column.role)
                cells[column.role] = Passage.joined((held, cell)) if held else cell
        yield Record(cells, tuple(figures), tuple(cell for cell in row if cell))


def _group_heading(columns: list[Column | None], row: tuple[Passage, ...]) -> Passage | None:
    """A row with nothing but `（一）创造指标` in the place of its number heads those below it."""
    filled = [at for at, cell in enumerate(row) if cell]
    first = columns[0]
    if filled != [0] or first is None or first.role is not Role.NUMBER:
        return None
    return None if re.fullmatch(r"\d{1,3}[.、]?", row[0].text) else _unnumbered(row[0])


def _unnumbered(cell: Passage) -> Passage:
    match = re.match(r"（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、", cell.text)
    return cell.part(match.end()) if match else cell


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
