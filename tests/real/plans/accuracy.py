"""The three real plans and their labelled truth, in `*.yaml` beside this file."""

from __future__ import annotations

from pathlib import Path

from tests.core.plans.truth import Data, Score, read_bytes, scores, truths_in

__all__ = ["PLANS", "Score", "read", "scores", "truths"]
FOLDER = Path(__file__).parent
PLANS = Path(__file__).resolve().parents[4] / "shared" / "data" / "plans"


def truths() -> dict[str, Data]:
    """Return the labelled truth of every real plan by document."""
    return truths_in(FOLDER)


def read(document: str) -> Data:
    """Read one of the real plans as the command line does."""
    return read_bytes((PLANS / document).read_bytes(), document)
