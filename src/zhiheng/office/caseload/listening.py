"""What the load of cases does when a day begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhiheng.office.notices.signals import day_began


def listen() -> None:
    """Hear of every day that begins."""
    day_began.connect(begin_day, dispatch_uid="caseload.begin_day")


def begin_day(*, day: dt.date, now: dt.datetime, **rest: Any) -> None:
    """Count anew what a new calendar or standing time moves, then remind of what is due."""
    # Loaded here: nobody should wait for it at the start of every command.
    from zhiheng.office.caseload.redating import recount_awaiting
    from zhiheng.office.caseload.reminding import remind

    recount_awaiting(day=day, now=now)
    remind(day=day, now=now)
