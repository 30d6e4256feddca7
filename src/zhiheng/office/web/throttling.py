"""Slowing down whoever tries codes or opens accounts by the dozen.

Counted in the shared cache, so that all processes count together. One who shares an address with
many has to wait with them; the limits leave room for a counter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from zhiheng.core.errors import ConflictError


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within so many minutes; `code` is what whoever tries on is told."""

    name: str
    most: int
    minutes: int
    code: str


def check_tries(limit: Limit, who: str, *, on: datetime) -> None:
    """Raise where there were too many tries lately."""
    if len(_tries(limit, who, on)) >= limit.most:
        raise ConflictError.of(limit.code, minutes=limit.minutes)


def count_try(limit: Limit, who: str, *, on: datetime) -> None:
    """Count a try."""
    tries = [*_tries(limit, who, on), on.timestamp()]
    cache.set(_key(limit, who), tries[-limit.most :], limit.minutes * 60)


def address_of(request: HttpRequest) -> str:
    """Return where a request came from, as sign-in counts it: as trusted proxies report it."""
    return str(get_adapter().get_client_ip(request))


def _tries(limit: Limit, who: str, on: datetime) -> list[float]:
    since = on.timestamp() - limit.minutes * 60
    return [each for each in cache.get(_key(limit, who), []) if each > since]


def _key(limit: Limit, who: str) -> str:
    return f"{limit.name}:{who}"
