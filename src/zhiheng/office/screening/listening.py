"""What screening does when a case moves: its findings follow, and the register is told."""

from __future__ import annotations

from typing import Any

from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.signals import entered
from zhiheng.office.screening.concluding import conclude
from zhiheng.office.screening.tasks import register_in_background


def listen() -> None:
    """Hear every act of a case from now on, inside its transaction."""
    entered.connect(_hear, dispatch_uid="screening.hear")


def _hear(sender: object, *, case: Case, entry: Entry, **_more: Any) -> None:
    """Let findings follow; the task is queued in the same transaction, so neither is lost alone."""
    if conclude(case, entry) is not None:
        register_in_background.enqueue()
