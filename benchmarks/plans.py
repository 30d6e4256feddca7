"""How well plans are read: precision and recall on labelled plans, and the time taken.

    python -m benchmarks.plans

The truth was written by reading the documents: of three real plans (`tests/real/plans/*.yaml`) and
of invented ones in layouts that those do not have (`tests/core/plans/unseen/*.yaml`). An indicator
is right only with name, unit, baseline, target, years, comparator, kind, row, milestones, what is
counted and which way is better; a measure only with number, title and departments. All of them are
development material by now: how the invented ones were read at first sight stands in
`docs/explanation/plan-reader.md`. Time is that of reading one document, text to proposals.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.measuring import table, write_result
from tests.core.plans.test_unseen_plans import TRUTHS, read_unseen
from tests.core.plans.truth import Score, scores
from tests.real.plans.accuracy import PLANS, read, truths

Data = Mapping[str, Any]
HEADINGS = ("plan", "what", "true", "found", "right", "precision", "recall")


def main() -> None:
    """Score every labelled plan and write the result."""
    if not PLANS.is_dir():
        raise SystemExit(f"The real plans are not at {PLANS}.")
    real, slowest = _scored(truths(), read)
    invented, other = _scored(TRUTHS, read_unseen)
    worst = f"Slowest document: {max(slowest, other):.2f} s."
    parts = (
        str(__doc__),
        "## Three real plans\n",
        table(HEADINGS, real),
        f"\n## {len(TRUTHS)} invented plans in other layouts\n",
        table(HEADINGS, invented),
        f"\n{worst}",
    )
    write_result("plans", "Reading of plans", "\n".join(parts))


def _scored(
    known: Mapping[str, Data], reader: Callable[[str], Data]
) -> tuple[list[list[str]], float]:
    """Return a row for every kind of proposal in every plan, their sums, and the longest time."""
    rows, totals, seconds = [], dict[str, Score](), list[float]()
    for document, truth in known.items():
        began = time.perf_counter()
        plan = reader(document)
        seconds.append(time.perf_counter() - began)
        for kind, score in scores(truth, plan).items():
            totals[kind] = totals.get(kind, Score(0, 0, 0)) + score
            if score.true or score.found:
                rows.append(_row(document, kind, score))
    rows += [_row("all", kind, score) for kind, score in totals.items()]
    return rows, max(seconds)


def _row(document: str, kind: str, score: Score) -> list[str]:
    counts = [str(score.true), str(score.found), str(score.right)]
    return [document, kind, *counts, f"{score.precision:.3f}", f"{score.recall:.3f}"]


if __name__ == "__main__":
    main()
