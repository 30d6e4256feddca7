"""An agency through which far more doubtful marks are filed than through others.

A mark asked about is doubtful here where it comes near an earlier mark of somebody else, or says a
name of others that is protected, as in the signals for copying and names. For each agency the
doubtful applications are counted beside all that it filed, and set beside the share among all other
agencies: how likely as many are by chance at the others' rate is computed exactly (binomial).

There is a lead from so many doubtful applications of so many families on, where their share is a
multiple of that of the others and chance does not explain it. An agency answers for what it knew;
the lead only says where to look.

The strength puts together how far the share is beyond the others' (weight 0.7) and the families
beyond their limit (0.5).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import (
    beyond,
    chance_of_as_many,
    figure,
    spread_of,
    together,
)
from zhiheng.core.screening.leads import Lead, filing_item
from zhiheng.core.screening.marks.copies import copies_in
from zhiheng.core.screening.marks.families import applications, filed_between
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import numbers_of, parties_of, timeline

SIGNAL, BEHAVIOUR = "mark-agencies", "TM-10"
MOST_CHANCE = 0.001
OF_OTHERS = frozenset({"mark", "trade_name", "person", "work", "scenic", "gi", "event"})


@dataclass(frozen=True)
class _Agency:
    """What one agency filed of what was asked about."""

    name: str
    doubtful: list[int]
    counted: int
    filed: int
    families: int


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each agency with far more doubtful marks than the others."""
    rows = np.flatnonzero(scene.filings.asked).tolist()
    doubtful = _doubtful(scene, rows, limits)
    agencies = _by_agency(scene, rows, doubtful)
    filed = sum(each.filed for each in agencies.values())
    counted = sum(each.counted for each in agencies.values())
    for agency in agencies.values():
        others = filed - agency.filed
        rate = (counted - agency.counted) / others if others else 0.0
        if _stands_out(agency, rate, limits):
            yield _lead(scene, limits, agency, rate)


def _doubtful(scene: MarkScene, rows: list[int], limits: Limits) -> set[int]:
    copies = copies_in(
        scene,
        rows,
        least_score=limits.number("near-score"),
        most_owners=limits.whole("most-owners"),
    )
    named = {
        row
        for row in rows
        for hit in scene.facts.hits.get(scene.filings.numbers[row], ())
        if hit.name.kind in OF_OTHERS and hit.how != "near"
    }
    return named.union(copy.row for copy in copies)


def _by_agency(scene: MarkScene, rows: list[int], doubtful: set[int]) -> Mapping[str, _Agency]:
    names = scene.filings.values("agency")
    of: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if names[row]:
            of[names[row]].append(row)
    found = {}
    for name, own in of.items():
        told = [row for row in own if row in doubtful]
        families = len({int(scene.circles.of[row]) for row in told})
        counted, filed = applications(scene, told), applications(scene, own)
        found[name] = _Agency(name, told, counted, filed, families)
    return found


def _stands_out(agency: _Agency, rate: float, limits: Limits) -> bool:
    share = agency.counted / agency.filed
    return (
        agency.counted >= limits.whole("least-filings")
        and agency.families >= limits.whole("least-families")
        and share >= max(limits.number("least-share"), limits.number("times-others") * rate)
        and chance_of_as_many(agency.counted, agency.filed, rate) < MOST_CHANCE
    )


def _lead(scene: MarkScene, limits: Limits, agency: _Agency, rate: float) -> Lead:
    rows = np.array(agency.doubtful, np.int64)
    share = agency.counted / agency.filed
    numbers = numbers_of(scene, rows)
    names = Counter(map("、".join, scene.filings.table["applicants"].take(rows).to_pylist()))
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=f"agency:{agency.name}",
        filings=numbers,
        strength=together(
            (0.7, beyond(share, max(rate, limits.number("least-share") / 2))),
            (0.5, beyond(agency.families, limits.whole("least-families") - 1)),
        ),
        facts={
            "applications": agency.counted,
            "agency": agency.name,
            "filed": agency.filed,
            "families": agency.families,
            "share": round(100 * share),
            "others": round(100 * rate),
            **filed_between(scene, rows),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=(
            figure("least-share", round(share, 4), round(rate, 4), "share"),
            figure("least-families", agency.families, limits.whole("least-families"), "families"),
            spread_of("applicant", names),
            timeline(scene, rows),
        ),
        parties=parties_of(scene, rows),
    )
