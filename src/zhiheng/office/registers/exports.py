"""Lists as files: CSV, XLSX and JSON, written while they are read."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from zhiheng.core.errors import InputError

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
MOST_SHEET_ROWS = 1_048_575  # a sheet has one row more, for the headings
LONGEST_CELL = 32_767
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no sheet and no XML holds them
# A cell beginning so is run as a formula by spreadsheets; a leading apostrophe keeps it a text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """What is exported: names of the fields, their headings, and the rows."""

    fields: Sequence[str]
    headings: Sequence[str]
    rows: Iterable[dict[str, Any]]


def check_format(ending: str, rows: int = 0) -> None:
    """Refuse a format nobody writes, and more rows than a sheet of that format can hold."""
    if ending not in CONTENT_TYPES:
        raise InputError.of("export.unknown_format", received=ending, expected="csv、xlsx、json")
    if ending == "xlsx" and rows > MOST_SHEET_ROWS:
        raise InputError.of("export.too_many_rows", expected=MOST_SHEET_ROWS)


def write(table: Table, ending: str) -> Iterator[bytes]:
    """Return the bytes of an export in the format that the ending names."""
    check_format(ending)
    return {"csv": _csv, "xlsx": _xlsx, "json": _json}[ending](table)


def _csv(table: Table) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([_harmless(heading) for heading in table.headings])
    yield b"\xef\xbb\xbf"  # Excel and WPS take a CSV without this mark for GBK
    for row in table.rows:
        writer.writerow([_harmless(_flat(row.get(name))) for name in table.fields])
        if buffer.tell() > 65_536:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _xlsx(table: Table) -> Iterator[bytes]:
    from openpyxl import Workbook  # no start of a command should wait for it

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Zhiheng")
    sheet.append([sheet_value(heading) for heading in table.headings])
    for number, row in enumerate(table.rows):
        check_format("xlsx", number + 1)
        sheet.append([sheet_value(row.get(name)) for name in table.fields])
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while block := file.read(65_536):
            yield block


def _json(table: Table) -> Iterator[bytes]:
    yield b"["
    for number, row in enumerate(table.rows):
        chosen = {name: row.get(name) for name in table.fields}
        text = json.dumps(chosen, ensure_ascii=False, default=str)
        yield (",\n" if number else "\n").encode() + text.encode()
    yield b"\n]\n"


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return "；".join(str(item) for item in value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else value


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def sheet_value(value: Any) -> Any:
    """Return a value as a cell of a sheet holds it, never run as a formula."""
    if isinstance(value, datetime):
        # A sheet knows no time zones: the time of the office's clocks.
        return timezone.localtime(value).replace(tzinfo=None) if value.tzinfo else value
    flat = value if isinstance(value, date) else _flat(value)
    if isinstance(flat, str):
        return _harmless(UNWRITABLE.sub("", flat)[:LONGEST_CELL])
    return flat
