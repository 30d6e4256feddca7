"""Second factors that come and go go on the ledger.

The sign-in library changes them in its own views and reports it only after the commit, when a crash
could lose the report. So its views are wrapped: what they changed is recorded in one transaction
with the change.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record

_View = Callable[[HttpRequest], HttpResponse]


def on_ledger(view: _View) -> _View:
    """Wrap a view of the library that adds or removes second factors of whoever is signed in."""

    @wraps(view)
    def recorded(request: HttpRequest) -> HttpResponse:
        user = request.user
        if request.method != "POST" or not isinstance(user, User):
            return view(request)
        with transaction.atomic():
            before = _factors_of(user)
            response = view(request)
            _record_changes(user, before, _factors_of(user))
        return response

    return recorded


def _factors_of(user: User) -> dict[int, str]:
    return dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))


def _record_changes(user: User, before: dict[int, str], after: dict[int, str]) -> None:
    changes = [
        ("accounts.second_factor_removed", before.keys() - after.keys(), before),
        ("accounts.second_factor_added", after.keys() - before.keys(), after),
    ]
    for act, keys, factors in changes:
        for key in sorted(keys):
            details = {"type": factors[key]}
            subject = f"user:{user.pk}"
            record(act=act, subject=subject, details=details, by=user, on=timezone.now())
