"""Features put together in every possible way.

The first independent claim of every filing of a circle is taken apart into features (between
semicolons, or between commas where it has none). Filings that
share enough features, and were filed within the window, hang together. In such a group some
features stand in nearly all filings (the frame); the others are options. An honest series adds a
feature of its own each time, so that options come once. Where the options come again and again in
other company, and the group has filed a good part of all combinations of them, the filings are
combinations of known features rather than inventions.

Which options stand in for one another is read from their place in the claim: the first optional
feature of each claim is one slot, the second the next. Claims of differing length are read as
options that are there or not. The number of combinations is the product of the options of all
slots; the share filed is the number of different claims by that product.

The strength is (1 - 1/sqrt(n)) x (0.4 + 0.3 x share of options that recur + 0.3 x share of the
combinations filed), n being the number of filings.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from zhiheng.core.screening.alike import Alike
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.features import elements_of, first_claim, normalised
from zhiheng.core.screening.filings import CLAIMS, Rows
from zhiheng.core.screening.leads import Evidence, Lead, filing_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import (
    counting,
    groups_of,
    numbers_of,
    parties_of,
    rows_with_text,
    timeline,
)

SIGNAL, BEHAVIOUR = "combination-grid", "1"
MOST_FEATURES = 60  # of a claim; what follows is not read
FOLLOWING = 4  # filings after a filing with the same feature that it is compared with
NEARLY_ALL = 0.9  # from this share of the filings on a feature is of the frame
MOST_COMPARED = 150  # filings of a group from which the shares of pairs are taken
MOST_TOLD = 100
FEW = 2  # features in which two filings may differ and still be close
READ_AT_ONCE = 5_000


@dataclass(frozen=True)
class Grid:
    """A group of claims: their features in order, and what follows from them."""

    claims: Sequence[tuple[int, ...]]

    @cached_property
    def counts(self) -> Counter[int]:
        """In how many claims each feature stands."""
        return Counter(feature for claim in self.claims for feature in claim)

    @cached_property
    def frame(self) -> frozenset[int]:
        """The features of nearly all claims."""
        least = NEARLY_ALL * len(self.claims)
        return frozenset(each for each, count in self.counts.items() if count >= least)

    @cached_property
    def options(self) -> list[tuple[int, ...]]:
        """The features of each claim that are not of the frame, in order."""
        return [tuple(each for each in claim if each not in self.frame) for claim in self.claims]

    @cached_property
    def recurring(self) -> float:
        """The share of the optional features that stand in two claims or more."""
        different = {each for claim in self.options for each in claim}
        return sum(self.counts[each] > 1 for each in different) / max(1, len(different))

    @cached_property
    def slots(self) -> list[list[int]]:
        """The options of every slot of which there are two or more; [option] alone is there or not.

        By place in the claim where most claims have the same number of options.
        """
        lengths = Counter(map(len, self.options))
        usual, times = lengths.most_common(1)[0]
        if usual and times >= NEARLY_ALL * len(self.options):
            full = [each for each in self.options if len(each) == usual]
            places = [list(dict.fromkeys(each)) for each in zip(*full, strict=True)]
            if self._apart(places):
                return [place for place in places if len(place) > 1]
        return [[each] for each in sorted({each for claim in self.options for each in claim})]

    @staticmethod
    def _apart(places: list[list[int]]) -> bool:
        """Tell whether no option stands in two slots."""
        every = [each for place in places for each in place]
        return len(set(every)) == len(every)

    @cached_property
    def possible(self) -> float:
        """How many combinations there are."""
        return math.prod(max(2.0, float(len(slot))) for slot in self.slots)

    @cached_property
    def covered(self) -> float:
        """The share of the combinations that was filed."""
        return min(1.0, len({frozenset(each) for each in self.options}) / self.possible)

    def close(self) -> tuple[float, float]:
        """Return the share of pairs that differ in few features, and their mean overlap."""
        every = max(1, len(self.claims) // MOST_COMPARED)
        sets = [frozenset(claim) for claim in self.claims[::every]]
        pairs = [(len(one ^ other), len(one | other)) for one, other in combinations(sets, 2)]
        near = sum(apart <= FEW for apart, _ in pairs) / max(1, len(pairs))
        overlap = sum(1 - apart / both for apart, both in pairs if both) / max(1, len(pairs))
        return near, overlap


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each group of filings that combine the same features."""
    least = limits.whole("least-filings")
    rows, circles = rows_with_text(scene, least=least)
    claims, words = _claims(scene, rows)
    pairs = _sharing(rows, circles, claims, limits.number("feature-overlap"))
    count = counting(scene, scene.days, limits.number("window-months"))
    for group, _ in groups_of(scene, count(pairs)):
        grid = Grid([claims[row] for row in group.tolist()])
        if (
            len(group) >= least
            and len(grid.slots) >= limits.whole("least-slots")
            and grid.recurring >= limits.number("recurring-share")
            and grid.covered >= limits.number("combinations-share")
        ):
            yield _lead(scene, group, grid, words)


def _claims(scene: Scene, rows: Rows) -> tuple[dict[int, tuple[int, ...]], list[str]]:
    """Return the features of every row's first claim as numbers, and each feature as written."""
    known: dict[str, int] = {}
    words: list[str] = []
    claims: dict[int, tuple[int, ...]] = {}
    for begin in range(0, len(rows), READ_AT_ONCE):
        part = rows[begin : begin + READ_AT_ONCE]
        entries = scene.filings.table[CLAIMS].take(part).to_pylist()
        for row, entry in zip(part.tolist(), entries, strict=True):
            claim, found = first_claim(entry), dict[int, None]()
            for feature in elements_of(claim)[:MOST_FEATURES] if claim else ():
                key = normalised(feature)
                number = known.setdefault(key, len(known))
                if number == len(words):
                    words.append(feature)
                found[number] = None
            claims[row] = tuple(found)
    return claims, words


def _sharing(
    rows: Rows, circles: Rows, claims: Mapping[int, tuple[int, ...]], least: float
) -> Alike:
    """Return pairs of one circle that share a part of their features.

    A filing is compared with the next few that have one of its features, not with all.
    """
    last: dict[tuple[int, int], list[int]] = defaultdict(list)
    sets = {row: frozenset(claim) for row, claim in claims.items()}
    found: list[tuple[int, int, float]] = []
    for row, circle in zip(rows.tolist(), circles.tolist(), strict=True):
        beside = {other for each in claims[row] for other in last[circle, each]}
        for other in sorted(beside):
            shared = len(sets[row] & sets[other])
            overlap = shared / (len(sets[row]) + len(sets[other]) - shared)
            if overlap >= least:
                found.append((other, row, overlap))
        for each in claims[row]:
            last[circle, each] = [*last[circle, each], row][-FOLLOWING:]
    firsts, seconds, overlaps = zip(*found, strict=True) if found else ((), (), ())
    return Alike(
        np.array(firsts, np.int64),
        np.array(seconds, np.int64),
        np.array(overlaps, np.float64),
        np.zeros(len(found), np.int64),
    )


def _lead(scene: Scene, rows: Rows, grid: Grid, words: list[str]) -> Lead:
    numbers, (near, overlap) = numbers_of(scene, rows), grid.close()
    size = 1 - 1 / math.sqrt(len(rows))
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=numbers[0],
        filings=numbers,
        strength=round(size * (0.4 + 0.3 * grid.recurring + 0.3 * grid.covered), 4),
        facts={
            "filings": len(rows),
            "features": len(grid.counts),
            "frame": len(grid.frame),
            "slots": len(grid.slots),
            "combinations": int(min(grid.possible, 1e9)),
            "covered": round(100 * grid.covered),
            "recurring": round(100 * grid.recurring),
            "close": round(100 * near),
            "overlap": round(100 * overlap),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=(_evidence(numbers, grid, words), timeline(scene, rows)),
        parties=parties_of(scene, rows),
    )


def _evidence(numbers: tuple[str, ...], grid: Grid, words: list[str]) -> Evidence:
    """Return the grid: a cell names for every slot the place of its option, -1 where it has none.

    An option alone in its slot is there (0) or not (-1).
    """
    places = [{each: place for place, each in enumerate(slot)} for slot in grid.slots]
    cells = {
        number: [next((slot[each] for each in claim if each in slot), -1) for slot in places]
        for number, claim in zip(numbers[:MOST_TOLD], grid.options, strict=False)
    }
    slots = [[words[each] for each in slot] for slot in grid.slots]
    frame = [words[each] for each in sorted(grid.frame)]
    return Evidence("grid", tuple(cells), {"slots": slots, "cells": cells, "frame": frame})
