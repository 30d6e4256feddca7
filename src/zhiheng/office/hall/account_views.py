"""Pages by which people come to their matters: linking a receipt, opening an account."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiheng.office.accounts.models import User
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.permissions import APPLY
from zhiheng.office.hall import accounts, commands
from zhiheng.office.hall.forms import ClaimForm, SignUpForm
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs
from zhiheng.office.web.throttling import Limit, address_of, check_tries, count_try

_BACKEND = "zhiheng.office.accounts.backends.OfficeBackend"
_CLAIM = Limit("hall-claim", 10, 15, "hall.too_many_tries")
_SIGN_UP = Limit("hall-sign-up", 20, 60, "hall.too_many_tries")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(APPLY)
def claim(request: AuthenticatedRequest) -> HttpResponse:
    """Link a matter taken in at a counter to one's account."""
    form = ClaimForm(request.POST or None)
    if form.is_valid() and (case := submit(form, lambda: _claim(request, form))):
        messages.success(request, _("The matter is now among yours."))
        return redirect("hall:matter", case.number)
    return render(request, "hall/claim.html", {"form": form})


def _claim(request: AuthenticatedRequest, form: ClaimForm) -> Case:
    given, now = form.cleaned_data, timezone.now()
    _count(_CLAIM, str(request.user.pk), now)
    return commands.claim_matter(
        number=given["number"], code=given["code"], by=request.user, on=now
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Open an account, where the office lets people do so themselves."""
    if not settings.ZHIHENG.sign_up:
        raise Http404
    if isinstance(request.user, User):
        return redirect("hall:start")
    form = SignUpForm(request.POST or None)
    if form.is_valid() and (user := submit(form, lambda: _sign_up(request, form))):
        login(request, user, backend=_BACKEND)
        messages.success(request, _("Your account is open. Choose a service."))
        return redirect("hall:start")
    return render(request, "hall/sign_up.html", {"form": form})


def _sign_up(request: HttpRequest, form: SignUpForm) -> User:
    given, now = form.cleaned_data, timezone.now()
    _count(_SIGN_UP, address_of(request), now)
    return accounts.sign_up(
        username=given["username"],
        display_name=given["display_name"],
        password=given["password"],
        on=now,
    )


def _count(limit: Limit, who: str, now: datetime) -> None:
    """Count a try, in vain or not; raise where there were too many before."""
    check_tries(limit, who, on=now)
    count_try(limit, who, on=now)
