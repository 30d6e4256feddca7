"""Whose password is accepted, and whose session goes on."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from zhiheng.office.accounts.enums import AccountKind
from zhiheng.office.accounts.models import User


class OfficeBackend(AuthenticationBackend):
    """Accepts active people; demo accounts in demo mode only; the system's account never.

    Django asks this again with every request, so locking an account ends its sessions.
    """

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Say whether this account may be signed in at all."""
        if not isinstance(user, User):
            return False
        if user.kind == AccountKind.DEMO and not settings.ZHIHENG.demo:
            return False
        return user.is_active and user.kind != AccountKind.SYSTEM
