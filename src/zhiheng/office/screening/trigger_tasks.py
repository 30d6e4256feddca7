"""Computing raised frequencies outside a request."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.ledger.commands import record
from zhiheng.office.screening.permissions import SET
from zhiheng.office.screening.triggers import compute_triggers
from zhiheng.office.web.queue import waiting


@task()
def compute_in_background() -> None:
    """Compare what the rules say with what is raised."""
    compute_triggers(on=timezone.now())


def want_computation() -> None:
    """Queue the computation, unless one waits that will see what happened just now."""
    if not waiting(compute_in_background):
        compute_in_background.enqueue()


@transaction.atomic
def ask_for_computation(*, by: User, on: datetime) -> None:
    """Queue the computation because somebody asks for it, and put that on record."""
    check_user_can(by, SET)
    record(
        act="screening.triggers_asked", subject="screening:triggers", details={}, by=by, on=on
    )  # fmt: skip
    want_computation()
