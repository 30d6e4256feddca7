"""Sending tables as files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.declarations.models import Register
from zhiheng.core.feeds.tables import CORRECTS, REPORTED
from zhiheng.core.lake.schema import LINEAGE
from zhiheng.office.registers.editing import cells_of
from zhiheng.office.registers.exports import CONTENT_TYPES, Table, write
from zhiheng.office.registers.models import SetAsideRow
from zhiheng.office.registers.presenters import language, said

LINEAGE_FIELDS = LINEAGE.names[:-1]


def register_table(register: Register, rows: Iterable[dict[str, Any]]) -> Table:
    """Return a register's rows for export, with lineage behind the declared columns."""
    fields = [column.name for column in register.columns]
    headings = [said(column.title) for column in register.columns]
    return Table([*fields, *LINEAGE_FIELDS], [*headings, *LINEAGE_FIELDS], rows)


def set_aside_table(rows: Iterable[SetAsideRow]) -> Table:
    """Return rows that were set aside with their reasons and, where known, their cells.

    The cells stand under their own headings and each line names its record, so that a corrected
    sheet can be imported again and closes what it corrects.
    """
    listed = list(rows)
    cells = [cells_of(row.received) for row in listed]
    headings = list(dict.fromkeys(name for row_cells in cells for name in row_cells))
    own = [CORRECTS, *REPORTED]
    return Table([*headings, *own], [*headings, *own], _set_aside_rows(listed, cells))


def send(table: Table, name: str, ending: str) -> StreamingHttpResponse:
    """Return a response that writes the table while it is sent."""
    response = StreamingHttpResponse(write(table, ending), content_type=CONTENT_TYPES[ending])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{ending}"
    return response


def send_workbook(content: bytes, name: str) -> HttpResponse:
    """Return a response with a workbook of several sheets."""
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _set_aside_rows(
    rows: list[SetAsideRow], cells: list[dict[str, str]]
) -> Iterable[dict[str, Any]]:
    for row, row_cells in zip(rows, cells, strict=True):
        reasons = "；".join(problem_text(problem, language()) for problem in row.reasons)
        received = "" if row_cells else row.received
        yield {
            **row_cells,
            CORRECTS: row.pk,
            **dict(zip(REPORTED, (row.file, row.position, reasons, received), strict=True)),
        }
