"""What people set: limits of signals with the day from which they hold, and the white list.

A limit is saved from a finished trial, so that nobody changes one without having been shown what
that would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import law, subjects
from zhiheng.office.screening.enums import RunState, SpareKind
from zhiheng.office.screening.models import LimitChange, Spared, Trial
from zhiheng.office.screening.permissions import SET


@transaction.atomic
def change_limit(*, trial: Trial, reason: str, by: User, on: datetime) -> LimitChange:
    """Set a limit as it was tried, from the day that was chosen on; not for days gone by."""
    check_user_can(by, SET)
    if trial.state != RunState.DONE:
        raise ConflictError.of("screening.trial_unfinished", received=trial.pk)
    today = timezone.localdate(on)
    if trial.valid_from < today:
        raise InputError.of("screening.day_past", received=trial.valid_from, expected=today)
    words = _reason(reason)
    law.declared().signal(trial.signal).limit(trial.limit)
    change = LimitChange.objects.create(
        signal=trial.signal,
        limit=trial.limit,
        value=trial.value,
        valid_from=trial.valid_from,
        reason=words,
        by=by,
        at=on,
    )
    details = {
        "signal": change.signal,
        "limit": change.limit,
        "value": change.value,
        "from": change.valid_from.isoformat(),
    }
    record(act="screening.limit_set", subject=_of(change), details=details, by=by, on=on)
    return change


@transaction.atomic
def withdraw_limit(*, change: LimitChange, by: User, on: datetime) -> LimitChange:
    """Take back a change: what was declared, or changed before, holds again from today."""
    check_user_can(by, SET)
    standing = LimitChange.objects.filter(pk=change.pk, withdrawn_at=None)
    if not standing.update(withdrawn_by=by, withdrawn_at=on):
        raise ConflictError.of("screening.change_withdrawn", received=change.pk)
    change.refresh_from_db()
    details = {"signal": change.signal, "limit": change.limit}
    record(act="screening.limit_withdrawn", subject=_of(change), details=details, by=by, on=on)
    return change


@transaction.atomic
def spare(
    *,
    kind: str,
    text: str,
    signals: Sequence[str],
    reason: str,
    valid_from: date,
    valid_to: date | None,
    by: User,
    on: datetime,
) -> Spared:
    """Put an applicant, an agency or a filing on the white list; no signals means all."""
    check_user_can(by, SET)
    if kind not in SpareKind.values:
        expected = "、".join(SpareKind.values)
        raise InputError.of("cell.not_a_choice", received=kind, expected=expected)
    words = _reason(reason)
    if valid_to is not None and valid_to <= valid_from:
        raise InputError.of("screening.days_crossed", first=valid_from, last=valid_to)
    about = {law.declared().signal(name).about for name in signals}
    value, name = subjects.subject_of(kind, text, about=about, unmasked=sees_persons(by))
    entry = Spared.objects.create(
        kind=kind,
        value=value,
        name=name[:200],
        signals=sorted(signals),
        reason=words,
        valid_from=valid_from,
        valid_to=valid_to,
        by=by,
        at=on,
    )
    details = {"kind": kind, "value": value, "signals": len(entry.signals)}
    record(act="screening.spared", subject=f"white-list:{entry.pk}", details=details, by=by, on=on)
    return entry


@transaction.atomic
def end_sparing(*, entry: Spared, by: User, on: datetime) -> Spared:
    """End an entry of the white list: from today on it spares nobody. It stays in the list."""
    check_user_can(by, SET)
    today = timezone.localdate(on)
    if entry.valid_to is not None and entry.valid_to <= today:
        raise ConflictError.of("screening.entry_ended", received=entry.pk)
    standing = Spared.objects.filter(pk=entry.pk, valid_to=entry.valid_to)
    # An entry that has not begun ends on the day on which it would have begun.
    if not standing.update(valid_to=max(today, entry.valid_from)):
        raise ConflictError.of("screening.entry_ended", received=entry.pk)
    entry.refresh_from_db()
    details = {"kind": entry.kind, "value": entry.value}
    record(
        act="screening.sparing_ended",
        subject=f"white-list:{entry.pk}",
        details=details,
        by=by,
        on=on,
    )
    return entry


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise InputError.of("screening.reason_missing")
    return words[:400]


def _of(change: LimitChange) -> str:
    return f"limit:{change.pk}"
