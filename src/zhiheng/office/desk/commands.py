"""What the desk itself writes: the ties that people declare. All else is written by `cases`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.cases.models import Interest
from zhiheng.office.cases.permissions import WORK
from zhiheng.office.ledger.commands import record


@transaction.atomic
def declare_interest(
    *, name: str, tie: str, since: date, until: date | None, by: User, on: datetime
) -> Interest:
    """Declare one's own tie to a person or body; cases with them are then not given to one.

    The log tells that a tie was declared, not to whom.
    """
    check_user_can(by, WORK, on=timezone.localdate(on))
    problems = []
    if not name.strip() or not tie.strip():
        problems.append(Problem("desk.tie_missing"))
    if until is not None and until < since:
        values = {"received": str(until), "expected": str(since)}
        problems.append(Problem("desk.tie_ends_first", values))
    if problems:
        raise InputError(*problems)
    found = Interest.objects.create(
        person=by, name=" ".join(name.split())[:200], tie=tie.strip()[:200], since=since,
        until=until, declared_at=on,
    )  # fmt: skip
    _record("declared", found, by, on)
    return found


@transaction.atomic
def end_interest(*, interest: Interest, by: User, on: datetime) -> Interest:
    """End a tie that one declared oneself; it stays on the list with its last day."""
    check_user_can(by, WORK, on=timezone.localdate(on))
    found = Interest.objects.select_for_update().get(pk=interest.pk, person=by)
    day = timezone.localdate(on)
    if found.until is not None and found.until <= day:
        raise ConflictError.of("desk.tie_ended", received=found.until)
    found.until = max(day, found.since)
    found.save(update_fields=("until",))
    _record("ended", found, by, on)
    return found


def _record(what: str, interest: Interest, by: User, on: datetime) -> None:
    record(
        act=f"desk.interest_{what}",
        subject=f"user:{by.username}",
        details={"interest": interest.pk},
        by=by,
        on=on,
    )
