"""What people do with alerts: see, handle, find not relevant, open again, hand over, be mailed.

Every command checks the permission and the state, changes the alert with compare-and-set on its
revision, and records the act on the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.queries import mail_address
from zhiheng.office.protection import telling
from zhiheng.office.protection.describing import LONGEST_WORDS
from zhiheng.office.protection.enums import OPEN, AlertState, Rhythm
from zhiheng.office.protection.models import Alert, Subscription
from zhiheng.office.protection.permissions import MANAGE, check_may_enter, check_may_judge


@transaction.atomic
def see_alerts(*, alerts: Sequence[Alert], by: User, on: dt.datetime) -> int:
    """Mark alerts as seen; return how many were new."""
    if not alerts:
        raise InputError.of("protection.no_alert_chosen")
    day = timezone.localdate(on)
    for entry in {alert.entry for alert in alerts}:
        check_may_judge(by, entry, on=day)
    new = Alert.objects.filter(pk__in=[each.pk for each in alerts], state=AlertState.NEW)
    seen = new.update(state=AlertState.SEEN, judged_by=by, judged_at=on, revision=F("revision") + 1)
    if seen:
        details = {"alerts": seen}
        subject = "protection:alerts"
        record(act="protection.alerts_seen", subject=subject, details=details, by=by, on=on)
    return seen


@transaction.atomic
def handle_alert(*, alert: Alert, revision: int, note: str, by: User, on: dt.datetime) -> Alert:
    """Say that something was done about an alert, and what."""
    _judge(alert, revision, OPEN, AlertState.HANDLED, _words(note), by, on)
    _record(alert, "alert_handled", by, on)
    return alert


@transaction.atomic
def dismiss_alert(*, alert: Alert, revision: int, reason: str, by: User, on: dt.datetime) -> Alert:
    """Say that an alert is not relevant, and why; the same pair is not alerted again."""
    _judge(alert, revision, OPEN, AlertState.NOT_RELEVANT, _words(reason), by, on)
    _record(alert, "alert_dismissed", by, on)
    return alert


@transaction.atomic
def reopen_alert(*, alert: Alert, revision: int, by: User, on: dt.datetime) -> Alert:
    """Open an alert again that was handled or found not relevant; its note stays."""
    ended = (AlertState.HANDLED, AlertState.NOT_RELEVANT)
    _judge(alert, revision, ended, AlertState.SEEN, alert.note, by, on)
    _record(alert, "alert_reopened", by, on)
    return alert


@transaction.atomic
def hand_over(*, alert: Alert, revision: int, by: User, on: dt.datetime) -> int:
    """Hand an alert to those who judge findings of screening; return how many were told."""
    check_user_can(by, MANAGE)
    if alert.handed_at is not None:
        raise ConflictError.of("protection.handed_already")
    seen = AlertState.SEEN if alert.state == AlertState.NEW else AlertState(alert.state)
    _advance(alert, revision, state=seen, handed_by=by, handed_at=on)
    told = telling.handed_over(alert, on=on)
    if not told:
        raise ConflictError.of("protection.nobody_screens")
    _record(alert, "alert_handed", by, on)
    return told


@transaction.atomic
def set_rhythm(*, rhythm: str, by: User, on: dt.datetime) -> Subscription:
    """Set how often the person is mailed new alerts; what is new counts from now on."""
    check_may_enter(by)
    if rhythm not in Rhythm.values:
        expected = "、".join(Rhythm.values)
        raise InputError.of("protection.rhythm_unknown", received=rhythm, expected=expected)
    if rhythm != Rhythm.NEVER and not mail_address(by):
        raise InputError.of("search.address_missing")
    kept, _new = Subscription.objects.select_for_update().get_or_create(
        person=by, defaults={"rhythm": Rhythm.NEVER, "told_until": on}
    )
    if kept.rhythm == Rhythm.NEVER:  # what came while nothing was mailed is on the page
        kept.told_until = on
    kept.rhythm = rhythm
    kept.save(update_fields=["rhythm", "told_until"])
    details = {"rhythm": rhythm}
    record(act="protection.rhythm_set", subject=f"user:{by.pk}", details=details, by=by, on=on)
    return kept


def _judge(
    alert: Alert,
    revision: int,
    allowed: Sequence[str],
    state: AlertState,
    note: str,
    by: User,
    on: dt.datetime,
) -> None:
    check_may_judge(by, alert.entry, on=timezone.localdate(on))
    if alert.state not in allowed:
        raise ConflictError.of("protection.alert_judged", state=alert.get_state_display())
    _advance(alert, revision, state=state, note=note, judged_by=by, judged_at=on)


def _advance(alert: Alert, revision: int, **changed: object) -> None:
    standing = Alert.objects.filter(pk=alert.pk, revision=revision)
    if not standing.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("protection.changed_meanwhile", received=alert.entry.text)
    alert.refresh_from_db()


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise InputError.of("protection.reason_missing")
    return words[:LONGEST_WORDS]


def _record(alert: Alert, act: str, by: User, on: dt.datetime) -> None:
    subject = f"protection-alert:{alert.pk}"
    record(
        act=f"protection.{act}", subject=subject, details={"entry": alert.entry_id}, by=by, on=on
    )
