"""What other apps show of a party beside its page: they offer a link, parties do not know them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.office.accounts.models import User


@dataclass(frozen=True)
class Beside:
    """A link to what another app knows of a party."""

    label: str
    href: str
    icon: str


# Given the row of a party and who looks: a link, None where there is nothing to see for them.
Offer = Callable[[Mapping[str, Any], User], Beside | None]


def offer(name: str, link: Offer) -> None:
    """Offer a link on the page of every party; a name offered twice replaces the first."""
    _OFFERS[name] = link


def links_of(row: Mapping[str, Any], user: User) -> list[Beside]:
    """Return the links that apps offer of a party."""
    found = (link(row, user) for link in _OFFERS.values())
    return [each for each in found if each is not None]


_OFFERS: dict[str, Offer] = {}
