"""Who evaluates; names are those of `accounts.permissions`."""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import PERMISSIONS
from zhiheng.office.evaluation.models import Criterion
from zhiheng.office.plans.permissions import REPORT, VIEW, in_lead_office, speaks_for

MANAGE = "evaluation.manage"


def may_manage(user: User, *, on: dt.date) -> bool:
    """Tell whether somebody sets weights, reviews and concludes, in the lead office."""
    return in_lead_office(user, MANAGE, on=on)


def may_assess(user: User, criterion: Criterion, *, on: dt.date) -> bool:
    """Tell whether somebody assesses a criterion for its department.

    Where no department of the platform answers for it, the lead office does.
    """
    department = criterion.department
    if department is None or department.organisation_id is None:
        return may_manage(user, on=on)
    return speaks_for(user, department, REPORT, on=on)


def may_read_evidence(user: User, criterion: Criterion, *, on: dt.date) -> bool:
    """Tell whether somebody may open what was attached to a department's own score.

    The lead office and the people of the department may.
    """
    if in_lead_office(user, VIEW, on=on):
        return True
    department = criterion.department
    return department is not None and speaks_for(user, department, VIEW, on=on)


def check_may_assess(user: User, criterion: Criterion, *, on: dt.date) -> None:
    """Raise the reason where somebody does not assess a criterion."""
    if not may_assess(user, criterion, on=on):
        name = criterion.department.name if criterion.department else ""
        raise ForbiddenError.of(
            "plan.department_only", permission=PERMISSIONS[REPORT], department=name
        )
