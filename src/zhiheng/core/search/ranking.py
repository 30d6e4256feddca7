"""How records found are put in order: weights and boosts, from the declared parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import SearchField

WEIGHED: tuple[SearchField, ...] = ("title", "abstract", "goods", "applicant", "agency")
# Long texts, searched beside the others with a weight of their own: in one field with them they
# would make every record with full text look long, and long records sink.
BODY: tuple[SearchField, ...] = ("claims", "description")


@dataclass(frozen=True)
class Ranking:
    """What counts how much. The weights of fields are built into an index, the rest is not."""

    title: int = 3
    abstract: int = 1
    goods: int = 1
    applicant: int = 1
    agency: int = 0
    body: float = 0.3
    persons: float = 1.0
    number: float = 50.0
    name: float = 10.0
    recency: float = 0.0

    def weight(self, field: SearchField) -> int:
        """Return how often a word of a field counts in the field of all words."""
        return int(getattr(self, field)) if field in WEIGHED else 0

    @property
    def built_in(self) -> str:
        """Return what an index was built with; another value asks for building it anew."""
        return ",".join(f"{field}={self.weight(field)}" for field in WEIGHED)


def ranking_of(catalogue: Catalogue, *, on: date) -> Ranking:
    """Return the ranking that the declared parameters give on a day."""

    def value(name: str) -> float:
        return float(str(catalogue.value(f"search.{name}", on=on).value))

    return Ranking(
        **{field: int(value(f"weight.{field}")) for field in WEIGHED},
        body=value("weight.body"),
        persons=value("weight.persons"),
        number=value("boost.number"),
        name=value("boost.name"),
        recency=value("boost.recency"),
    )
