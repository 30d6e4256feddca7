"""Tables in the five shapes in which they survive in text.

    tabs        one line a row, cells between tabs; a page break may stand between two rows
    Markdown    | one line a row |
    HTML        <table>, as many converters write merged cells
    columns     one line a row, cells between wide spaces
    stream      the columns are lost: one cell a line, or cells between single spaces

The first four give rows; a stream gives its cells in order, for `streams` to put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhiheng.core.plans.columns import Role, read_heading
from zhiheng.core.plans.passages import Passage

LONGEST_CELL = 60
LONGEST_HEAD = 120  # of a line that begins a stream of cells, all headings of a wide table
MOST_BLANKS = 16  # empty lines between two cells of a stream: merged heads leave many
LONGEST_GROUP_LINE = 20
_RULE = re.compile(r"\s*\|?[\s:|+\-—]*-{2,}[\s:|+\-—]*\|?\s*$")
_PIPE = re.compile(r"(?<!\\)[|│┃]")
_DRAWN = re.compile(r"\s*[─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╭╮╰╯┏┓┗┛┣┫┳┻╋+-]{5,}\s*$")
_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.DOTALL | re.IGNORECASE)
_HTML_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=<tr\b|</tr|</table)", re.DOTALL | re.IGNORECASE)
_HTML_CELL = re.compile(
    r"<t[dh]\b(?P<how>[^>]*)>(?P<cell>.*?)(?=<t[dh]\b|</t[dhr]|<tr\b|$)", re.DOTALL | re.IGNORECASE
)
_WIDE = re.compile(r"(?:\s{2,}|\t|\u3000+)")
_PART = re.compile(r"(?:及?以[上下内]|左右|[%‰]|年|个?百分点)")  # of a figure
_OUTLINE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十\d]{1,3}[章节部]|注[：:①-⑳\d]|#|专栏|附件"
)


@dataclass(frozen=True)
class Line:
    """A line that is not blank; `blanks` counts the blank ones before it."""

    start: int
    raw: str
    passage: Passage
    blanks: int


@dataclass(frozen=True)
class Table:
    """A table from one line to another: rows of cells, or a stream of cells without rows."""

    last: int
    rows: tuple[tuple[Passage, ...], ...] = ()
    stream: tuple[Passage, ...] = ()


def find_tables(text: str, lines: list[Line]) -> dict[int, Table]:
    """Return the tables of a text by the index of their first line."""
    found: dict[int, Table] = dict(_html_tables(text, lines))
    taken = {i for first, table in found.items() for i in range(first, table.last + 1)}
    index = 0
    while index < len(lines):
        table = None
        if index not in taken:
            table = _markdown(text, lines, index) or _tabs(text, lines, index)
            table = table or _columns(text, lines, index) or _stream(text, lines, index)
        if table:
            found[index] = table
            index = table.last
        index += 1
    return found


def _html_tables(text: str, lines: list[Line]) -> Iterator[tuple[int, Table]]:
    for match in _HTML_TABLE.finditer(text):
        inside = [
            i
            for i, line in enumerate(lines)
            if match.start() <= line.start + len(line.raw) - 1 and line.start < match.end()
        ]
        rows = tuple(_html_rows(text, match.start(), match.end()))
        if inside and rows:
            yield inside[0], Table(inside[-1], rows)


def _html_rows(text: str, start: int, end: int) -> Iterator[tuple[Passage, ...]]:
    """Lay cells that span rows or columns out: their other places are empty."""
    below: dict[int, int] = {}
    empty = Passage("", ())
    for row in _HTML_ROW.finditer(text, start, end):
        cells: list[Passage] = []
        for cell in _HTML_CELL.finditer(text, row.start(1), row.end(1)):
            while below.get(len(cells), 0):
                below[len(cells)] -= 1
                cells.append(empty)
            wide, high = _spans(cell["how"])
            for number in range(wide):
                below[len(cells)] = high - 1
                cells.append(
                    Passage.of(text, cell.start("cell"), cell.end("cell")) if not number else empty
                )
        while below.get(len(cells), 0):
            below[len(cells)] -= 1
            cells.append(empty)
        yield tuple(cells)


def _spans(attributes: str) -> tuple[int, int]:
    sizes = dict(re.findall(r"(colspan|rowspan)\s*=\s*[\"']?(\d{1,2})", attributes.lower()))
    return max(1, int(sizes.get("colspan", 1))), max(1, int(sizes.get("rowspan", 1)))


def _markdown(text: str, lines: list[Line], index: int) -> Table | None:
    last = index - 1
    rows = []
    while last + 1 < len(lines) and (last < index or lines[last + 1].blanks <= 2):
        raw = lines[last + 1].raw
        drawn = _DRAWN.match(raw)
        if not drawn and len(_PIPE.findall(raw)) < 2:
            break
        last += 1
        if not drawn and not _RULE.match(raw):
            mark = "|" if "|" in raw else "│"
            rows.append(tuple(_cells(text, lines[last], _PIPE, strip=mark)))
    return Table(last, tuple(rows)) if len(rows) >= 2 else None


def _tabs(text: str, lines: list[Line], index: int) -> Table | None:
    if not _is_tab_row(lines[index].raw):
        return None
    width = lines[index].raw.rstrip().count("\t")
    last = index
    while last + 1 < len(lines) and lines[last + 1].blanks <= 3:
        if not _goes_on(lines[last + 1].raw, width) and not _heads_rows(lines, last + 1, width):
            break
        last += 1
        width = max(width, lines[last].raw.rstrip().count("\t"))
    rows = tuple(tuple(_cells(text, line, re.compile("\t"))) for line in lines[index : last + 1])
    if last == index or (width < 2 and not any(read_heading(cell.text) for cell in rows[0])):
        return None
    return Table(last, rows)


def _heads_rows(lines: list[Line], at: int, width: int) -> bool:
    """A short line between rows of many cells names the group of those below it."""
    text = lines[at].passage.text
    following = lines[at + 1] if at + 1 < len(lines) else None
    short = len(text) <= LONGEST_GROUP_LINE and "。" not in text and width >= 3
    return short and bool(following) and lines[at].blanks == 0 and (
        following is not None and following.blanks == 0
        and following.raw.rstrip().count("\t") >= width - 1
    )  # fmt: skip


def _is_tab_row(raw: str) -> bool:
    return sum(bool(cell.strip()) for cell in raw.split("\t")) >= 2


def _goes_on(raw: str, width: int) -> bool:
    return _is_tab_row(raw) or ("\t" in raw.strip("\n") and raw.count("\t") >= max(2, width - 1))


def _columns(text: str, lines: list[Line], index: int) -> Table | None:
    """Rows whose cells stand apart by wide spaces, under a head of at least three headings."""
    head = [cell for cell in _cells(text, lines[index], _WIDE) if cell]
    if sum(bool(read_heading(cell.text)) for cell in head) < max(3, len(head) - 1):
        return None
    last, rows = index, [tuple(head)]
    while last + 1 < len(lines):
        cells = tuple(cell for cell in _cells(text, lines[last + 1], _WIDE) if cell)
        if len(cells) != len(head):
            break
        last += 1
        rows.append(cells)
    following = lines[last + 1].passage.text if last + 1 < len(lines) else "。"
    lost = not _OUTLINE.match(following) and len(following) < LONGEST_CELL and "。" not in following
    return Table(last, tuple(rows)) if len(rows) >= 3 and not lost else None


def _cells(text: str, line: Line, separator: re.Pattern[str], strip: str = "") -> Iterator[Passage]:
    raw, base = line.raw, line.start
    if strip:
        lead = len(raw) - len(raw.lstrip().removeprefix(strip))
        raw = raw[lead:].rstrip().removesuffix(strip)
        base += lead
    start = 0
    for match in separator.finditer(raw):
        yield Passage.of(text, base + start, base + match.start())
        start = match.end()
    yield Passage.of(text, base + start, base + len(raw))


def _stream(text: str, lines: list[Line], index: int) -> Table | None:
    """Cells without rows, from the first heading to the next outline number, note or sentence."""
    last = index
    if len(lines[index].passage.text) > LONGEST_HEAD:
        return None
    cells = list(_loose_cells(text, lines[index]))
    first = read_heading(cells[0].text) if cells else None
    if not first or first.role not in (Role.NUMBER, Role.GROUP, Role.NAME, Role.TASK):
        return None
    while last + 1 < len(lines) and _may_be_cells(lines[last + 1]):
        last += 1
        cells.extend(_loose_cells(text, lines[last]))
    headings = [read_heading(cell.text) for cell in cells[:12]]
    roles = {heading.role for heading in headings if heading}
    enough = Role.NAME in roles and (Role.VALUE in roles or Role.UNIT in roles) and len(roles) >= 3
    tasks = Role.TASK in roles and Role.LEAD in roles and len(roles) >= 3
    in_names = {Role.NUMBER, Role.NAME, Role.KIND} <= roles  # the figures stand in the names
    enough = enough or tasks or in_names
    return Table(last, stream=tuple(cells)) if enough and len(cells) >= 8 else None


def _may_be_cells(line: Line) -> bool:
    text = line.passage.text
    return (
        line.blanks <= MOST_BLANKS
        and not _OUTLINE.match(text)
        and len(text) <= 2 * LONGEST_CELL
        and "。" not in text
    )


def _loose_cells(text: str, line: Line) -> Iterator[Passage]:
    """Yield the cells of a line: what single spaces divide, if that reads like several cells."""
    words = list(re.finditer(r"\S+", line.raw))
    if not _are_cells([Passage.of(match[0]).text for match in words]):
        words = words[:1] and [re.compile(r"\S.*\S|\S").search(line.raw)]  # type: ignore[list-item]
    for match in words:
        passage = Passage.of(text, line.start + match.start(), line.start + match.end())
        if passage:
            yield passage


def _are_cells(words: list[str]) -> bool:
    """Tell `1 专利申请量` and `分 79.6 81` from `PCT 专利申请量` and `15 以上`, each one cell."""
    headings = sum(bool(read_heading(word)) for word in words)
    figures = sum(bool(re.search(r"\d", word)) for word in words)
    if len(words) <= 2:
        numbered = re.fullmatch(r"\d{1,2}|[一二三四五六七八九十]", words[0])
        return headings == len(words) or (bool(numbered) and not _PART.fullmatch(words[-1]))
    return headings >= 2 or figures >= 1
