"""What every template knows: navigation, languages, version, whether this is a demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhiheng.office.accounts.models import User
from zhiheng.office.web.navigation import links_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page; the navigation is worked out only where it is shown."""
    user = getattr(request, "user", None)
    signed_in = isinstance(user, User)
    return {
        "signed_in": signed_in,
        "navigation": SimpleLazyObject(lambda: links_for(user, request.path)) if signed_in else [],
        "demo": settings.ZHIHENG.demo,
        "version": settings.VERSION,
        "oidc_name": settings.ZHIHENG.oidc.name if settings.ZHIHENG.oidc else "",
    }
