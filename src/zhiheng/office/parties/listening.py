"""What the parties do when an import has finished."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from zhiheng.office.registers.signals import import_finished


def listen() -> None:
    """Hear of every finished import."""
    import_finished.connect(catch_up_after_import, dispatch_uid="parties.after_import")


def catch_up_after_import(**_rest: Any) -> None:
    """Take decisions into account that waited for the lake."""
    # Loaded here: no start of a command should wait for the lake.
    from zhiheng.office.parties import effects

    if effects.waiting():
        effects.take_effect(on=timezone.now())
