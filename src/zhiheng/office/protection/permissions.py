"""Who sees and keeps the protection list; names are those of `accounts.permissions`.

The office sees everything. An owner sees what its own organisation asked for, and nothing else.
"""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError, NotFoundError
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import PERMISSIONS, ROLE_PERMISSIONS, user_can
from zhiheng.office.protection.models import Entry

VIEW = "protection.view"
MANAGE = "protection.manage"
REQUEST = "protection.request"
_OWNERS = [role for role, held in ROLE_PERMISSIONS.items() if REQUEST in held]


def organisations_of(user: User, *, on: dt.date) -> list[Organisation]:
    """Return the organisations for which the person asks for protection."""
    held = user.memberships.in_force(on).filter(role__in=_OWNERS).select_related("organisation")
    return sorted({each.organisation for each in held}, key=lambda each: each.name)


def check_may_enter(user: User) -> None:
    """Raise the reason when somebody has nothing to do with the list."""
    if not user_can(user, VIEW) and not user_can(user, REQUEST):
        raise ForbiddenError.of("access.forbidden", permission=PERMISSIONS[VIEW])


def may_see(user: User, entry: Entry, *, on: dt.date) -> bool:
    """Tell whether an entry is shown to somebody."""
    if user_can(user, VIEW, on=on):
        return True
    own = [each.pk for each in organisations_of(user, on=on)]
    return entry.organisation_id in own and user_can(user, REQUEST, on=on)


def check_may_see(user: User, entry: Entry, *, on: dt.date) -> None:
    """Raise as if there were no such entry where somebody may not see it."""
    if not may_see(user, entry, on=on):
        raise NotFoundError.of("protection.not_found", received=entry.pk)


def may_judge(user: User, entry: Entry, *, on: dt.date) -> bool:
    """Tell whether somebody says what became of an entry's alerts: the office, or its owner."""
    own = may_see(user, entry, on=on) and user_can(user, REQUEST, on=on)
    return own or user_can(user, MANAGE, on=on)


def check_may_judge(user: User, entry: Entry, *, on: dt.date) -> None:
    """Raise the reason when somebody may not say what became of an entry's alerts."""
    check_may_see(user, entry, on=on)
    if not may_judge(user, entry, on=on):
        raise ForbiddenError.of("access.forbidden", permission=PERMISSIONS[MANAGE])
