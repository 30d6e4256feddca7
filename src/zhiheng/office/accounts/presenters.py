"""What templates show of accounts, as plain data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django_stubs_ext import StrPromise

from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.identities import has_identity
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.accounts.permissions import PERMISSIONS, ROLE_PERMISSIONS, permissions_of


@dataclass(frozen=True)
class RoleLine:
    """One role of a person; `state` is `in_force`, `coming`, `over` or `ended`."""

    membership: Membership
    state: str

    @property
    def can_end(self) -> bool:
        """Say whether there is anything left to take away."""
        return self.state in {"in_force", "coming"}


@dataclass(frozen=True)
class PersonPage:
    """What the page of one person shows."""

    person: User
    roles: list[RoleLine]
    permissions: list[StrPromise]
    has_second_factor: bool
    has_identity: bool


def display_name(user: User) -> str:
    """Return how a person is called on screen."""
    return user.display_name


def role_line(membership: Membership, *, on: dt.date) -> RoleLine:
    """Return a membership with its state on the day `on`."""
    if membership.ended_at is not None:
        state = "ended"
    elif membership.valid_from > on:
        state = "coming"
    elif membership.valid_to is not None and membership.valid_to < on:
        state = "over"
    else:
        state = "in_force"
    return RoleLine(membership, state)


def person_page(user: User, memberships: list[Membership], *, on: dt.date) -> PersonPage:
    """Return what the page of one person shows on the day `on`."""
    held = permissions_of(user, on=on)
    return PersonPage(
        person=user,
        roles=[role_line(membership, on=on) for membership in memberships],
        permissions=[label for name, label in PERMISSIONS.items() if name in held],
        has_second_factor=is_mfa_enabled(user),
        has_identity=has_identity(user),
    )


def role_table() -> list[tuple[Role, list[bool]]]:
    """Return every role with, per permission in the order of PERMISSIONS, whether it opens it."""
    return [(role, [name in ROLE_PERMISSIONS[role] for name in PERMISSIONS]) for role in Role]
