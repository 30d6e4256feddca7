"""The cockpit and the pages of indicators."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.indicators import presenters, queries
from zhiheng.office.registers.queries import as_of_day, last_import
from zhiheng.office.web.pages import AuthenticatedRequest, needs

VIEW = "indicators.view"


@require_safe
@needs(VIEW)
def cockpit(request: AuthenticatedRequest) -> HttpResponse:
    """Show the figures of the city on a day."""
    day, known_on = _days(request)
    figures = [
        queries.indicator_figure(each.name, on=day, known_on=known_on)
        for each in queries.indicators()
    ]
    context = {
        "cards": [presenters.card(figure) for figure in figures],
        "on": day,
        "known_on": known_on,
        "today": timezone.localdate(),
        "empty": all(not figure.total.numerator for figure in figures),
        "last_import": last_import(),
        "can_import": user_can(request.user, "registers.import"),
    }
    return render(request, "indicators/cockpit.html", context)


@require_safe
@needs(VIEW)
def indicator_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show every indicator with its definition."""
    day = as_of_day(request.GET.get("as_of", ""))
    figures = [queries.indicator_figure(each.name, on=day) for each in queries.indicators()]
    pages = [presenters.indicator_page(figure) for figure in figures]
    return render(request, "indicators/list.html", {"pages": pages, "on": day})


@require_safe
@needs(VIEW)
def indicator(request: AuthenticatedRequest, name: str) -> HttpResponse:
    """Show one indicator: definition, ingredients, districts and years."""
    day, known_on = _days(request)
    figure = queries.indicator_figure(name, on=day, known_on=known_on)
    page = presenters.indicator_page(figure)
    context = {"page": page, "today": timezone.localdate(), "known_on": known_on}
    return render(request, "indicators/indicator.html", context)


def _days(request: AuthenticatedRequest) -> tuple[date, date | None]:
    """Return the day asked for, and the day by whose knowledge, None for today's."""
    known_on = request.GET.get("known_on", "").strip()
    day = as_of_day(request.GET.get("as_of", ""))
    return day, as_of_day(known_on) if known_on else None
