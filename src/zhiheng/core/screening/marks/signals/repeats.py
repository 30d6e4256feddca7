"""The mark of one owner, filed again and again.

For each applicant family and each other owner the applications are counted that come near that
owner's earlier marks, as in the comparison for copying; all count, not only those of a window. More
weighs what was filed after a decision against an earlier one: after it was refused, opposed,
declared invalid or revoked, the applicant knew.

There is a lead from so many applications on, filed on at least two days or, where all were filed at
once, in several classes. One brand protected in several classes that the family had first never
counts, for the family's own earlier words come before.

The strength puts together how far the applications are beyond their limit (weight 0.6) and how many
came after a decision (0.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, figure, together
from zhiheng.core.screening.filed import Rows
from zhiheng.core.screening.leads import Lead
from zhiheng.core.screening.marks.copies import (
    Copy,
    by_victim,
    called,
    copies_in,
    item_of,
    told,
    without,
)
from zhiheng.core.screening.marks.decisions import decisions, life_of
from zhiheng.core.screening.marks.families import (
    Family,
    applications,
    families,
    filed_between,
    name_of,
)
from zhiheng.core.screening.marks.filings import CLASS
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import distinct, numbers_of, parties_of

SIGNAL, BEHAVIOUR = "mark-repeats", "TM-3"
LEAST_CLASSES = 3
MOST_VICTIMS = 10  # told of one family; who copies more owners is told by the signal for copying


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family and owner whose marks it files again and again."""
    least = limits.whole("least-filings")
    for family in families(scene):
        if len(family.rows) < least:
            continue
        copies = copies_in(
            scene,
            family.rows.tolist(),
            least_score=limits.number("near-score"),
            most_owners=limits.whole("most-owners"),
        )
        owners = sorted(by_victim(copies).items(), key=lambda each: (-len(each[1]), each[0]))
        for victim, own in owners[:MOST_VICTIMS]:
            if (lead := _lead(scene, limits, family, victim, own)) is not None:
                yield lead


def _is_repeated(scene: MarkScene, rows: Rows) -> bool:
    """Tell whether some marks were filed on several days, or at once in several classes."""
    days = len(set(scene.days[rows].tolist()))
    return days > 1 or distinct(scene, CLASS, rows) >= LEAST_CLASSES


def _lead(
    scene: MarkScene,
    limits: Limits,
    family: Family,
    victim: str,
    copies: Sequence[Copy],
) -> Lead | None:
    rows = np.array([copy.row for copy in copies], np.int64)
    many = applications(scene, rows) >= limits.whole("least-filings")
    if not (many and _is_repeated(scene, rows) and scene.filings.asked[rows].any()):
        return None
    against = decisions(scene, rows.tolist())
    first = against[0][0] if against else None
    later = [
        row for row in rows.tolist() if first and (scene.filings.days[row] or scene.on) > first
    ]
    counted, after = applications(scene, rows), applications(scene, later)
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=f"{name_of(scene, family.circle)}|{victim}",
        filings=numbers_of(scene, rows),
        strength=together(
            (0.6, beyond(counted, limits.whole("least-filings") - 1)), (0.6, beyond(after + 1, 1))
        ),
        facts={
            "applications": counted,
            "victim": called(scene, copies[0]),
            "after": after,
            "classes": distinct(scene, CLASS, rows),
            **filed_between(scene, rows),
        },
        items=tuple(dict.fromkeys(item_of(scene, copy) for copy in copies)),
        evidence=(
            *told(scene, copies),
            figure("least-filings", counted, limits.whole("least-filings"), "filings"),
            life_of(scene, rows),
        ),
        parties=parties_of(scene, rows),
        again=lambda gone: _lead(scene, limits, family, victim, without(scene, copies, gone)),
    )
