"""How well plans are read: precision and recall on the labelled real plans, and the time taken.

    python -m benchmarks.plans

The truth was written by reading the documents (`tests/real/plans/*.yaml`). An indicator is right
only with name, unit, baseline, target, years, comparator, kind and row; a measure only with
number, title and departments. Time is that of reading one document, text to proposals.
"""

from __future__ import annotations

import time

from benchmarks.measuring import table, write_result
from tests.real.plans.accuracy import PLANS, Score, read, scores, truths


def main() -> None:
    """Score every labelled plan and write the result."""
    if not PLANS.is_dir():
        raise SystemExit(f"The real plans are not at {PLANS}.")
    rows, totals, seconds = [], dict[str, Score](), list[float]()
    for document, truth in truths().items():
        began = time.perf_counter()
        plan = read(document)
        seconds.append(time.perf_counter() - began)
        for kind, score in scores(truth, plan).items():
            totals[kind] = totals.get(kind, Score(0, 0, 0)) + score
            rows.append(_row(document, kind, score))
    rows += [_row("all", kind, score) for kind, score in totals.items()]
    headings = ("plan", "what", "true", "found", "right", "precision", "recall")
    worst = f"Slowest document: {max(seconds):.2f} s."
    write_result("plans", "Reading of plans", f"{__doc__}\n{table(headings, rows)}\n\n{worst}")


def _row(document: str, kind: str, score: Score) -> list[str]:
    counts = [str(score.true), str(score.found), str(score.right)]
    return [document, kind, *counts, f"{score.precision:.3f}", f"{score.recall:.3f}"]


if __name__ == "__main__":
    main()
