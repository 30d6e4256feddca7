"""Where the sign-in library meets this office: closed sign-up, one door for writes, the ledger."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from zhiheng.office.accounts.backends import OfficeBackend
from zhiheng.office.accounts.commands import change_own_password
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record

_log = logging.getLogger("zhiheng.accounts")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are created by administrators; what happens to them is on the ledger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by himself."""
        return False

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Refuse, with the right password too, whoever may not be signed in at all."""
        # The library asks its backend, but then lets in every account that is active.
        if not OfficeBackend().user_can_authenticate(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change one's own password through the command."""
        assert isinstance(user, User)
        change_own_password(user=user, password=password, on=timezone.now())

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session and record it, or do neither."""
        assert isinstance(user, User)
        with transaction.atomic():
            super().login(request, user)
            now = timezone.now()
            subject = f"user:{user.pk}"
            record(act="accounts.signed_in", subject=subject, details={}, by=user, on=now)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note that somebody was refused; the log names nobody."""
        _log.warning("sign-in refused")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: accounts have no address."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """One-time passwords."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: accounts have no address; the ledger keeps what happened."""


class IdentityAdapter(DefaultSocialAccountAdapter):
    """The city's identity provider opens accounts that exist here under the same user name."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect the identity with its account at first sign-in; refuse where there is none."""
        if sociallogin.is_existing:
            return
        claims = sociallogin.account.extra_data
        name = claims.get("preferred_username") or claims.get("userinfo", {}).get(
            "preferred_username", ""
        )
        user = User.objects.filter(username=str(name).lower()).first()
        if user is None or not OfficeBackend().user_can_authenticate(user):
            raise ImmediateHttpResponse(_no_account())
        with transaction.atomic():
            sociallogin.connect(request, user)
            now = timezone.now()
            details = {"provider": sociallogin.account.provider}
            subject = f"user:{user.pk}"
            record(
                act="accounts.identity_connected", subject=subject, details=details, by=user, on=now
            )

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """An identity never creates an account."""
        return False


def _no_account() -> HttpResponse:
    return redirect("socialaccount_signup")
