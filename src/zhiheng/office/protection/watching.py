"""The list held against the registers: after every import, and every day though none came.

1. Marks that imports brought since the last time are held against the names of the list.
2. Near marks that were alerted before and can be opposed now are told.
3. Events, dealings, filings and terms of protected rights are told.

Alerts are made first and the look is noted after them: broken off in between, the next one looks
at the same imports again, finds those alerts made, and tells people of them too.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.protection import queries, reading, telling
from zhiheng.office.protection.models import Alert, Comparison, Entry
from zhiheng.office.protection.near_marks import Outcome, near_marks, published_since
from zhiheng.office.protection.rights import findings_of, holding_of
from zhiheng.office.protection.storing import store


def hold_list(*, by: User, on: dt.datetime) -> tuple[Comparison | None, list[Alert]]:
    """Hold every entry in force against the registers; return the look and the alerts made.

    None where nothing is on the list.
    """
    day = timezone.localdate(on)
    entries = list(queries.listed(on=day).select_related("organisation", "asked_by"))
    if not entries:
        return None, []
    until = reading.newest_import()
    now = _clock(on)
    made, outcome = _look(entries, day, until, now)
    return _noted(entries, made, outcome, until, by=by, on=now()), made


def _clock(begun: dt.datetime) -> Callable[[], dt.datetime]:
    """Return what tells the time during a look that began at a moment: one may take minutes."""
    started = time.monotonic()
    return lambda: begun + dt.timedelta(seconds=time.monotonic() - started)


def _look(
    entries: list[Entry], day: dt.date, until: str, now: Callable[[], dt.datetime]
) -> tuple[list[Alert], Outcome]:
    last = queries.last_comparison()
    holding = holding_of(entries)
    outcome = near_marks(entries, holding, after=last.import_id if last else "", on=day)
    made = store(outcome.found, import_id=until, now=now)
    made += store(published_since(entries, on=day), import_id=until, now=now)
    made += store(findings_of(holding, on=day), import_id=until, now=now)
    return made, outcome


@transaction.atomic
def _noted(
    entries: list[Entry], made: list[Alert], outcome: Outcome, until: str, *,
    by: User, on: dt.datetime,
) -> Comparison:  # fmt: skip
    last = queries.last_comparison()
    untold = _untold(made, last)
    noted = Comparison.objects.create(
        import_id=max(until, last.import_id if last else ""),
        at=on,
        marks=outcome.marks,
        entries=len(entries),
        alerts=len(made),
        more=outcome.more,
    )
    if untold:
        details = {"import_id": until, "alerts": len(untold), "marks": outcome.marks}
        subject = f"protection-look:{noted.pk}"
        record(act="protection.compared", subject=subject, details=details, by=by, on=on)
        telling.found(untold, key=str(noted.pk), on=on)
    return noted


def _untold(made: list[Alert], last: Comparison | None) -> list[Alert]:
    """Return the alerts made with those that a look before made and nobody was told of.

    That one was broken off between storing and telling.
    """
    since = Alert.objects.select_related("entry__asked_by", "entry__organisation")
    left = since.filter(made_at__gt=last.at) if last else since.all()
    known = {alert.pk for alert in made}
    return [*made, *(alert for alert in left if alert.pk not in known)]
