"""Names compared: how often the answer is right, and how many pairs a second.

    python -m benchmarks.names [--latin CASES.csv]

Chinese pairs are those of tests/core/matching/names.csv that weights were never fitted on; three
batches, because errors of the earlier ones were looked at before the next was written (the README
beside the file tells what was found at first sight). Latin pairs are the judged cases of
OpenSanctions (columns schema, name1, name2, is_match); every second of them took part in the fit
and is told apart. Peers: nomenklatura logic-v2 at its threshold of 0.7, told whether a pair is of
persons or companies, which we are not; and ratios of rapidfuzz on folded names, at the threshold
with the best F1 on the pairs that we were fitted on, Chinese and Latin by themselves. A threshold
of 0 means that calling every pair the same is the best the ratio can do.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from benchmarks.measuring import table, write_result
from tests.core.matching.labelled import HELD_OUT, labelled_pairs, quality
from zhiheng.core.characters import fold
from zhiheng.core.matching.batches import compare_pairs, prepare
from zhiheng.core.matching.keys import blocking_keys
from zhiheng.core.matching.names import THRESHOLD, compare_names
from zhiheng.core.matching.parts import read_name
from zhiheng.core.matching.weights import load_weights

PAIRS = 4_000_000
PEER_PAIRS = 20_000
PEER_THRESHOLD = 0.7
RATIOS = {
    "ratio": fuzz.ratio,
    "token_sort_ratio": fuzz.token_sort_ratio,
    "token_set_ratio": fuzz.token_set_ratio,
}
Score = Callable[[str, str, bool], float]


@dataclass(frozen=True)
class Case:
    """Two names, whether they are one party's, and whether they are persons'."""

    a: str
    b: str
    same: bool
    person: bool


def main() -> None:
    """Measure and write benchmarks/results/names.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latin", type=Path)
    arguments = parser.parse_args()
    sets = {split: chinese_cases(split) for split in HELD_OUT}
    sets["all held out"] = chinese_cases(*HELD_OUT)
    if arguments.latin:
        for name, half in (("Latin, fitted on", 0), ("Latin, not fitted on", 1)):
            sets[name] = latin_cases(arguments.latin, half)
        sets["Latin, all"] = sets["Latin, fitted on"] + sets["Latin, not fitted on"]
    rows = []
    for name, score, threshold in matchers():
        for title, cases in sets.items():
            least = threshold
            if least is None:
                latin = title.startswith("Latin")
                fitted_on = sets["Latin, fitted on"] if latin else chinese_cases("training")
                least = best_threshold(score, fitted_on)
            rows.append([f"{name} ≥ {least:.2f}", title, *answered(score, least, cases)])
    parts = [
        __doc__.partition("\n\n")[2].partition("\n\n")[2],
        f"Weights version {load_weights().version} of {load_weights().fitted_on}.",
        table(["matcher", "pairs of", "pairs", "precision", "recall", "F1"], rows),
        "## Pairs a second",
        (
            f"Other work on the machine while this ran: a load of {os.getloadavg()[0]:.1f} on "
            f"{os.cpu_count()} cores. The last column counts only the time a core spent on it."
        ),
        table(["what", "how many", "a second", "a second of one core"], speeds()),
    ]
    write_result("names", "Names", "\n\n".join(parts))


def chinese_cases(*splits: str) -> list[Case]:
    """Return labelled pairs."""
    return [
        Case(
            pair.a, pair.b, pair.same, pair.kind.startswith("person") and "company" not in pair.kind
        )
        for pair in labelled_pairs(*splits)
    ]


def latin_cases(path: Path, half: int) -> list[Case]:
    """Return a half of the judged Latin names, as tools/fit_name_weights.py tells them apart."""
    with path.open(encoding="utf-8") as file:
        return [
            Case(row["name1"], row["name2"], row["is_match"] == "true", row["schema"] == "Person")
            for row in csv.DictReader(file)
            if hashlib.sha256(f"{row['name1']}|{row['name2']}".encode()).digest()[0] % 2 == half
        ]


def matchers() -> list[tuple[str, Score, float | None]]:
    """Return ourselves and the peers that are installed, with their thresholds if they have one."""
    found: list[tuple[str, Score, float | None]] = [
        ("zhiheng", lambda a, b, person: compare_names(a, b).score, THRESHOLD)
    ]
    peer = nomenklatura_score()
    if peer:
        found.append((f"nomenklatura {version('nomenklatura')} logic-v2", peer, PEER_THRESHOLD))
    found += [(f"rapidfuzz {name}", ratio_score(ratio), None) for name, ratio in RATIOS.items()]
    return found


def nomenklatura_score() -> Score | None:
    """Return the peer's comparison of two names, None where it is not installed."""
    try:
        version("nomenklatura")
    except PackageNotFoundError:
        print("nomenklatura is not installed and left out: pip install -e '.[benchmark]'")
        return None
    from followthemoney import model
    from nomenklatura.matching.logic_v2.model import LogicV2

    config = LogicV2.default_config()

    def score(a: str, b: str, person: bool) -> float:
        one, other = (
            model.get_proxy(
                {
                    "id": hashlib.sha256(f"{side}{name}".encode()).hexdigest(),
                    "schema": "Person" if person else "Company",
                    "properties": {"name": [name]},
                }
            )
            for side, name in (("a", a), ("b", b))
        )
        return float(LogicV2.compare(one, other, config).score)

    return score


def ratio_score(ratio: Callable[[str, str], float]) -> Score:
    """Return a ratio of rapidfuzz on folded names, 0 to 1."""
    return lambda a, b, person: ratio(fold(a), fold(b)) / 100


def best_threshold(score: Score, cases: Sequence[Case]) -> float:
    """Return the threshold with the best F1."""
    scores = [score(case.a, case.b, case.person) for case in cases]
    same = [case.same for case in cases]
    return max(
        sorted(set(scores)), key=lambda least: quality([each >= least for each in scores], same).f1
    )


def answered(score: Score, threshold: float, cases: Sequence[Case]) -> list[str]:
    """Return how many cases there are, precision, recall and F1."""
    told = [score(case.a, case.b, case.person) >= threshold for case in cases]
    measured = quality(told, [case.same for case in cases])
    figures = (measured.precision, measured.recall, measured.f1)
    return [str(len(cases)), *(f"{each:.3f}" for each in figures)]


def speeds() -> list[list[str]]:
    """Return how many names and pairs a second, ours in batches and all one by one."""
    names = sorted({name for pair in labelled_pairs() for name in (pair.a, pair.b)})
    prepared = prepare(names)
    read_name.cache_clear()
    rows = [["zhiheng, names prepared", *rates(len(names), lambda: prepare(names))]]
    random = np.random.default_rng(20_261_125)
    anyhow = random.integers(0, len(names), (2, PAIRS)).astype(np.int32)
    found = candidates(names)
    near = found[:, random.integers(0, len(found[0]), PAIRS)]
    for title, (left, right) in (("pairs at random", anyhow), ("pairs with a common key", near)):
        left, right = np.ascontiguousarray(left), np.ascontiguousarray(right)
        compare_pairs(prepared, left[:10], right[:10])
        measured = rates(PAIRS, partial(compare_pairs, prepared, left, right))
        rows.append([f"zhiheng, {title}", *measured])
    some = [(names[a], names[b]) for a, b in near[:, :PEER_PAIRS].T.tolist()]
    for name, score, _ in matchers()[:3]:
        score(*some[0], False)
        work = partial(one_by_one, score, some)
        rows.append([f"{name}, one by one", *rates(len(some), work)])
    return rows


def one_by_one(score: Score, pairs: Sequence[tuple[str, str]]) -> None:
    """Compare pairs as a loop over them does."""
    for a, b in pairs:
        score(a, b, False)


def candidates(names: Sequence[str]) -> np.ndarray:
    """Return the places of the pairs that share a key, shape (2, pairs)."""
    by_key: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for key in blocking_keys(name):
            by_key.setdefault(key, []).append(place)
    pairs = {(a, b) for group in by_key.values() for a in group for b in group if a < b}
    return np.array(sorted(pairs), np.int32).T


def rates(count: int, work: Callable[[], object]) -> list[str]:
    """Return the count, and how many a second: by the clock, and by a second of one core's work."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    clock, core = time.perf_counter() - began, time.process_time() - worked
    return [f"{count:,}", f"{count / clock:,.0f}", f"{count / core:,.0f}"]


if __name__ == "__main__":
    main()
