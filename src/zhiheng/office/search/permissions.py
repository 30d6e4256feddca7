"""Who may open and change which saved search; everybody may search what the registers show."""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError, NotFoundError
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.search.models import SavedSearch


def organisations_of(user: User, *, on: dt.date) -> list[Organisation]:
    """Return the organisations in which the person holds a role on the day."""
    held = user.memberships.in_force(on).select_related("organisation")
    return sorted({each.organisation for each in held}, key=lambda each: each.name)


def can_open(user: User, search: SavedSearch, *, on: dt.date) -> bool:
    """Tell whether the person owns the search or works where it is shared."""
    if search.owner_id == user.pk:
        return True
    return any(each.pk == search.organisation_id for each in organisations_of(user, on=on))


def check_can_open(user: User, search: SavedSearch, *, on: dt.date) -> None:
    """Raise NotFoundError where it is somebody else's: that it exists is nobody's business."""
    if not can_open(user, search, on=on):
        raise NotFoundError.of("search.saved_not_found", received=search.pk)


def check_owns(user: User, search: SavedSearch, *, on: dt.date) -> None:
    """Raise the reason when the person may not change the search."""
    check_can_open(user, search, on=on)
    if search.owner_id != user.pk:
        raise ForbiddenError.of("search.saved_not_yours", received=search.name)
