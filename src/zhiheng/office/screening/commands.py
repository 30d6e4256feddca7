"""What people do with the list of findings besides judging them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.registers.permissions import EXPORT
from zhiheng.office.screening.permissions import VIEW


@transaction.atomic
def note_export(*, rows: int, filters: list[str], by: User, on: datetime) -> None:
    """Put on record that somebody takes findings away, and by which filters."""
    check_user_can(by, VIEW)
    check_user_can(by, EXPORT)
    details = {"rows": rows, "filters": sorted(filters)}
    record(act="screening.exported", subject="screening:findings", details=details, by=by, on=on)


@transaction.atomic
def note_quality_export(*, by_what: str, rows: int, by: User, on: datetime) -> None:
    """Put on record that somebody takes the quality of agencies or applicants away."""
    check_user_can(by, VIEW)
    check_user_can(by, EXPORT)
    subject = f"screening:quality:{by_what}"
    record(act="screening.quality_exported", subject=subject, details={"rows": rows}, by=by, on=on)


@transaction.atomic
def note_trigger_export(*, rows: int, by: User, on: datetime) -> None:
    """Put on record that somebody takes the list of raised inspection away."""
    check_user_can(by, VIEW)
    check_user_can(by, EXPORT)
    subject, details = "screening:triggers", {"rows": rows}
    record(act="screening.triggers_exported", subject=subject, details=details, by=by, on=on)
