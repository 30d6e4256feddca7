"""How alike two devices look: the five descriptions compared, and one score from them.

The score is the logistic function of a weighted sum. The weights are declared with their version;
they were learned from logos under a free licence and their distorted copies (turned, mirrored,
stretched, recoloured, blurred, thickened, cut) against other logos, the closest of them included.
`benchmarks/mark_images.py --fit` learns them anew.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhiheng.core.matching.marks.images.declared import image_rules
from zhiheng.core.matching.marks.images.looks import SIZES, Look

Floats = npt.NDArray[np.float32]
Table = npt.NDArray[np.uint8]

PARTS = tuple(SIZES)
STARTS = dict(zip(PARTS, np.cumsum([0, *SIZES.values()]).tolist(), strict=False))


class Likeness(NamedTuple):
    """Two devices compared, each 0 to 1: in five ways, and together."""

    edges: float
    layout: float
    outline: float
    inside: float
    colours: float
    score: float


def likeness(a: Look, b: Look) -> Likeness:
    """Return how alike two devices look; the same whichever comes first."""
    left, right = _row(a), _row(b)[None]
    ways = {part: float(_cosines(left, right, part)[0]) for part in PARTS}
    return Likeness(**ways, score=float(scores(left, right)[0]))


def scores(look: Table, table: Table) -> Floats:
    """Return the scores of one look, shape (LENGTH,), against a table of shape (n, LENGTH)."""
    fit = image_rules()
    sums = findings(look, table) @ fit.weights + fit.bias
    return np.asarray(1 / (1 + np.exp(-sums)), np.float32)


def findings(look: Table, table: Table) -> Floats:
    """Return what the score is made of, shape (n, 4), in the order of `declared.FINDINGS`.

    The better of edges and inner structure counts beside both: a turned device agrees in one only.
    """
    edges, inside = _cosines(look, table, "edges"), _cosines(look, table, "inside")
    ink = np.abs(table[:, -1].astype(np.float32) - float(look[-1])) / 255
    return np.stack([edges, inside, np.maximum(edges, inside), ink], axis=1)


def _cosines(look: Table, table: Table, part: str) -> Floats:
    cut = slice(STARTS[part], STARTS[part] + SIZES[part])
    one, many = look[cut].astype(np.float32), table[:, cut].astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", many, many)) * np.sqrt(one @ one)
    return np.asarray((many @ one) / np.maximum(lengths, 1e-6), np.float32)


def _row(look: Look) -> Table:
    return np.concatenate(look)
