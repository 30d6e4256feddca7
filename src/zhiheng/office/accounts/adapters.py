"""Where the sign-in library meets this office: closed sign-up, one door for writes, the ledger."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from zhiheng.office.accounts.backends import OfficeBackend
from zhiheng.office.accounts.commands import change_own_password
from zhiheng.office.accounts.identities import connect_identity
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.openid_connect import IdentityRefusedError
from zhiheng.office.ledger.commands import record

_log = logging.getLogger("zhiheng.accounts")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are created by administrators; what happens to them is on the ledger."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by himself."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Lead back within this platform only, and not to its other names either."""
        host = context.request.get_host()
        secure = context.request.is_secure()
        return url_has_allowed_host_and_scheme(url, allowed_hosts={host}, require_https=secure)

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
        name = sociallogin.account.extra_data["preferred_username"].lower()
        user = connect_identity(
            username=name,
            provider=sociallogin.account.provider,
            subject=sociallogin.account.uid,
            on=timezone.now(),
        )
        if user is None:
            raise ImmediateHttpResponse(redirect("socialaccount_signup"))
        sociallogin.lookup()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """An identity never creates an account."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Tell the operator what failed; what the provider said may name a person."""
        told = isinstance(exception, IdentityRefusedError)
        reason = exception if told else type(exception).__name__ if exception else error
        _log.warning("sign-in through the identity provider failed: %s", reason)
