"""Pages of owners and brands: the list, a portfolio, its marks, a name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.marks import (
    brands,
    commands,
    export_presenters,
    hit_presenters,
    owners,
    portfolios,
    queries,
    resembling,
)
from zhiheng.office.marks import owner_presenters as presenters
from zhiheng.office.marks.forms import OwnedMarksForm, OwnerFilterForm, ResemblanceForm
from zhiheng.office.marks.permissions import EXPORT, VIEW, sees_persons
from zhiheng.office.marks.presenters import mark_lines
from zhiheng.office.registers import lake
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.presenters import division_name
from zhiheng.office.web.pages import AuthenticatedRequest, Pager, needs, page_number

MARK_ROWS, NEAR_ROWS = 50, 20


@require_safe
@needs(VIEW)
def owner_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show who owns marks, those with the most first."""
    unmasked = sees_persons(request.user)
    form = OwnerFilterForm(request.GET)
    wanted = form.asked(sort=request.GET.get("sort", ""))
    most = owners.MOST_OWNERS // owners.PAGE_ROWS
    start = (page_number(request, last=most) - 1) * owners.PAGE_ROWS
    found, total = owners.owners_page(
        wanted, on=timezone.localdate(), unmasked=unmasked, start=start
    )
    context = {
        "form": form,
        "sort": wanted.sort,
        "lines": presenters.owner_rows(found, unmasked=unmasked),
        "pager": _pager(request, found, total, owners.PAGE_ROWS),
        "city": division_name(lake.city()),
        "narrowed": bool(wanted.text or wanted.kind or wanted.division or wanted.least),
        "persons_hidden": bool(wanted.text) and not unmasked,
        "can_export": user_can(request.user, EXPORT) and total,
    }
    return render(request, "marks/owners.html", context)


@require_safe
@needs(EXPORT)
def owner_list_export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the list of owners as a file, narrowed and ordered as the page is."""
    check_format(ending)
    unmasked = sees_persons(request.user)
    wanted = OwnerFilterForm(request.GET).asked(sort=request.GET.get("sort", ""))
    found, total = owners.owners_page(
        wanted, on=timezone.localdate(), unmasked=unmasked, rows=owners.MOST_OWNERS
    )
    commands.note_owners_export(
        rows=total, filters=list(request.GET), by=request.user, on=timezone.now()
    )
    rows = presenters.owner_rows(found, unmasked=unmasked)
    return send(export_presenters.owner_table(rows), _("owners of marks"), ending)


@require_safe
@needs(VIEW)
def owner(request: AuthenticatedRequest, party: str) -> HttpResponse:
    """Show the portfolio of an owner."""
    on, unmasked = timezone.localdate(), sees_persons(request.user)
    found = portfolios.portfolio_of(party, on=on)
    dealings = portfolios.dealings_of(found.marks, on=on)
    lapses = presenters.lapse_lines(found.lapses, unmasked=unmasked)
    context = {
        **_frame(request, found, tab="overview"),
        "tiles": presenters.tiles(found),
        "cells": presenters.class_cells(found),
        "chart": presenters.years_chart(found),
        "offices": presenters.office_lines(found),
        "brands": presenters.brand_links(found),
        "grace": [line for line in lapses if line.in_grace],
        "due": [line for line in lapses if not line.in_grace],
        "proceedings": presenters.proceeding_lines(found.proceedings, unmasked=unmasked),
        "dealings": presenters.dealing_lines(dealings, unmasked=unmasked),
        "dealings_more": max(0, len(dealings) - presenters.MOST_SHOWN),
    }
    return render(request, "marks/owner.html", context)


@require_safe
@needs(VIEW)
def owner_marks(request: AuthenticatedRequest, party: str) -> HttpResponse:
    """Show the marks of an owner, narrowed as the address says."""
    unmasked = sees_persons(request.user)
    found = portfolios.portfolio_of(party, on=timezone.localdate())
    form = OwnedMarksForm(request.GET, portfolio=found)
    chosen = form.chosen(found.marks)
    number = page_number(request, last=max(1, -(-len(chosen) // MARK_ROWS)))
    shown = chosen[(number - 1) * MARK_ROWS : number * MARK_ROWS]
    owned = queries.owners_of([each.key for each in shown])
    context = {
        **_frame(request, found, tab="marks"),
        "form": form,
        "sort": form.order,
        "lines": mark_lines(shown, owned, unmasked=unmasked),
        "pager": _pager(request, shown, len(chosen), MARK_ROWS),
    }
    return render(request, "marks/owner_marks.html", context)


@require_safe
@needs(EXPORT)
def owner_export(request: AuthenticatedRequest, party: str, ending: str) -> StreamingHttpResponse:
    """Give the marks of an owner as a file, narrowed as the list is."""
    check_format(ending)
    unmasked = sees_persons(request.user)
    found = portfolios.portfolio_of(party, on=timezone.localdate())
    chosen = OwnedMarksForm(request.GET, portfolio=found).chosen(found.marks)
    number = found.party["party"]
    commands.note_portfolio_export(
        party=number, rows=len(chosen), by=request.user, on=timezone.now()
    )
    owned = queries.owners_of([each.key for each in chosen])
    lines = mark_lines(chosen, owned, unmasked=unmasked)
    return send(export_presenters.mark_table(lines), f"{_('marks')}-{number}", ending)


@require_safe
@needs(VIEW)
def owner_near(request: AuthenticatedRequest, party: str) -> HttpResponse:
    """Show the later marks of others that are near those of an owner."""
    on, unmasked = timezone.localdate(), sees_persons(request.user)
    found = portfolios.portfolio_of(party, on=on)
    form = ResemblanceForm(request.GET)
    near = resembling.resemblances(found, on=on)
    chosen = form.chosen(near.found)
    number = page_number(request, last=max(1, -(-len(chosen) // NEAR_ROWS)))
    shown = chosen[(number - 1) * NEAR_ROWS : number * NEAR_ROWS]
    context = {
        **_frame(request, found, tab="near"),
        "form": form,
        "lines": hit_presenters.resemblance_lines(shown, unmasked=unmasked),
        "squatters": presenters.squatter_lines(near.squatters, unmasked=unmasked),
        "squatters_more": max(0, len(near.squatters) - presenters.MOST_SHOWN),
        "left_out": near.left_out,
        "found": len(near.found),
        "similar": sum(1 for each in near.found if each.relation.similar),
        "pager": _pager(request, shown, len(chosen), NEAR_ROWS),
    }
    return render(request, "marks/owner_near.html", context)


@require_safe
@needs(EXPORT)
def owner_near_export(
    request: AuthenticatedRequest, party: str, ending: str
) -> StreamingHttpResponse:
    """Give the later marks of others near those of an owner as a file, narrowed as the page is."""
    check_format(ending)
    on, unmasked = timezone.localdate(), sees_persons(request.user)
    found = portfolios.portfolio_of(party, on=on)
    near = resembling.resemblances(found, on=on)
    chosen = ResemblanceForm(request.GET).chosen(near.found)
    number = found.party["party"]
    commands.note_portfolio_export(
        party=number, rows=len(chosen), by=request.user, on=timezone.now()
    )
    lines = hit_presenters.resemblance_lines(chosen, unmasked=unmasked)
    table = export_presenters.resemblance_table(lines)
    return send(table, f"{_('near marks')}-{number}", ending)


@require_safe
@needs(VIEW)
def brand(request: AuthenticatedRequest) -> HttpResponse:
    """Show all marks of a name: whose, in which classes and offices, since when."""
    unmasked = sees_persons(request.user)
    found = brands.brand_of(request.GET.get("name", ""), on=timezone.localdate())
    party = {"party": "", "name": found.name, "kind": ""}
    own = portfolios.portfolio(party, found.own, on=timezone.localdate())
    context = {
        "brand": found,
        "tiles": presenters.brand_tiles(own, found),
        "cells": presenters.class_cells(own),
        "offices": presenters.office_lines(own),
        "holders": presenters.holder_lines(found, unmasked=unmasked),
        "lines": mark_lines(found.own, found.owners, unmasked=unmasked),
        "holding": mark_lines(found.holding, found.owners, unmasked=unmasked),
        "timeline": presenters.timeline(found, unmasked=unmasked),
        "left_out": max(0, found.total - len(found.own) - len(found.holding)),
    }
    return render(request, "marks/brand.html", context)


def _frame(request: AuthenticatedRequest, found: portfolios.Portfolio, tab: str) -> dict[str, Any]:
    """Return what all pages of one owner show."""
    return {
        "party": found.party["party"],
        "title": presenters.title(found, unmasked=sees_persons(request.user)),
        "division": division_name(found.party["division"]) if found.party["division"] else "",
        "on": found.on,
        "rows": len(found.marks),
        "tab": tab,
        "can_export": user_can(request.user, EXPORT) and bool(found.marks),
    }


def _pager(request: HttpRequest, items: Any, total: int, size: int) -> Pager[Any]:
    last = max(1, -(-total // size))
    return Pager(items, page_number(request, last=last), last, total, size)
