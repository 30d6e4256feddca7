"""Leads of families whose marks say protected names of some kinds: what four signals share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, figure, spread_of, together
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
    least, names = limits.whole("least-filings"), limits.whole("least-names")
    for family in families(scene):
        said = list(said_by(scene, family, kinds))
        if len(said) < least:
            continue
        rows = np.array(sorted({row for row, _ in said}), np.int64)
        rows = busiest(scene, rows[np.argsort(scene.days[rows], kind="stable")],
                       limits.number("window-months"))  # fmt: skip
        within = set(rows.tolist())
        chosen = [(row, hit) for row, hit in said if row in within]
        counted = applications(scene, rows)
        different = len({hit.name.text for _, hit in chosen})
        filed = _filed_beside(scene, family, rows)
        share = counted / filed
        if (
            counted >= least
            and different >= names
            and share >= limits.number("least-share")
            and scene.filings.asked[rows].any()
        ):
            yield _lead(scene, limits, family, rows, chosen, filed, behaviour)


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


def _lead(
    scene: MarkScene,
    limits: Limits,
    family: Family,
    rows: Rows,
    said: Said,
    filed: int,
    behaviour: str,
) -> Lead:
    counted = applications(scene, rows)
    texts = Counter(hit.name.text for _, hit in said)
    share = counted / filed
    strength = together(
        (0.7, beyond(counted, limits.whole("least-filings") / 2)),
        (0.4, beyond(len(texts), limits.whole("least-names") / 2)),
    )
    numbers = numbers_of(scene, rows)
    return Lead(
        signal=limits.signal,
        behaviour=behaviour,
        subject=name_of(scene, family.circle),
        filings=numbers,
        strength=strength * (0.4 + 0.6 * share),
        facts={
            "applications": counted,
            "names": len(texts),
            "filed": filed,
            "share": round(100 * share),
            "examples": "、".join(list(texts)[:5]),
            **filed_between(scene, rows),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=tuple(_evidence(scene, limits, rows, said, counted, texts)),
        parties=parties_of(scene, rows),
    )


def _evidence(
    scene: MarkScene,
    limits: Limits,
    rows: Rows,
    said: Said,
    counted: int,
    texts: Counter[str],
) -> Iterator[Evidence]:
    yield names_hit(scene, said)
    yield figure("least-filings", counted, limits.whole("least-filings"), "filings")
    yield figure("least-names", len(texts), limits.whole("least-names"), "names")
    kinds: Counter[str] = Counter(hit.name.kind for _, hit in said)
    yield spread_of("name", texts)
    if len(kinds) > 1:
        yield spread_of("name-kind", kinds)
    yield timeline(scene, rows)
