"""What shows that a mark is near another, or says a protected name: evidence in plain values.

pair_of_marks  a, b: the words; score, near; channels [{name, score, reason}], rules [{code, near,
               words, source, status}] of the comparison; goods {kind, reason}; of both sides
               owner (names), day, status, classes
names          hits [{number, mark, name, kind, source, why}]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from zhiheng.core.declarations.models import LegalSource, Wording
from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.marks import compare_marks
from zhiheng.core.screening.leads import Evidence
from zhiheng.core.screening.marks.facts import Hit
from zhiheng.core.screening.marks.filings import CLASS
from zhiheng.core.screening.marks.protected import ProtectedName
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import MOST_TOLD, day_of

_HOW = {
    "same": Wording(zh="与之相同", en="is the same"),
    "within": Wording(zh="含有该名称", en="contains it"),
    "near": Wording(zh="与之近似", en="is near it"),
}


def pair_of_marks(scene: MarkScene, row: int, other: int) -> Evidence:
    """Return how a mark is near an earlier one, with the goods of both."""
    words = scene.filings.words
    nice_classes = tuple(
        sorted({scene.filings.table[CLASS][each].as_py() for each in (row, other)})
    )
    numbers = (scene.filings.numbers[row], scene.filings.numbers[other])
    return Evidence(
        "pair_of_marks",
        numbers,
        {
            **_compared(words[row], words[other], nice_classes),
            "goods": _related(scene.relation(row, other)),
            **_side(scene, "a", row),
            **_side(scene, "b", other),
        },
    )


def pair_with_name(
    scene: MarkScene, row: int, name: ProtectedName, relation: GoodsRelation
) -> Evidence:
    """Return how a mark is near a protected mark that stands in no row here."""
    nice_class = scene.filings.table[CLASS][row].as_py()
    return Evidence(
        "pair_of_marks",
        (scene.filings.numbers[row], ""),
        {
            **_compared(scene.filings.words[row], name.text, (nice_class,)),
            "goods": _related(relation),
            **_side(scene, "a", row),
            "b_owner": [],
            "b_day": name.valid_from.isoformat() if name.valid_from else "",
            "b_status": name.source,
            "b_classes": list(name.nice_classes),
        },
    )


def names_hit(scene: MarkScene, hits: Iterable[tuple[int, Hit]]) -> Evidence:
    """Return which protected names some marks say."""
    told: list[dict[str, Any]] = [
        {
            "number": scene.filings.numbers[row],
            "mark": scene.filings.words[row],
            "name": hit.name.text,
            "kind": hit.name.kind,
            "source": hit.name.source,
            "status": hit.name.status,
            "why": _HOW[hit.how].model_dump(),
        }
        for row, hit in hits
    ][:MOST_TOLD]
    return Evidence("names", tuple(dict.fromkeys(each["number"] for each in told)), {"hits": told})


def _compared(a: str, b: str, nice_classes: tuple[str, ...]) -> dict[str, Any]:
    found = _comparison(a, b, tuple(each for each in nice_classes if each != "00"))
    return {
        "a": a,
        "b": b,
        "score": round(found.score, 4),
        "near": found.near,
        "channels": [
            {"name": each.name, "score": round(each.score, 4), "reason": each.reason.model_dump()}
            for each in found.channels
        ],
        "rules": [
            {
                "code": each.code,
                "near": each.near,
                "words": each.words.model_dump(),
                "source": _source(each.source),
                "status": each.status,
            }
            for each in found.rules
        ],
    }


@lru_cache(maxsize=4096)
def _comparison(a: str, b: str, nice_classes: Sequence[str]) -> MarkComparison:
    return compare_marks(a, b, nice_classes=nice_classes)


def _source(source: LegalSource) -> str:
    return f"{source.instrument} {source.article}".strip()


def _related(relation: GoodsRelation) -> dict[str, Any]:
    return {"kind": relation.kind, "reason": relation.reason.model_dump()}


def _side(scene: MarkScene, side: str, row: int) -> dict[str, Any]:
    table = scene.filings.table
    return {
        f"{side}_owner": list(table["applicants"][row].as_py()),
        f"{side}_party": list(table["applicant_parties"][row].as_py()),
        f"{side}_day": day_of(scene, row),
        f"{side}_status": table["status"][row].as_py(),
        f"{side}_classes": [table[CLASS][row].as_py()],
    }
