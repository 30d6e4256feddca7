"""Marks of others that came back to these others.

No register tells prices, offers for sale, letters of demand or complaints on trading platforms.
What registers show of pressing somebody for money is its end: a mark near somebody's earlier mark,
filed by another and then handed over to just that owner or to its family.

Counted are the applications handed over so, and the owners. The strength puts together how far the
applications are beyond their limit (weight 0.7) and the owners beyond one (0.5): who hands over to
several owners what was theirs makes a trade of it. That money was paid nobody can see; a
settlement, or a distributor who filed for a maker and hands over as agreed, looks the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from zhiheng.core.screening.circles import hands
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.figures import beyond, figure, spread_of, together
from zhiheng.core.screening.leads import Evidence, Lead
from zhiheng.core.screening.marks.copies import Copy, called, copies_in, item_of, told
from zhiheng.core.screening.marks.families import (
    Family,
    applications,
    families,
    filed_between,
    name_of,
)
from zhiheng.core.screening.marks.nearby import MOST_OWNERS
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.sales import life
from zhiheng.core.screening.within_circles import MOST_TOLD, numbers_of, parties_of

SIGNAL, BEHAVIOUR = "mark-pressure", "TM-9"


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each family that handed marks over to those whose marks they are near."""
    for family in families(scene):
        handed_on = [
            row for row in family.rows.tolist()
            if scene.filings.numbers[row] in scene.facts.transfers
        ]  # fmt: skip
        copies = copies_in(
            scene,
            handed_on,
            least_score=limits.number("near-score"),
            most_owners=MOST_OWNERS,  # whose of many it was is told by who got it back
            only_nearest=False,
        )
        returned = [copy for copy in copies if _came_back(scene, copy)]
        rows = [copy.row for copy in returned]
        if (
            applications(scene, rows) >= limits.whole("least-filings")
            and scene.filings.asked[rows].any()
        ):
            yield _lead(scene, limits, family, returned)


def _came_back(scene: MarkScene, copy: Copy) -> bool:
    """Tell whether a mark was handed to the owner of the earlier mark, or to its family."""
    buyers = [
        name
        for each in scene.facts.transfers[scene.filings.numbers[copy.row]]
        for name in hands(each.transferees, each.transferee_parties)
    ]
    owner = copy.hit.name.owner_party if copy.hit else ""
    circles = {scene.circle_of_hand.get(name) for name in buyers} - {None}
    victim = None if copy.other is None else int(scene.circles.of[copy.other])
    return victim in circles or bool(owner and owner in buyers)


def _lead(scene: MarkScene, limits: Limits, family: Family, copies: Sequence[Copy]) -> Lead:
    rows = np.array(list(dict.fromkeys(copy.row for copy in copies)), np.int64)
    counted, victims = applications(scene, rows), len({copy.victim for copy in copies})
    days = sorted(
        (day for row in rows.tolist() for day in life(scene, row)),
        key=lambda day: (day["day"], day["number"]),
    )
    names = Counter(called(scene, copy) for copy in copies)
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=name_of(scene, family.circle),
        filings=numbers_of(scene, rows),
        strength=together(
            (0.7, beyond(counted, limits.whole("least-filings") / 2)), (0.5, beyond(victims, 1))
        ),
        facts={"applications": counted, "victims": victims, **filed_between(scene, rows)},
        items=tuple(dict.fromkeys(item_of(scene, copy) for copy in copies)),
        evidence=(
            *told(scene, copies),
            figure("least-filings", counted, limits.whole("least-filings"), "filings"),
            spread_of("victim", names),
            Evidence("timeline", numbers_of(scene, rows), {"days": days[:MOST_TOLD]}),
        ),
        parties=parties_of(scene, rows),
    )
