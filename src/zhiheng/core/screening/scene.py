"""What a signal is given: filings, facts, and who hangs together with whom.

`SceneOf` is what the scenes of all registers share; `Scene` is that of patents, that of marks
stands in `marks.scene`. Rings, the white list and the office read a scene through `SceneOf` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np

from zhiheng.core.screening.circles import Circles
from zhiheng.core.screening.declared import About
from zhiheng.core.screening.facts import Facts, Known
from zhiheng.core.screening.filed import Filed, Rows
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.kin import KIN, Kin, kin_of

F = TypeVar("F", bound=Filed, covariant=True)
K = TypeVar("K", bound=Known, covariant=True)


@dataclass(frozen=True)
class SceneOf(Generic[F, K]):
    """The filings looked at, what is known of them, and the circles they fall into."""

    ABOUT: ClassVar[About]
    LABEL: ClassVar[str]  # the column by which people call a filing
    PEOPLE: ClassVar[Sequence[tuple[str, str, str]]]  # kind, column of names, column of parties
    STEPS: ClassVar[Sequence[str]]  # columns of the days from filing to grant or registration

    filings: F
    facts: K
    circles: Circles

    @property
    def on(self) -> date:
        """The day of the screening."""
        return self.facts.on

    @cached_property
    def days(self) -> Rows:
        """The filing day of every row as an ordinal; what has none is filed today, as drafts."""
        today = self.on.toordinal()
        return np.array([day.toordinal() if day else today for day in self.filings.days], np.int64)

    @cached_property
    def rows_by_circle(self) -> Mapping[int, Rows]:
        """The rows of every circle with at least one filing that was asked about, oldest first."""
        of = self.circles.of
        order = np.lexsort((self.days, of))
        begins = np.flatnonzero(np.diff(of[order], prepend=-1))
        groups = np.split(order, begins[1:]) if len(order) else []
        return {int(of[rows[0]]): rows for rows in groups if self.filings.asked[rows].any()}

    @cached_property
    def circle_of_hand(self) -> Mapping[str, int]:
        """The circle of everybody who filed, by party or folded name."""
        return {name: number for number, names in self.circles.applicants.items() for name in names}

    def parties_of(self, row: int) -> tuple[str, ...]:
        """Return the parties that filed one row, those that were resolved."""
        found = self.filings.table["applicant_parties"][row].as_py() or []
        return tuple(party for party in found if party)

    def related(self, one: int, other: int) -> str:
        """Return the kind of the sparing rule by which two rows may be alike, "" without one."""
        return ""

    def innocent(self, kind: str, filings: Sequence[str], *, paired: bool) -> Iterator[str]:
        """Yield those of a lead's filings that sparing rules of a kind take out of it.

        `paired` tells that the lead is made of pairs, which `related` takes out.
        """
        return iter(())

    def people(self, row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Yield who stands behind a filing: kind, identity (a party where resolved), name."""
        for kind, names, parties in self.PEOPLE:
            for place, name in enumerate(row[names]):
                party = row[parties][place] if place < len(row[parties]) else ""
                yield kind, party or f"{kind} {name}", name
        if row["agency"]:
            yield "agency", f"agency:{row['agency_code'] or row['agency']}", row["agency"]


AnyScene = SceneOf[Filed, Known]


@dataclass(frozen=True)
class Scene(SceneOf[Filings, Facts]):
    """Patent applications."""

    ABOUT = "patents"
    LABEL = "title"
    PEOPLE = (
        ("applicant", "applicants", "applicant_parties"),
        ("inventor", "inventors", "inventor_parties"),
    )
    STEPS = ("filing_date", "publication_date", "grant_date")

    @cached_property
    def kin(self) -> Kin:
        """Which filings are alike because the law lets them be."""
        return kin_of(self.filings)

    def related(self, one: int, other: int) -> str:
        """Return how two filings are alike because the law lets them be, "" where they are not."""
        return self.kin.between(one, other)

    def innocent(self, kind: str, filings: Sequence[str], *, paired: bool) -> Iterator[str]:
        """Yield all relatives of a kind but the first; where pairs count, none by itself."""
        if kind in KIN and not paired:
            rows = [self.filings.row_of[each] for each in filings if each in self.filings.row_of]
            yield from (self.filings.numbers[row] for row in self.kin.later(rows, kind))
