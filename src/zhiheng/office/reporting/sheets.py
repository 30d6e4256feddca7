"""Values of many reports in one sheet: written to be filled in, read back, every row answered.

A row that cannot be used is told with its number and keeps no other from being taken. What is taken
becomes a draft; where that was asked for it is handed in as well, unless it is doubted without a
reason beside it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from zhiheng.core.errors import InputError, PersonError, Problem
from zhiheng.core.plans.periods import period_name
from zhiheng.core.plans.plausibility import plain
from zhiheng.office.accounts.models import User
from zhiheng.office.registers.exports import Table
from zhiheng.office.reporting.checking import read_value
from zhiheng.office.reporting.commands import enter_value, submit_value
from zhiheng.office.reporting.enums import VersionState
from zhiheng.office.reporting.models import Request
from zhiheng.office.reporting.queries import ReportedValue, reported_values_by, request_of

FIELDS = (
    "report", "plan", "indicator", "period", "due", "before", "value", "unit", "note", "reason",
)  # fmt: skip
# Those the reader needs; the others are there for whoever fills the sheet.
NEEDED = ("report", "value", "unit")
LARGEST_FILE = 10 * 1024 * 1024
MOST_ROWS = 2_000


def headings() -> dict[str, str]:
    """Return the heading of every column in the language of the page."""
    return {
        "report": _("Report number"),
        "plan": _("Plan"),
        "indicator": _("Indicator"),
        "period": pgettext("report", "Period"),
        "due": _("Due"),
        "before": _("Value before"),
        "value": _("Value of this period"),
        "unit": _("Unit"),
        "note": pgettext("report", "Note"),
        "reason": _("Reason, if doubted"),
    }


def sheet_to_fill(requests: Iterable[Request]) -> Table:
    """Return the sheet in which values of the requests can be filled in."""
    titles = headings()
    asked = list(requests)
    signed = reported_values_by({each.indicator_id for each in asked}, until=date.max)
    rows = [_row(each, signed.get(each.indicator_id, [])) for each in asked]
    return Table(FIELDS, [titles[name] for name in FIELDS], rows)


@dataclass(frozen=True)
class Answer:
    """What became of one row; `problems` say why not, or what is doubted."""

    row: int
    report: str
    indicator: str = ""
    outcome: str = "refused"  # or "entered", "submitted"
    problems: Sequence[Problem] = field(default_factory=tuple)


def read_sheet(*, file: UploadedFile[Any], submit: bool, by: User, on: datetime) -> list[Answer]:
    """Take the values that a sheet holds; return what became of every row that has one.

    InputError where the file is not such a sheet: then nothing is taken.
    """
    rows = list(_filled(file))
    if not rows:
        raise InputError.of("report.sheet_empty", file=file.name or "")
    seen: dict[str, int] = {}
    answers = []
    for number, cells in rows:
        report = cells["report"]
        if report in seen:
            problem = Problem("report.sheet_twice", {"received": report, "row": str(seen[report])})
            answers.append(Answer(number, report, problems=(problem,)))
            continue
        seen[report] = number
        answers.append(_take(number, cells, submit=submit, by=by, on=on))
    return answers


def _row(request: Request, signed: list[ReportedValue]) -> dict[str, object]:
    language = "en" if (get_language() or "").startswith("en") else "zh"
    before = [each for each in signed if each.period_end < request.period_start][-1:]
    draft = next((v for v in request.versions.all() if v.state == VersionState.DRAFT), None)
    return {
        "report": request.pk,
        "plan": request.indicator.plan.title,
        "indicator": request.indicator.name,
        "period": period_name(request.period_start, request.period_end, language),
        "due": request.due_on,
        "before": plain(before[0].value) if before else "",
        "value": plain(draft.written) if draft else "",
        "unit": draft.unit if draft else request.indicator.unit,
        "note": draft.note if draft else "",
        "reason": "",
    }


def _take(number: int, cells: dict[str, str], *, submit: bool, by: User, on: datetime) -> Answer:
    indicator, outcome = "", "refused"
    try:
        request = request_of(cells["report"], by, on=timezone.localdate(on))
        indicator = request.indicator.name
        draft = enter_value(
            request=request,
            revision=request.revision,
            written=read_value(cells["value"]),
            unit=cells["unit"] or request.indicator.unit,
            note=cells.get("note", ""),
            by=by,
            on=on,
        )
        outcome = "entered"
        if submit:
            reason = cells.get("reason", "")
            submit_value(request=request, revision=request.revision, reason=reason, by=by, on=on)
            outcome = "submitted"
        problems = tuple(draft.problems)
    except PersonError as error:
        problems = error.problems
    return Answer(number, cells["report"], indicator, outcome, problems)


def _filled(file: UploadedFile[Any]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that hold a value, with their number in the sheet."""
    name = file.name or ""
    rows = _sheet(file)
    columns = _columns(next(rows, ()), name)
    for number, cells in enumerate(rows, start=2):
        if number > MOST_ROWS + 1:
            raise InputError.of("report.sheet_too_long", file=name, expected=MOST_ROWS)
        texts = {
            field: _text(cells[place]) if place < len(cells) else ""
            for field, place in columns.items()
        }
        if texts["value"]:
            yield number, texts


def _sheet(file: UploadedFile[Any]) -> Iterator[tuple[object, ...]]:
    name = file.name or ""
    if (file.size or 0) > LARGEST_FILE:
        raise InputError.of("report.sheet_unreadable", file=name,
                            received=f"> {LARGEST_FILE // 2**20} MB")  # fmt: skip
    try:
        book = load_workbook(io.BytesIO(file.read()), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS + 2))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError,
            IndexError, EOFError, SyntaxError) as error:  # fmt: skip
        raise InputError.of(
            "report.sheet_unreadable", file=name, received=type(error).__name__
        ) from error
    return iter(rows)


def _columns(first: Sequence[object], name: str) -> dict[str, int]:
    """Return where the columns stand, by the heading or the field's name."""
    places = {_text(cell): place for place, cell in enumerate(first)}
    titles = headings()
    found = {
        field: places[heading]
        for field in FIELDS
        for heading in (titles[field], field)
        if heading in places
    }
    missing = [titles[field] for field in NEEDED if field not in found]
    if missing:
        raise InputError.of("report.sheet_headings", file=name, expected="、".join(missing))
    return found


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float):
        # Excel keeps 15 digits; what Python adds behind them is not what was typed.
        return plain(Decimal(f"{cell:.15g}"))
    return str(cell).strip()
