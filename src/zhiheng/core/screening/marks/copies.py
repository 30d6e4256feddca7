"""Copies: marks near earlier marks of others, and whose these are.

Of the earlier marks near one the nearest count, those with about the score of the best. One counts
where its owner does not belong to the applicant's own family, where few others have the like (a
word of many is nobody's, and so is one that only names or praises the goods), and where the goods
may be taken for one another. In unrelated goods it counts only where the words are the same and
long enough not to meet by chance. Protected marks that stand in no row count as what they are:
somebody's mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhiheng.core.screening.leads import Evidence, filing_item, pair_item
from zhiheng.core.screening.marks.evidence import names_hit, pair_of_marks
from zhiheng.core.screening.marks.facts import Hit
from zhiheng.core.screening.marks.families import name_of
from zhiheng.core.screening.marks.filings import key_of
from zhiheng.core.screening.marks.scene import MarkScene
from zhiheng.core.screening.within_circles import MOST_PAIRS_TOLD

SAME = 0.98
ABOUT_THE_SAME = 0.02
LEAST_CHARACTERS = 3  # of words that are the same in unrelated goods


@dataclass(frozen=True)
class Copy:
    """A mark and what it is near: a row, or a protected mark without one; and whose that is."""

    row: int
    victim: str
    score: float
    other: int | None = None
    hit: Hit | None = None


def copies_in(
    scene: MarkScene,
    rows: Iterable[int],
    *,
    least_score: float,
    most_owners: int,
    only_nearest: bool = True,
) -> Iterator[Copy]:
    """Yield what the marks of some rows copy: of each victim of a mark the nearest."""
    within = ABOUT_THE_SAME if only_nearest else 1.0
    for row in rows:
        if _is_nobodys(scene, row):
            continue
        found: dict[str, Copy] = {}
        for copy in (
            *_of_marks(scene, row, least_score, most_owners, within),
            *_of_names(scene, row),
        ):
            if copy.score >= least_score:
                known = found.get(copy.victim)
                if known is None or copy.score > known.score:
                    found[copy.victim] = copy
        yield from found.values()


def without(scene: MarkScene, copies: Iterable[Copy], gone: Collection[str]) -> list[Copy]:
    """Return copies but those by some marks."""
    return [copy for copy in copies if scene.filings.numbers[copy.row] not in gone]


def by_victim(copies: Iterable[Copy]) -> Mapping[str, list[Copy]]:
    """Return copies by whose marks they are near."""
    found: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        found[copy.victim].append(copy)
    return found


def item_of(scene: MarkScene, copy: Copy) -> str:
    """Return the item that says of a mark that it is near the other."""
    key = scene.filings.numbers[copy.row]
    if copy.other is None:
        return filing_item(key)
    return pair_item(key, scene.filings.numbers[copy.other])


def told(scene: MarkScene, copies: Sequence[Copy]) -> Iterator[Evidence]:
    """Yield the nearest copies as evidence, those of different victims first."""
    best = sorted(copies, key=lambda each: (-each.score, scene.filings.numbers[each.row]))
    turns: dict[str, int] = defaultdict(int)
    order = []
    for copy in best:
        order.append((turns[copy.victim], copy))
        turns[copy.victim] += 1
    chosen = [copy for _, copy in sorted(order, key=lambda each: each[0])][:MOST_PAIRS_TOLD]
    for copy in chosen:
        if copy.other is not None:
            yield pair_of_marks(scene, copy.row, copy.other)
    hits = [(copy.row, copy.hit) for copy in best if copy.hit is not None]
    if hits:
        yield names_hit(scene, hits)


def called(scene: MarkScene, copy: Copy) -> str:
    """Return what people call the victim of a copy."""
    if copy.other is None:
        return copy.hit.name.text if copy.hit else ""
    names = scene.filings.table["applicants"][copy.other].as_py()
    return "、".join(names) or scene.filings.numbers[copy.other]


def _is_nobodys(scene: MarkScene, row: int) -> bool:
    hits = scene.facts.hits.get(scene.filings.numbers[row], ())
    return any(hit.name.kind == "generic" for hit in hits)


def _of_marks(
    scene: MarkScene, row: int, least_score: float, most_owners: int, within: float
) -> Iterator[Copy]:
    of, row_of = scene.circles.of, scene.filings.row_of
    near = scene.facts.near.get(scene.filings.numbers[row], ())
    others = [
        (row_of[each.key], each.score)
        for each in near
        if each.score >= least_score and each.key in row_of and of[row_of[each.key]] != of[row]
    ]
    best = max((score for _, score in others), default=0.0)
    nearest = [(other, score) for other, score in others if score >= best - within]
    if len({int(of[other]) for other, _ in nearest}) > most_owners:
        return
    for other, score in nearest:
        if _may_mislead(scene, row, other, score):
            yield Copy(row, name_of(scene, int(of[other])), score, other)


def _of_names(scene: MarkScene, row: int) -> Iterator[Copy]:
    """Yield protected marks that are near; one with a row of another family is told by its row."""
    for hit in scene.facts.hits.get(scene.filings.numbers[row], ()):
        if hit.name.kind != "mark" or scene.belongs(hit.name, int(scene.circles.of[row])):
            continue
        circle, other = scene.circle_of_hand.get(hit.name.owner_party), _row_of_name(scene, hit)
        victim = f"name:{hit.name.text}" if circle is None else name_of(scene, circle)
        yield Copy(row, victim, hit.score, other, None if other is not None else hit)


def _row_of_name(scene: MarkScene, hit: Hit) -> int | None:
    if not hit.name.number:
        return None
    keys = (key_of(hit.name.number, each) for each in hit.name.nice_classes)
    return next((scene.filings.row_of[key] for key in keys if key in scene.filings.row_of), None)


def _may_mislead(scene: MarkScene, row: int, other: int, score: float) -> bool:
    if score >= SAME and len(scene.texts[row]) >= LEAST_CHARACTERS:
        return True
    return scene.relation(row, other).kind != "unrelated"
