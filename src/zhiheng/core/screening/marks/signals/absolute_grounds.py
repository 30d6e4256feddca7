"""One mark that may not be registered for anybody, by what it says.

Told is each application asked about that is nothing but the name of an administrative area of
county level or above, a geographical indication, or words that only name or praise the goods of its
class. The owner of a geographical indication does not count.

Such a mark may be refused, and often is filed in good faith: it is no bad faith by itself. The lead
is a note to look, counts little when leads are ranked, and names what was met. The strength is 0.5
for words of the goods, 0.6 for a place, 0.8 for a geographical indication.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead, filing_item
from zhiheng.core.screening.marks.evidence import names_hit
from zhiheng.core.screening.marks.facts import Hit
from zhiheng.core.screening.marks.families import filed_between
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import numbers_of, parties_of

SIGNAL, BEHAVIOUR = "mark-absolute-grounds", "TM-10"
STRENGTHS = {"generic": 0.5, "place": 0.6, "gi": 0.8}


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each application that says what nobody may have for himself."""
    del limits  # whether it is told its least strength alone decides
    found: dict[str, list[tuple[int, Hit]]] = defaultdict(list)
    for row in np.flatnonzero(scene.filings.asked).tolist():
        circle = int(scene.circles.of[row])
        for hit in scene.facts.hits.get(scene.filings.numbers[row], ()):
            barred = hit.how == "same" and hit.name.kind in STRENGTHS
            if barred and not scene.belongs(hit.name, circle):
                found[scene.filings.applications[row]].append((row, hit))
    for number, met in found.items():
        yield _lead(scene, number, met)


def _lead(scene: MarkScene, number: str, met: list[tuple[int, Hit]]) -> Lead:
    rows = list(dict.fromkeys(row for row, _ in met))
    numbers = numbers_of(scene, rows)
    row, gravest = max(met, key=lambda each: (STRENGTHS[each[1].name.kind], each[1].name.text))
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=f"mark:{number}",
        filings=numbers,
        strength=STRENGTHS[gravest.name.kind],
        facts={
            "mark": scene.filings.words[row],
            "name": gravest.name.text,
            "source": gravest.name.source,
            **filed_between(scene, rows),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=(names_hit(scene, met),),
        parties=parties_of(scene, rows),
    )
