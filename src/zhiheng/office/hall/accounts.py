"""Opening an account for a member of the public."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator

PUBLIC = "社会公众"


@transaction.atomic
def sign_up(*, username: str, display_name: str, password: str, on: datetime) -> User:
    """Open an account with the role of a member of the public, where the office allows it."""
    if not settings.ZHIHENG.sign_up:
        raise ForbiddenError.of("hall.sign_up_closed")
    by = system_operator()
    user = create_user(
        username=username, display_name=display_name, password=password, by=by, on=on
    )
    grant_role(
        user=user, organisation=_public(by, on), role=Role.CITIZEN,
        valid_from=timezone.localdate(on), by=by, on=on,
    )  # fmt: skip
    return user


def _public(by: User, on: datetime) -> Organisation:
    """Return what all members of the public belong to, registered on demand."""
    known = Organisation.objects.filter(kind=OrganisationKind.PUBLIC).order_by("pk").first()
    return known or create_organisation(name=PUBLIC, kind=OrganisationKind.PUBLIC, by=by, on=on)
