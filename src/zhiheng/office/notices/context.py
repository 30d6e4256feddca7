"""What every page knows of notices: how many the person has not read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhiheng.office.accounts.models import User
from zhiheng.office.notices.queries import unread_notices


def notices(request: HttpRequest) -> dict[str, Any]:
    """Return the number of unread notices, counted only where a page shows it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"unread_notices": SimpleLazyObject(lambda: unread_notices(user))}
