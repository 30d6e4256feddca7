"""What the sign-in page of a demo installation tells."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from zhiheng.office.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD

register = template.Library()


@register.simple_tag
def demo_accounts() -> dict[str, Any]:
    """Return the demo accounts and their password; outside demo mode nothing."""
    if not settings.ZHIHENG.demo:
        return {}
    return {"list": DEMO_ACCOUNTS, "password": DEMO_PASSWORD}
