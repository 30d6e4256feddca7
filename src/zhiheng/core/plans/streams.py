"""Tables that lost their columns: cells in order, put together into rows by their types.

A row begins where its running number is followed by a name, or at a name where rows have no
numbers. Each cell of a row is told by its type: number, name, unit, figure, kind, department.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zhiheng.core.plans.columns import Column, Role, read_heading
from zhiheng.core.plans.departments import is_department
from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.quantities import read_figure
from zhiheng.core.plans.records import KINDS, NOTHING, ReadTable, Record

MOST_HEADINGS = 24  # cells at the beginning of a stream among which its headings are
LONGEST_GROUP = 6  # 创造质量, 公共服务; what is longer is the first line of a name
_ORDINAL = re.compile(r"（?(\d{1,3})）?[.、]?")
_ONE_UNIT = (
    r"(?:(?:十|百|千|万|亿)*(?:[件家个项人名场次户起宗批例篇种条部套所座支只处台元%‰分天年月日倍吨亩笔位款]"
    r"|人次|家次|户次|件次|项次|批次|班次|美元|百分点|小时|个月|工作日|亩)|亿|万)"
)
_UNIT_LIKE = re.compile(
    rf"{_ONE_UNIT}(?:/[^/]{{1,4}})?(?:[（、/]{_ONE_UNIT}）?)?|（[^（）\d]{{1,5}}）"
)
_FIGURE_LIKE = re.compile(
    r"(?:[（\[〔≥≤><＞＜~约达超过]*-?\d[\d.,，%]*(?:万亿|亿|万)?(?:[件家个项人名场次户起宗例元%分天年倍]|亿元|万件|万元)?(?:以上|以下|以内|左右|及以上|余)?[）\]〕]?[、/，；]?){1,3}[*①-⑳]?"
)


def read_stream(cells: list[Passage]) -> ReadTable | None:
    """Return the records of a stream of cells, or None where no row can be told."""
    cells = _whole_headings(cells)
    start = next((i for i, cell in enumerate(cells) if not _is_heading(cells, i)), len(cells))
    columns = _stream_columns(
        [heading for cell in cells[:start] if (heading := read_heading(cell.text))]
    )
    rows = list(_stream_rows(cells[start:], columns))
    if any(column.role is Role.TASK for column in columns):
        records = _task_records(rows, columns)
    else:
        records = [_stream_record(row, columns) for row in rows]
    return ReadTable(tuple(columns), tuple(records)) if records else None


def _whole_headings(cells: list[Passage]) -> list[Passage]:
    """Join headings that narrow columns cut in two: 序 号, 2020年目 标值, 2015年 完成值."""
    whole: list[Passage] = []
    for at, cell in enumerate(cells):
        if at >= MOST_HEADINGS or re.fullmatch(r"\d{1,2}", cell.text):
            return [*whole, *cells[at:]]
        if whole and _goes_with(whole[-1].text, cell.text):
            whole[-1] = Passage.joined((whole[-1], cell))
        else:
            whole.append(cell)
    return whole


def _goes_with(before: str, text: str) -> bool:
    together = read_heading(before + text)
    if not together or (_is_name(text) and not read_heading(text) and len(text) > 3):
        return False
    if read_heading(text) and not re.fullmatch(r"20\d\d年?", before):
        return False
    first = read_heading(before)
    if first is None:
        return True
    told = (together.actual, together.target) != (first.actual, first.target)
    return first.role is together.role is Role.VALUE and told and "20" not in text


def _is_heading(cells: list[Passage], at: int) -> bool:
    if read_heading(cells[at].text):
        return True
    # A heading that was cut, or spans others, stands among headings.
    following = cells[at + 1 : at + 2]
    return (
        at > 0
        and not _ORDINAL.fullmatch(cells[at].text)
        and bool(
            following and read_heading(following[0].text) and not KINDS.fullmatch(cells[at].text)
        )
        and len(cells[at].text) <= 8
    )


def _stream_columns(headings: list[Column]) -> list[Column]:
    """Give the figures their years: `基期值 规划值 … 2020年 2025年` are two columns, not four."""
    figures = [heading for heading in headings if heading.role is Role.VALUE]
    years = [
        heading for heading in figures if heading.year and not (heading.actual or heading.target)
    ]
    words = [heading for heading in figures if not heading.year]
    if years and words and len(years) == len(words):
        figures = [
            replace(word, year=year.year, heading=word.heading + year.heading)
            for word, year in zip(words, years, strict=True)
        ]
    elif years and words:
        figures = years
    at = next(
        (i for i, heading in enumerate(headings) if heading.role is Role.VALUE), len(headings)
    )
    before = [heading for heading in headings[:at] if heading.role is not Role.VALUE]
    after = [heading for heading in headings[at:] if heading.role is not Role.VALUE]
    return [*before, *figures, *after]


def _stream_rows(cells: list[Passage], columns: list[Column]) -> Iterator[list[Passage]]:
    """Cut the cells into rows at running numbers, or at names where rows have no numbers."""
    numbered = any(column.role is Role.NUMBER for column in columns)
    grouped = any(column.role is Role.GROUP for column in columns)
    expected, begun, row = 1, False, list[Passage]()
    for at, cell in enumerate(cells):
        if _is_repeated(cells, at):
            continue  # the heading again, after a page break
        following = cells[at + 1].text if at + 1 < len(cells) else ""
        if numbered:
            ordinal = _ORDINAL.fullmatch(cell.text)
            starts = bool(ordinal) and int(ordinal[1]) == expected and _is_name(following)  # type: ignore[index]
        else:
            starts = _is_name(cell.text) and (not row or not _is_name(row[-1].text))
        inside = numbered and begun and cell.text.startswith("其中")
        if starts or inside:
            row, group = _without_group(row) if grouped and numbered else (row, [])
            if begun and row:
                yield row
            row = [row[0], cell] if inside else [cell, *group]
            begun, expected = True, expected + (not inside)
        elif begun or grouped:
            row.append(cell)
    if begun and row:
        yield row


def _is_repeated(cells: list[Passage], at: int) -> bool:
    text = cells[at].text
    alone = at + 1 < len(cells) and not read_heading(cells[at + 1].text)
    alone = alone and not read_heading(cells[at - 1].text)
    return bool(read_heading(text)) and not alone and not _is_name(text)


def _without_group(row: list[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Take the name of the next rows' group from the end of a row, where it stands before 3."""
    last = row[-1].text if row else ""
    if 1 < len(last) <= LONGEST_GROUP and _is_name(last) and not last.startswith("其中"):
        return row[:-1], row[-1:]
    return row, []


def _is_name(text: str) -> bool:
    return bool(re.search(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]|[A-Z]{2,}", text)) and not (
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
    grouped = grouped or (not figures and len(names) > 1 and len(names[1].text) > LONGEST_GROUP)
    if grouped and len(names) > 1 and len(names[0].text) <= LONGEST_GROUP:
        cells[Role.GROUP], cells[Role.NAME] = names[:1], names[1:]
    together = {role: Passage.joined(parts) for role, parts in cells.items()}
    return Record(together, tuple(zip(figures, found, strict=False)), tuple(row), recovered=True)


def _task_records(rows: list[list[Passage]], columns: list[Column]) -> list[Record]:
    """Rows of tasks whose cells are as many as the columns hold them in that order."""
    records = []
    for row in rows:
        if len(row) != len(columns):
            continue
        cells: dict[Role, Passage] = {}
        for column, cell in zip(columns, row, strict=True):
            role = Role.DETAIL if column.role in cells else column.role
            cells[role] = Passage.joined([*([cells[role]] if role in cells else []), cell])
        records.append(Record(cells, (), tuple(row), recovered=True))
    return records


def _stream_role(
    text: str,
    at: int,
    cells: dict[Role, list[Passage]],
    found: list[Passage],
    columns: list[Column],
) -> Role:
    roles = {column.role for column in columns}
    if at == 0 and Role.NUMBER in roles:
        return Role.NUMBER
    if KINDS.fullmatch(text):
        return Role.KIND
    named = Role.NAME in cells
    if Role.VALUE not in roles and Role.KIND not in cells:
        return Role.NAME
    if named and (_FIGURE_LIKE.fullmatch(text) or NOTHING.fullmatch(text)):
        return Role.VALUE
    if named and not found and Role.UNIT in roles and _UNIT_LIKE.fullmatch(text):
        return Role.UNIT
    if named and (found or Role.KIND in cells):
        if read_figure(text) and len(found) < sum(c.role is Role.VALUE for c in columns):
            return Role.VALUE
        return next((r for r in (Role.SOURCE, Role.LEAD, Role.NOTE) if r in roles), Role.NOTE)
    return Role.NAME
