"""Acts on the ledger, and an attacker who writes to the database behind its back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from zhiheng.core.evidence.digests import sha256
from zhiheng.core.evidence.entries import FIRST_PREVIOUS
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.ledger.models import ChainHead, Event

Execute = Callable[[str, list[Any]], None]


def act(number: int, *, on: dt.datetime, by: User | None = None) -> Event:
    """Do an act at a moment."""
    with transaction.atomic():
        return record(
            act="registers.imported",
            subject=f"import:{number}",
            details={"new": number, "备注": "首批"},
            by=by,
            on=on,
        )


def execute(statement: str, values: list[Any] | None = None) -> None:
    """Write to the database as somebody does who got hold of its password."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or [])


def chain_anew() -> None:
    """Make numbers, links and digests fit again, as a careful attacker does."""
    previous, last = FIRST_PREVIOUS, 0
    for number, event in enumerate(Event.objects.order_by("sequence"), start=1):
        old = event.sequence
        event.sequence, event.previous = number, previous
        previous, last = sha256(event.covered).hex(), number
        execute(
            "UPDATE ledger_event SET sequence = %s, previous = %s, digest = %s WHERE sequence = %s",
            [number, event.previous, previous, old],
        )
    ChainHead.objects.update(sequence=last, digest=previous)


def options(**changed: Any) -> Any:
    """Return the settings with other options of the log."""
    present = settings.ZHIHENG
    return replace(present, ledger=replace(present.ledger, **changed))
