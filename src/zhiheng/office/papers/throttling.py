"""Keeping anybody from trying codes one after the other.

Only codes and files that are not known count. With 80 random bits a code is not guessed anyway;
the limit keeps the office's machines free of those who try.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from zhiheng.core.errors import ConflictError

# In so many minutes, for one address.
MOST, MINUTES = 20, 10


def check_not_throttled(request: HttpRequest) -> None:
    """Raise where too many tries from the same address were in vain lately."""
    if len(_in_vain(_key(request))) >= MOST:
        raise ConflictError.of("paper.too_many_tries", minutes=MINUTES)


def count_in_vain(request: HttpRequest) -> None:
    """Count a try that found nothing."""
    key = _key(request)
    tries = [*_in_vain(key), timezone.now().timestamp()]
    cache.set(key, tries[-MOST:], MINUTES * 60)


def _in_vain(key: str) -> list[float]:
    since = timezone.now().timestamp() - MINUTES * 60
    return [each for each in cache.get(key, []) if each > since]


def _key(request: HttpRequest) -> str:
    # As sign-in is throttled: behind proxies the address that the trusted ones report.
    return f"verify:{get_adapter().get_client_ip(request)}"
