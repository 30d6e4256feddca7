"""Who makes yearly reports and who reads them; names are those of `accounts.permissions`."""

from __future__ import annotations

import datetime as dt

from zhiheng.office.accounts.models import User
from zhiheng.office.plans.permissions import check_in_lead_office, in_lead_office

MANAGE = "evaluation.manage"


def may_manage(user: User, *, on: dt.date) -> bool:
    """Tell whether somebody freezes, edits and issues reports, in the lead office."""
    return in_lead_office(user, MANAGE, on=on)


def check_may_manage(user: User, *, on: dt.date) -> None:
    """Raise the reason where somebody does not make reports."""
    check_in_lead_office(user, MANAGE, on=on)
