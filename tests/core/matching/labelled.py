"""The labelled pairs beside this file, and how well a comparison answers them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "names.csv"
HELD_OUT = ("held-out", "held-out-2", "held-out-3")


@dataclass(frozen=True)
class Labelled:
    """One line of the file."""

    a: str
    b: str
    same: bool
    kind: str
    reason: str
    split: str


@dataclass(frozen=True)
class Quality:
    """Precision, recall and their harmonic mean, F1."""

    precision: float
    recall: float
    f1: float


def labelled_pairs(*splits: str) -> list[Labelled]:
    """Return the pairs of some splits, of all if none is named."""
    with FILE.open(encoding="utf-8") as file:
        pairs = [
            Labelled(
                row["name_a"],
                row["name_b"],
                {"true": True, "false": False}[row["same"]],
                row["kind"],
                row["reason"],
                row["split"],
            )
            for row in csv.DictReader(file)
        ]
    return [pair for pair in pairs if not splits or pair.split in splits]


def quality(told: Iterable[bool], same: Sequence[bool]) -> Quality:
    """Return how well the answers agree with the labels."""
    pairs = list(zip(told, same, strict=True))
    right = sum(answer and label for answer, label in pairs)
    precision = right / max(1, sum(answer for answer, _ in pairs))
    recall = right / max(1, sum(same))
    return Quality(precision, recall, 2 * right / max(1, sum(map(sum, pairs))))
