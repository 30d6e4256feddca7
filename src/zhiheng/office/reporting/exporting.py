"""Every version of every value as a table."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.office.registers.exports import Table
from zhiheng.office.reporting.models import Request
from zhiheng.office.reporting.presenters import period_words, request_line, versions_shown
from zhiheng.office.reporting.queries import with_history

FIELDS = (
    "indicator", "unit", "department", "period", "period_start", "period_end", "due", "state",
    "version", "version_state", "counts", "value", "typed", "entered", "submitted", "decided",
    "decided_at", "note", "reason", "answer", "findings", "evidence",
)  # fmt: skip


def values_table(requests: QuerySet[Request]) -> Table:
    """Return a line a version, and one for every request without any."""
    return Table(FIELDS, _headings(), _rows(requests))


def _headings() -> list[str]:
    return [
        _("Indicator"), _("Unit"), _("Department"), pgettext("report", "Period"),
        _("From"), _("Until"), _("Due"),
        _("State"), _("Version"), _("State of the version"), _("Counts"), _("Value"),
        _("As typed"), _("Entered by"), _("Handed in by"),
        pgettext("report", "Decided by"), pgettext("report", "Decided at"),
        pgettext("report", "Note"), _("Reason"), _("Reason of the return"),
        _("What the checks said"), _("Evidence"),
    ]  # fmt: skip


def _rows(requests: QuerySet[Request]) -> Iterator[dict[str, object]]:
    for request in with_history(requests):
        line = request_line(request, on=request.due_on)
        facts = {
            "indicator": line.indicator,
            "unit": line.unit,
            "department": line.department,
            "period": period_words(request.period),
            "period_start": request.period_start,
            "period_end": request.period_end,
            "due": line.due_on,
            "state": line.state,
        }
        shown = versions_shown(request.versions.all(), request.indicator.unit)
        for version in shown:
            own = request.versions.all()[shown.index(version)]
            yield {
                **facts,
                "version": version.number,
                "version_state": version.state,
                "counts": _("yes") if version.counts else "",
                "value": float(own.told),
                "typed": version.typed,
                "entered": version.entered,
                "submitted": version.submitted,
                "decided": version.decided,
                "decided_at": version.decided_at,
                "note": version.note,
                "reason": version.reason,
                "answer": version.answer,
                "findings": list(version.findings),
                "evidence": [each.name for each in version.files],
            }
        if not shown:
            yield facts
