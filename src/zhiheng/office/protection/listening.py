"""What the protection list does when an import has finished, and when a day begins."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhiheng.office.accounts.models import User
from zhiheng.office.notices.signals import address_removed, day_began
from zhiheng.office.protection.enums import EntryState, Rhythm
from zhiheng.office.protection.models import Entry, Subscription
from zhiheng.office.registers.signals import import_finished


def listen() -> None:
    """Hear of every finished import, of every day, and of addresses that are taken back."""
    import_finished.connect(hold_after_import, dispatch_uid="protection.hold_after_import")
    day_began.connect(look_daily, dispatch_uid="protection.look_daily")
    address_removed.connect(forget_rhythm, dispatch_uid="protection.forget_rhythm")


def hold_after_import(*, report: Any, **rest: Any) -> None:
    """Queue the look at what an import brought, where anything is protected."""
    if report.new or report.changed:
        _hold()


def look_daily(*, day: dt.date, now: dt.datetime, **rest: Any) -> None:
    """Queue the look for lapses, though no import came, and the mails of the day."""
    # Loaded here: no start of a command should wait for it.
    from zhiheng.office.protection.tasks import digest_in_background

    _hold()
    if Subscription.objects.exclude(rhythm=Rhythm.NEVER).exists():
        digest_in_background.enqueue()


def forget_rhythm(*, person: User, **rest: Any) -> None:
    """Send somebody no more digests, once they took their address back."""
    Subscription.objects.filter(person=person).update(rhythm=Rhythm.NEVER)


def _hold() -> None:
    from zhiheng.office.protection.tasks import hold_in_background

    if Entry.objects.filter(state=EntryState.LISTED).exists():
        hold_in_background.enqueue()
