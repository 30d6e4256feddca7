"""Cases as lines of a list, a file or a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.office.caseload.names import Names
from zhiheng.office.cases.enums import CaseStatus
from zhiheng.office.cases.models import Case
from zhiheng.office.registers.exports import Table


def case_headings() -> dict[str, str]:
    """Return what a line says of a case, by the names of its values."""
    return {
        "number": _("Case number"),
        "title": pgettext("case", "Subject"),
        "procedure": pgettext("case", "Procedure"),
        "organisation": pgettext("case", "Body"),
        "handler": pgettext("case", "Handler"),
        "division": _("Division"),
        "station": pgettext("case", "Station"),
        "stage": _("Stage"),
        "status": pgettext("case", "State"),
        "filed": _("Filed"),
        "closed": pgettext("cases", "Closed"),
        "outcome": _("Outcome"),
        "due": _("Due"),
    }


def case_table(cases: Iterable[Case], names: Names, *, on: dt.date) -> Table:
    """Return cases for export."""
    headings = case_headings()
    rows = (case_row(each, names, on=on) for each in cases)
    return Table(list(headings), list(headings.values()), rows)


def case_row(case: Case, names: Names, *, on: dt.date) -> dict[str, Any]:
    """Return a case as a line of a list, a file or a terminal."""
    return {
        "number": case.number,
        "title": case.title,
        "procedure": names.procedure(case.procedure),
        "organisation": case.organisation.name if case.organisation else "",
        "handler": case.handler.display_name if case.handler else "",
        "division": names.divisions.get(case.division, case.division),
        "station": names.stations.get(case.station_id, "") if case.station_id else "",
        "stage": names.stage(case.procedure, case.stage),
        "status": case.get_status_display(),
        "filed": _day(case.filed_at),
        "closed": _day(case.closed_at),
        "outcome": names.outcome(case.procedure, case.outcome) if case.outcome else "",
        "due": case.due_on,
        "is_late": _is_late(case, on),
    }


def _is_late(case: Case, on: dt.date) -> bool:
    over = case.due_on is not None and case.due_on < on
    return (
        over and case.due_binds == "office" and case.status in (CaseStatus.OPEN, CaseStatus.CLOSED)
    )


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
