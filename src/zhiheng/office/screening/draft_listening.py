"""What the check of drafts does when a day begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhiheng.office.notices.signals import day_began


def listen() -> None:
    """Hear of every day that begins."""
    day_began.connect(remove_on, dispatch_uid="screening.remove_drafts_on")


def remove_on(*, day: dt.date, now: dt.datetime, **rest: Any) -> None:
    """Remove the drafts that an interrupted check left behind."""
    # Loaded here: nobody should wait for it at the start of every command.
    from zhiheng.office.screening.drafts import remove_left_over

    remove_left_over(on=now)
