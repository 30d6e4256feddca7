"""The way from a party to the quality of its filings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.parties.beside import Beside, offer
from zhiheng.office.screening.permissions import VIEW

APPLICANT = "applicant"


def offer_link() -> None:
    """Offer the link on the page of every party that filed something."""
    offer("screening.quality", _link)


def _link(row: Mapping[str, Any], user: User) -> Beside | None:
    if APPLICANT not in (row.get("roles") or ()) or not user_can(user, VIEW):
        return None
    href = reverse("screening:quality-unit", args=["applicant", row["party"]])
    return Beside(_("Quality of filings"), href, "chart-line")
