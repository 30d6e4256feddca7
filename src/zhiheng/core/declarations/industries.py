"""Declared tables of industries by the patent classification, and where matter moved in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator

from zhiheng.core.declarations.models import Declaration, LegalSource, Slug, Wording

Status = Literal["verified", "unverified"]
# Symbols and patterns between blanks; what each means is read by `core/industries`.
PLACE = r"[A-H][0-9]{2}(?:[A-Z](?:[1-9][0-9]{0,3}(?:/[0-9]{2,6}(?:-[0-9]{2,6})?)?)?)?\*?"
Places = Annotated[str, Field(pattern=rf"^(?:{PLACE}(?: {PLACE})*)?$")]
BranchCode = Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+$")]


class IndustryRule(Declaration):
    """One row of a table: places of the classification, those left out, and keywords.

    Without keywords the places alone decide. `page` is where the row stands in the document.
    """

    rule: int
    include: Places
    exclude: Places = ""
    keywords: str = ""
    page: int | None = None
    note: Wording | None = None


class Branch(Declaration):
    """A branch of industry (second level) with its rules; one that fits is enough."""

    code: BranchCode
    title: Wording
    rules: list[IndustryRule] = Field(min_length=1)

    @field_validator("rules")
    @classmethod
    def _numbered_once(cls, rules: list[IndustryRule]) -> list[IndustryRule]:
        if len({rule.rule for rule in rules}) < len(rules):
            raise ValueError("two rules of a branch bear one number")
        return rules


class IndustryGroup(Declaration):
    """An industry (first level) with its branches."""

    code: str
    title: Wording
    branches: list[Branch] = Field(min_length=1)


class IndustryTable(Declaration):
    """A table between industries and the patent classification, as an office issued it."""

    industries: Slug
    title: Wording
    source: LegalSource
    status: Status
    valid_from: date
    valid_to: date | None = None
    groups: list[IndustryGroup] = Field(min_length=1)

    @property
    def name(self) -> str:
        """Return the table's name."""
        return self.industries

    def branches(self) -> Iterator[Branch]:
        """Yield the branches of all industries in their order."""
        for group in self.groups:
            yield from group.branches


class Move(Declaration):
    """Matter that a revision of the classification moved; `wider`: the target holds more.

    Several places in `source_places` moved each for itself; what moved may now lie in any of
    `targets`.
    """

    source_places: Places = Field(alias="from")
    targets: Places = Field(alias="to")
    wider: bool = False
    valid_from: date
    source: LegalSource
    status: Status


class Concordance(Declaration):
    """The moves of a classification's revisions."""

    concordance: Slug
    title: Wording
    moves: list[Move] = Field(min_length=1)

    @property
    def name(self) -> str:
        """Return the concordance's name."""
        return self.concordance
