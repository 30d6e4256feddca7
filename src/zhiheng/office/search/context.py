"""What every page knows of searching: how many alerts the person has not read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhiheng.office.accounts.models import User
from zhiheng.office.search.queries import unread_alerts


def alerts(request: HttpRequest) -> dict[str, Any]:
    """Return the number of unread alerts, counted only where a page shows it."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    return {"unread_alerts": SimpleLazyObject(lambda: unread_alerts(user))}
