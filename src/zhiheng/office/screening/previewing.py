"""Trying a limit before it is saved: what would be found otherwise in the newest year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import InputError
from zhiheng.core.screening.declared import Change
from zhiheng.core.screening.filed import Filed
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.screening import scene_of
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.screening import law, readings, running, storing
from zhiheng.office.screening.enums import RunState
from zhiheng.office.screening.looking import looked_at
from zhiheng.office.screening.matters import matter_of
from zhiheng.office.screening.models import Trial
from zhiheng.office.screening.permissions import SET

LISTED = 200  # gained and lost findings that are told one by one; their number is always told
FILINGS_LISTED = 20


@transaction.atomic
def request_trial(
    *,
    signal: str,
    limit: str,
    value: float,
    valid_from: date,
    reason: str,
    by: User,
    on: datetime,
) -> Trial:
    """Note that a limit set otherwise is to be tried on the newest twelve months of filings."""
    check_user_can(by, SET)
    declared = law.declared().signal(signal).limit(limit)
    if not declared.lowest <= value <= declared.highest:
        expected = f"{declared.lowest:g}–{declared.highest:g}"
        raise InputError.of("screening.limit_outside", received=f"{value:g}", expected=expected)
    if declared.whole and value != int(value):
        raise InputError.of("screening.limit_whole", received=f"{value:g}")
    today = timezone.localdate(on)
    if valid_from < today:
        raise InputError.of("screening.day_past", received=valid_from, expected=today)
    # Filings are published months after they were made: the newest year is the newest known one.
    about = law.declared().signal(signal).about
    last = readings.last_filing_day(until=today, matter=matter_of(about)) or today
    trial = Trial.objects.create(
        about=about,
        signal=signal,
        limit=limit,
        value=value,
        valid_from=valid_from,
        reason=reason.strip()[:400],
        first=last - timedelta(days=364),
        last=last,
        requested_by=by,
        requested_at=on,
    )
    details = {"signal": signal, "limit": limit, "value": value}
    record(act="screening.limit_tried", subject=f"trial:{trial.pk}", details=details, by=by, on=on)
    return trial


def run_trial(*, trial: Trial, on: datetime) -> Trial:
    """Screen last year's filings by the limit in force and by the one tried, and compare."""
    running.begin(trial, on=on)
    try:
        result = _compared(trial, running.noting(trial), day=timezone.localdate(on))
    except Exception as error:
        running.fail(trial, error)
        raise
    trial.result = result
    trial.state = RunState.DONE
    trial.finished_at = timezone.now()
    trial.save(update_fields=["result", "state", "finished_at"])
    return trial


def _compared(trial: Trial, report: running.Report, *, day: date) -> dict[str, Any]:
    report(running.GATHERING, 0, 3)
    scope = Scope("period", first=trial.first, last=trial.last)
    scene = scene_of(looked_at(scope, trial.about, on=day))
    present = _in_force(law.changes(), trial.valid_from, day)
    tried = [*present, Change(trial.signal, trial.limit, trial.value, day)]

    def found(changes: Sequence[Change]) -> dict[str, Lead]:
        told = running.found_in(scene, on=day, changes=changes, only=[trial.signal])
        return {lead.key: lead for lead in told.leads}

    report(trial.signal, 1, 3)
    before = found(present)
    report(trial.signal, 2, 3)
    after = found(tried)
    gained = [lead for key, lead in after.items() if key not in before]
    lost = [lead for key, lead in before.items() if key not in after]
    return {
        "filings": int(scene.filings.asked.sum()),
        "before": len(before),
        "after": len(after),
        "gained": _listed(gained, scene.filings),
        "gained_count": len(gained),
        "lost": _listed(lost, scene.filings),
        "lost_count": len(lost),
    }


def _in_force(changes: Iterable[Change], valid_from: date, day: date) -> list[Change]:
    """Return the changes that will hold on the day the new limit begins, as if they held today."""
    return [
        replace(each, valid_from=min(each.valid_from, day))
        for each in changes
        if each.valid_from <= valid_from
    ]


def _listed(leads: Sequence[Lead], filings: Filed) -> list[dict[str, Any]]:
    return [
        {
            "key": lead.key,
            "title": storing.title_of(lead.filings, filings),
            "size": len(lead.filings),
            "filings": list(lead.filings[:FILINGS_LISTED]),
            "facts": storing.storable(dict(lead.facts)),
            "strength": lead.strength,
        }
        for lead in leads[:LISTED]
    ]
