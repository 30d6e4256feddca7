"""The way from a party to its marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.marks.enums import OWNER
from zhiheng.office.marks.permissions import VIEW
from zhiheng.office.parties.beside import Beside, offer


def offer_link() -> None:
    """Offer the link on the page of every party that owns marks."""
    offer("marks.portfolio", _link)


def _link(row: Mapping[str, Any], user: User) -> Beside | None:
    if OWNER not in (row.get("roles") or ()) or not user_can(user, VIEW):
        return None
    href = reverse("marks:owner", args=[row["party"]])
    return Beside(_("Portfolio of marks"), href, "certificate")
