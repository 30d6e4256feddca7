"""Fit the weights of `declarations/marks/weights.yaml` on the training half of the labelled marks.

    python -m tools.fit_mark_weights --version 1 --on 2026-11-26

Logistic regression (`fitting`), each weight held to the side its meaning gives it. Of several ways
to compare two marks (by characters, by letters, across) the best counts; which that is depends on
the weights, so the fit is repeated until it stays. Pairs of unrelated marks are added, as most
pairs are. The held-out half is never read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from pathlib import Path

import numpy as np

from tools import fitting
from zhiheng.core.matching.marks import findings, kernel
from zhiheng.core.matching.marks.batches import judgement
from zhiheng.core.matching.marks.columns import columns_of_read
from zhiheng.core.matching.marks.lookup import lookup_table
from zhiheng.core.matching.marks.reading import read_mark

ROOT = Path(__file__).parent.parent
LABELLED = ROOT / "tests" / "core" / "matching" / "marks.csv"
TARGET = ROOT / "src" / "zhiheng" / "declarations" / "marks" / "weights.yaml"
PENALTY = 0.3
UNRELATED = 2  # unrelated pairs for each labelled mark
UNRELATED_WEIGHT = 0.1
STEPS = 6_000
ROUNDS = 6
EITHER = {"base.characters", "base.letters", "base.across"}
SPEAKS_AGAINST = {
    "characters.short", "characters.apart", "characters.aside", "letters.short", "letters.apart",
    "letters.aside", "across.short",
}  # fmt: skip

Pair = tuple[str, str, tuple[str, ...], bool]


def labelled_pairs(*, split: str) -> list[Pair]:
    """Return the labelled pairs of one half with the classes of their goods."""
    with LABELLED.open(encoding="utf-8") as file:
        return [
            (row["a"], row["b"], tuple(row["nice_classes"].split()), row["near"] == "1")
            for row in csv.DictReader(file)
            if row["split"] == split
        ]


def unrelated_pairs(pairs: list[Pair], *, each: int) -> list[Pair]:
    """Return pairs of marks that nobody compared and that share nothing: not near."""
    marks = sorted({mark for pair in pairs for mark in pair[:2]}, key=_digest)
    found: list[Pair] = []
    for step in range(1, each + 1):
        turned = marks[7 * step :] + marks[: 7 * step]
        found += [
            (a, b, (), False)
            for a, b in zip(marks, turned, strict=True)
            if not set(read_mark(a).characters) & set(read_mark(b).characters)
        ]
    return found


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def found_in(pairs: list[Pair], weights: np.ndarray) -> np.ndarray:
    """Return what the kernel finds in each pair on its best way, shape (pairs, findings)."""
    found = np.zeros((len(pairs), findings.COUNT))
    room, score, table = kernel.work_room(), np.zeros(1, np.float32), lookup_table()
    judged = judgement()._replace(weights=weights)
    one, other = np.array([0], np.int64), np.array([1], np.int64)
    for at, (a, b, classes, _) in enumerate(pairs):
        columns = columns_of_read([read_mark(a, classes), read_mark(b, classes)])
        kernel.score_rows(columns, columns, one, other, table, judged, room, score)
        found[at] = _best_way(room.best, weights)
    return found


def _best_way(found: np.ndarray, weights: np.ndarray) -> np.ndarray:
    ways = [np.zeros(findings.COUNT)]
    for begin, end in findings.WAYS:
        if found[begin] > 0:
            way = np.zeros(findings.COUNT)
            way[begin:end] = found[begin:end]
            ways.append(way)
    return max(ways[1:] or ways, key=lambda way: float(way @ weights))


def fitted(found: np.ndarray, near: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the weights with the least penalised loss that keep to their side."""
    low = np.array([0.0 if _speaks_for(code) else -np.inf for code in findings.CODES])
    high = np.array([0.0 if code in SPEAKS_AGAINST else np.inf for code in findings.CODES])
    penalty = np.array([0.01 if code in EITHER else PENALTY for code in findings.CODES])
    return fitting.fitted(
        found, near, counts=counts, penalty=penalty, low=low, high=high, steps=STEPS
    )


def _speaks_for(code: str) -> bool:
    return code not in EITHER and code not in SPEAKS_AGAINST


def fit(pairs: list[Pair], unrelated: list[Pair]) -> np.ndarray:
    """Return the weights for labelled and unrelated pairs, which count less."""
    everything = pairs + unrelated
    near = np.array([float(pair[3]) for pair in everything])
    counts = np.array([1.0] * len(pairs) + [UNRELATED_WEIGHT] * len(unrelated))
    weights = judgement().weights
    for _ in range(ROUNDS):
        weights = fitted(found_in(everything, weights), near, counts)
    return weights


def main() -> None:
    """Fit and write the declaration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", type=int, required=True)
    parser.add_argument("--on", required=True)
    arguments = parser.parse_args()
    pairs = labelled_pairs(split="training")
    unrelated = unrelated_pairs(pairs, each=UNRELATED)
    weights = fit(pairs, unrelated)
    fitting.write_weights(
        TARGET,
        "How much each finding of a comparison of marks speaks for near (+) or against (-), in "
        "logits: the score is 1 / (1 + exp(-sum)). Made by tools/fit_mark_weights.py, never by "
        "hand; a new fit gets a new version, and the measured figures go with it.",
        version=arguments.version,
        on=arguments.on,
        made_from={
            "labelled_pairs": len(pairs),
            "unrelated_pairs": len(unrelated),
            "penalty": PENALTY,
        },
        weights=dict(zip(findings.CODES, weights + 0.0, strict=True)),
    )


if __name__ == "__main__":
    main()
