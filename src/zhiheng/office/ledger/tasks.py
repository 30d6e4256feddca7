"""Checkpoints made by the background worker, every so many minutes.

One task waits at a time; it is queued when a worker starts and queues its successor, also when it
failed. Two that meet make one checkpoint.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from zhiheng.core.errors import Problem
from zhiheng.office.ledger.models import Checkpoint
from zhiheng.office.ledger.sealing import seal
from zhiheng.office.ledger.stamping import stamp
from zhiheng.office.ledger.witnesses import ask_witnesses
from zhiheng.office.web.queue import waiting


@task()
def seal_in_background() -> None:
    """Make a checkpoint, have it stamped and co-signed, and wait for the next time."""
    now = timezone.now()
    try:
        seal_and_show(on=now)
    finally:
        if not waiting(seal_in_background):
            due = now + dt.timedelta(minutes=settings.ZHIHENG.ledger.minutes)
            seal_in_background.using(run_after=due).enqueue()


def seal_and_show(*, on: dt.datetime) -> tuple[Checkpoint | None, list[Problem]]:
    """Make a checkpoint and show it to authorities and witnesses; return who did not answer.

    The same is asked again the next time as long as it is the last checkpoint.
    """
    checkpoint = seal(on=on)
    if checkpoint is None:
        return None, []
    return checkpoint, stamp(checkpoint) + ask_witnesses(checkpoint)


def keep_sealing() -> None:
    """Queue the task that makes checkpoints, unless one waits; called when a worker starts."""
    if not waiting(seal_in_background):
        seal_in_background.enqueue()
