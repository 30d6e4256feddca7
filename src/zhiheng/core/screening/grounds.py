"""What the law says of what is looked for, and its consequences: `declarations/screening/grounds`.

Dated by the day of filing: two filings of one finding may fall under two laws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from zhiheng.core.declarations.models import Dated, Declaration, LegalSource, Slug, Wording
from zhiheng.core.errors import DeclarationError, Problem
from zhiheng.core.screening.declared import About
from zhiheng.core.terms.declared import read_declared


class Ground(Dated):
    """One law: its rule, and what it lets be done to the applicant and to the agency."""

    ground: Slug
    about: About
    title: Wording
    rule: Wording
    applicant: Wording
    agency: Wording
    source: LegalSource
    status: Literal["verified", "unverified"]


class GroundList(Declaration):
    """A file of grounds."""

    grounds: Annotated[list[Ground], Field(min_length=1)]


@dataclass(frozen=True)
class Grounds:
    """All declared grounds."""

    listed: Sequence[Ground]

    def on(self, about: str, day: date | None) -> Ground | None:
        """Return the law for what was filed on a day; none where nobody told the day."""
        own = (each for each in self.listed if each.about == about)
        return next((each for each in own if day and each.in_force_on(day)), None)

    def of(self, about: str, days: Iterable[date | None]) -> list[Ground]:
        """Return the laws for what was filed on some days, each once, in the order declared."""
        found = {each.ground for day in days if (each := self.on(about, day))}
        return [each for each in self.listed if each.about == about and each.ground in found]


def load_grounds(*folders: Path) -> Grounds:
    """Read the packaged grounds and those in `folders`; report every problem at once.

    A ground of the same name in a later folder replaces the packaged one.
    """
    problems: list[Problem] = []
    files = read_declared("screening/grounds/*.yaml", GroundList, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    by_name = {each.ground: each for file in files for each in file.grounds}
    return Grounds(sorted(by_name.values(), key=lambda each: each.valid_from or date.min))
