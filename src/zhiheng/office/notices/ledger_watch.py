"""The act log is verified every day; auditors and administrators are told when it does not fit.

Here and not in the ledger, which lies below the notices and does not know them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.ledger.verifying import verify_ledger
from zhiheng.office.notices.commands import notify
from zhiheng.office.notices.signals import day_began

_TOLD = (Role.AUDITOR, Role.ADMINISTRATOR)


def listen() -> None:
    """Hear of every day that begins."""
    day_began.connect(verify_on, dispatch_uid="notices.verify_on")


def verify_on(*, day: dt.date, now: dt.datetime, **rest: Any) -> None:
    """Verify the act log on the day that begins; tell who looks after it what does not fit."""
    problems = verify_ledger().problems
    if not problems:
        return
    held = Membership.objects.in_force(day).filter(role__in=_TOLD)
    notify(
        people=User.objects.filter(pk__in=held.values("user")),
        code="ledger.does_not_verify",
        given={"day": day.isoformat(), "count": str(len(problems))},
        href="/ledger/verification/",
        key=f"ledger.verified:{day.isoformat()}",
        on=now,
    )
