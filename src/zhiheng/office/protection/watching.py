"""The list held against the registers: after every import, and every day though none came.

1. Marks that imports brought since the last time are held against the names of the list.
2. Near marks that were alerted before and can be opposed now are told.
3. Events, dealings, filings and terms of protected rights are told.

Alerts are made first and the look is noted after them: broken off in between, the next one looks
at the same imports again and finds those alerts made.
"""

from __future__ import annotations

import datetime as dt

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
    made, outcome = _look(entries, day, until, on)
    return _noted(entries, made, outcome, until, by=by, on=on), made


def _look(
    entries: list[Entry], day: dt.date, until: str, on: dt.datetime
) -> tuple[list[Alert], Outcome]:
    last = queries.last_comparison()
    holding = holding_of(entries)
    outcome = near_marks(entries, holding, after=last.import_id if last else "", on=day)
    made = store(outcome.found, import_id=until, on=on)
    made += store(published_since(entries, on=day), import_id=until, on=on)
    made += store(findings_of(holding, on=day), import_id=until, on=on)
    return made, outcome


@transaction.atomic
def _noted(
    entries: list[Entry], made: list[Alert], outcome: Outcome, until: str, *,
    by: User, on: dt.datetime,
) -> Comparison:  # fmt: skip
    last = queries.last_comparison()
    noted = Comparison.objects.create(
        import_id=max(until, last.import_id if last else ""),
        at=on,
        marks=outcome.marks,
        entries=len(entries),
        alerts=len(made),
        more=outcome.more,
    )
    if made:
        details = {"import_id": until, "alerts": len(made), "marks": outcome.marks}
        subject = f"protection-look:{noted.pk}"
        record(act="protection.compared", subject=subject, details=details, by=by, on=on)
        telling.found(made, key=str(noted.pk), on=on)
    return noted
