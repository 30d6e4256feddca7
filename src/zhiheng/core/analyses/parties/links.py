"""Links: pairs of units that may be one party, each with a score and its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.declarations.catalogue import Catalogue


@dataclass(frozen=True)
class Thresholds:
    """From which scores on units join, or are shown to a person, and what speaks against it.

    `contradiction` is the score of two names below which they are never drawn into one party by
    a third that resembles both; `ambiguity` how near two such scores are to leave it to a person.
    """

    join: float = 0.8
    review: float = 0.5
    contradiction: float = 0.3
    ambiguity: float = 0.03
    most_names: int = 60


@dataclass(frozen=True, slots=True)
class Link:
    """Two units, by their places, with what speaks for one party.

    `rule` is a code of `reasons`; `shared` are names of persons that both were found beside.
    `held` is why the link joins nothing now, where only some of all units are looked at.
    """

    one: int
    other: int
    score: float
    rule: str
    shared: tuple[str, ...] = field(default=())
    held: str = ""

    @property
    def is_hard(self) -> bool:
        """Tell whether a register or a person said it, so that names need not agree."""
        return self.rule in HARD


HARD = frozenset({"same_uscc", "same_record", "decided_same"})


def read_thresholds(catalogue: Catalogue, *, on: date) -> Thresholds:
    """Return the declared thresholds in force on a day."""

    def value(name: str) -> float:
        return float(str(catalogue.value(f"party.{name}", on=on).value))

    return Thresholds(
        join=value("join-score"),
        review=value("review-score"),
        contradiction=value("contradiction-score"),
        ambiguity=value("ambiguity"),
        most_names=int(value("most-names")),
    )


def strongest_first(links: Sequence[Link]) -> list[Link]:
    """Return links in the order in which units join: what was said, then by score."""
    return sorted(links, key=lambda each: (not each.is_hard, -each.score, each.one, each.other))
