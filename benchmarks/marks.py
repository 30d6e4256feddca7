"""Marks compared: how well near ones come first, and how long a pair takes.

    python -m benchmarks.marks [--latin PAIRS.csv]

The pairs are those of tests/core/matching/marks.csv that weights were never fitted on; how they
were made and what the labels mean is told in MARKS.md beside them. Average precision counts pairs
of equal score together. Precision, recall and F1 are ours at the threshold that is shipped; of a
peer at the one with the best F1 on the training half. DimSim compares Chinese marks of equal length
only: its rows, and the rows of the others on the same pairs, are a table of their own. fuzzychinese
knows strokes of Chinese characters only and gives 0 to what has none.

--latin is an outside look: pairs of word marks of the Brazilian office (columns mark1, mark2,
conflict), refusals that cite an earlier mark against pairs drawn by chance, which makes them easy.
Nothing was fitted or corrected on them. They are not part of this repository.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.marks_peers import Measure, Scores, is_chinese, measures
from benchmarks.measuring import table, write_result
from tests.core.matching.labelled import quality
from tests.core.matching.labelled_marks import (
    CHANNELS,
    DIFFICULTIES,
    HELD_OUT,
    MarkPair,
    average_precision,
    mark_pairs,
)
from zhiheng.core.matching.marks.batches import score_pairs
from zhiheng.core.matching.marks.columns import columns_of
from zhiheng.core.matching.marks.marks import THRESHOLD
from zhiheng.core.matching.marks.weights import load_weights

RANDOM_PAIRS = 1_000_000
PEER_PAIRS = 400
RUNS = 5


def main() -> None:
    """Measure and write benchmarks/results/marks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latin", type=Path, help="word marks of the Brazilian office")
    arguments = parser.parse_args()
    compared = measures()
    thresholds = {each.name: threshold_of(each) for each in compared}
    parts = [
        __doc__.partition("\n\n")[2].partition("\n\n")[2],
        f"Weights version {load_weights().version}.",
        "## Which pairs come first",
        told_of_sets(compared, thresholds),
        "## By channel, both held-out batches",
        told_by(compared, thresholds, CHANNELS, lambda pair: pair.channel),
        "## By difficulty",
        told_by(compared, thresholds, DIFFICULTIES, lambda pair: pair.difficulty),
        "## Chinese marks of equal length, which DimSim compares",
        told_of_equal_lengths(compared, thresholds),
    ]
    if arguments.latin:
        parts += ["## Word marks of the Brazilian office", told_of_latin(compared, arguments.latin)]
    load = f"a load of {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    parts += [
        "## Time a pair",
        f"Counted is time of the processor; other work on the machine meanwhile: {load}.",
        speeds(),
    ]
    write_result("marks", "Marks", "\n\n".join(parts))


def threshold_of(measure: Measure) -> float:
    """Return our threshold, or that of a peer with the best F1 on the training half."""
    if measure.name == "zhiheng":
        return THRESHOLD
    pairs = mark_pairs("training")
    scores, near = measure.scores(pairs), np.array([pair.near for pair in pairs])
    known = ~np.isnan(scores)
    scores, near = scores[known], near[known]
    return max(set(scores.tolist()), key=lambda least: quality(scores >= least, list(near)).f1)


def told_of_sets(compared: Sequence[Measure], thresholds: dict[str, float]) -> str:
    """Return average precision and answers on each batch, and on the Chinese pairs of both."""
    both = mark_pairs(*HELD_OUT)
    sets = {split: mark_pairs(split) for split in HELD_OUT if mark_pairs(split)}
    sets["both, Chinese against Chinese"] = [pair for pair in both if is_chinese(pair)]
    sets["both, other pairs"] = [pair for pair in both if not is_chinese(pair)]
    sets["both, publicly known"] = [pair for pair in both if pair.known]
    rows = [
        [title, each.name, *answered(each, pairs, thresholds[each.name])]
        for title, pairs in sets.items()
        for each in compared
        if not each.name.startswith("dimsim")
    ]
    return table(["pairs of", "measure", *ANSWERED], rows)


ANSWERED = ("pairs", "near", "average precision", "precision", "recall", "F1")


def answered(measure: Measure, pairs: Sequence[MarkPair], threshold: float) -> list[str]:
    """Return how many pairs and near ones, average precision, precision, recall and F1."""
    return figures(measure.scores(pairs), [pair.near for pair in pairs], threshold)


def figures(scores: Scores, near: list[bool], threshold: float) -> list[str]:
    """Return the cells of `answered` for scores that are there already."""
    if not any(near):
        told_near = str(int((scores >= threshold).sum()))
        return [str(len(near)), "0", "–", "–", "–", f"{told_near} called near"]
    told = quality(scores >= threshold, near)
    values = (average_precision(scores.tolist(), near), told.precision, told.recall, told.f1)
    return [str(len(near)), str(sum(near)), *(f"{value:.3f}" for value in values)]


def told_by(
    compared: Sequence[Measure],
    thresholds: dict[str, float],
    values: Iterable[str],
    value_of: Callable[[MarkPair], str],
) -> str:
    """Return our figures by a column, with the average precision of the peers beside them."""
    pairs = mark_pairs(*HELD_OUT)
    us, *peers = (each for each in compared if not each.name.startswith("dimsim"))
    all_scores = {each.name: each.scores(pairs) for each in (us, *peers)}
    rows = []
    for value in values:
        here = np.array([value_of(pair) == value for pair in pairs])
        near = [pair.near for pair, inside in zip(pairs, here, strict=True) if inside]
        cells = figures(all_scores[us.name][here], near, thresholds[us.name])
        beside = [
            f"{average_precision(all_scores[each.name][here], near):.3f}" if any(near) else "–"
            for each in peers
        ]
        rows.append([value, *cells, *beside])
    return table(["", *ANSWERED, *(f"{each.name}, AP" for each in peers)], rows)


def told_of_equal_lengths(compared: Sequence[Measure], thresholds: dict[str, float]) -> str:
    """Return the figures of every measure on the pairs that DimSim can compare."""
    limited = [each for each in compared if each.name.startswith("dimsim")]
    pairs = [
        pair
        for pair in mark_pairs(*HELD_OUT)
        if is_chinese(pair)
        and len(pair.a) == len(pair.b)
        and not any(np.isnan(each.scores([pair])[0]) for each in limited)
    ]
    rows = [[each.name, *answered(each, pairs, thresholds[each.name])] for each in compared]
    return table(["measure", *ANSWERED], rows)


def told_of_latin(compared: Sequence[Measure], path: Path) -> str:
    """Return average precision on pairs of the Brazilian office."""
    with path.open(encoding="utf-8", newline="") as file:
        pairs = [
            MarkPair(
                row["mark1"],
                row["mark2"],
                row["conflict"] == "1",
                "letters",
                "",
                "",
                (),
                True,
                "",
            )
            for row in csv.DictReader(file)
        ]
    near = [pair.near for pair in pairs]
    rows = [
        [
            each.name,
            str(len(near)),
            str(sum(near)),
            f"{average_precision(each.scores(pairs), near):.3f}",
        ]
        for each in compared
        if not each.name.startswith(("dimsim", "fuzzychinese"))
    ]
    return table(["measure", "pairs", "in conflict", "average precision"], rows)


def speeds() -> str:
    """Return the median time of one core a pair: ours in batches, every measure pair by pair."""
    pairs = mark_pairs(*HELD_OUT)
    marks = sorted({mark for pair in pairs for mark in (pair.a, pair.b)})
    place = {mark: row for row, mark in enumerate(marks)}
    columns = columns_of(marks)
    random = np.random.default_rng(20_261_126)
    anyhow = random.integers(0, len(marks), (2, RANDOM_PAIRS)).astype(np.int32)
    labelled = np.array([[place[pair.a], place[pair.b]] for pair in pairs], np.int32).T
    repeated = np.tile(labelled, 200)
    rows = [
        [
            "zhiheng, columns of a mark",
            str(len(marks)),
            spent(lambda: columns_of(marks), len(marks)),
        ]
    ]
    for title, (left, right) in (("pairs at random", anyhow), ("labelled pairs", repeated)):
        rows.append(
            [
                f"zhiheng score_pairs, {title}",
                f"{len(left):,}",
                spent(lambda left=left, right=right: batch(columns, left, right), len(left)),
            ]
        )
    some = pairs[:PEER_PAIRS]
    for each in measures():
        title = "zhiheng compare_marks, with reasons" if each.name == "zhiheng" else each.name
        if each.at_once:
            whole = spent(lambda each=each: each.scores(some), len(some))
            rows.append([f"{title}, all at once with its fitting", str(len(some)), whole])
            continue
        taken = [pair for pair in some if not np.isnan(each.scores([pair])[0])]
        one = [spent_once(each, pair) for pair in taken]
        rows.append([f"{title}, one by one", str(len(taken)), f"{statistics.median(one):.1f}"])
    return table(["what", "how many", "µs of one core each (median)"], rows)


def batch(columns: object, left: NDArray[np.int32], right: NDArray[np.int32]) -> None:
    """Score many pairs of prepared marks on one core."""
    score_pairs(columns, left, right, workers=1)


def spent(work: Callable[[], object], count: int) -> str:
    """Return the median microseconds for one of `count`, of several runs after one to warm up."""
    seconds = []
    for _ in range(RUNS + 1):
        began = time.thread_time()
        work()
        seconds.append(time.thread_time() - began)
    return f"{statistics.median(seconds[1:]) / count * 1e6:.2f}"


def spent_once(measure: Measure, pair: MarkPair) -> float:
    """Return the microseconds of one pair by itself."""
    began = time.thread_time()
    measure.scores([pair])
    return (time.thread_time() - began) * 1e6


if __name__ == "__main__":
    main()
