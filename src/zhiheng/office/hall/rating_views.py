"""What people think of the service, for those who look after the load of bodies."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiheng.office.cases.permissions import LOAD, overseen_by
from zhiheng.office.hall import presenters, queries
from zhiheng.office.hall.forms import RatingFilterForm
from zhiheng.office.hall.models import Rating
from zhiheng.office.registers.downloads import send
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs(LOAD)
def ratings(request: AuthenticatedRequest) -> HttpResponse:
    """Show averages by service, and every rating, newest first."""
    form, found = _ratings(request)
    pager = paginate(request, found)
    context = {
        "form": form,
        "summaries": presenters.rating_summaries(queries.summed(found)),
        "pager": pager,
        "lines": presenters.rating_lines(pager.items),
    }
    return render(request, "hall/ratings.html", context)


@require_safe
@needs(LOAD)
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the ratings as a file, narrowed as the page is."""
    return send(presenters.rating_table(_ratings(request)[1]), _("Ratings"), ending)


def _ratings(request: AuthenticatedRequest) -> tuple[RatingFilterForm, QuerySet[Rating]]:
    day = timezone.localdate()
    form = RatingFilterForm(request.GET, procedures=queries.services(on=day))
    form.is_valid()
    asked = form.cleaned_data
    found = queries.rated(
        organisations=overseen_by(request.user, on=day),
        since=asked.get("since"),
        until=asked.get("until"),
        procedure=asked.get("procedure", ""),
        low=bool(asked.get("low")),
    )
    return form, found
