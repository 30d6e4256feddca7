"""Pages about organisations."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.office.accounts import commands
from zhiheng.office.accounts.forms import OrganisationFilterForm, OrganisationForm
from zhiheng.office.accounts.queries import (
    ORGANISATION_ORDERS,
    find_organisations,
    get_organisation,
)
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs, ordering, paginate


@require_safe
@needs("accounts.manage")
def organisations(request: AuthenticatedRequest) -> HttpResponse:
    """List organisations, narrowed and sorted by the address."""
    form = OrganisationFilterForm(request.GET)
    form.is_valid()
    text, kind = form.cleaned_data.get("q", ""), form.cleaned_data.get("kind", "")
    sort = ordering(request, ORGANISATION_ORDERS)
    rows = find_organisations(text, kind, on=timezone.localdate()).order_by(sort, "pk")
    context = {"form": form, "pager": paginate(request, rows), "sort": sort}
    return render(request, "accounts/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("accounts.manage")
def new_organisation(request: AuthenticatedRequest) -> HttpResponse:
    """Register an organisation."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.create_organisation(
                **form.cleaned_data, by=request.user, on=timezone.now()
            ),
        )
        is not None
    ):
        messages.success(request, _("The organisation was registered."))
        return redirect("accounts:organisations")
    return render(request, "accounts/organisation.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("accounts.manage")
def organisation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show an organisation and correct what is known of it."""
    found = get_organisation(pk)
    initial = {
        "name": found.name,
        "kind": found.kind,
        "uscc": found.uscc,
        "district": found.district,
    }
    form = OrganisationForm(request.POST or None, initial=initial)
    if form.is_valid() and (
        submit(
            form,
            lambda: commands.change_organisation(
                organisation=found, **form.cleaned_data, by=request.user, on=timezone.now()
            ),
        )
        is not None
    ):
        messages.success(request, _("The change was saved."))
        return redirect("accounts:organisation", pk)
    return render(request, "accounts/organisation.html", {"form": form, "organisation": found})
