"""What people decided about parties, and what of it holds.

A decision names mentions, never parties: parties come and go with the data, mentions stay. Each
later decision stands beside the earlier ones; an undo is one, too, and may be undone.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

Act = Literal["confirm_same", "merge", "keep_apart", "split", "split_records", "undo"]
TOGETHER: tuple[str, ...] = ("confirm_same", "merge")
SPLITS: tuple[str, ...] = ("split", "split_records")


@dataclass(frozen=True)
class Named:
    """A mention with the folded name that stood there when it was decided about."""

    mention: str
    name: str


@dataclass(frozen=True)
class Decision:
    """One decision: the mentions of its two sides, or the decision that it undoes."""

    number: int
    act: str
    left: tuple[Named, ...] = ()
    right: tuple[Named, ...] = ()
    undoes: int | None = None


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that hold, oldest first: neither undone nor undoing."""
    undone: set[int] = set()
    held = []
    for decision in sorted(decisions, key=lambda each: -each.number):
        if decision.number in undone:
            continue
        if decision.act == "undo":
            undone.add(decision.undoes or 0)
        else:
            held.append(decision)
    return held[::-1]


def undone(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions that were undone and are not in force again."""
    held = {each.number for each in in_force(decisions)}
    return [each for each in decisions if each.act != "undo" and each.number not in held]


def pairs_decided(
    decisions: Sequence[Decision], unit_of: Mapping[str, int]
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the pairs of units decided together and apart; of one pair the last word counts.

    `unit_of` gives the unit of a mention if the decided name still stands there.
    """
    said: dict[tuple[int, int], bool] = {}
    for decision in in_force(decisions):
        left = _units(decision.left, unit_of)
        right = _units(decision.right, unit_of)
        pairs = [(one, other, decision.act in TOGETHER) for one in left for other in right]
        if decision.act == "split":  # either side is one party, whatever held it together before
            pairs += [(one, other, True) for side in (left, right) for one, other in pairwise(side)]
        for one, other, same in pairs:
            if one != other:
                pair = (min(one, other), max(one, other))
                said.pop(pair, None)
                said[pair] = same
    together = [pair for pair, same in said.items() if same]
    return together[::-1], [pair for pair, same in said.items() if not same]


def anchors_moved(decisions: Sequence[Decision], new: Container[int]) -> dict[str, Named]:
    """Return where the anchor of a party goes that new decisions split: it stays with the rest."""
    return {
        each.mention: decision.right[0]
        for decision in in_force(decisions)
        if decision.number in new and decision.act in SPLITS and decision.right
        for each in decision.left
    }


def decisions_of(rows: Iterable[Mapping[str, Any]]) -> list[Decision]:
    """Return decisions from rows of the register `party-decisions`."""
    return [
        Decision(
            number=int(row["number"]),
            act=str(row["act"]),
            left=_named(row["left_mentions"], row["left_names"]),
            right=_named(row["right_mentions"], row["right_names"]),
            undoes=row["undoes"],
        )
        for row in rows
    ]


def _units(named: Sequence[Named], unit_of: Mapping[str, int]) -> list[int]:
    return list(dict.fromkeys(unit_of[each.mention] for each in named if each.mention in unit_of))


def _named(mentions: Sequence[str] | None, names: Sequence[str] | None) -> tuple[Named, ...]:
    pairs = zip(mentions or (), names or (), strict=True)
    return tuple(Named(mention, name) for mention, name in pairs)
