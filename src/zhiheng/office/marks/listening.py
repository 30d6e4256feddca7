"""What the app of marks hears from the registers."""

from __future__ import annotations

from typing import Any

from zhiheng.office.registers.signals import import_finished

REGISTER = "trademarks"


def listen() -> None:
    """Hear of every finished import."""
    import_finished.connect(index_after_import, dispatch_uid="marks.index_after_import")


def index_after_import(sender: object, run: Any, report: Any, **others: object) -> None:
    """Have the marks made searchable that an import brought, where it brought any."""
    counts = report.registers.get(REGISTER)
    if report.import_id and counts and (counts.new or counts.changed):
        # What compares marks takes half a second to load: a start without an import is spared it.
        from zhiheng.office.marks.tasks import index_in_background

        index_in_background.enqueue()
