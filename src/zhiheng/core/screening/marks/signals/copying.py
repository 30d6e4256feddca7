"""Marks near the earlier marks of many unrelated owners.

The marks of each applicant family are compared with all earlier marks of China and with the listed
protected marks: by sound, shape, meaning, order, letters and containment. A mark copies an earlier
one where the comparison reaches the limit and the goods may be taken for one another; in unrelated
goods only where the words are the same and of three characters or more. An earlier mark does not
count where its owner belongs to the family, where the family had the same words first, or where it
is nobody's: so many others have the like, or the words only name or praise the goods.

Counted are, in the window in which most were filed, the applications that copy and the owners, each
family of owners once. A lead needs many of both and that they are a good part of what the family
filed, for a firm with hundreds of marks comes near somebody's mark now and then.

The strength puts together how far owners (weight 0.7) and applications (0.4) are beyond their
limits, times 0.4 + 0.6 x the share of the family's applications that copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, figure, spread_of, together
from zhiheng.core.screening.filed import Rows
from zhiheng.core.screening.leads import Evidence, Lead
from zhiheng.core.screening.marks.copies import Copy, called, copies_in, item_of, told, without
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

SIGNAL, BEHAVIOUR = "mark-copying", "TM-2"


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family that copies many unrelated owners."""
    least = limits.whole("least-filings")
    for family in families(scene):
        if len(family.rows) < least:
            continue
        rows = busiest(scene, family.rows, limits.number("window-months"))
        copies = list(
            copies_in(
                scene,
                rows.tolist(),
                least_score=limits.number("near-score"),
                most_owners=limits.whole("most-owners"),
            )
        )
        lead = _lead(scene, limits, family, rows, copies) if copies else None
        if lead is not None:
            yield lead


def _lead(
    scene: MarkScene, limits: Limits, family: Family, rows: Rows, copies: Sequence[Copy]
) -> Lead | None:
    copying = np.array(list(dict.fromkeys(copy.row for copy in copies)), np.int64)
    counted, victims = applications(scene, copying), len({copy.victim for copy in copies})
    share = counted / applications(scene, rows)
    enough = (
        counted >= limits.whole("least-filings")
        and victims >= limits.whole("least-victims")
        and share >= limits.number("least-share")
        and scene.filings.asked[copying].any()
    )
    if not enough:
        return None
    strength = together(
        (0.7, beyond(victims, limits.whole("least-victims") / 2)),
        (0.4, beyond(counted, limits.whole("least-filings") / 2)),
    )
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=name_of(scene, family.circle),
        filings=numbers_of(scene, copying),
        strength=strength * (0.4 + 0.6 * share),
        facts={
            "applications": counted,
            "victims": victims,
            "filed": applications(scene, rows),
            "share": round(100 * share),
            "months": limits.whole("window-months"),
            **filed_between(scene, copying),
        },
        items=tuple(dict.fromkeys(item_of(scene, copy) for copy in copies)),
        evidence=tuple(_evidence(scene, limits, copying, copies)),
        parties=parties_of(scene, copying),
        again=lambda gone: _lead(scene, limits, family, rows, without(scene, copies, gone)),
    )


def _evidence(
    scene: MarkScene, limits: Limits, copying: Rows, copies: Sequence[Copy]
) -> Iterator[Evidence]:
    victims = Counter(called(scene, copy) for copy in copies)
    number = len({copy.victim for copy in copies})
    yield from told(scene, copies)
    yield figure("least-victims", number, limits.whole("least-victims"), "owners")
    yield spread_of("victim", victims)
    yield timeline(scene, copying)
