"""The act log: read, export, verify."""

from __future__ import annotations

import csv

from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.office.ledger.commands import record
from zhiheng.office.ledger.forms import EventFilterForm
from zhiheng.office.ledger.models import Event
from zhiheng.office.ledger.presenters import csv_rows, event_lines
from zhiheng.office.ledger.queries import find_events, verify_chain
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs("ledger.view")
def events(request: AuthenticatedRequest) -> HttpResponse:
    """List events, newest first, narrowed by the address."""
    form = EventFilterForm(request.GET)
    pager = paginate(request, find_events(form.wanted()), size=50)
    return render(
        request,
        "ledger/events.html",
        {"form": form, "pager": pager, "lines": event_lines(pager.items)},
    )


@require_safe
@needs("ledger.view")
def export(request: AuthenticatedRequest) -> StreamingHttpResponse:
    """Export the events the address asks for, oldest first; the export is an act itself."""
    found = find_events(EventFilterForm(request.GET).wanted()).order_by("sequence")
    with transaction.atomic():
        details = {"events": found.count()}
        now = timezone.now()
        record(
            act="ledger.exported", subject="ledger:all", details=details, by=request.user, on=now
        )
    writer = csv.writer(_Echo())
    rows = (writer.writerow(row) for row in csv_rows(found.iterator(chunk_size=2_000)))
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="act-log.csv"'
    return response


@require_safe
@needs("ledger.view")
def verification(request: AuthenticatedRequest) -> HttpResponse:
    """Recompute the whole chain and say what was found."""
    problems = problem_texts(verify_chain())
    context = {"problems": problems, "count": Event.objects.count(), "now": timezone.now()}
    return render(request, "ledger/verification.html", context)


class _Echo:
    def write(self, value: str) -> str:
        return value
