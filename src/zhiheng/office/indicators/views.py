"""The cockpit and the pages of indicators."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.indicators import presenters, queries
from zhiheng.office.indicators.forms import IndicatorFilterForm
from zhiheng.office.indicators.list_presenters import indicator_groups
from zhiheng.office.registers.queries import as_of_day, last_import
from zhiheng.office.web.pages import AuthenticatedRequest, needs

VIEW = "indicators.view"


@require_safe
@needs(VIEW)
def cockpit(request: AuthenticatedRequest) -> HttpResponse:
    """Show the figures of the city on a day."""
    day, known_on = _days(request)
    names = [each.name for each in queries.featured_indicators()]
    figures = queries.indicator_figures(names, on=day, known_on=known_on)
    empty = queries.without_rows(figures)
    context = {
        "cards": [presenters.card(f, without_rows=f.indicator.name in empty) for f in figures],
        "indicator_count": len(queries.indicators()),
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
    """Show the indicators by group, narrowed by words, group and district."""
    form = IndicatorFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    day = as_of_day(request.GET.get("as_of", ""))
    found = queries.found_indicators(asked.get("q", ""), asked.get("group", ""))
    names = [each.name for each in found]
    figures = queries.indicator_figures(names, on=day, division=asked.get("division"))
    groups = indicator_groups(figures, without_rows=queries.without_rows(figures))
    context = {"form": form, "groups": groups, "on": day, "count": len(found)}
    return render(request, "indicators/list.html", context)


@require_safe
@needs(VIEW)
def indicator(request: AuthenticatedRequest, name: str) -> HttpResponse:
    """Show one indicator: definition, ingredients, districts, parts and years."""
    day, known_on = _days(request)
    division, since = request.GET.get("division", "").strip(), request.GET.get("since", "").strip()
    figure = queries.indicator_figure(
        name,
        on=day,
        known_on=known_on,
        division=division,
        since=as_of_day(since) if since else None,
    )
    page = presenters.indicator_page(figure, without_rows=bool(queries.without_rows([figure])))
    context = {"page": page, "today": timezone.localdate(), "known_on": known_on}
    return render(request, "indicators/indicator.html", context)


def _days(request: AuthenticatedRequest) -> tuple[date, date | None]:
    """Return the day asked for, and the day by whose knowledge, None for today's."""
    known_on = request.GET.get("known_on", "").strip()
    day = as_of_day(request.GET.get("as_of", ""))
    return day, as_of_day(known_on) if known_on else None
