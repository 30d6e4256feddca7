"""Where else a symbol's matter lies, because a revision of the classification moved it.

A symbol that is the target of a move stands for the place its matter came from: a pattern that
holds the whole of that place holds the symbol too. A symbol that was moved away stands for each
place its matter went to; of several moves only those of the narrowest place that holds it say so:
H01L27/14 went to H10F39, though H01L27 as a whole went elsewhere too.

One step only: a symbol that moved twice needs a move of its own from its first to its last place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.core.declarations.industries import Concordance, Move
from zhiheng.core.industries.places import Place, read_places


@dataclass(frozen=True, slots=True)
class Standing:
    """A place that a symbol stands for; `decides` unless the move's target holds more.

    `via` tells the move: "H01L27/14 → H10F39* (IPC 2025.01)".
    """

    place: Place
    via: str
    decides: bool


@dataclass(frozen=True)
class Moves:
    """All moves of a concordance, one entry for each source place."""

    entries: Sequence[tuple[Place, Sequence[Place], Move]]

    def standings(self, symbol: str) -> tuple[Standing, ...]:
        """Return the places a canonical symbol stands for beside its own."""
        return (*self._origins(symbol), *self._destinations(symbol))

    def _origins(self, symbol: str) -> list[Standing]:
        return [
            Standing(origin, _told(origin, target, move), not move.wider)
            for origin, targets, move in self.entries
            for target in targets
            if target.holds(symbol)
        ]

    def _destinations(self, symbol: str) -> list[Standing]:
        holding = [entry for entry in self.entries if entry[0].holds(symbol)]
        narrowest = [
            entry
            for entry in holding
            if not any(_is_narrower(other[0], entry[0]) for other in holding)
        ]
        return [
            Standing(target, _told(origin, target, move), not move.wider)
            for origin, targets, move in narrowest
            for target in targets
        ]


def read_moves(*concordances: Concordance) -> Moves:
    """Read the moves of the declared concordances."""
    return Moves(
        [
            (origin, read_places(move.targets), move)
            for concordance in concordances
            for move in concordance.moves
            for origin in read_places(move.source_places)
        ]
    )


def _is_narrower(one: Place, other: Place) -> bool:
    return other.covers(one) and not one.covers(other)


def _told(origin: Place, target: Place, move: Move) -> str:
    return f"{origin.text} → {target.text} ({move.source.instrument})"
