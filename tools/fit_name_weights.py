"""Fit the weights of `declarations/names/weights.yaml` on the training half of the labelled names.

    python -m tools.fit_name_weights --version 1 --on 2026-11-25 [--latin CASES.csv]

Logistic regression (`fitting`), each weight held to the side its meaning gives it (a different city
never speaks for one party) and in the order of `WORSE_THAN`. Pairs of unrelated names are added, as
most pairs are. `--latin` adds every second case of a public file of judged Latin names (columns
name1, name2, is_match), told apart by the digest of the pair; the others are for measuring. The
held-out half is never read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from pathlib import Path

import numpy as np

from tools import fitting
from zhiheng.core.matching import findings, kernel
from zhiheng.core.matching.columns import columns_of
from zhiheng.core.matching.parts import read_name

ROOT = Path(__file__).parent.parent
LABELLED = ROOT / "tests" / "core" / "matching" / "names.csv"
TARGET = ROOT / "src" / "zhiheng" / "declarations" / "names" / "weights.yaml"
PENALTY = 0.1
NOT_IN_THE_NAME = {"needs-data"}  # one party, which the names alone do not show
UNRELATED = 3  # unrelated pairs for each labelled name
SPEAKS_FOR = {
    "place.same", "distinctive.equal", "distinctive.typing", "distinctive.spelled",
    "distinctive.spelled_nearly", "trade.same", "trade.shortened", "form.same", "form.variant",
    "branch.same", "person.equal", "person.spelled", "words.equal", "words.joined", "words.share",
}  # fmt: skip
# What is at least as bad as something else, whatever the few pairs at hand say.
WORSE_THAN = (
    ("distinctive.different", "distinctive.partly"),
    ("distinctive.partly", "distinctive.one_character"),
    ("place.name_missing", "place.name_wider"),
    ("place.name_wider", "place.level"),
    ("place.level", "place.missing"),
    ("person.different", "person.one_character"),
    ("ordinal.different", "trade.synonym"),
    ("words.number", "words.both_left"),
)
EITHER = {"base.organisation", "base.person", "base.words", "words.organisation"}

Pair = tuple[str, str, bool]


def training_pairs() -> list[Pair]:
    """Return the labelled pairs of the training half that names can decide."""
    with LABELLED.open(encoding="utf-8") as file:
        return [
            (row["name_a"], row["name_b"], row["same"] == "true")
            for row in csv.DictReader(file)
            if row["split"] == "training" and row["kind"] not in NOT_IN_THE_NAME
        ]


def unrelated_pairs(pairs: list[Pair], *, each: int) -> list[Pair]:
    """Return pairs of names that nobody compared: of different parties, as most pairs are.

    The labelled pairs are chosen to be hard; without easy ones the weights learn that any two
    names of unknown parts are half alike.
    """
    names = sorted({name for pair in pairs for name in pair[:2]}, key=_digest)
    known = {frozenset(pair[:2]) for pair in pairs}
    found = []
    for step in range(1, each + 1):
        turned = names[7 * step :] + names[: 7 * step]
        found += [
            (a, b, False)
            for a, b in zip(names, turned, strict=True)
            if a != b and frozenset((a, b)) not in known and not _related(a, b)
        ]
    return found


def _related(a: str, b: str) -> bool:
    one, other = read_name(a), read_name(b)
    return (
        (one.characters == other.characters and one.characters != "")
        or bool(set(one.spellings) & set(other.spellings))
        or (one.characters in other.written or other.characters in one.written)
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def latin_pairs(path: Path, *, half: int) -> list[Pair]:
    """Return one half of the judged Latin names, 0 to fit and 1 to measure."""
    with path.open(encoding="utf-8") as file:
        return [
            (row["name1"], row["name2"], row["is_match"] == "true")
            for row in csv.DictReader(file)
            if hashlib.sha256(f"{row['name1']}|{row['name2']}".encode()).digest()[0] % 2 == half
        ]


def found_in(pairs: list[Pair]) -> np.ndarray:
    """Return what the kernel finds in each pair, shape (pairs, findings)."""
    names = sorted({name for pair in pairs for name in pair[:2]})
    places = {name: place for place, name in enumerate(names)}
    columns = columns_of([read_name(name) for name in names])
    found = np.zeros((len(pairs), findings.COUNT))
    work, score = kernel.work_room(), np.zeros(1, np.float32)
    weights = np.zeros(findings.COUNT)
    for at, pair in enumerate(pairs):
        left, right = (np.array([places[name]], np.int32) for name in pair[:2])
        kernel.score_pairs(columns, left, right, weights, work, score)
        found[at] = work.findings
    return found


def fitted(found: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Return the weights with the least penalised loss that keep to their side and order."""
    told = found.any(axis=1)
    order = order_of_findings()
    found, same = found[told] @ order, same[told]
    low = np.array([0.0 if code in SPEAKS_FOR else -np.inf for code in findings.CODES])
    high = np.array([np.inf if code in SPEAKS_FOR | EITHER else 0.0 for code in findings.CODES])
    counts, penalty = np.ones(len(found)), np.full(findings.COUNT, PENALTY)
    weights = fitting.fitted(found, same, counts=counts, penalty=penalty, low=low, high=high)
    in_order: np.ndarray = order @ weights
    return in_order


def order_of_findings() -> np.ndarray:
    """Return the matrix that makes the weight of what is worse the better one's and something.

    The something is held below zero like every weight that speaks against.
    """
    order = np.eye(findings.COUNT)
    for worse, better in reversed(WORSE_THAN):
        order[findings.CODES.index(worse)] += order[findings.CODES.index(better)]
    return order


def main() -> None:
    """Fit and write the declaration."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", type=int, required=True)
    parser.add_argument("--on", required=True)
    parser.add_argument("--latin", type=Path)
    arguments = parser.parse_args()
    pairs = training_pairs()
    latin = latin_pairs(arguments.latin, half=0) if arguments.latin else []
    unrelated = unrelated_pairs(pairs, each=UNRELATED) + unrelated_pairs(latin, each=1)
    everything = pairs + latin + unrelated
    weights = fitted(found_in(everything), np.array([float(pair[2]) for pair in everything]))
    fitting.write_weights(
        TARGET,
        "How much each finding of a comparison of names speaks for one party (+) or against (-), "
        "in logits: the score is 1 / (1 + exp(-sum)). Made by tools/fit_name_weights.py, never "
        "by hand; a new fit gets a new version, and the measured figures go with it.",
        version=arguments.version,
        on=arguments.on,
        made_from={
            "labelled_pairs": len(pairs),
            "latin_pairs": len(latin),
            "unrelated_pairs": len(unrelated),
            "penalty": PENALTY,
        },
        weights=dict(zip(findings.CODES, weights + 0.0, strict=True)),
    )


if __name__ == "__main__":
    main()
