"""The labelled pairs of marks beside this file, and how well scores put the near ones first."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from zhiheng.core.characters import fold

FILE = Path(__file__).parent / "marks.csv"
COLUMNS = (
    "a",
    "b",
    "near",
    "channel",
    "reason",
    "difficulty",
    "nice_classes",
    "known",
    "split",
)
CHANNELS = (
    "order",
    "shape",
    "sound",
    "meaning",
    "letters",
    "containment",
    "characters",
    "mixed",
    "none",
)
DIFFICULTIES = ("easy", "medium", "hard")
SPLITS = ("training", "held-out", "held-out-2")
HELD_OUT = SPLITS[1:]


@dataclass(frozen=True)
class MarkPair:
    """One line of the file: two marks, whether they are near, and what the label rests on."""

    a: str
    b: str
    near: bool
    channel: str
    reason: str
    difficulty: str
    nice_classes: tuple[str, ...]
    known: bool
    split: str


def mark_pairs(*splits: str) -> list[MarkPair]:
    """Return the pairs of some splits, of all if none is named."""
    with FILE.open(encoding="utf-8", newline="") as file:
        pairs = [
            MarkPair(
                row["a"],
                row["b"],
                {"1": True, "0": False}[row["near"]],
                row["channel"],
                row["reason"],
                row["difficulty"],
                tuple(row["nice_classes"].split()),
                {"yes": True, "no": False}[row["known"]],
                row["split"],
            )
            for row in csv.DictReader(file)
        ]
    return [pair for pair in pairs if not splits or pair.split in splits]


def as_one_mark(text: str) -> str:
    """Return the form in which two spellings of one mark are equal: script, case, marks, spaces."""
    return re.sub(r"[\W_]+", "", fold(text).casefold()) or text


def average_precision(scores: Sequence[float], near: Sequence[bool]) -> float:
    """Return the mean of the precision at each near pair, best score first, 0 to 1.

    Pairs of one score count together, so that the order of the file neither helps nor harms.
    """
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    ranked, labels = np.asarray(scores, dtype=float)[order], np.asarray(near, dtype=bool)[order]
    last = np.append(ranked[1:] != ranked[:-1], True)
    hits = np.cumsum(labels)[last]
    seen = np.flatnonzero(last) + 1
    gained = np.diff(hits, prepend=0)
    return float((gained * hits / seen).sum() / max(1, labels.sum()))
