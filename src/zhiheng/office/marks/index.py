"""The searchable marks of this installation: opened once a process, kept up with the register.

    nearest_marks("星耀", nice_classes=["09"])     # rows of the register, nearest first

They lie in the folder `marks` of the home. Where the register is small they are brought up to date
when somebody asks; a large register is brought up to date by a task after each import, and until
that is done the former version answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache

from zhiheng.core.errors import ConflictError, NotFoundError, StorageError
from zhiheng.office.registers import lake

if TYPE_CHECKING:
    from zhiheng.core.analyses.registered_marks.store import Current, NearMark, RegisteredMarks

REGISTER = "trademarks"
SMALL = 50_000  # rows that are read and indexed while somebody waits
ASKED = "marks.indexing"
ASKED_AGAIN_AFTER = 900  # seconds; a task that died may be asked for anew


def nearest_marks(
    text: str,
    *,
    limit: int = 200,
    at_least: float = 0.0,
    nice_classes: Sequence[str] = (),
    filed_before: date | None = None,
) -> list[NearMark]:
    """Return the rows of the register whose words are nearest to a text, best first.

    Only Chinese marks; a mark in two classes is two rows. What is not given does not narrow.
    Raises `NotFoundError` (`marks.index_missing`) while a large register is indexed first.
    """
    marks = registered_marks()
    return marks.nearest(
        text,
        limit=limit,
        at_least=at_least,
        nice_classes=nice_classes,
        filed_before=filed_before,
    )


def nearest_many(
    texts: Sequence[str], *, limit: int = 200, at_least: float = 0.0
) -> list[list[NearMark]]:
    """Return for each text what `nearest_marks` returns, all of one version of the register."""
    marks = registered_marks()
    return [marks.nearest(text, limit=limit, at_least=at_least) for text in texts]


def registered_marks() -> RegisteredMarks:
    """Return the searchable marks, of the newest version of the register where it is small."""
    if not is_up_to_date():
        if _rows() <= SMALL:
            return bring_up_now()
        _ask_for_indexing()
    try:
        return _opened(str(_folder()), answering())
    except (NotFoundError, ConflictError, StorageError):
        if _rows() <= SMALL:
            return bring_up_now()
        _ask_for_indexing()
        raise


def bring_up_now() -> RegisteredMarks:
    """Bring the searchable marks up to date with the register, unless they are."""
    register = lake.catalogue().register(REGISTER)
    return _store().bring_up_to_date(lake.engine(), register, _folder())


def is_up_to_date() -> bool:
    """Tell whether the searchable marks are those of the newest version of the register."""
    named = answering()
    return named is not None and named.version == _newest()


def answering() -> Current | None:
    """Return which searchable marks answer now; None where there are none yet."""
    found: Current | None = _store().current(_folder())
    return found


@lru_cache(maxsize=1)
def _opened(folder: str, named: Current | None) -> RegisteredMarks:
    """Open what answers, anew when another version does."""
    return _store().open_marks(Path(folder))


def _store() -> Any:
    # What compares marks takes half a second to load: only who asks for marks waits for it.
    from zhiheng.core.analyses.registered_marks import store

    return store


def _ask_for_indexing() -> None:
    # The task imports this module.
    from zhiheng.office.marks.tasks import index_in_background

    if cache.add(ASKED, True, ASKED_AGAIN_AFTER):
        index_in_background.enqueue()


def _folder() -> Path:
    return Path(settings.ZHIHENG.home) / "marks"


def _newest() -> int:
    return lake.engine().version(lake.catalogue().register(REGISTER))


def _rows() -> int:
    size = lake.lake().size(REGISTER)
    return 0 if size is None else size.rows
