"""Who may see parties and decide about them; names are those of `accounts.permissions`."""

from __future__ import annotations

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.registers.permissions import EXPORT, VIEW, sees_persons

DECIDE = "parties.decide"
__all__ = ["DECIDE", "EXPORT", "VIEW", "check_may_decide", "sees_persons"]


def check_may_decide(user: User, *, about_persons: bool) -> None:
    """Raise the reason when the user may not decide; about persons only who sees their names."""
    check_user_can(user, DECIDE)
    if about_persons and not sees_persons(user):
        raise ForbiddenError.of("party.persons_hidden")
