"""Who may do what with tasks and measures.

A department arranges and reports its own tasks, and so does the owner of a task; the lead office
may arrange the tasks of all and alone confirms that a measure is done.
"""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import PERMISSIONS, user_can
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.plans.permissions import (
    EDIT,
    REPORT,
    SIGN,
    VIEW,
    check_speaks_for,
    in_lead_office,
    speaks_for,
)
from zhiheng.office.plans.queries import departments_of
from zhiheng.office.supervision.models import Task

__all__ = ["EDIT", "REPORT", "SIGN", "VIEW"]


def supervises(user: User, *, on: dt.date) -> bool:
    """Tell whether somebody speaks for the lead office: edits plans there, or signs."""
    return in_lead_office(user, EDIT, on=on) or in_lead_office(user, SIGN, on=on)


def check_supervises(user: User, *, on: dt.date) -> None:
    """Raise the reason when somebody does not speak for the lead office."""
    if not supervises(user, on=on):
        raise ForbiddenError.of("plan.lead_office_only", permission=PERMISSIONS[EDIT])


def may_work_on(user: User, task: Task, *, on: dt.date) -> bool:
    """Tell whether somebody reports on a task: its owner, or whoever reports for its department."""
    own = task.owner_id == user.pk and user_can(user, REPORT, on=on)
    return own or speaks_for(user, task.department, REPORT, on=on)


def check_may_work_on(user: User, task: Task, *, on: dt.date) -> None:
    """Raise the reason when somebody may not report on a task."""
    if not may_work_on(user, task, on=on):
        check_speaks_for(user, task.department, REPORT, on=on)


def check_may_arrange(user: User, department: Department, *, on: dt.date) -> None:
    """Raise the reason when somebody may not arrange tasks of a department."""
    if not supervises(user, on=on):
        check_speaks_for(user, department, REPORT, on=on)


def may_arrange(user: User, department: Department, *, on: dt.date) -> bool:
    """Tell whether somebody arranges tasks of a department."""
    return supervises(user, on=on) or speaks_for(user, department, REPORT, on=on)


def spoken_for(user: User, measure: Measure, *, on: dt.date) -> Department | None:
    """Return the department somebody reports for on a measure: leading before supporting ones."""
    if not user_can(user, REPORT, on=on):
        return None
    own = {department.pk for department in departments_of(user, on=on)}
    named = [*measure.lead.all(), *measure.support.all()]
    mine = (department for department in named if department.pk in own)
    return next((each for each in mine if speaks_for(user, each, REPORT, on=on)), None)


def check_reports_on(user: User, measure: Measure, *, on: dt.date) -> Department:
    """Return the department somebody reports for on a measure; raise the reason without one."""
    found = spoken_for(user, measure, on=on)
    if found is None:
        names = "、".join(each.name for each in [*measure.lead.all(), *measure.support.all()])
        raise ForbiddenError.of(
            "plan.department_only", permission=PERMISSIONS[REPORT], department=names or "—"
        )
    return found


def check_leads(user: User, measure: Measure, *, on: dt.date) -> Department:
    """Return the leading department somebody reports for; raise the reason without one."""
    found = check_reports_on(user, measure, on=on)
    leads = {department.pk for department in measure.lead.all()}
    # A measure that names no leading department is submitted by any that it does name.
    if leads and found.pk not in leads:
        names = "、".join(department.name for department in measure.lead.all())
        raise ForbiddenError.of(
            "plan.department_only", permission=PERMISSIONS[REPORT], department=names
        )
    return found
