"""Pages of themes: the list, one theme, its editions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.themes import commands, freezing, membership, presenters, queries
from zhiheng.office.themes.forms import (
    DescriptionForm,
    FreezeForm,
    NewThemeForm,
    RedefineForm,
    ThemeFilterForm,
    initial_of,
)
from zhiheng.office.themes.models import Theme
from zhiheng.office.themes.permissions import EDIT, VIEW
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate, revision_on


@require_safe
@needs(VIEW)
def theme_list(request: AuthenticatedRequest) -> HttpResponse:
    """Show the themes."""
    form = ThemeFilterForm(request.GET)
    form.is_valid()
    text, state = form.cleaned_data.get("q", ""), form.cleaned_data.get("state", "")
    sort = ordering(request, queries.ORDERS)
    found = queries.themes(request.user, text=text, state=state).order_by(sort, "pk")
    can_edit = user_can(request.user, EDIT)
    context = {
        "form": form,
        "pager": paginate(request, found),
        "sort": sort,
        "can_edit": can_edit,
        "declared": commands.themes_to_adopt() if can_edit else [],
    }
    return render(request, "themes/list.html", context)


@require_safe
@needs(VIEW)
def theme(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Show what a theme holds now, how precise it is, and its editions."""
    found = queries.theme(slug, request.user)
    return render(request, "themes/theme.html", _theme_context(request, found))


def _theme_context(request: AuthenticatedRequest, found: Theme) -> dict[str, object]:
    definition = queries.shown_definition(found, request.user)
    parts = membership.definition_parts(definition)
    read = membership.read(parts)
    held = membership.portrait(membership.request_for(read, parts.registers))
    refreshes = queries.refreshes(found)
    return {
        "theme": found,
        "title": presenters.title_of(found),
        "portrait": presenters.live_portrait(held, read, parts.registers),
        "definition": definition,
        "parts": presenters.definition_shown(definition),
        "sentences": presenters.sentences(read),
        "precision": presenters.precision_shown(queries.precision(definition)),
        "editions": queries.visible_editions(found, request.user),
        "samples": queries.samples(found)[:5],
        "growth": presenters.growth(refreshes),
        "last_refresh": refreshes[-1] if refreshes else None,
        "can_edit": user_can(request.user, EDIT),
        "freeze": FreezeForm(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Make a theme."""
    form = NewThemeForm(request.POST or None)
    if form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("slug", *DescriptionForm.base_fields)}
        made = submit(
            form,
            lambda: commands.create_theme(
                **typed, definition=form.definition(), by=request.user, on=timezone.now()
            ),
        )
        if made is not None:
            messages.success(
                request, _("The theme was made. Draw a sample to see how precise it is.")
            )
            return redirect("themes:theme", made.slug)
    return render(request, "themes/form.html", {"form": form, "heading": _("New theme")})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def describe(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Change how a theme is called."""
    found = queries.theme(slug, request.user)
    initial = {name: getattr(found, name) for name in DescriptionForm.base_fields}
    form = DescriptionForm(request.POST or None, initial=initial)
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.describe_theme(
                theme=found,
                revision=revision_on(request) or found.revision,
                **form.cleaned_data,
                by=request.user,
                on=timezone.now(),
            ),
        )
        is not None
    ):
        messages.success(request, _("The change was saved."))
        return redirect("themes:theme", slug)
    heading = _("Title and description")
    return render(request, "themes/form.html", {"form": form, "theme": found, "heading": heading})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def redefine(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Give a theme another definition, looking first at what it would hold."""
    found = queries.theme(slug, request.user)
    parts = membership.definition_parts(queries.working_definition(found))
    form = RedefineForm(request.POST or None, initial=initial_of(parts))
    context: dict[str, object] = {
        "form": form,
        "theme": found,
        "heading": pgettext("theme", "Definition"),
    }
    if form.is_valid():
        if "preview" in request.POST:
            shown = submit(form, lambda: commands.preview(form.definition()))
            context["preview"] = shown and presenters.preview_shown(
                shown.read, shown.held, form.definition().registers
            )
        elif submit(form, lambda: _redefine(request, form, slug)) is not None:
            messages.success(request, _("The definition was saved. Marks of records seen stay."))
            return redirect("themes:theme", slug)
    return render(request, "themes/form.html", {**context, "can_preview": True})


def _redefine(request: AuthenticatedRequest, form: RedefineForm, slug: str) -> object:
    found = queries.theme(slug, request.user)
    return commands.redefine_theme(
        theme=found,
        revision=revision_on(request) or found.revision,
        definition=form.definition(),
        reason=form.cleaned_data["reason"],
        by=request.user,
        on=timezone.now(),
    )


@require_POST
@needs(EDIT)
def adopt(request: AuthenticatedRequest, name: str) -> HttpResponse:
    """Make a declared theme one of the office's own."""
    declared = commands.declared_theme(name)
    made = commands.adopt_theme(declared=declared, by=request.user, on=timezone.now())
    messages.success(request, _("The theme was taken over."))
    return redirect("themes:theme", made.slug)


@require_POST
@needs(EDIT)
def freeze(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Freeze what a theme holds now."""
    definition = queries.working_definition(queries.theme(slug, request.user))
    edition = freezing.freeze_theme(
        definition=definition,
        note=request.POST.get("note", ""),
        by=request.user,
        on=timezone.now(),
    )
    messages.success(request, _("Edition %(number)s was frozen.") % {"number": edition.number})
    return redirect("themes:edition", slug, edition.number)


@require_safe
@needs(VIEW)
def edition(request: AuthenticatedRequest, slug: str, number: int) -> HttpResponse:
    """Show one frozen edition."""
    found = queries.theme(slug, request.user)
    frozen = queries.edition(found, number, request.user)
    context = {
        "theme": found,
        "title": presenters.title_of(found),
        "edition": frozen,
        "portrait": presenters.edition_portrait(frozen),
        "parts": presenters.definition_shown(frozen.definition),
        "precision": presenters.edition_precision(frozen),
        "can_edit": user_can(request.user, EDIT),
        "is_published": found.published_id == frozen.pk and found.state == "published",
    }
    return render(request, "themes/edition.html", context)


@require_POST
@needs(EDIT)
def publish(request: AuthenticatedRequest, slug: str, number: int) -> HttpResponse:
    """Publish an edition."""
    found = queries.theme(slug, request.user)
    revision = revision_on(request) or found.revision
    commands.publish_theme(
        theme=found, revision=revision, number=number, by=request.user, on=timezone.now()
    )
    messages.success(request, _("The theme is published with this edition."))
    return redirect("themes:theme", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def withdraw(request: AuthenticatedRequest, slug: str) -> HttpResponse:
    """Withdraw a theme, after asking."""
    found = queries.theme(slug, request.user)
    if request.method == "POST":
        revision = revision_on(request) or found.revision
        commands.withdraw_theme(theme=found, revision=revision, by=request.user, on=timezone.now())
        messages.success(request, _("The theme was withdrawn. It can be published again."))
        return redirect("themes:theme", slug)
    return render(request, "themes/withdraw.html", {"theme": found})
