"""The index this process searches, opened once and shared."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils import timezone

from zhiheng.core.search.opening import open_index
from zhiheng.core.search.text_index import TextIndex
from zhiheng.office.registers import lake


def text_index() -> TextIndex:
    """Return the index over this installation's registers.

    It is opened anew when the settings or the declarations are: its folder lies in the home.
    """
    return _opened(str(settings.ZHIHENG.home), settings.ZHIHENG.opensearch, id(lake.catalogue()))


@cache
def _opened(home: str, address: str, catalogue: int) -> TextIndex:
    folder = settings.ZHIHENG.home / "index"
    return open_index(folder, lake.catalogue(), on=timezone.localdate, address=address)
