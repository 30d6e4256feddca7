"""Filings of one hand, scattered over several applicants, agencies and cities.

Looked at are circles of at least two applicants that share an address, a legal representative or an
inventor, in the window of time in which they filed most. Counted is over how many applicants,
agencies and cities these filings are spread; the claims of different applicants are compared, and
the share of filings that say nearly the same as a filing of another applicant of the circle is what
tells a hidden hand from a group of companies, whose members file different things.

Relatives (divisionals, families, doubles) are not compared with one another. Texts of few signs by
nature, such as sequences, are alike only letter for letter. A circle whose applicants merely file
together is none here: nothing is hidden by two names on one application. Of a circle of more than
five hundred filings each is compared with those filed about the same time.

The strength is spread x (0.25 + 0.75 x share of filings alike). The spread puts together, each by
1 − 1/n, the applicants (weight 0.6), the agencies (0.6) and the cities (0.4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zhiheng.core.screening.alike import Alike, Bar, alike_within, merged
from zhiheng.core.screening.circles import Bond
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, busiest_rows, spread_of, together
from zhiheng.core.screening.filings import CLAIMS, Rows
from zhiheng.core.screening.leads import Evidence, Lead, filing_item
from zhiheng.core.screening.scene import Scene
from zhiheng.core.screening.within_circles import (
    MOST_NAMES,
    MOST_PAIRS_TOLD,
    best_pairs,
    counting,
    numbers_of,
    parties_of,
    timeline,
)

SIGNAL, BEHAVIOUR = "dispersal", "6"
CITY_DIGITS = 4  # of a GB/T 2260 code
MOST_COMPARED = 500  # filings of one circle at a time: look-alikes grow with their square
# Sequences and the like have nearly all 3-grams there are: no index says that two are alike.
ONLY_COPIES = 2.0
_NONE = np.zeros(0, np.int64)
_NO_PAIRS = Alike(_NONE, _NONE, np.zeros(0), _NONE)


@dataclass(frozen=True)
class _Spread:
    """Some rows of a circle, oldest first, and over what they are spread."""

    circle: int
    rows: Rows
    applicants: Counter[str]
    agencies: Counter[str]
    cities: Counter[str]

    @property
    def strength(self) -> float:
        """Return how far they are spread, from 0 to 1."""
        return together(
            (0.6, beyond(len(self.applicants), 1)),
            (0.6, beyond(len(self.agencies), 1)),
            (0.4, beyond(len(self.cities), 1)),
        )


def find(scene: Scene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each circle that scatters its filings."""
    hands, days = scene.circles.by_row, scene.days
    spreads = []
    for circle, rows in scene.rows_by_circle.items():
        if scene.circles.bonds.get(circle) and len(rows) >= limits.whole("least-filings"):
            chosen = busiest_rows(rows, days, limits.number("window-months"))
            spread = _spread(scene, circle, chosen, hands)
            if _is_spread(spread, limits) and scene.filings.asked[chosen].any():
                spreads.append(spread)
    pairs = _across(scene, limits, spreads, hands)
    of = scene.circles.of[pairs.firsts]
    order = np.argsort(of, kind="stable")
    ordered = pairs.only(order)
    for spread in spreads:
        begin, end = np.searchsorted(of[order], [spread.circle, spread.circle + 1])
        own = ordered.only(np.arange(begin, end))
        alike = np.unique(np.concatenate((own.firsts, own.seconds)))
        share = len(alike) / len(spread.rows)
        strength = spread.strength * (0.25 + 0.75 * share)
        if strength > 0:
            yield _lead(scene, spread, own, share, strength)


def _spread(scene: Scene, circle: int, rows: Rows, hands: Sequence[tuple[str, ...]]) -> _Spread:
    divisions = scene.filings.table["division"].take(rows).to_pylist()
    return _Spread(
        circle,
        rows,
        applicants=Counter(name for row in rows for name in hands[row][:1]),
        agencies=Counter(filter(None, _agencies(scene, rows))),
        cities=Counter(each[:CITY_DIGITS] for each in divisions if each),
    )


def _is_spread(spread: _Spread, limits: Limits) -> bool:
    """Tell whether a circle's filings are spread over enough to be looked at."""
    return (
        len(spread.rows) >= limits.whole("least-filings")
        and len(spread.applicants) >= limits.whole("least-applicants")
        and (len(spread.agencies) >= limits.whole("least-agencies") or len(spread.cities) > 1)
    )


def _agencies(scene: Scene, rows: Rows) -> Iterator[str]:
    table = scene.filings.table
    columns = (table[name].take(rows).to_pylist() for name in ("agency_code", "agency"))
    yield from (code or name or "" for code, name in zip(*columns, strict=True))


def _across(
    scene: Scene, limits: Limits, spreads: Sequence[_Spread], hands: Sequence[tuple[str, ...]]
) -> Alike:
    """Return the pairs of filings alike that have no applicant in common and are no relatives."""
    bar = Bar(
        alike=limits.number("claims-similarity"),
        alike_if_low=ONLY_COPIES,
        shortest=limits.whole("least-length"),
    )
    honest = counting(scene, scene.days, limits.number("window-months"))
    numbers = {names: number for number, names in enumerate(dict.fromkeys(hands))}
    same = np.array([numbers[names] for names in hands], np.int64)
    several = np.array([len(names) > 1 for names in hands], np.bool_)

    def across(pairs: Alike) -> Alike:
        kept = same[pairs.firsts] != same[pairs.seconds]
        for place in np.flatnonzero(kept & (several[pairs.firsts] | several[pairs.seconds])):
            one, other = hands[pairs.firsts[place]], hands[pairs.seconds[place]]
            kept[place] = set(one).isdisjoint(other)
        return honest(pairs.only(kept))

    found = [
        alike_within(scene.filings, rows, scene.circles.of[rows], CLAIMS, bar, keep=across)
        for rows in _portions(spreads)
    ]
    return merged(*found) if found else _NO_PAIRS


def _portions(spreads: Sequence[_Spread]) -> Iterator[Rows]:
    """Yield rows to compare at once: of small circles all, of a large one some at a time."""
    small = [spread.rows for spread in spreads if len(spread.rows) <= MOST_COMPARED]
    if small:
        yield np.concatenate(small)
    for spread in spreads:
        if len(spread.rows) > MOST_COMPARED:
            for begin in range(0, len(spread.rows), MOST_COMPARED):
                yield spread.rows[begin : begin + MOST_COMPARED]


def _lead(scene: Scene, spread: _Spread, own: Alike, share: float, strength: float) -> Lead:
    numbers, days = numbers_of(scene, spread.rows), scene.days[spread.rows]
    applicants = scene.circles.applicants[spread.circle]
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=f"circle:{min(applicants)}",
        filings=numbers,
        strength=strength,
        facts={
            "filings": len(spread.rows),
            "applicants": len(spread.applicants),
            "agencies": len(spread.agencies),
            "cities": len(spread.cities),
            "days": int(days[-1] - days[0]),
            "alike": round(100 * share),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=(*_evidence(scene, spread, own), timeline(scene, spread.rows)),
        parties=parties_of(scene, spread.rows),
    )


def _evidence(scene: Scene, spread: _Spread, own: Alike) -> Iterator[Evidence]:
    names = scene.circles.names
    bonds = [bond for bond in scene.circles.bonds[spread.circle] if _joins(bond, spread)]
    told = [
        {"kind": each.kind, "value": each.value, "of": [names[name] for name in each.applicants]}
        for each in bonds[:MOST_NAMES]
    ]
    kinds = Counter(bond.kind for bond in bonds)
    yield Evidence("spread", (), {"by": "bond", "counts": dict(kinds), "bonds": told})
    called = {name: names.get(name, name) for name in spread.applicants}
    for by, counts in (
        ("applicant", Counter({called[name]: count for name, count in spread.applicants.items()})),
        ("agency", spread.agencies),
        ("division", spread.cities),
    ):
        yield spread_of(by, counts)
    best = own.only(best_pairs(own)[:MOST_PAIRS_TOLD])
    for (one, other), index in zip(best.rows(), best.indices.tolist(), strict=True):
        facts = {"part": CLAIMS, "jaccard": index}
        yield Evidence("pair", numbers_of(scene, (one, other)), facts)


def _joins(bond: Bond, spread: _Spread) -> bool:
    """Tell whether a bond joins two of the applicants that filed in the window."""
    return len(spread.applicants.keys() & set(bond.applicants)) > 1
