"""The declared weights of findings, by which a comparison of marks is scored."""

from __future__ import annotations

from functools import cache

from zhiheng.core.matching.marks.findings import CODES
from zhiheng.core.matching.weights import Weights, read_weights


@cache
def load_weights() -> Weights:
    """Return the packaged fit for marks."""
    return read_weights("marks", CODES)
