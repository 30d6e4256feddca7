"""The day that begins: told to the apps once, by whichever worker comes first.

The background worker keeps one task waiting for the next morning; it is queued when a worker
starts, if none waits, and queues its successor when it is done or has failed. A row a day sees to
it that two workers, two queued tasks or a command beside them tell a day once. Days on which
nothing ran are passed over: receivers ask what is due until the day.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.notices.commands import notify
from zhiheng.office.notices.models import BegunDay
from zhiheng.office.notices.signals import day_began
from zhiheng.office.web.queue import waiting

logger = logging.getLogger(__name__)
# Long after the slowest receiver is done: who has not finished by then was cut off.
TAKEN_UP_AGAIN_AFTER = dt.timedelta(hours=1)
BEGINS_AT = dt.time(0, 5)


def begin_day(*, day: dt.date, now: dt.datetime, again: bool = False) -> BegunDay | None:
    """Tell the apps that a day began; None where that was done already or is being done.

    `again` tells them a second time. What receivers could not do is on the returned row, in the
    log, and in a notice to the administrators.
    """
    begun = _claimed(day, now, again=again)
    if begun is None:
        return None
    answers = day_began.send_robust(sender=None, day=day, now=now)
    begun.failures = [
        {"receiver": _name(receiver), "error": f"{type(answer).__name__}: {answer}"[:500]}
        for receiver, answer in answers
        if isinstance(answer, Exception)
    ]
    begun.finished_at = timezone.now()
    begun.save(update_fields=["failures", "finished_at"])
    if begun.failures:
        _tell_administrators(begun, now)
    return begun


def keep_days_beginning() -> None:
    """Queue the task that begins the day, unless one waits; called when a worker starts."""
    if not waiting(begin_day_in_background):
        begin_day_in_background.enqueue()


@task()
def begin_day_in_background() -> None:
    """Begin the present day and wait for the next."""
    now = timezone.now()
    try:
        begin_day(day=timezone.localdate(now), now=now)
    finally:
        if not waiting(begin_day_in_background):
            begin_day_in_background.using(run_after=next_begin(now)).enqueue()


def next_begin(now: dt.datetime) -> dt.datetime:
    """Return when the next day begins for the apps."""
    local = timezone.localtime(now)
    tomorrow = local.date() + dt.timedelta(days=1)
    return dt.datetime.combine(tomorrow, BEGINS_AT, tzinfo=local.tzinfo)


def _claimed(day: dt.date, now: dt.datetime, *, again: bool) -> BegunDay | None:
    """Return the row of the day where it is this caller's to tell."""
    try:
        with transaction.atomic():
            return BegunDay.objects.create(day=day, began_at=now)
    except IntegrityError:
        begun = BegunDay.objects.get(day=day)
    cut_off = begun.finished_at is None and now - begun.began_at >= TAKEN_UP_AGAIN_AFTER
    if not (again or cut_off):
        return None
    mine = BegunDay.objects.filter(pk=begun.pk, began_at=begun.began_at)
    if not mine.update(began_at=now, finished_at=None, failures=[]):
        return None  # another worker took it up first
    begun.refresh_from_db()
    return begun


def _name(receiver: Callable[..., Any]) -> str:
    return f"{receiver.__module__}.{getattr(receiver, '__qualname__', '')}"


def _tell_administrators(begun: BegunDay, now: dt.datetime) -> None:
    held = Membership.objects.in_force(begun.day).filter(role=Role.ADMINISTRATOR)
    receivers = "; ".join(failure["receiver"] for failure in begun.failures)
    notify(
        people=User.objects.filter(pk__in=held.values("user")),
        code="notices.day_failed",
        given={"day": begun.day.isoformat(), "receivers": receivers},
        href="/notices/",
        key=f"notices.day:{begun.day.isoformat()}",
        on=now,
    )
