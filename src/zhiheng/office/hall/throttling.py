"""Slowing down whoever tries codes or opens accounts by the dozen.

Counted in the shared cache, so that all processes count together. One who shares an address with
many has to wait with them; the limits leave room for a counter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from zhiheng.core.errors import ConflictError


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within `seconds`."""

    name: str
    most: int
    seconds: int


CLAIM = Limit("hall-claim", 10, 900)
SIGN_UP = Limit("hall-sign-up", 20, 3600)


def count_try(limit: Limit, who: str) -> None:
    """Count a try; `ConflictError` where there were too many."""
    key = f"{limit.name}:{who}"
    cache.add(key, 0, limit.seconds)
    try:
        tries = cache.incr(key)
    except ValueError:  # it ran out in between
        return
    if tries > limit.most:
        raise ConflictError.of("hall.too_many_tries", minutes=math.ceil(limit.seconds / 60))


def address_of(request: HttpRequest) -> str:
    """Return the address a request came from, as the trusted proxies in front report it."""
    proxies: int = settings.ZHIHENG.proxies
    reported = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part
    ]
    if proxies and len(reported) >= proxies:
        return str(reported[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))
