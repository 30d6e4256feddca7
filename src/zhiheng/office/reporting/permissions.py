"""Who reports, who signs, who sees: rights of the plans, held in the department concerned."""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import PERMISSIONS
from zhiheng.office.plans.permissions import (
    EDIT,
    REPORT,
    SIGN,
    VIEW,
    check_in_lead_office,
    check_speaks_for,
    in_lead_office,
    speaks_for,
)
from zhiheng.office.reporting.models import Request, Version

__all__ = ["EDIT", "REPORT", "SIGN", "VIEW", "check_speaks_for"]


def may_read(user: User, request: Request, *, on: dt.date) -> bool:
    """Tell whether somebody may open a report with its history and evidence.

    The people of the department and the lead office may; everybody else sees signed values only,
    in the plan's figures.
    """
    return in_lead_office(user, VIEW, on=on) or speaks_for(user, request.department, VIEW, on=on)


def check_may_read(user: User, request: Request, *, on: dt.date) -> None:
    """Raise the reason when somebody may not open a report."""
    if not may_read(user, request, on=on):
        raise ForbiddenError.of(
            "report.not_yours", permission=PERMISSIONS[VIEW], department=request.department.name
        )


def check_may_enter(user: User, request: Request, *, on: dt.date) -> None:
    """Raise the reason when somebody may not enter a value."""
    check_speaks_for(user, request.department, REPORT, on=on)


def may_sign(user: User, request: Request, version: Version | None, *, on: dt.date) -> bool:
    """Tell whether somebody may sign a version off: another person than who entered it."""
    if version is None or user.pk in _authors(version):
        return False
    return speaks_for(user, request.department, SIGN, on=on)


def check_may_sign(user: User, request: Request, version: Version, *, on: dt.date) -> None:
    """Raise the reason when somebody may not sign a version off."""
    check_speaks_for(user, request.department, SIGN, on=on)
    if user.pk in _authors(version):
        raise ForbiddenError.of("report.four_eyes", person=user.display_name)


def check_may_query(user: User, *, on: dt.date) -> None:
    """Raise the reason when somebody may not query a value or set schedules."""
    check_in_lead_office(user, EDIT, on=on)


def _authors(version: Version) -> set[int | None]:
    return {version.entered_by_id, version.submitted_by_id}
