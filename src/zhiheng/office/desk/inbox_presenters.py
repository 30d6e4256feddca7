"""What the inbox and its file show of cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_stubs_ext import StrPromise

from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.showing import status_badge
from zhiheng.office.desk.due import Due, due_of
from zhiheng.office.desk.enums import Tray
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import said


@dataclass(frozen=True)
class TrayTab:
    """A tray with how much lies in it; `chosen` where the page shows it."""

    value: str
    label: str | StrPromise
    count: int
    chosen: bool
    urgent: bool


@dataclass(frozen=True)
class InboxRow:
    """A case as a line of the inbox."""

    case: Case
    procedure: str
    stage: str
    term: str
    due: Due
    badge: str
    waiting: int | None  # the proposal or what was asked, in the trays of those


def tray_tabs(counts: Mapping[str, int], chosen: str) -> list[TrayTab]:
    """Return the trays in order, those that press marked where something lies in them."""
    pressing = (Tray.OVERDUE, Tray.TO_APPROVE)
    return [
        TrayTab(
            tray.value, tray.label, counts[tray.value], tray.value == chosen,
            tray in pressing and bool(counts[tray.value]),
        )
        for tray in Tray
    ]  # fmt: skip


def inbox_row(case: Case, *, on: dt.date) -> InboxRow:
    """Return a case as a line; `stands` of the query tells whether its term stops."""
    procedure = law.procedure_of(case)
    term = procedure.terms.get(case.due_term)
    return InboxRow(
        case,
        said(procedure.declaration.title),
        said(procedure.stages[case.stage].title),
        said(term.title) if term else "",
        due_of(case, on=on, standing=bool(getattr(case, "stands", False))),
        status_badge(case),
        getattr(case, "waiting", None),
    )


def inbox_table(cases: Iterable[Case], *, on: dt.date) -> Table:
    """Return cases for export."""
    headings = {
        "number": _("Case number"),
        "title": pgettext("case", "Subject"),
        "procedure": pgettext("case", "Procedure"),
        "stage": _("Stage"),
        "state": pgettext("case", "State"),
        "handler": _("Handler"),
        "body": _("Body"),
        "term": pgettext("case", "Term"),
        "due": _("Due"),
        "left": _("Time left"),
        "provisional": _("Provisional"),
        "filed": _("Filed"),
    }
    rows = (_export_row(inbox_row(case, on=on)) for case in cases)
    return Table(list(headings), list(headings.values()), rows)


def _export_row(row: InboxRow) -> dict[str, Any]:
    case = row.case
    return {
        "number": case.number,
        "title": case.title,
        "procedure": row.procedure,
        "stage": row.stage,
        "state": case.get_status_display(),
        "handler": case.handler.display_name if case.handler else "",
        "body": case.organisation.name if case.organisation else "",
        "term": row.term,
        "due": row.due.on,
        "left": row.due.words,
        "provisional": _("yes") if row.due.provisional else "",
        "filed": case.filed_at,
    }
