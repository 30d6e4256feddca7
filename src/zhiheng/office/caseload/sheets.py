"""The figures of the load as a workbook, one sheet for each table of the page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Font

from zhiheng.office.caseload.figures import COUNTED, Days, Load
from zhiheng.office.caseload.names import Names, cell_headings
from zhiheng.office.registers.exports import sheet_value

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def workbook_of(sheets: Iterable[Sheet]) -> bytes:
    """Return a workbook with a title, headings and rows for each sheet."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, headings, rows in sheets:
        sheet = workbook.create_sheet(title[:31])
        sheet.append([sheet_value(each) for each in headings])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([sheet_value(each) for each in row])
        for number, heading in enumerate(headings):
            letter = sheet.cell(1, number + 1).column_letter
            sheet.column_dimensions[letter].width = max(10, min(40, 2 * len(heading) + 4))
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def load_sheets(load: Load, names: Names, by: str) -> list[Sheet]:
    """Return the tables of the page."""
    period = f"{load.wanted.since} – {load.wanted.until}"
    lines = [*load.lines, load.total] if len(load.lines) > 1 else load.lines
    named = [_("All together") if line is load.total else names.of(by, line.key) for line in lines]
    return [
        (
            _("Load"),
            [period, *cell_headings().values(), _("In time")],
            [
                [name, *(getattr(line, cell) for cell in COUNTED), line.in_time]
                for name, line in zip(named, lines, strict=True)
            ],
        ),
        (
            _("Days"),
            [_("Procedure"), _("What"), _("Cases"), _("Median days"), _("Days of nine in ten")],
            [
                *_days(load.open_days, _("open so far"), names),
                *_days(load.decision_days, _("from filing to closing"), names),
            ],
        ),
        (
            _("Limits"),
            [_("Procedure"), _("Limit"), _("Came to its end"), _("Too late")],
            [
                [names.procedure(e.procedure), names.term(e.procedure, e.term), e.count, e.late]
                for e in load.kept
            ],
        ),
        (
            _("Outcomes"),
            [_("Procedure"), _("Outcome"), _("Cases")],
            [
                [names.procedure(e.procedure), names.outcome(e.procedure, e.outcome), e.count]
                for e in load.outcomes
            ],
        ),
        (
            _("Months"),
            [_("Month"), pgettext("cases", "Came in"), pgettext("cases", "Closed")],
            [[f"{e.first:%Y-%m}", e.filed, e.closed] for e in load.months],
        ),
    ]


def _days(found: Iterable[Days], what: str, names: Names) -> list[list[Any]]:
    return [
        [names.procedure(each.key), what, each.count, each.median, each.nine_tenths]
        for each in found
    ]
