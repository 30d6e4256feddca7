"""A temporary password must be replaced before anything else.

Who came through the identity provider did not use it and may not even know it, so nothing is asked
of that session.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhiheng.office.accounts.models import User


class TemporaryPassword:
    """Leads whoever signed in with a temporary password to the page that replaces it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request or redirect it."""
        user = request.user
        if isinstance(user, User) and _must_replace(request, user) and not _always_open(request):
            return redirect("account_change_password")
        return self.get_response(request)


def _must_replace(request: HttpRequest, user: User) -> bool:
    if not user.password_is_temporary:
        return False
    used = {record["method"] for record in get_authentication_records(request, user)}
    return "socialaccount" not in used


def _always_open(request: HttpRequest) -> bool:
    names = ("account_change_password", "account_logout", "set_language", "healthz")
    return request.path in {reverse(name) for name in names}
