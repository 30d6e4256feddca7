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
from zhiheng.core.matching.marks.images.looks import CELLS, DIRECTIONS, SIZES, Look

Floats = npt.NDArray[np.float32]
Table = npt.NDArray[np.uint8]

TURNED = 0.97  # what the edges of a turned or mirrored device count
# What a likeness of whole and part, and of part and part, is worth beside that of two wholes.
CONTAINED, SHARED = 0.95, 0.85
PARTS = tuple(SIZES)
STARTS = dict(zip(PARTS, np.cumsum([0, *SIZES.values()]).tolist(), strict=False))


class Likeness(NamedTuple):
    """Two devices compared, each 0 to 1: in five ways, and together.

    `turned` tells whether their edges agree better when one is turned or mirrored.
    """

    edges: float
    layout: float
    outline: float
    inside: float
    colours: float
    turned: bool
    score: float


def likeness(a: Look, b: Look) -> Likeness:
    """Return how alike two devices look; the same whichever comes first."""
    left, right = sorted((_row(a), _row(b)), key=lambda row: row.tobytes())
    table = right[None]
    ways = {part: float(_cosines(left, table, part)[0]) for part in PARTS}
    turned = bool(turned_edges(left, table)[0] > ways["edges"])
    return Likeness(**ways, turned=turned, score=float(scores(left, table)[0]))


def scores(look: Table, table: Table) -> Floats:
    """Return the scores of one look, shape (LENGTH,), against a table of shape (n, LENGTH)."""
    fit = image_rules()
    sums = findings(look, table) @ fit.weights + fit.bias
    return np.asarray(1 / (1 + np.exp(-sums)), np.float32)


def findings(look: Table, table: Table) -> Floats:
    """Return what the score is made of, shape (n, 4), in the order of `declared.FINDINGS`.

    Edges are those of the look as it is, or turned or mirrored where that agrees better, a little
    less then. The better of edges and inner structure counts beside both.
    """
    edges = np.maximum(_cosines(look, table, "edges"), turned_edges(look, table))
    inside = _cosines(look, table, "inside")
    ink = np.abs(table[:, -1].astype(np.float32) - float(look[-1])) / 255
    return np.stack([edges, inside, np.maximum(edges, inside), ink], axis=1)


def turned_edges(look: Table, table: Table) -> Floats:
    """Return how well edges agree when the look is turned by quarters or mirrored, shape (n,)."""
    cut = slice(STARTS["edges"], STARTS["edges"] + SIZES["edges"])
    variants = _variants(look[cut].astype(np.float32).reshape(DIRECTIONS, CELLS, CELLS))
    many = table[:, cut].astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", many, many)) * np.linalg.norm(variants[0])
    found = (many @ variants.T).max(axis=1) / np.maximum(lengths, 1e-6)
    return np.asarray(found * TURNED, np.float32)


def _variants(edges: Floats) -> Floats:
    """Return edges as they are after every turn by quarters and mirroring, the given one left out.

    A quarter moves the cells around and every direction by half of them; a mirror turns the order
    of columns and of directions.
    """
    mirrored = edges[(-np.arange(DIRECTIONS)) % DIRECTIONS][:, :, ::-1]
    found = []
    for start in (edges, mirrored):
        for quarters in range(4):
            turned = np.rot90(start, quarters, axes=(1, 2))
            found.append(np.roll(turned, quarters * DIRECTIONS // 2, axis=0).ravel())
    return np.stack(found[1:])


def _cosines(look: Table, table: Table, part: str) -> Floats:
    cut = slice(STARTS[part], STARTS[part] + SIZES[part])
    one, many = look[cut].astype(np.float32), table[:, cut].astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", many, many)) * np.sqrt(one @ one)
    return np.asarray((many @ one) / np.maximum(lengths, 1e-6), np.float32)


def _row(look: Look) -> Table:
    return np.concatenate(look)
