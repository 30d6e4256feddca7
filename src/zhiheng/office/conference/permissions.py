"""Who may do what with the joint conference.

The lead office keeps it; whoever reports for a department may propose items; whoever sees plans
sees agendas and minutes.
"""

from __future__ import annotations

import datetime as dt

from zhiheng.core.errors import ForbiddenError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import PERMISSIONS, check_user_can
from zhiheng.office.conference.enums import MeetingState
from zhiheng.office.conference.models import Item
from zhiheng.office.plans.permissions import REPORT, VIEW, check_in_lead_office, in_lead_office

__all__ = ["REPORT", "VIEW"]

MANAGE = "conference.manage"


def manages(user: User, *, on: dt.date) -> bool:
    """Tell whether somebody keeps the conference."""
    return in_lead_office(user, MANAGE, on=on)


def check_manages(user: User, *, on: dt.date) -> None:
    """Raise the reason when somebody does not keep the conference."""
    check_in_lead_office(user, MANAGE, on=on)


def check_may_propose(user: User, *, on: dt.date) -> None:
    """Raise the reason when somebody may not propose an item."""
    check_user_can(user, REPORT, on=on)


def may_withdraw(user: User, item: Item, *, on: dt.date) -> bool:
    """Tell whether somebody may withdraw an item: its proposer, or who keeps the conference."""
    waiting = item.meeting is None or item.meeting.state == MeetingState.DRAFT
    return waiting and (item.proposed_by_id == user.pk or manages(user, on=on))


def check_may_withdraw(user: User, item: Item, *, on: dt.date) -> None:
    """Raise the reason when somebody may not withdraw an item."""
    if item.proposed_by_id != user.pk and not manages(user, on=on):
        raise ForbiddenError.of("plan.lead_office_only", permission=PERMISSIONS[MANAGE])
