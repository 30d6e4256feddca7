"""Pages on which the records of a sample are looked at and marked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.themes import commands, membership, presenters, queries
from zhiheng.office.themes.enums import Mark
from zhiheng.office.themes.forms import SampleForm
from zhiheng.office.themes.permissions import EDIT
from zhiheng.office.themes.precision import precision_of_sample
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def draw(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Draw a sample of what a theme holds now."""
    found = queries.theme(slug, request.user)
    definition = queries.working_definition(found)
    form = SampleForm(request.POST or None)
    if form.is_valid():
        drawn = submit(
            form,
            lambda: commands.draw(
                definition=definition, **form.cleaned_data, by=request.user, on=timezone.now()
            ),
        )
        if drawn is not None:
            return redirect("themes:sample", slug, drawn.pk)
    context = {"form": form, "theme": found, "heading": _("Draw a sample"), "button": _("Draw")}
    return render(request, "themes/form.html", context)


@require_safe
@needs(EDIT)
def sample(request: AuthenticatedRequest, slug: str, pk: int) -> HttpResponse:
    """Show the records of a sample with their marks."""
    found = queries.theme(slug, request.user)
    drawn = queries.sample(found, pk)
    pager = paginate(request, queries.sample_items(drawn))
    context = {
        "theme": found,
        "title": presenters.title_of(found),
        "sample": drawn,
        "pager": pager,
        "items": presenters.items_shown(pager.items, membership.abstracts(pager.items)),
        "marks": Mark.choices,
        "precision": presenters.precision_shown(precision_of_sample(drawn)),
    }
    return render(request, "themes/sample.html", context)


@require_POST
@needs(EDIT)
def mark(request: AuthenticatedRequest, slug: str, pk: int, place: int) -> HttpResponse:
    """Say whether a record belongs to the theme, and go on where one was."""
    found = queries.theme(slug, request.user)
    item = queries.sample_item(found, pk, place)
    commands.mark_item(
        item=item, mark=request.POST.get("mark", ""), by=request.user, on=timezone.now()
    )
    messages.success(request, _("Marked."), extra_tags="quiet")
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isascii() and page.isdigit() and len(page) < 10 else ""
    return redirect(f"{reverse('themes:sample', args=(slug, pk))}{query}#place-{place}")
