"""How varied a text is in itself: prose, or a sequence, a formula, a table, one word over and over.

    variety(texts)  # array of one number per text, 0 to 1

Texts over few signs share their 3-grams by nature: any two DNA sequences over ACGT are near to one
another though nobody copied. Their Jaccard index says nothing then, and a signal should say so.

The number is the part of different 3-grams among 128 neighbouring ones, averaged over the text. So
it does not fall with the length of the text as the part among all would. Two texts of 128 3-grams
chosen from k signs can have k³ different ones at most: 64 for ACGT, which gives at most 0.5; tables
of digits and repeated groups lie about there. Of 3 050 real abstracts five lie below 0.6, half of
them above 0.87. A text of fewer than three characters has 0: there is nothing in it to compare.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhiheng.core.analyses.similarity.shingles import (
    keep_distinct,
    longest,
    read_shingles,
    slots_for,
)
from zhiheng.core.analyses.similarity.texts import Bytes, Places, Texts
from zhiheng.core.analyses.similarity.threads import in_parts
from zhiheng.core.compiling import compiled

WINDOW = 128  # 3-grams
LOW = 0.6  # below it lie sequences and tables, above it prose: see the explanation
PART = 8192


def variety(texts: Texts, *, workers: int = 1) -> npt.NDArray[np.float64]:
    """Return for each text the part of different 3-grams among 128 neighbouring ones, 0 to 1."""
    parts = np.zeros(len(texts))

    def part(begin: int, end: int) -> None:
        _measure(texts.data, texts.bounds, np.arange(begin, end), parts)

    in_parts(part, len(texts), PART, workers=workers)
    return parts


@compiled
def _measure(data: Bytes, bounds: Places, chosen: Places, parts: npt.NDArray[np.float64]) -> None:
    shingles = np.empty(longest(bounds, chosen), np.uint64)
    table = np.empty(slots_for(WINDOW), np.uint64)
    for text in chosen:
        count = read_shingles(data, bounds[text], bounds[text + 1], shingles)
        distinct = 0
        for begin in range(0, count, WINDOW):
            window = shingles[begin : min(count, begin + WINDOW)]
            distinct += keep_distinct(window, len(window), table)
        if count:
            parts[text] = distinct / count
