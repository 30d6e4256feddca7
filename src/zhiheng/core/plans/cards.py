"""Tables that hold one task each: labels at the left, what they say at their right.

    | 任务名称 | 缩短预审时间 | 牵头单位 | 市知识产权保护中心 |
    | 主要内容 | …          | 完成时限 | 2026年9月         |

They are read as the lines that an office might have written instead: `牵头单位：…`. A table may
hold several such cards one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from zhiheng.core.plans.columns import Role, read_heading
from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.table_shapes import Table

SHARE = 0.6  # of a table's filled cells are labels and what they say
_ABOUT_PEOPLE = (Role.LEAD, Role.SUPPORT, Role.LIMIT)
_TITLE = re.compile(
    r"(?:重点|主要|工作|具体|改革)*(?:任务|举措|措施|事项|项目|工程)(?:名称)?|名称|工作任务"
)
_TEXT = re.compile(r".{0,4}(?:内容|举措|措施|目标|成果|要求|描述|标准)")


@dataclass(frozen=True)
class CardLine:
    """A line of a card: its text; whether it is the title of a task, and the task's number."""

    passage: Passage
    is_title: bool = False
    number: str = ""


def read_cards(table: Table) -> list[CardLine] | None:
    """Return the lines of a table of cards, or None if the table is none."""
    pairs = [pair for row in table.rows for pair in _pairs(row)]
    told = {label.text for label, _ in pairs if _role(label) in _ABOUT_PEOPLE}
    rows = sum(any(_role(label) in _ABOUT_PEOPLE for label, _ in _pairs(row)) for row in table.rows)
    if len(told) < 2 or rows < 2 or 2 * len(pairs) < SHARE * sum(map(_filled, table.rows)):
        return None
    return list(_lines(pairs))


def _pairs(row: tuple[Passage, ...]) -> list[tuple[Passage, Passage]]:
    """Return label and value of a row; a row of headings alone has none."""
    cells = [cell for cell in row if cell]
    headings = all(_role(cell) not in (None, Role.VALUE) for cell in cells)
    if len(cells) % 2 or len(cells) > 4 or headings:
        return []
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    return pairs if all(len(label.text) <= 8 for label, _ in pairs) else []


def _role(label: Passage) -> Role | None:
    heading = read_heading(label.text)
    return heading.role if heading else None


def _filled(row: tuple[Passage, ...]) -> int:
    return sum(map(bool, row))


def _lines(pairs: list[tuple[Passage, Passage]]) -> Iterator[CardLine]:
    number = ""
    for label, value in pairs:
        if _role(label) is Role.NUMBER:
            number = value.text
        elif _TITLE.fullmatch(label.text):
            yield CardLine(value, is_title=True, number=number)
            number = ""
        elif _TEXT.fullmatch(label.text):
            yield CardLine(value)
        else:
            colon = Passage("：", (label.offsets[-1],))
            yield CardLine(Passage.joined((label, colon, value)))
