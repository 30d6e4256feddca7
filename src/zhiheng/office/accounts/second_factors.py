"""Second factors added and removed, as the sign-in library reports them, go on the ledger.

The library has no other hook for this; its views run in one transaction with the record
(see `config/urls.py`).
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.utils import timezone

from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record


@receiver(authenticator_added)
def record_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record that the account got a second factor."""
    _record("accounts.second_factor_added", user, authenticator)


@receiver(authenticator_removed)
def record_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record that the account lost a second factor."""
    _record("accounts.second_factor_removed", user, authenticator)


def _record(act: str, user: User, authenticator: Authenticator) -> None:
    details = {"type": str(authenticator.type)}
    record(act=act, subject=f"user:{user.pk}", details=details, by=user, on=timezone.now())
