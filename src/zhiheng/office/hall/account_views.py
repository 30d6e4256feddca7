"""Pages by which people come to their matters: linking a receipt, opening an account."""

from __future__ import annotations

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
from zhiheng.office.hall import accounts, commands
from zhiheng.office.hall.forms import ClaimForm, SignUpForm
from zhiheng.office.hall.permissions import APPLY
from zhiheng.office.hall.throttling import CLAIM, SIGN_UP, address_of, count_try
from zhiheng.office.web.forms import submit
from zhiheng.office.web.pages import AuthenticatedRequest, needs

_BACKEND = "zhiheng.office.accounts.backends.OfficeBackend"


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
    count_try(CLAIM, f"user:{request.user.pk}")
    given = form.cleaned_data
    return commands.claim_matter(
        number=given["number"], code=given["code"], by=request.user, on=timezone.now()
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
    count_try(SIGN_UP, address_of(request))
    given = form.cleaned_data
    return accounts.sign_up(
        username=given["username"],
        display_name=given["display_name"],
        password=given["password"],
        on=timezone.now(),
    )
