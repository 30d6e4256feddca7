"""What the generator knows to be true, counted while it writes.

Nothing here reads the files back: the figures come from the lives the generator drew.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sample.days import Days
from sample.filings import Filing
from sample.spellings import Spelling

CITY = "440300"
_FIRST_SHOWN = 2010


@dataclass
class Tally:
    """Counts of one or more shards; `changes` are rights won and lost by district and year."""

    applications: Counter[str] = field(default_factory=Counter)
    documents: Counter[str] = field(default_factory=Counter)
    dialects: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    filings: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    grants: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    changes: Counter[tuple[str, int]] = field(default_factory=Counter)
    valid_at_end: Counter[str] = field(default_factory=Counter)
    spellings: Counter[Spelling] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Add another shard's counts."""
        for name in vars(self):
            getattr(self, name).update(getattr(other, name))

    def note_filing(self, filing: Filing, *, days: Days) -> None:
        """Count an application, its grant and its events."""
        life, right, scope = filing.life, filing.right, "city" if filing.district else "others"
        self.applications[right] += 1
        self.filings[scope, right, days.year[life.filed]] += 1
        if life.granted is not None:
            self.grants[scope, right, days.year[life.granted]] += 1
        for event in life.events:
            self.events[event.status] += 1
        self.spellings.update(filing.spellings)
        if right == "invention" and filing.district and life.granted is not None:
            self._note_right(filing.district, life.granted, life.ended, days)
            for change, day in zip((-1, 1), life.gap or (), strict=False):
                self.changes[filing.district, days.year[day]] += change

    def note_family(self, documents: int) -> None:
        """Count the publications abroad of one application."""
        if documents:
            self.families["families"] += 1
            self.families["documents"] += documents

    def note_document(self, *, kind: str, dialect: str) -> None:
        """Count one document."""
        self.documents[kind] += 1
        self.dialects[dialect] += 1

    def _note_right(self, district: str, granted: int, ended: int | None, days: Days) -> None:
        # Granted by 31 December of a year means granted in that year or before; so with the end.
        self.changes[district, days.year[granted]] += 1
        if ended is None:
            self.valid_at_end[district] += 1
        else:
            self.changes[district, days.year[ended]] -= 1

    def valid_inventions(self, *, districts: list[str], last_year: int) -> dict[str, Any]:
        """Return valid inventions by 31 December and division, the city being their sum."""
        held = dict.fromkeys(districts, 0)
        result: dict[str, Any] = {}
        for year in range(2008, last_year + 1):
            for district in districts:
                held[district] += self.changes[district, year]
            if year >= _FIRST_SHOWN:
                result[f"{year}-12-31"] = {CITY: sum(held.values()), **held}
        return result


def by_year(counts: Counter[tuple[str, str, int]], *, scope: str | None) -> dict[str, Any]:
    """Return counts by year and right, for the city or (scope None) for all applicants."""
    result: dict[str, dict[str, int]] = {}
    for (where, right, year), count in sorted(counts.items(), key=lambda item: item[0][2]):
        if scope in (None, where):
            rights = result.setdefault(str(year), {})
            rights[right] = rights.get(right, 0) + count
    return result
