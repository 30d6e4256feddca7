"""Leads of families whose marks say protected names of some kinds: what four signals share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, figure, in_order, spread_of, together
from zhiheng.core.screening.filed import Rows
from zhiheng.core.screening.leads import Evidence, Lead, filing_item
from zhiheng.core.screening.marks.evidence import names_hit
from zhiheng.core.screening.marks.facts import Hit
from zhiheng.core.screening.marks.families import (
    Family,
    applications,
    busiest,
    families,
    filed_between,
    name_of,
)
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import numbers_of, parties_of, timeline

Said = Sequence[tuple[int, Hit]]


def leads_of_names(
    scene: MarkScene, limits: Limits, *, kinds: Collection[str], behaviour: str
) -> Iterator[Lead]:
    """Yield one lead for each family with many marks that say names of some kinds.

    Limits: `least-filings`, `least-names`, `least-share`, `window-months`. Names of the family
    itself do not count.
    """
    for family in families(scene):
        said = list(said_by(scene, family, kinds))
        if (lead := _lead(scene, limits, family, said, behaviour)) is not None:
            yield lead


def said_by(scene: MarkScene, family: Family, kinds: Collection[str]) -> Iterator[tuple[int, Hit]]:
    """Yield the names of some kinds that the marks of a family say, others' names only."""
    for row in family.rows.tolist():
        for hit in scene.facts.hits.get(scene.filings.numbers[row], ()):
            if hit.name.kind in kinds and not scene.belongs(hit.name, family.circle):
                yield row, hit


def _filed_beside(scene: MarkScene, family: Family, rows: Rows) -> int:
    """Return how many applications the family filed from the first to the last of some rows."""
    days = scene.days
    first, last = days[rows].min(), days[rows].max()
    beside = family.rows[(days[family.rows] >= first) & (days[family.rows] <= last)]
    return applications(scene, beside)


@dataclass(frozen=True)
class _Counted:
    """The marks of the busiest time and what they say, in applications."""

    rows: Rows
    said: Said
    applications: int
    filed: int

    @property
    def texts(self) -> Counter[str]:
        return Counter(hit.name.text for _, hit in self.said)

    @property
    def share(self) -> float:
        return self.applications / self.filed


def _counted(scene: MarkScene, limits: Limits, family: Family, everything: Said) -> _Counted | None:
    """Return what is counted of a family; None where it is too little for a lead."""
    if len(everything) < limits.whole("least-filings"):
        return None
    rows = in_order(list(dict.fromkeys(row for row, _ in everything)), scene.days)
    rows = busiest(scene, rows, limits.number("window-months"))
    within = set(rows.tolist())
    said = [(row, hit) for row, hit in everything if row in within]
    filed = _filed_beside(scene, family, rows)
    counted = _Counted(rows, said, applications(scene, rows), filed)
    enough = (
        counted.applications >= limits.whole("least-filings")
        and len(counted.texts) >= limits.whole("least-names")
        and counted.share >= limits.number("least-share")
        and scene.filings.asked[rows].any()
    )
    return counted if enough else None


def _lead(
    scene: MarkScene, limits: Limits, family: Family, everything: Said, behaviour: str
) -> Lead | None:
    counted = _counted(scene, limits, family, everything)
    if counted is None:
        return None

    def again(gone: frozenset[str]) -> Lead | None:
        known = scene.filings.numbers
        left = [(row, hit) for row, hit in everything if known[row] not in gone]
        return _lead(scene, limits, family, left, behaviour)

    texts, numbers = counted.texts, numbers_of(scene, counted.rows)
    strength = together(
        (0.7, beyond(counted.applications, limits.whole("least-filings") / 2)),
        (0.4, beyond(len(texts), limits.whole("least-names") / 2)),
    )
    return Lead(
        signal=limits.signal,
        behaviour=behaviour,
        subject=name_of(scene, family.circle),
        filings=numbers,
        strength=strength * (0.4 + 0.6 * counted.share),
        facts={
            "applications": counted.applications,
            "names": len(texts),
            "filed": counted.filed,
            "share": round(100 * counted.share),
            "examples": "、".join(list(texts)[:5]),
            **filed_between(scene, counted.rows),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=tuple(_evidence(scene, limits, counted)),
        parties=parties_of(scene, counted.rows),
        again=again,
    )


def _evidence(scene: MarkScene, limits: Limits, counted: _Counted) -> Iterator[Evidence]:
    texts = counted.texts
    yield names_hit(scene, counted.said)
    yield figure("least-filings", counted.applications, limits.whole("least-filings"), "filings")
    yield figure("least-names", len(texts), limits.whole("least-names"), "names")
    kinds: Counter[str] = Counter(hit.name.kind for _, hit in counted.said)
    yield spread_of("name", texts)
    if len(kinds) > 1:
        yield spread_of("name-kind", kinds)
    yield timeline(scene, counted.rows)
