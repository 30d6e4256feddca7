"""The first page, and what the sign-in library shows of ours."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can


@require_safe
def home(
    request: HttpRequest, cockpit: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase:
    """Show the cockpit to who may see it, a welcome without roles, the front page to the public."""
    if not isinstance(request.user, User):
        return render(request, "web/front.html")
    if user_can(request.user, "indicators.view"):
        return cockpit(request)
    return render(request, "web/no_role.html")


@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Say that this account has no password, so there is none to change."""
    return render(request, "web/no_password.html")


@require_safe
def no_account(request: HttpRequest) -> HttpResponse:
    """Say that the city's identity has no account here."""
    return render(request, "web/no_account.html", status=403)
