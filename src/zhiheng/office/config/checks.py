"""System checks: an operator's mistakes, found at start-up with a hint."""

from __future__ import annotations

import stat
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as Mistake

from zhiheng.office.config.environment import Environment


@register(Tags.security)
def check_demo_is_local(**_: Any) -> list[CheckMessage]:
    """Demo accounts have a published password: they must not be reachable from outside."""
    surroundings: Environment = settings.ZHIHENG
    if not surroundings.demo or surroundings.host in {"127.0.0.1", "localhost", "::1"}:
        return []
    return [
        Mistake(
            "Demo accounts with a published password can be reached from other machines.",
            hint="Set ZHIHENG_DEMO=0 unless everything on this installation is public.",
            id="zhiheng.W001",
        )
    ]


@register(Tags.security)
def check_debug_is_local(**_: Any) -> list[CheckMessage]:
    """Developer's error pages show settings and code."""
    surroundings: Environment = settings.ZHIHENG
    if not surroundings.debug or surroundings.host in {"127.0.0.1", "localhost", "::1"}:
        return []
    return [
        Mistake(
            "Developer's error pages can be reached from other machines.",
            hint="Set ZHIHENG_DEBUG=0.",
            id="zhiheng.W002",
        )
    ]


@register(Tags.security)
def check_key_is_private(**_: Any) -> list[CheckMessage]:
    """Whoever reads the keys can sign in as anybody, or sign another act log."""
    paths = (settings.ZHIHENG.home / name for name in ("secret.key", "ledger.key"))
    return [
        Mistake(
            f"Others on this machine may read {path}.",
            hint=f"chmod 600 {path}",
            id="zhiheng.W003",
        )
        for path in paths
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
