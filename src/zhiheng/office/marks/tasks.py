"""Work after an import: the marks it brought are made searchable."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django_tasks import task

from zhiheng.office.marks import index


def index_after_import(sender: object, run: Any, report: Any, **others: object) -> None:
    """Have the marks made searchable that an import brought, where it brought any."""
    counts = report.registers.get(index.REGISTER)
    if report.import_id and counts and (counts.new or counts.changed):
        index_in_background.enqueue()


@task()
def index_in_background() -> None:
    """Bring the searchable marks up to date, unless they are."""
    try:
        if not index.is_up_to_date():
            index.bring_up_now()
    finally:
        cache.delete(index.ASKED)
