"""Nearest marks among millions: milliseconds a question, and which planted conflicts are found.

    python -m benchmarks.mark_search --names NAMES.txt.gz [--marks 10000000] [--folder FOLDER]

NAMES is a list of short company names, one a line. `synthetic_marks` makes the marks and plants
conflicts of twelve kinds; an index that FOLDER holds already is asked again. Every question asks
for the 50 nearest. A conflict that is not among them was outranked where 50 others have a higher
score, tied where the 50th has the same, and missed where it belongs among them: that is known
without scoring all marks, because the scores of those that were found are exact. Peer: rapidfuzz's
`process.extract` with its ratio, over the first marks only, on all cores. Since other programs may
run too, the load is told.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from benchmarks.measuring import table, write_result
from benchmarks.synthetic_marks import Planted, with_conflicts
from zhiheng.core.matching.mark_index.building import build_index, open_index
from zhiheng.core.matching.mark_index.index import MarkIndex
from zhiheng.core.matching.marks.marks import compare_marks

LIMIT = 50
EACH = 100  # planted conflicts of a kind
PEER_MARKS = 1_000_000
PEER_QUESTIONS = 60
PLANTED = "planted.json"


@dataclass(frozen=True)
class Asked:
    """What became of one planted conflict."""

    kind: str
    seconds: float
    cpu_seconds: float  # of all threads of this process
    outcome: str  # found, outranked, tied or missed


def main() -> None:
    """Build, ask, and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--marks", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    folder = arguments.folder or Path(tempfile.mkdtemp())
    if not (folder / PLANTED).exists():
        # In a process of its own: the marks as Python has them are no part of what is measured.
        process_ = get_context("spawn").Process(
            target=build, args=(arguments.names, arguments.marks, folder)
        )
        process_.start()
        process_.join()
    told = json.loads((folder / PLANTED).read_text(encoding="utf-8"))
    planted = [Planted(**each) for each in told["planted"]]
    index = open_index(folder)
    asked = [ask(index, each) for each in planted]
    load = f"load {before:.1f}–{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    lines = [
        built(index, folder, told),
        speeds(asked),
        recalls(asked),
        peer(index, planted),
        f"Other programs ran meanwhile: {load}.",
    ]
    write_result("mark-search", "Nearest marks among millions", "\n\n".join(lines))


def build(names: Path, marks: int, folder: Path) -> None:
    """Build the index; note how long it took, and what was planted."""
    planted: list[Planted] = []
    texts = list(with_conflicts(names, marks, EACH, planted))
    began = time.perf_counter()
    build_index(texts, folder)
    facts = {
        "seconds": time.perf_counter() - began,
        "planted": [asdict(each) for each in planted],
    }
    (folder / PLANTED).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def ask(index: MarkIndex, planted: Planted) -> Asked:
    """Ask for the marks nearest to one; time it, and see where its conflict is."""
    began, cpu_began = time.perf_counter(), time.process_time()
    hits = index.nearest(planted.asked, limit=LIMIT)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu_began
    if any(hit.row == planted.row for hit in hits):
        return Asked(planted.kind, seconds, cpu, "found")
    score = compare_marks(planted.asked, planted.conflict).score
    last = hits[-1].score if len(hits) == LIMIT else -1.0
    outcome = "tied" if abs(last - score) < 1e-5 else "missed" if score > last else "outranked"
    return Asked(planted.kind, seconds, cpu, outcome)


def built(index: MarkIndex, folder: Path, told: dict[str, float]) -> str:
    """Return how large the index is, how long it took, and the memory of asking."""
    size = sum(path.stat().st_size for path in folder.rglob("*.bin"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return (
        f"{len(index):,} marks; built in {told['seconds']:.0f} s by one process, "
        f"{size / 2**30:.2f} GiB on the disk, {size / len(index):.0f} bytes a mark. "
        f"The process that asks took {peak:.2f} GiB at most, the pages of the index included."
    )


def speeds(asked: Sequence[Asked]) -> str:
    """Return the milliseconds of a question by kind of conflict."""
    by_kind: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for each in asked:
        for kind in (each.kind, "all"):
            by_kind[kind].append((each.seconds * 1000, each.cpu_seconds * 1000))
    rows = []
    for kind, found in by_kind.items():
        wall, cpu = np.array(found).T
        figures = [np.percentile(wall, part) for part in (50, 95, 99)]
        figures += [np.percentile(cpu, part) for part in (50, 95)]
        rows.append((kind, str(len(found)), *(f"{each:.0f}" for each in figures)))
    headings = ("questions", "", "p50 ms", "p95 ms", "p99 ms", "CPU p50 ms", "CPU p95 ms")
    return table(headings, rows)


def recalls(asked: Sequence[Asked]) -> str:
    """Return what became of the conflicts, by kind."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for each in asked:
        by_kind[each.kind].append(each.outcome)
        by_kind["all"].append(each.outcome)
    rows = []
    for kind, found in by_kind.items():
        counts = [found.count(each) for each in ("found", "outranked", "tied", "missed")]
        belong = counts[0] + counts[3]
        rows.append(
            (
                kind,
                *(str(count) for count in counts),
                f"{counts[0] / len(found):.3f}",
                f"{counts[0] / belong:.3f}" if belong else "",
            )
        )
    headings = ("planted", "found", "outranked", "tied", "missed", "found of all",
                "found of those that belong")  # fmt: skip
    return table(headings, rows)


def peer(index: MarkIndex, planted: Sequence[Planted]) -> str:
    """Return what rapidfuzz needs for fewer marks, and finds of the same conflicts."""
    marks = min(PEER_MARKS, len(index))
    texts = [index.text(row) for row in range(marks)]
    some = [each for each in planted if each.row < marks][:PEER_QUESTIONS]
    seconds, found = [], 0
    for each in some:
        began = time.perf_counter()
        best = process.extract(each.asked, texts, scorer=fuzz.ratio, limit=LIMIT)
        seconds.append((time.perf_counter() - began) * 1000)
        found += any(row == each.row for _, _, row in best)
    return (
        f"rapidfuzz `process.extract`, ratio, over {marks:,} of the marks: "
        f"{statistics.median(seconds):.0f} ms a question (median of {len(some)}), "
        f"{found / len(some):.3f} of the conflicts among the first {LIMIT}."
    )


if __name__ == "__main__":
    main()
