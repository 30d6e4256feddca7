"""Imports and rows that were set aside, as plain data for templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import QueryDict

from zhiheng.core.declarations.messages import problem_text, problem_title
from zhiheng.core.errors import Problem
from zhiheng.office.registers import lake
from zhiheng.office.registers.editing import cells_of
from zhiheng.office.registers.enums import ImportState, SetAsideState
from zhiheng.office.registers.models import Import, SetAsideRow
from zhiheng.office.registers.presenters import language, said

BADGES: Mapping[str, str] = {
    ImportState.QUEUED: "off",
    ImportState.RUNNING: "role",
    ImportState.FINISHED: "ok",
    ImportState.FAILED: "warn",
    ImportState.INTERRUPTED: "warn",
    SetAsideState.OPEN: "warn",
    SetAsideState.CORRECTED: "ok",
    SetAsideState.REPEATED: "off",
    SetAsideState.DISMISSED: "off",
}
LONGEST_LINE = 80  # characters that a field of one line shows


@dataclass(frozen=True)
class CellField:
    """One cell of a line to be corrected."""

    name: str
    value: str
    is_long: bool


@dataclass(frozen=True)
class ImportLine:
    """One import in a list, or at the head of its page."""

    run: Import
    files: Sequence[str]
    badge: str
    new: int
    changed: int
    unchanged: int
    failure: Sequence[str]
    seconds: float | None


@dataclass(frozen=True)
class SetAsideLine:
    """One row that was set aside, in words."""

    row: SetAsideRow
    register: str
    file: str
    reasons: Sequence[str]
    badge: str


@dataclass(frozen=True)
class SetAsideQuery:
    """What the list of set-aside rows is narrowed to."""

    run: int | None
    state: str
    register: str
    code: str

    def narrowing(self) -> dict[str, Any]:
        """Return the arguments of the query."""
        return vars(self)


def import_line(run: Import) -> ImportLine:
    """Return an import in words."""
    ended = run.finished_at and run.started_at
    return ImportLine(
        run=run,
        files=[Path(path).name for path in run.paths],
        badge=BADGES[run.state],
        new=run.total("new"),
        changed=run.total("changed"),
        unchanged=run.total("unchanged"),
        failure=_texts(run.failure),
        seconds=(run.finished_at - run.started_at).total_seconds() if ended else None,  # type: ignore[operator]
    )


def import_counts(run: Import) -> list[dict[str, Any]]:
    """Return new, changed and unchanged by register."""
    registers = lake.catalogue().registers
    return [
        {"name": name, "title": said(registers[name].title), **counts}
        for name, counts in run.counts.items()
        if name in registers
    ]


def notices(run: Import) -> list[dict[str, str]]:
    """Return the remarks on records that were taken all the same."""
    return [
        {
            "file": Path(notice["file"]).name,
            "position": notice["position"],
            "text": _texts([notice])[0],
        }
        for notice in run.notices[:100]
    ]


def set_aside_query(given: QueryDict) -> SetAsideQuery:
    """Read what the list is narrowed to from the address; open rows unless told otherwise.

    What makes no sense does not narrow.
    """
    run = given.get("import", "")
    state = given.get("state", SetAsideState.OPEN.value)
    register, code = given.get("register", ""), given.get("code", "")
    return SetAsideQuery(
        run=int(run) if run.isascii() and run.isdigit() and len(run) < 10 else None,
        state=state if state in SetAsideState.values else "",
        register=register if register in lake.catalogue().registers else "",
        code=code if code.isprintable() else "",
    )


def set_aside_line(row: SetAsideRow) -> SetAsideLine:
    """Return a row that was set aside in words."""
    registers = lake.catalogue().registers
    return SetAsideLine(
        row=row,
        register=said(registers[row.register].title) if row.register in registers else "",
        file=Path(row.file.rpartition("!")[2] or row.file).name,
        reasons=[problem_text(problem, language()) for problem in row.reasons],
        badge=BADGES[row.state],
    )


def problem_kinds(counted: Sequence[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """Return the kinds of problem that occur: code, what it is called, and how many rows."""
    return [(code, problem_title(code, language()), rows) for code, rows in counted]


def cell_fields(row: SetAsideRow) -> list[CellField]:
    """Return the cells of a line that was set aside as fields of a form."""
    return [
        CellField(name, value, is_long=len(value) > LONGEST_LINE or "\n" in value)
        for name, value in cells_of(row.received).items()
    ]


def _texts(stored: Sequence[Mapping[str, Any]]) -> list[str]:
    return [problem_text(Problem(p["code"], p["values"]), language()) for p in stored]
