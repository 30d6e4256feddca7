"""What the themes do when an import has finished."""

from __future__ import annotations

from typing import Any

from zhiheng.office.registers.signals import import_finished
from zhiheng.office.themes.models import Theme


def listen() -> None:
    """Hear of every finished import."""
    import_finished.connect(refresh_after_import, dispatch_uid="themes.refresh_after_import")


def refresh_after_import(*, run: Any, **rest: Any) -> None:
    """Queue the counting of the themes, where there are any."""
    if Theme.objects.exists():
        # Loaded here: no start of a command should wait for the index.
        from zhiheng.office.themes.tasks import refresh_in_background

        refresh_in_background.enqueue(run.pk)
