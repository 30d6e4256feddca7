"""Sentences from one mould with words filled in.

All filings of a circle are read sentence by sentence (claims and abstracts). Characters that recur
in many of its filings stay, what changes from filing to filing becomes a gap: what is left is the
skeleton of a sentence. A skeleton that recurs in several filings of the circle, filled with other
words nearly each time, is a mould. Moulds that other circles use as well are how everybody writes,
and do not count: this is measured on the texts at hand, not taken from a list.

A filing most of whose sentences come from such moulds is templated. Several of them are told as one
lead, with the moulds, an example of each, and how many were filed on one day at most.

Near-identical filings are no templates: their sentences have the same words filled in. Of a circle
with very many filings an even sample is read.

The strength is (1 - 1/sqrt(n)) x (0.5 + 0.5 x share of the sentences from moulds), n being
the number of templated filings.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.filings import ABSTRACT, CLAIMS, Rows
from zhiheng.core.screening.leads import Evidence, Lead, filing_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.skeletons import Skeleton, frequent, recurring, sentences_of
from zhiheng.core.screening.within_circles import (
    numbers_of,
    parties_of,
    rows_with_text,
    timeline,
    with_words,
)

SIGNAL, BEHAVIOUR = "template-text", "3"
MOST_READ = 1_500  # filings of one circle
MOST_BESIDE = 4_000  # filings of all circles from which it is learnt how everybody writes
MOST_TOLD = 12
MOST_NUMBERS = 60


@dataclass(frozen=True)
class Mould:
    """A skeleton with the filings that use it (places among those read) and their fillings."""

    skeleton: Skeleton
    fillings: dict[int, frozenset[tuple[str, ...]]]

    @cached_property
    def varied(self) -> float:
        """The number of different fillings by the number of filings; 1 where none comes twice."""
        different = {filling for each in self.fillings.values() for filling in each}
        return min(1.0, len(different) / max(1, len(self.fillings)))


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each circle with templated filings."""
    least = limits.whole("least-filings")
    rows, circles = rows_with_text(scene, least=least)
    usual = _Usual(scene, limits.whole("most-circles"))
    ends = np.flatnonzero(np.diff(circles)) + 1
    for circle in np.split(rows, ends) if len(rows) else ():
        every = -(-len(circle) // MOST_READ)
        read = circle[::every]
        sentences = [usual.without(each) for each in _sentences(scene, read)]
        moulds = list(_moulds(sentences, limits, usual, int(scene.circles.of[read[0]])))
        shares = _shares(sentences, moulds)
        chosen = np.flatnonzero(shares >= limits.number("share-of-sentences"))
        if len(chosen) >= least and scene.filings.asked[read[chosen]].any():
            yield _lead(scene, read, chosen, shares, moulds)


def _sentences(scene: Scene, rows: Rows) -> list[list[str]]:
    """Return the sentences of the claims and the abstract of every row."""
    table = scene.filings.table.select([CLAIMS, ABSTRACT]).take(rows)
    columns = (table[CLAIMS].to_pylist(), table[ABSTRACT].to_pylist())
    return [
        sentences_of([*(claims or []), abstract]) for claims, abstract in zip(*columns, strict=True)
    ]


class _Usual:
    """How everybody writes: sentences of an even sample of all filings, by circle."""

    def __init__(self, scene: Scene, most: int) -> None:
        self._most = most
        rows = np.flatnonzero(with_words(scene))
        rows = rows[:: max(1, -(-len(rows) // MOST_BESIDE))]
        by_row = _sentences(scene, rows)
        self._circles = np.repeat(scene.circles.of[rows], [len(each) for each in by_row])
        self._sentences = pa.array([one for each in by_row for one in each], pa.large_string())
        self._pattern = self._learnt(by_row, scene.circles.of[rows].tolist())

    def _learnt(self, by_row: Sequence[Sequence[str]], circles: Sequence[int]) -> re.Pattern[str]:
        by_circle: dict[int, list[str]] = defaultdict(list)
        for circle, sentences in zip(circles, by_row, strict=True):
            by_circle[circle] += sentences
        least = max(self._most + 1, math.isqrt(len(by_circle)))
        kept = frequent(by_circle.values(), least=least)
        found = recurring(list(by_circle.values()), kept, least=self._most + 1)
        return re.compile("|".join(each.pattern for each in found) or "$^")

    def without(self, sentences: Sequence[str]) -> list[tuple[str, bool]]:
        """Return sentences, each with whether everybody writes so."""
        return [(each, self._pattern.search(each) is not None) for each in sentences]

    def used(self, skeleton: Skeleton, circle: int) -> bool:
        """Tell whether more circles than may be use a skeleton, besides this one."""
        found = pc.match_substring_regex(self._sentences, skeleton.pattern)
        circles = np.unique(self._circles[np.asarray(found)])
        return int((circles != circle).sum()) > self._most


Told = Sequence[Sequence[tuple[str, bool]]]


def _moulds(sentences: Told, limits: Limits, usual: _Usual, circle: int) -> Iterator[Mould]:
    """Yield the skeletons that recur with other words, and that others do not use."""
    own = [[each for each, known in text if not known] for text in sentences]
    least = limits.whole("least-recurrence")
    kept = frequent(own, least=max(least, math.isqrt(len(own))))
    for skeleton in recurring(own, kept, least=max(2, least - 1)):
        mould = Mould(skeleton, _fillings(own, skeleton))
        if len(mould.fillings) < least or mould.varied < limits.number("varied-fillings"):
            continue
        if not usual.used(skeleton, circle):
            yield mould


def _fillings(
    sentences: Sequence[Sequence[str]], skeleton: Skeleton
) -> dict[int, frozenset[tuple[str, ...]]]:
    pattern, found = re.compile(skeleton.pattern), {}
    for place, text in enumerate(sentences):
        matches = [(each, pattern.search(each)) for each in text]
        filled = {
            (each[: match.start()], *match.groups(), each[match.end() :])
            for each, match in matches
            if match
        }
        if filled:
            found[place] = frozenset(filled)
    return found


def _shares(sentences: Told, moulds: list[Mould]) -> np.ndarray:
    """Return for every filing which share of its sentences comes from a mould."""
    patterns = [re.compile(each.skeleton.pattern) for each in moulds]
    shares = np.zeros(len(sentences))
    for place in {place for mould in moulds for place in mould.fillings}:
        moulded = [
            any(pattern.search(each) for pattern in patterns) for each, _ in sentences[place]
        ]
        shares[place] = sum(moulded) / len(moulded)
    return shares


def _lead(scene: Scene, read: Rows, chosen: Rows, shares: np.ndarray, moulds: list[Mould]) -> Lead:
    rows = read[chosen]
    numbers, share = numbers_of(scene, rows), float(shares[chosen].mean())
    days = Counter(scene.filings.days[row] for row in rows.tolist())
    days.pop(None, None)
    used = [each for each in moulds if not set(chosen.tolist()).isdisjoint(each.fillings)]
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=numbers[0],
        filings=numbers,
        strength=round((1 - 1 / math.sqrt(len(rows))) * (0.5 + 0.5 * share), 4),
        facts={
            "filings": len(rows),
            "moulds": len(used),
            "share": round(100 * share),
            "one_day": max(days.values(), default=0),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=(_evidence(scene, read, chosen, used), timeline(scene, rows)),
        parties=parties_of(scene, rows),
    )


def _evidence(scene: Scene, read: Rows, chosen: Rows, moulds: list[Mould]) -> Evidence:
    own, told = set(chosen.tolist()), []
    for mould in sorted(moulds, key=lambda each: -len(each.fillings))[:MOST_TOLD]:
        places = [place for place in sorted(mould.fillings) if place in own][:MOST_NUMBERS]
        told.append(
            {
                "skeleton": mould.skeleton.told,
                "example": mould.skeleton.example,
                "filings": list(numbers_of(scene, read[places])),
            }
        )
    numbers = dict.fromkeys(number for each in told for number in each["filings"])
    return Evidence("sentences", tuple(numbers), {"sentences": told})
