"""Who may ask for what in the hall, for whom, and at which counter a request is taken in."""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError
from zhiheng.core.procedures.declared import Capacity
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.cases.permissions import APPLY, WORK, memberships_on

# Who takes requests in at a counter.
_COUNTER = frozenset({Role.STATION_WORKER, Role.CLERK, Role.OFFICER})


def may_ask(user: User, procedure: Procedure, *, on: dt.date) -> bool:
    """Tell whether somebody may ask for a service online."""
    roles = {str(each.role) for each in memberships_on(user, on=on)}
    return user_can(user, APPLY, on=on) and bool(roles & set(procedure.declaration.asked_by))


def applicants_of(user: User, procedure: Procedure, *, on: dt.date) -> list[Organisation]:
    """Return the organisations for which somebody may ask; private persons ask for themselves.

    Members of the public share one organisation, so it never asks.
    """
    found = {
        each.organisation_id: each.organisation
        for each in memberships_on(user, on=on)
        if each.role in procedure.declaration.asked_by
        and each.role != Role.CITIZEN
        and each.organisation.kind != OrganisationKind.PUBLIC
    }
    return list(found.values())


def counters_of(user: User, procedure: Procedure, *, on: dt.date) -> list[Organisation]:
    """Return the stations and bodies at which somebody may take a request in for others."""
    declaration = procedure.declaration
    if not user_can(user, WORK, on=on) or Capacity.APPLICANT not in declaration.begun_by:
        return []
    handling = declaration.handling
    found = {
        each.organisation_id: each.organisation
        for each in memberships_on(user, on=on)
        if each.role in _COUNTER
        and (
            each.organisation.kind in handling.bodies
            or (handling.stations and each.role == Role.STATION_WORKER)
        )
    }
    return list(found.values())


def check_may_begin(user: User, procedure: Procedure, *, on: dt.date) -> None:
    """Raise where somebody may neither ask for a service nor take a request in."""
    if may_ask(user, procedure, on=on) or counters_of(user, procedure, on=on):
        return
    raise ForbiddenError.of("case.not_asked_by_you", received=procedure.declaration.title.zh)
