"""Names that marks are held against: well-known marks, places, persons, works, trade names …

Whoever keeps a list hands over `ProtectedName`s. Short lists of names that everybody knows come
with the platform (`declarations/marks/protected/*.yaml`); an office's own list, registered
geographical indications and administrative areas are added by who calls `gather_marks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from zhiheng.core.declarations.models import Dated, Declaration, LegalSource, Wording
from zhiheng.core.errors import DeclarationError, Problem
from zhiheng.core.terms.declared import read_declared

ProtectedKind = Literal[
    "mark", "gi", "place", "scenic", "person", "work", "event", "trade_name", "generic"
]


@dataclass(frozen=True)
class ProtectedName:
    """One name; `nice_classes` none means all, `valid_to` is the first day after.

    `owner_party` is the party that may use it, `number` its mark, where there is one. `source` is
    for people: where it is listed. `status` tells whether the listing was checked.
    """

    kind: ProtectedKind
    text: str
    nice_classes: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    owner_party: str = ""
    number: str = ""
    source: str = ""
    status: str = "unverified"

    def holds_on(self, day: date) -> bool:
        """Tell whether the name is protected on a day."""
        began = self.valid_from is None or self.valid_from <= day
        return began and (self.valid_to is None or day < self.valid_to)

    def holds_for(self, classes: Iterable[str]) -> bool:
        """Tell whether the name is protected in one of some classes."""
        return not self.nice_classes or not set(self.nice_classes).isdisjoint(classes)


class ProtectedList(Dated):
    """A file of names of one kind: `declarations/marks/protected/*.yaml`.

    `nice_classes` none means all. For events `valid_from` is the day of the news and `valid_to` the
    end of the window in which filings are looked at.
    """

    protected: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    kind: ProtectedKind
    title: Wording
    source: LegalSource
    status: Literal["verified", "unverified"]
    nice_classes: list[str] = []
    names: Annotated[list[str], Field(min_length=1)]

    def listed(self) -> list[ProtectedName]:
        """Return the names of the file."""
        return [
            ProtectedName(
                self.kind,
                name,
                tuple(self.nice_classes),
                self.valid_from,
                self.valid_to,
                source=self.title.zh,
                status=self.status,
            )
            for name in self.names
        ]


class ProtectedLists(Declaration):
    """Several lists in one file."""

    lists: Annotated[list[ProtectedList], Field(min_length=1)]


def load_protected(*folders: Path) -> Sequence[ProtectedName]:
    """Read the packaged names and those in `folders`; report every problem at once.

    A list of the same name in a later folder replaces the packaged one as a whole.
    """
    problems: list[Problem] = []
    files = read_declared("marks/protected/*.yaml", ProtectedLists, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    lists = {each.protected: each for file in files for each in file.lists}
    return [name for each in lists.values() for name in each.listed()]


@cache
def packaged_names() -> Sequence[ProtectedName]:
    """Return the names that come with the platform."""
    return load_protected()
