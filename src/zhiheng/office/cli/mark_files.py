"""Files of marks that somebody searches in: one mark a line, a CSV with headings, or JSON Lines.

What cannot be used is kept out and told with its line; the rest is searched.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiheng.core.errors import InputError, Problem
from zhiheng.office.cli.text_files import text_of

MARK = ("mark", "mark_text", "商标名称", "商标", "商标文字", "text")
NUMBER = ("number", "商标号", "注册号", "申请号", "申请/注册号")
GOODS = ("goods", "商品服务", "商品/服务", "商品和服务", "商品", "nice_class", "类别", "国际分类")
UNREADABLE = "marks.file_unreadable"
_SHOWN = 80  # characters of a line that cannot be used
_DAMAGED = "\ufffd"


@dataclass(frozen=True)
class FileMark:
    """A mark of a file: the line it stands on, its number and goods where the file tells them."""

    text: str
    line: int
    number: str = ""
    goods: str = ""


@dataclass(frozen=True)
class MarkFile:
    """The marks of a file in its order, and what was kept out."""

    marks: Sequence[FileMark]
    problems: Sequence[Problem]


@dataclass(frozen=True)
class _Unusable:
    """A line that holds no mark."""

    line: str


def read_marks(path: Path) -> MarkFile:
    """Read a file of marks by its ending: `.csv`, `.jsonl`, `.ndjson`, else one mark a line.

    Raises `NotFoundError` (`file.not_found`) and `InputError` (`marks.file_unreadable`,
    `marks.no_column`) where nothing of it can be read.
    """
    text = text_of(path, unreadable=UNREADABLE)
    if path.suffix.lower() == ".csv":
        found = _csv(text, path)
    elif path.suffix.lower() in (".jsonl", ".ndjson"):
        found = _json_lines(text)
    else:
        found = ((number, line) for number, line in enumerate(text.splitlines(), 1))
    marks, problems = [], []
    for line, record in found:
        try:
            mark = _mark(record, line)
        except InputError as error:
            problems += [each.at(path.name, f"line {line}") for each in error.problems]
        else:
            marks += [mark] if mark else []
    return MarkFile(marks, problems)


def _csv(text: str, path: Path) -> Iterator[tuple[int, Any]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""))
    try:
        headings = [each.strip().lower() for each in next(reader, [])]
        if not set(headings) & set(MARK):
            raise InputError.of(
                "marks.no_column", path=path, received=", ".join(headings), expected=", ".join(MARK)
            )
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(headings, cells, strict=False))
    except csv.Error as error:
        raise InputError.of(UNREADABLE, path=path, received=error) from error


def _json_lines(text: str) -> Iterator[tuple[int, Any]]:
    # Only \n ends a line: JSON strings may hold other ends of lines.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                record = None
            yield number, record if isinstance(record, str | dict) else _Unusable(line.strip())


def _mark(record: Any, line: int) -> FileMark | None:
    """Return the mark of a line; None of an empty line of text."""
    if isinstance(record, str):
        return FileMark(_whole(record.strip()), line) if record.strip() else None
    if isinstance(record, _Unusable):
        raise InputError.of("marks.not_a_mark", received=record.line[:_SHOWN])
    text = _value(record, MARK)
    if not text:
        shown = json.dumps(record, ensure_ascii=False, default=str)[:_SHOWN]
        raise InputError.of("marks.no_mark", received=shown, expected=", ".join(MARK))
    return FileMark(_whole(text), line, _value(record, NUMBER), _value(record, GOODS))


def _value(record: Mapping[Any, Any], names: Sequence[str]) -> str:
    found = next((record[name] for name in names if record.get(name)), "")
    if isinstance(found, list):
        return "；".join(map(str, found))
    return str(found).strip()


def _whole(text: str) -> str:
    if _DAMAGED in text:
        raise InputError.of("marks.damaged_text", received=text[:_SHOWN])
    return text
