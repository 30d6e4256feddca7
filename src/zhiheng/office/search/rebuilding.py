"""Building the index anew in the background, where a search found none that could answer."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from zhiheng.core.search.indexing import rebuild
from zhiheng.core.search.opensearch_writing import update_server
from zhiheng.office.registers import lake

ASKED = "search.rebuilding"
ASKED_AGAIN_AFTER = 900  # seconds; a rebuild that died may be asked for anew


def ask_for_rebuilding() -> None:
    """Have the index built anew, once however many people search meanwhile."""
    if cache.add(ASKED, True, ASKED_AGAIN_AFTER):
        rebuild_in_background.enqueue()


def rebuild_now(server: str = "") -> dict[str, int]:
    """Build the index anew where the settings keep it, or on a server; return records written."""
    address = server or settings.ZHIHENG.opensearch
    now, home = timezone.now(), settings.ZHIHENG.home
    if address:
        report = update_server(lake.lake(), lake.catalogue(), address, on=now, anew=True)
    else:
        report = rebuild(
            lake.lake(), lake.catalogue(), home / "index", on=now, scratch=home / "scratch"
        )
    return dict(report.written)


@task()
def rebuild_in_background() -> None:
    """Build the index of all registers anew from the lake, beside the present one."""
    try:
        rebuild_now()
    finally:
        cache.delete(ASKED)
