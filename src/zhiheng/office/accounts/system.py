"""The account the command line and background work act as."""

from __future__ import annotations

from django.utils import timezone

from zhiheng.office.accounts.enums import AccountKind
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.queries import SYSTEM_USERNAME


def system_operator() -> User:
    """Return the system's account, created on demand.

    Whoever can run commands on the machine can read the database anyway, so this account has every
    permission; it has no password and no identity provider may claim it.
    """
    user, _ = User.objects.get_or_create(
        username=SYSTEM_USERNAME,
        defaults={
            "display_name": "系统",
            "kind": AccountKind.SYSTEM,
            "password": "!",
            "created_at": timezone.now(),
        },
    )
    assert user.kind == AccountKind.SYSTEM, "a person's account has the system's name"
    return user
