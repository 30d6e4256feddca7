"""Conditions that commands on accounts check before they change anything."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.identifiers.divisions import division_code_problems
from zhiheng.core.identifiers.uscc import uscc_problems
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, Organisation, User


def check_not_last_administrator(user: User, *, on: dt.date) -> None:
    """Refuse what would leave the platform without anybody to manage it.

    Demo administrators do not stand in for real ones: outside demo mode they cannot sign in.
    """
    # Rows are locked in one order, so two administrators cannot remove each other at the same
    # moment: the second waits and then finds itself the last.
    administrators = (
        Membership.objects.in_force(on)
        .filter(role=Role.ADMINISTRATOR, user__is_active=True, user__kind=user.kind)
        .order_by("pk")
        .select_for_update()
    )
    if {membership.user_id for membership in administrators} == {user.pk}:
        raise ConflictError.of("accounts.last_administrator")


def check_organisation(organisation: Organisation) -> None:
    """Report everything that is wrong with an organisation's fields at once."""
    problems = [*_field_problems(organisation)]
    if organisation.uscc:
        problems += uscc_problems(organisation.uscc)
    if organisation.district:
        problems += division_code_problems(organisation.district)
    if problems:
        raise InputError(*problems)


def _field_problems(organisation: Organisation) -> list[Problem]:
    try:
        organisation.clean_fields(exclude=["uscc"])
    except ValidationError as error:
        return [
            Problem("accounts.field_unfit", {"field": field, "reason": " ".join(reasons)})
            for field, reasons in error.message_dict.items()
        ]
    return []
