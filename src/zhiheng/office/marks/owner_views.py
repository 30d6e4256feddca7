"""Pages of owners and brands: the list, a portfolio, its marks, a name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
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
    owned,
    owners,
    portfolios,
    queries,
    resembling,
)
from zhiheng.office.marks import owner_presenters as presenters
from zhiheng.office.marks.forms import OwnedMarksForm, OwnerFilterForm, ResemblanceForm
from zhiheng.office.marks.permissions import EXPORT, VIEW, sees_persons
from zhiheng.office.marks.presenters import mark_lines
from zhiheng.office.parties.queries import party_row
from zhiheng.office.registers import lake
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.presenters import division_name
from zhiheng.office.web.pages import (
    AuthenticatedRequest,
    needs,
    page_number,
    pager_of,
    paginate,
)

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
        "pager": pager_of(request, found, total, size=owners.PAGE_ROWS),
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
    number = found.party["party"]
    context = {
        **_frame(request, found.party, tab="overview", rows=len(found.marks)),
        "on": on,
        "tiles": presenters.tiles(found.counts, number),
        "cells": presenters.class_cells(found.counts, number),
        "chart": presenters.years_chart(found),
        "offices": presenters.office_lines(found.counts, number),
        "brands": presenters.brand_links(found),
        "lapses": presenters.lapse_lines(found.lapses),
        "lapses_more": max(0, len(found.lapses) - presenters.MOST_TERMS),
        "proceedings": presenters.proceeding_lines(found.proceedings),
        "proceedings_more": max(0, len(found.proceedings) - presenters.MOST_TERMS),
        "dealings": presenters.dealing_lines(dealings, unmasked=unmasked),
        "dealings_more": max(0, len(dealings) - presenters.MOST_SHOWN),
    }
    return render(request, "marks/owner.html", context)


@require_safe
@needs(VIEW)
def owner_marks(request: AuthenticatedRequest, party: str) -> HttpResponse:
    """Show the marks of an owner, narrowed as the address says."""
    row, on = party_row(party), timezone.localdate()
    held, form, wanted = _asked(request, row["party"])
    start = (page_number(request, last=max(1, held.rows)) - 1) * MARK_ROWS
    shown, total = owned.owned_page(row["party"], wanted, on=on, start=start, rows=MARK_ROWS)
    owners_of = queries.owners_of([each.key for each in shown])
    context = {
        **_frame(request, row, tab="marks", rows=held.rows),
        "form": form,
        "sort": wanted.sort,
        "lines": mark_lines(shown, owners_of, unmasked=sees_persons(request.user)),
        "pager": pager_of(request, shown, total, size=MARK_ROWS),
    }
    return render(request, "marks/owner_marks.html", context)


@require_safe
@needs(EXPORT)
def owner_export(request: AuthenticatedRequest, party: str, ending: str) -> StreamingHttpResponse:
    """Give the marks of an owner as a file, narrowed as the list is."""
    check_format(ending)
    number = str(party_row(party)["party"])
    _held, _form, wanted = _asked(request, number)
    chosen, total = owned.owned_page(number, wanted, on=timezone.localdate())
    commands.note_portfolio_export(party=number, rows=total, by=request.user, on=timezone.now())
    owners_of = queries.owners_of([each.key for each in chosen])
    lines = mark_lines(chosen, owners_of, unmasked=sees_persons(request.user))
    return send(export_presenters.mark_table(lines), f"{_('marks')}-{number}", ending)


@require_safe
@needs(VIEW)
def owner_near(request: AuthenticatedRequest, party: str) -> HttpResponse:
    """Show the later marks of others that are near those of an owner."""
    row, on, unmasked = party_row(party), timezone.localdate(), sees_persons(request.user)
    form = ResemblanceForm(request.GET)
    near = resembling.resemblances(row["party"], on=on)
    pager = paginate(request, form.chosen(near.found), size=NEAR_ROWS)
    context = {
        **_frame(request, row, tab="near", rows=owned.held_by(row["party"], on=on).rows),
        "form": form,
        "lines": hit_presenters.resemblance_lines(pager.items, unmasked=unmasked),
        "squatters": presenters.squatter_lines(near.squatters, unmasked=unmasked),
        "squatters_more": max(0, len(near.squatters) - presenters.MOST_SHOWN),
        "left_out": near.left_out,
        "found": len(near.found),
        "similar": sum(1 for each in near.found if each.relation.similar),
        "pager": pager,
    }
    return render(request, "marks/owner_near.html", context)


@require_safe
@needs(EXPORT)
def owner_near_export(
    request: AuthenticatedRequest, party: str, ending: str
) -> StreamingHttpResponse:
    """Give the later marks of others near those of an owner as a file, narrowed as the page is."""
    check_format(ending)
    number, unmasked = str(party_row(party)["party"]), sees_persons(request.user)
    near = resembling.resemblances(number, on=timezone.localdate())
    chosen = ResemblanceForm(request.GET).chosen(near.found)
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
    counts = portfolios.counted(found.own)
    context = {
        "brand": found,
        "tiles": presenters.brand_tiles(counts, found),
        "cells": presenters.class_cells(counts),
        "offices": presenters.office_lines(counts),
        "holders": presenters.holder_lines(found, unmasked=unmasked),
        "lines": mark_lines(found.own, found.owners, unmasked=unmasked),
        "holding": mark_lines(found.holding, found.owners, unmasked=unmasked),
        "timeline": presenters.timeline(found, unmasked=unmasked),
        "left_out": max(0, found.total - len(found.own) - len(found.holding)),
    }
    return render(request, "marks/brand.html", context)


def _frame(
    request: AuthenticatedRequest, party: queries.Row, *, tab: str, rows: int
) -> dict[str, Any]:
    """Return what all pages of one owner show; `rows` are all marks, each class for itself."""
    return {
        "party": party["party"],
        "title": presenters.title(party, unmasked=sees_persons(request.user)),
        "division": division_name(party["division"]) if party["division"] else "",
        "rows": rows,
        "tab": tab,
        "can_export": user_can(request.user, EXPORT) and bool(rows),
    }


def _asked(
    request: AuthenticatedRequest, party: str
) -> tuple[owned.Held, OwnedMarksForm, owned.OwnedFilter]:
    """Return what an owner's marks can be narrowed by, the form of it, and what was asked for."""
    held = owned.held_by(party, on=timezone.localdate())
    form = OwnedMarksForm(request.GET, held=held)
    return held, form, form.asked(sort=request.GET.get("sort", ""))
