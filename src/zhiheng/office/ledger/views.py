"""The act log: read, export, verify."""

from __future__ import annotations

import csv

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiheng.office.ledger.commands import record
from zhiheng.office.ledger.forms import EventFilterForm
from zhiheng.office.ledger.presenters import (
    checkpoint_facts,
    checkpoint_lines,
    csv_rows,
    event_lines,
)
from zhiheng.office.ledger.queries import event_of, find_events, latest_checkpoint, proof_of
from zhiheng.office.ledger.tasks import seal_and_show
from zhiheng.office.ledger.verifying import verify_ledger
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate

CHECKPOINTS_SHOWN = 50


@require_safe
@needs("ledger.view")
def events(request: AuthenticatedRequest) -> HttpResponse:
    """List events, newest first, narrowed by the address."""
    form = EventFilterForm(request.GET)
    authorities = settings.ZHIHENG.ledger.authorities
    pager = paginate(request, find_events(form.wanted()), size=50)
    return render(
        request,
        "ledger/events.html",
        {
            "form": form,
            "pager": pager,
            "lines": event_lines(pager.items),
            "checkpoint": checkpoint_facts(latest_checkpoint(), authorities),
        },
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
    """Verify the whole log and say what was found, of each checkpoint too."""
    result = verify_ledger()
    context = {
        "result": result,
        "problems": problem_texts(result.problems),
        "lines": checkpoint_lines(result.checkpoints[:CHECKPOINTS_SHOWN]),
        "count": result.events,
        "now": timezone.now(),
    }
    return render(request, "ledger/verification.html", context)


@require_POST
@needs("ledger.view")
def make_checkpoint(request: AuthenticatedRequest) -> HttpResponse:
    """Seal what was done so far, now."""
    _checkpoint, problems = seal_and_show(on=timezone.now())
    for text in problem_texts(problems):
        messages.warning(request, text)
    if not problems:
        messages.success(request, _("All acts so far are sealed."))
    return redirect("ledger:events")


@require_safe
@needs("ledger.view")
def proof(request: AuthenticatedRequest, sequence: int) -> HttpResponse:
    """Give the proof of one act as a file."""
    answer = JsonResponse(proof_of(event_of(sequence)), json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Disposition"] = f'attachment; filename="proof-{sequence}.json"'
    return answer


class _Echo:
    def write(self, value: str) -> str:
        return value
