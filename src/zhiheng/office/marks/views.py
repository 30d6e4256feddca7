"""Pages of near marks: the search, its export, and two marks side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiheng.core.errors import ConflictError, NotFoundError, StorageError
from zhiheng.office.accounts.permissions import check_user_can, user_can
from zhiheng.office.marks import commands, comparing, export_presenters, searching
from zhiheng.office.marks import search_presenters as presenters
from zhiheng.office.marks.asking import Asked
from zhiheng.office.marks.forms import CompareForm, SearchForm
from zhiheng.office.marks.permissions import COMPARE, EXPORT, VIEW, sees_persons
from zhiheng.office.registers.downloads import send
from zhiheng.office.registers.exports import check_format
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs(COMPARE)
def search(request: AuthenticatedRequest) -> HttpResponse:
    """Show the marks nearest to one; without a mark, how to ask for them."""
    form = SearchForm(request.GET or None)
    asked = form.asked(sort=request.GET.get("sort", "")) if form.is_bound else Asked("")
    context: dict[str, Any] = {"form": form, "asked": asked, "examples": presenters.examples()}
    if form.is_bound and form.is_valid() and asked.text:
        context |= _answered(request, asked)
    return render(request, "marks/search.html", context)


@require_safe
@needs(EXPORT)
def search_export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Give the nearest marks as a file, narrowed and ordered as the page is."""
    check_user_can(request.user, COMPARE)
    check_format(ending)
    unmasked = sees_persons(request.user)
    asked = SearchForm(request.GET).asked(sort=request.GET.get("sort", ""))
    found = searching.answer(asked, on=timezone.localdate(), unmasked=unmasked)
    commands.note_search_export(
        rows=len(found.hits), filters=list(request.GET), by=request.user, on=timezone.now()
    )
    lines = presenters.lines_of(found.hits, asked, unmasked=unmasked)
    return send(export_presenters.hit_table(lines), _("near marks"), ending)


@require_safe
@needs(COMPARE)
def compare(request: AuthenticatedRequest) -> HttpResponse:
    """Show two marks side by side: every way in which they are alike, the rules, the goods."""
    form = CompareForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "examples": presenters.compared_examples()}
    if form.is_bound and form.is_valid() and form.cleaned_data["a"]:
        given = form.cleaned_data
        found = comparing.compare(given["a"], given["b"], given["goods_a"], given["goods_b"])
        context["page"] = presenters.compared(found)
    return render(request, "marks/compare.html", context)


def _answered(request: AuthenticatedRequest, asked: Asked) -> dict[str, Any]:
    """Return what the page of an answered search shows, or why nothing can be answered yet."""
    check_user_can(request.user, VIEW)
    unmasked = sees_persons(request.user)
    try:
        found = searching.answer(asked, on=timezone.localdate(), unmasked=unmasked)
    except (NotFoundError, ConflictError, StorageError) as error:
        return {"problems": problem_texts(error.problems)}
    pager = paginate(request, found.hits, size=searching.PAGE_HITS)
    return {
        "pager": pager,
        "page": presenters.page_of(asked, found, pager.items, unmasked=unmasked),
        "can_export": user_can(request.user, EXPORT) and bool(found.hits),
    }
