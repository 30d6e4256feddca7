"""What a signal is given: filings, facts, and who hangs together with whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from zhiheng.core.screening.circles import Circles
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.filings import Filings, Rows
from zhiheng.core.screening.kin import Kin, kin_of


@dataclass(frozen=True)
class Scene:
    """The filings looked at, what is known of them, and the circles they fall into."""

    filings: Filings
    facts: Facts
    circles: Circles

    @property
    def on(self) -> date:
        """The day of the screening."""
        return self.facts.on

    @cached_property
    def kin(self) -> Kin:
        """Which filings are alike because the law lets them be."""
        return kin_of(self.filings)

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

    def parties_of(self, row: int) -> tuple[str, ...]:
        """Return the parties that filed one row, those that were resolved."""
        found = self.filings.table["applicant_parties"][row].as_py() or []
        return tuple(party for party in found if party)
