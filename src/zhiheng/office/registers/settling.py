"""What an import means for rows that earlier imports of the same files set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Q

from zhiheng.core.browsing.sources import path_on_disk
from zhiheng.core.feeds.importing import ImportReport
from zhiheng.core.feeds.records import SetAside
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers.enums import SetAsideState
from zhiheng.office.registers.models import Import, SetAsideRow
from zhiheng.office.registers.permissions import CORRECT

Key = TypeVar("Key", str, int)

# A statement of a database holds some hundred conditions (SQLite: 1000 levels, three to a path).
PATHS_AT_ONCE = 100
ROWS_AT_ONCE = 500
# Reading broke off there: of the records behind that place nothing is known.
BROKEN_OFF = frozenset({"xml.malformed", "file.unreadable"})


@dataclass
class _Settled:
    """Keys of the open rows to be closed, by what became of them."""

    repeated: list[int] = field(default_factory=list)
    corrected: list[int] = field(default_factory=list)


def settle_earlier(run: Import, outcome: ImportReport, *, by: User, on: datetime) -> int:
    """Close open rows of the same files and return how many were closed.

    Set aside again they are repeated. Those whose file was read without complaint at their place
    are corrected: somebody who corrects a file where it lies and imports it again has nothing left
    to close. Rows of a file that is gone, or was not read to its end, stay open.
    """
    settled = _sorted(_open_rows_of(run.paths), outcome.set_aside)
    settled.corrected += _rows_said_corrected(outcome, by)
    closed = 0
    for state, keys in (
        (SetAsideState.REPEATED, settled.repeated),
        (SetAsideState.CORRECTED, settled.corrected),
    ):
        for some in _parts(keys, ROWS_AT_ONCE):
            rows = SetAsideRow.objects.filter(pk__in=some, state=SetAsideState.OPEN)
            closed += rows.update(state=state, closed_by=by, closed_at=on, corrected_in=run)
    return closed


def _sorted(open_rows: Iterable[tuple[int, str, str]], aside: Iterable[SetAside]) -> _Settled:
    again: set[tuple[str, str]] = set()
    unread: set[str] = set()
    for each in aside:
        again.add((each.file, each.position))
        if not each.position or BROKEN_OFF & {problem.code for problem in each.problems}:
            unread.add(each.file)
    settled = _Settled()
    for pk, file, position in open_rows:
        if (file, position) in again:
            settled.repeated.append(pk)
        elif path_on_disk(file) and unread.isdisjoint(_with_those_above(file)):
            settled.corrected.append(pk)
    return settled


def _with_those_above(file: str) -> Iterator[str]:
    """Yield a file with the archives and folders it lies in."""
    yield file
    for place, character in enumerate(file):
        if character in "!/" and place:
            yield file[:place]


def _open_rows_of(paths: list[str]) -> Iterator[tuple[int, str, str]]:
    found: set[int] = set()
    for some in _parts(paths, PATHS_AT_ONCE):
        of_files = Q()
        for path in some:
            of_files |= (
                Q(file=path) | Q(file__startswith=f"{path}!") | Q(file__startswith=f"{path}/")
            )
        rows = SetAsideRow.objects.filter(of_files, state=SetAsideState.OPEN)
        for pk, file, position in rows.values_list("pk", "file", "position").iterator():
            if pk not in found:
                found.add(pk)
                yield pk, file, position


def _rows_said_corrected(outcome: ImportReport, by: User) -> list[int]:
    """Return the open rows that lines of the import say they correct, if the person may."""
    if not user_can(by, CORRECT):
        return []
    found: list[int] = []
    for some in _parts(outcome.corrects, ROWS_AT_ONCE):
        rows = SetAsideRow.objects.filter(pk__in=some, state=SetAsideState.OPEN)
        found += rows.values_list("pk", flat=True)
    return found


def _parts(items: list[Key], size: int) -> Iterator[list[Key]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
