"""Entries from a table, CSV or XLSX: good lines are kept, problems of all others are told."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.core.characters import fold
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, PersonError, Problem
from zhiheng.core.feeds.cells import read_date
from zhiheng.core.feeds.records import FeedFile, received_text
from zhiheng.core.feeds.table_lines import Line, table_lines
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.protection.commands import list_entry
from zhiheng.office.protection.describing import Described, read_classes
from zhiheng.office.protection.enums import EntryKind
from zhiheng.office.protection.models import Entry
from zhiheng.office.protection.permissions import MANAGE
from zhiheng.office.registers import lake

ENDINGS = (".csv", ".xlsx")
MOST_ROWS = 2_000
# The headings of an export first; what offices call them besides.
HEADINGS: Mapping[str, Sequence[str]] = {
    "kind": ("类型", "保护类型", "kind"),
    "text": ("名称", "保护名称", "商标名称", "专利名称", "企业名称", "name", "text"),
    "number": ("号码", "商标号", "注册号", "申请号", "专利号", "number"),
    "party": ("权利人", "主体", "统一社会信用代码", "主体编号", "owner", "party"),
    "classes": ("类别", "尼斯类别", "国际分类", "classes"),
    "well_known": ("驰名", "是否驰名", "well_known"),
    "reason": ("理由", "保护理由", "reason"),
    "source": ("依据", "法律依据", "来源", "source"),
    "valid_from": ("起始日期", "生效日期", "valid_from"),
    "valid_to": ("截止日期", "失效日期", "valid_to"),
}
NEEDED = ("kind", "reason", "source")
YES = frozenset({"是", "y", "yes", "true", "1", "√", "驰名"})
_KINDS = {
    "商标": "mark", "驰名商标": "mark", "地理标志": "gi", "地名": "place", "风景名胜": "scenic",
    "人名": "person", "姓名": "person", "作品": "work", "作品名称": "work",
    "作品名称或角色": "work", "热点词": "event", "字号": "trade_name",
    "企业字号": "trade_name", "通用名称": "generic",
    "专利": "patent", "高价值专利": "patent", "企业": "enterprise", "重点企业": "enterprise",
}  # fmt: skip


@dataclass(frozen=True)
class BadLine:
    """A line that was not taken: where it stands, everything wrong with it, what was received."""

    position: str
    problems: Sequence[Problem]
    received: str

    def reasons(self, language: str) -> list[str]:
        """Return what is wrong in words."""
        return [problem_text(problem, language) for problem in self.problems]


@dataclass
class Imported:
    """What a table brought: the entries that were made, and the lines that were not taken."""

    made: list[Entry] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


def import_table(*, name: str, content: bytes, by: User, on: dt.datetime) -> Imported:
    """Put every good line of a table on the list; each in a transaction of its own.

    `InputError` where the file as a whole is no such table. Importing the same table again makes
    nothing twice: its lines are on the list already, and that is told.
    """
    check_user_can(by, MANAGE)
    lines = _lines(name, content)
    columns = _columns(next((line.cells for line in lines if not line.problem), {}))
    outcome = Imported()
    for line in lines:
        try:
            with transaction.atomic():
                described = _described(line, columns, timezone.localdate(on))
                outcome.made.append(list_entry(described=described, by=by, on=on))
        except PersonError as error:
            received = line.received or "；".join(str(cell) for cell in line.cells.values())
            bad = BadLine(line.position, error.problems, received_text(received))
            outcome.bad.append(bad)
    _note(outcome, by, on)
    return outcome


def _note(outcome: Imported, by: User, on: dt.datetime) -> None:
    with transaction.atomic():
        details = {"entries": len(outcome.made), "not_taken": len(outcome.bad)}
        subject = "protection:table"
        record(act="protection.imported", subject=subject, details=details, by=by, on=on)


def _lines(name: str, content: bytes) -> list[Line]:
    if PurePath(name.lower()).suffix not in ENDINGS:
        raise InputError.of("protection.not_a_table", received=received_text(name))
    file = FeedFile(name, len(content), lambda: io.BytesIO(content))
    lines: list[Line] = []
    for line in table_lines(file, lake.feed_limits()):
        lines.append(line)
        if len(lines) > MOST_ROWS:
            raise InputError.of(
                "protection.too_many_rows", received=f">{MOST_ROWS}", expected=MOST_ROWS
            )
    if not lines:
        raise InputError.of("file.empty")
    return lines


def _columns(cells: Mapping[str, Any]) -> dict[str, str]:
    """Return the heading of each column; `InputError` with all that are missing."""
    given = {fold(str(heading).strip()): heading for heading in cells}
    found = {
        column: given[fold(heading)]
        for column, headings in HEADINGS.items()
        for heading in reversed(headings)
        if fold(heading) in given
    }
    received = "、".join(map(str, cells)) or "—"
    missing = [
        Problem("protection.column_missing", {"expected": HEADINGS[each][0], "received": received})
        for each in NEEDED
        if each not in found
    ]
    if missing:
        raise InputError(*missing)
    return found


def _described(line: Line, columns: Mapping[str, str], today: dt.date) -> Described:
    if line.problem:
        raise InputError(line.problem)
    cells = {column: _text(line.cells.get(heading)) for column, heading in columns.items()}
    classes, problems = read_classes(cells.get("classes", ""))
    days = {}
    for column in ("valid_from", "valid_to"):
        days[column], wrong = _day(cells.get(column, ""))
        problems += wrong
    if problems:
        raise InputError(*problems)
    return Described(
        kind=_kind(cells.get("kind", "")),
        text=cells.get("text", ""),
        number=cells.get("number", ""),
        party=cells.get("party", ""),
        nice_classes=classes,
        well_known=fold(cells.get("well_known", "")) in YES,
        reason=cells.get("reason", ""),
        source=cells.get("source", ""),
        valid_from=days["valid_from"] or today,
        valid_to=days["valid_to"],
    )


def _kind(text: str) -> str:
    labels = {str(kind.label): kind.value for kind in EntryKind}
    return _KINDS.get(text) or labels.get(text) or text


def _day(text: str) -> tuple[dt.date | None, list[Problem]]:
    if not text:
        return None, []
    try:
        day = read_date(text)
    except InputError as error:
        return None, list(error.problems)
    return day, [] if day else [Problem("date.impossible", {"received": text[:40]})]


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).strip()
