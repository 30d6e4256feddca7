"""Work after an import: the marks it brought are made searchable."""

from __future__ import annotations

from django.core.cache import cache
from django_tasks import task

from zhiheng.office.marks import index


@task()
def index_in_background() -> None:
    """Bring the searchable marks up to date, also after the program reads marks in another way."""
    try:
        index.bring_up_now()
    finally:
        cache.delete(index.ASKED)
