"""Building the index anew in the background, where a search found none that could answer."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from zhiheng.core.search.indexing import rebuild
from zhiheng.office.registers import lake

ASKED = "search.rebuilding"
ASKED_AGAIN_AFTER = 900  # seconds; a rebuild that died may be asked for anew


def ask_for_rebuilding() -> None:
    """Have the index built anew, once however many people search meanwhile."""
    if cache.add(ASKED, True, ASKED_AGAIN_AFTER):
        rebuild_in_background.enqueue()


@task()
def rebuild_in_background() -> None:
    """Build the index of all registers anew from the lake, beside the present one."""
    try:
        folder = settings.ZHIHENG.home / "index"
        rebuild(lake.lake(), lake.catalogue(), folder, on=timezone.now())
    finally:
        cache.delete(ASKED)
