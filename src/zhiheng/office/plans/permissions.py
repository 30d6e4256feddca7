"""Who may do what with plans; names are those of `accounts.permissions`.

A right alone is not enough where a plan is edited or a department speaks: the right has to be held
in the lead office, or in the department that is spoken for. The system's own account, which the
command line acts as, stands for every body.
"""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.enums import AccountKind, OrganisationKind, Role
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import PERMISSIONS, ROLE_PERMISSIONS, user_can
from zhiheng.office.plans.models import Department

VIEW = "plans.view"  # plans in force, their indicators and measures
EDIT = "plans.edit"  # import and review a plan, adopt it (in the lead office)
REPORT = "plans.report"  # report values and progress of one's department
SIGN = "plans.sign"  # sign off what one's department reports; close a plan (in the lead office)


def in_lead_office(user: User, name: str, *, on: dt.date) -> bool:
    """Tell whether somebody has a right as a member of the IP office, which leads plans."""
    return _holds_in(user, name, on, organisation__kind=OrganisationKind.IP_OFFICE)


def check_in_lead_office(user: User, name: str, *, on: dt.date) -> None:
    """Raise the reason when somebody has not the right in the lead office."""
    if not in_lead_office(user, name, on=on):
        raise ForbiddenError.of("plan.lead_office_only", permission=PERMISSIONS[name])


def speaks_for(user: User, department: Department, name: str, *, on: dt.date) -> bool:
    """Tell whether somebody has a right as a member of the department."""
    if department.organisation_id is None and user.kind != AccountKind.SYSTEM:
        return False
    return _holds_in(user, name, on, organisation=department.organisation_id)


def check_speaks_for(user: User, department: Department, name: str, *, on: dt.date) -> None:
    """Raise the reason when somebody has not the right in the department."""
    if not speaks_for(user, department, name, on=on):
        raise ForbiddenError.of(
            "plan.department_only", permission=PERMISSIONS[name], department=department.name
        )


def _holds_in(user: User, name: str, on: dt.date, **where: object) -> bool:
    if not user_can(user, name, on=on):
        return False
    if user.kind == AccountKind.SYSTEM:
        return True
    roles = user.memberships.in_force(on).filter(**where).values_list("role", flat=True)
    return any(name in ROLE_PERMISSIONS[Role(role)] for role in roles)
