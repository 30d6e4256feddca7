"""What supervision does when a day begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhiheng.office.notices.signals import day_began


def listen() -> None:
    """Hear of every day that begins."""
    day_began.connect(remind_on, dispatch_uid="supervision.remind_on")


def remind_on(*, day: dt.date, now: dt.datetime, **rest: Any) -> None:
    """Remind of what is due on the day that begins."""
    # Loaded here: no start of a command should wait for it.
    from zhiheng.office.supervision.reminding import remind

    remind(day=day, now=now)
