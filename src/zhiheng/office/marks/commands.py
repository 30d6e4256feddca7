"""What people do with marks: take lists of them away, on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.marks.permissions import COMPARE, EXPORT, VIEW


@transaction.atomic
def note_search_export(*, rows: int, filters: list[str], by: User, on: datetime) -> None:
    """Put on record that somebody takes near marks away, and by which filters.

    The mark asked for is not noted: what somebody thinks of filing is theirs.
    """
    check_user_can(by, COMPARE)
    check_user_can(by, EXPORT)
    details = {"rows": rows, "filters": sorted(filters)}
    record(act="marks.exported", subject="register:trademarks", details=details, by=by, on=on)


@transaction.atomic
def note_portfolio_export(*, party: str, rows: int, by: User, on: datetime) -> None:
    """Put on record that somebody takes the marks of an owner away."""
    check_user_can(by, VIEW)
    check_user_can(by, EXPORT)
    act, subject = "marks.portfolio_exported", f"party:{party}"
    record(act=act, subject=subject, details={"rows": rows}, by=by, on=on)


@transaction.atomic
def note_owners_export(*, rows: int, filters: list[str], by: User, on: datetime) -> None:
    """Put on record that somebody takes the list of owners away, and by which filters."""
    check_user_can(by, VIEW)
    check_user_can(by, EXPORT)
    act, details = "marks.owners_exported", {"rows": rows, "filters": sorted(filters)}
    record(act=act, subject="register:trademarks", details=details, by=by, on=on)
