"""Raised frequencies follow the registers, and what cases confirm."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from zhiheng.office.registers.signals import import_finished
from zhiheng.office.screening.enums import JudgementAct
from zhiheng.office.screening.models import Judgement

# What changes whether a finding is confirmed.
_DECIDING = frozenset({JudgementAct.CONFIRM, JudgementAct.CORRECT, JudgementAct.REOPEN})


def listen() -> None:
    """Hear imports and judgements from now on."""
    import_finished.connect(_after_import, dispatch_uid="screening.triggers_after_import")
    post_save.connect(
        _after_judgement, sender=Judgement, dispatch_uid="screening.triggers_after_judgement"
    )


def _after_import(sender: object, **_more: Any) -> None:
    _want_computation()


def _after_judgement(sender: object, *, instance: Judgement, created: bool, **_more: Any) -> None:
    if created and instance.act in _DECIDING:
        _want_computation()


def _want_computation() -> None:
    # Loaded here: nobody should wait for it at the start of every command.
    from zhiheng.office.screening.trigger_tasks import want_computation

    want_computation()
