"""What every template knows: navigation, languages, version, whether this is a demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhiheng.office.accounts.models import User
from zhiheng.office.web.navigation import links_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page; the navigation is worked out only where it is shown."""
    # A page for a request that failed early may come before there is a user.
    user = getattr(request, "user", AnonymousUser())
    return {
        "signed_in": isinstance(user, User),
        "navigation": SimpleLazyObject(lambda: links_for(user, request.path)),
        "demo": settings.ZHIHENG.demo,
        "version": settings.VERSION,
        "sign_up": settings.ZHIHENG.sign_up,
        "oidc_name": settings.ZHIHENG.oidc.name if settings.ZHIHENG.oidc else "",
    }
