"""Identities of the city's provider and the accounts they open."""

from __future__ import annotations

import datetime as dt

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError
from zhiheng.office.accounts.backends import OfficeBackend
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record


@transaction.atomic
def connect_identity(*, username: str, provider: str, subject: str, on: dt.datetime) -> User | None:
    """Connect an identity with the account of the same user name, on first sign-in.

    None where no account may be opened so: there is none, it is locked, or it already belongs to
    another identity. The latter keeps out whoever is given a former colleague's user name at the
    provider; an administrator can undo the earlier connection.
    """
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None or not OfficeBackend().user_can_authenticate(user):
        return None
    if has_identity(user):
        return None
    SocialAccount.objects.create(user=user, provider=provider, uid=subject)
    details = {"provider": provider}
    act, about = "accounts.identity_connected", f"user:{user.pk}"
    record(act=act, subject=about, details=details, by=user, on=on)
    return user


@transaction.atomic
def disconnect_identity(*, user: User, by: User, on: dt.datetime) -> int:
    """Part an account from its identity, so that the next one with its user name opens it.

    Sessions that were opened by the identity go on; lock the account to end them.
    """
    check_user_can(by, "accounts.manage", on=timezone.localdate(on))
    removed, _ = SocialAccount.objects.filter(user=user).delete()
    if not removed:
        raise ConflictError.of("accounts.no_identity")
    details = {"removed": removed}
    act, about = "accounts.identity_disconnected", f"user:{user.pk}"
    record(act=act, subject=about, details=details, by=by, on=on)
    return removed


def has_identity(user: User) -> bool:
    """Say whether an identity of the city's provider opens this account."""
    return SocialAccount.objects.filter(user=user).exists()
