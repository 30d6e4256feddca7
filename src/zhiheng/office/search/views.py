"""Pages of searching: results, similar documents, ranks explained, exports, form and help."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers import downloads, lake
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.permissions import EXPORT, VIEW, sees_persons
from zhiheng.office.search import (
    answering,
    commands,
    export_presenters,
    help_presenters,
    presenters,
    queries,
    saved_presenters,
)
from zhiheng.office.search.asking import read_address
from zhiheng.office.search.forms import QueryForm
from zhiheng.office.search.query_writing import write_query
from zhiheng.office.web.pages import AuthenticatedRequest, needs

SAVED_SHOWN = 10  # on the page before a search


@require_safe
@needs(VIEW)
def results(request: AuthenticatedRequest) -> HttpResponse:
    """Show what a search finds in all registers; without a search, how to begin one."""
    asked = read_address(dict(request.GET.lists()))
    if not asked.is_asked:
        return _start(request)
    answer = answering.answer(asked, request.user)
    page = presenters.page_of(
        asked,
        answer,
        unmasked=sees_persons(request.user),
        share=request.build_absolute_uri(presenters.address(asked)),
    )
    may_export = user_can(request.user, EXPORT) and bool(page.hits)
    context = {
        "page": page,
        "exports": presenters.exports(asked) if may_export else [],
        "export_limit": export_limit() if may_export else 0,
    }
    return render(request, "search/results.html", context)


@require_safe
@needs(VIEW)
def similar(request: AuthenticatedRequest, register: str, key: str) -> HttpResponse:
    """Show the records most like one."""
    found = answering.similar(register, key, request.user)
    shown = presenters.similar_page(register, key, found, unmasked=sees_persons(request.user))
    return render(request, "search/similar.html", {"page": shown})


@require_safe
@needs(VIEW)
def why(request: AuthenticatedRequest, register: str, key: str) -> HttpResponse:
    """Show what the score of a record in a search is made of."""
    asked = read_address(dict(request.GET.lists()))
    understood, explanation = answering.explain(asked, register, key, request.user)
    shown = presenters.why_page(asked, understood, explanation, register, key)
    return render(request, "search/why.html", {"page": shown})


@require_safe
@needs(EXPORT)
def export(request: AuthenticatedRequest, ending: str) -> StreamingHttpResponse:
    """Send the first hits of a search as a file, as many as the office allows."""
    check_format(ending)
    asked = read_address(dict(request.GET.lists()))
    hits = list(answering.all_hits(asked, request.user, most=export_limit()))
    commands.note_export(
        rows=len(hits), narrowed=list(asked.narrowed), by=request.user, on=timezone.now()
    )
    table = export_presenters.hits_table(hits, unmasked=sees_persons(request.user))
    return downloads.send(table, _("search results"), ending)


@require_safe
@needs(VIEW)
def form(request: AuthenticatedRequest) -> HttpResponse:
    """Let somebody fill in what to look for, and write the query from it."""
    filled = QueryForm(request.GET or None, finds_persons=sees_persons(request.user))
    query, address = "", ""
    if filled.is_valid():
        query = write_query(filled.wanted())
        pairs = [("q", query)] if query else []
        pairs += [("register", name) for name in filled.cleaned_data["register"]]
        address = f"{reverse('search:results')}?{urlencode(pairs)}"
        if "find" in request.GET and pairs:
            return redirect(address)
    context = {"form": filled, "query": query, "address": address, "page": help_presenters.form()}
    return render(request, "search/form.html", context)


@require_safe
@needs(VIEW)
def language_help(request: AuthenticatedRequest) -> HttpResponse:
    """Explain the query language, with examples that are searches."""
    return render(request, "search/help.html", {"page": help_presenters.language_page()})


def _start(request: AuthenticatedRequest) -> HttpResponse:
    saved = queries.saved_searches(request.user, on=timezone.localdate())[:SAVED_SHOWN]
    page = help_presenters.start_page(saved_presenters.saved_lines(saved))
    return render(request, "search/results.html", {"page": page})


def export_limit() -> int:
    """Return how many hits an export holds at most, as the office declares it."""
    declared = lake.catalogue().value("search-limit.export-rows", on=timezone.localdate())
    return int(str(declared.value))
