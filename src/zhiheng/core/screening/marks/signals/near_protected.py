"""One mark near a protected mark, for similar goods.

Every mark asked about is compared with the listed protected marks. Told is each application that
comes near one it does not own: where the comparison reaches the limit, and the goods are similar by
the table of similar goods, or the protected mark is listed for all goods. Marks of the owner, of
its family and the protected mark itself do not count.

A single mark near another is a matter of examination and opposition, and no bad faith by itself;
the lead is a note to look, and counts little when leads are ranked. The strength is the score of
the comparison times that of the goods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.screening.declared import Limits
from zhiheng.core.screening.leads import Lead, filing_item
from zhiheng.core.screening.marks.evidence import names_hit, pair_with_name
from zhiheng.core.screening.marks.facts import Hit
from zhiheng.core.screening.marks.families import filed_between
from zhiheng.core.screening.marks.filings import CLASS
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import numbers_of, parties_of

SIGNAL, BEHAVIOUR = "mark-near-protected", "TM-10"
ALL_GOODS = 0.9  # how much the goods weigh where a mark is protected for all of them
Met = tuple[int, Hit, GoodsRelation]


def find(scene: MarkScene, limits: Limits) -> Iterator[Lead]:
    """Yield one lead for each application near a protected mark."""
    found: dict[str, list[Met]] = defaultdict(list)
    for row in np.flatnonzero(scene.filings.asked).tolist():
        circle = int(scene.circles.of[row])
        for hit in scene.facts.hits.get(scene.filings.numbers[row], ()):
            if hit.name.kind == "mark" and hit.score >= limits.number("near-score"):
                relation = _relation(scene, row, hit)
                if _may_mislead(hit, relation) and not scene.belongs(hit.name, circle):
                    found[scene.filings.applications[row]].append((row, hit, relation))
    for number, met in found.items():
        yield _lead(scene, number, met)


def _relation(scene: MarkScene, row: int, hit: Hit) -> GoodsRelation:
    protected = scene.facts.goods.read(classes=hit.name.nice_classes)
    return scene.facts.goods.relate(scene.goods_of(row), protected)


def _may_mislead(hit: Hit, relation: GoodsRelation) -> bool:
    return not hit.name.nice_classes or relation.kind != "unrelated"


def _weight(each: Met) -> float:
    _, hit, relation = each
    return hit.score * (relation.strength if hit.name.nice_classes else ALL_GOODS)


def _lead(scene: MarkScene, number: str, met: list[Met]) -> Lead:
    rows = list(dict.fromkeys(row for row, _, _ in met))
    best = max(met, key=lambda each: (_weight(each), each[1].name.text))
    numbers = numbers_of(scene, rows)
    return Lead(
        signal=SIGNAL,
        behaviour=BEHAVIOUR,
        subject=f"mark:{number}",
        filings=numbers,
        strength=_weight(best),
        facts={
            "mark": scene.filings.words[best[0]],
            "protected": best[1].name.text,
            "classes": "、".join(scene.filings.table[CLASS][row].as_py() for row in rows),
            "score": best[1].score,
            **filed_between(scene, rows),
        },
        items=tuple(map(filing_item, numbers)),
        evidence=(
            pair_with_name(scene, best[0], best[1].name, best[2]),
            names_hit(scene, ((row, hit) for row, hit, _ in met)),
        ),
        parties=parties_of(scene, rows),
    )
