"""The most telling terms of a record: the question that finds records like it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from zhiheng.core.search.query import Words
from zhiheng.core.search.terms import cut

MOST_TELLING = 30  # terms of a record that are searched for
LEAST_SHARED = 0.25  # share of them that a record like it has
_READ = ("title", "abstract", "goods")
_WEIGHTS = {"title": 3}


def telling_question(
    texts: Mapping[str, Sequence[str]], frequency: Callable[[str], int], collection: int
) -> Words:
    """Return the question made of a record's most telling terms.

    Telling is what occurs often in it and seldom elsewhere (tf times idf); what nothing else
    has finds nothing and is left out.
    """
    counts: Counter[str] = Counter()
    for name in _READ:
        for text in texts.get(name, ()):
            found = cut(text)
            for term in (*found.pairs, *found.words):
                counts[term] += _WEIGHTS.get(name, 1)
    weighed = []
    for term, count in counts.items():
        seen = frequency(term)
        if seen > 1:
            weighed.append((count * math.log(1 + collection / seen), term))
    telling = [term for _, term in sorted(weighed, reverse=True)[:MOST_TELLING]]
    least = max(1, round(len(telling) * LEAST_SHARED))
    return Words((), " ".join(telling), (), tuple(telling), least)
