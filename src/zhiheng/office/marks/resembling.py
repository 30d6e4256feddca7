"""Later marks of others that are near those of an owner: what a squatter would hold.

1. The words of the owner's marks that are pending, in force or in grace are asked of the index.
2. A mark counts when another party alone owns it, when it was filed after a mark of the owner with
   those words, and when the two are near in the sense of the guide.
3. Goods are related between the two marks; of several marks of the owner the one whose goods are
   nearest counts.

Who is related to the owner without being the same party is not known here: a subsidiary of another
name is listed, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.goods.table import Goods, GoodsTable
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.index import answering, nearest_many
from zhiheng.office.marks.owned import marks_of_party
from zhiheng.office.marks.queries import Key, Mark, marks_of_keys, owners_of, versions
from zhiheng.office.marks.searching import compared, goods_of, rank_of
from zhiheng.office.registers import lake
from zhiheng.office.registers.goods import goods_table, goods_versions

MOST_TEXTS = 200  # of the owner, those of the most classes first
MOST_NEAR = 100  # of each
OWNERS_KEPT = 4
LEAST_SCORE = 0.3  # words of the trade still count then: with them left aside a mark may be near
HELD = (Phase.IN_FORCE, Phase.PENDING, Phase.GRACE)


@dataclass(frozen=True)
class Resemblance:
    """A later mark of somebody else beside the mark of the owner that it is near to."""

    own: Mark
    other: Mark
    owners: Sequence[tuple[str, str]]
    comparison: MarkComparison
    relation: GoodsRelation
    rank: float


@dataclass(frozen=True)
class Squatter:
    """Somebody with later marks near the owner's: how many, for how many with similar goods."""

    party: str
    name: str
    marks: int
    similar: int


@dataclass(frozen=True)
class Resemblances:
    """All of them, the nearest first; `left_out` words of the owner were not asked."""

    found: Sequence[Resemblance]
    squatters: Sequence[Squatter]
    left_out: int


def resemblances(party: str, *, on: date) -> Resemblances:
    """Return the later marks of others near those of an owner."""
    return _resemblances(party, on, (versions(), goods_versions(), answering(), lake.lake().root))


@lru_cache(maxsize=OWNERS_KEPT)
def _resemblances(party: str, on: date, state: Hashable) -> Resemblances:
    """Find them; kept until a register or the index moves, the `state` they belong to.

    For an owner of hundreds of names this takes seconds, and every page of the list asks again.
    """
    own = _by_text(marks_of_party(party, on=on))
    texts = sorted(own, key=lambda text: (-len(own[text]), text))
    asked = texts[:MOST_TEXTS]
    near = nearest_many(asked, limit=MOST_NEAR, at_least=LEAST_SCORE)
    keys = {(each.number, each.nice_class) for hits in near for each in hits}
    known, owners = marks_of_keys(keys | _keys(own, asked), on=on), owners_of(keys)
    table = goods_table()
    best: dict[str, Resemblance] = {}
    for text, hits in zip(asked, near, strict=True):
        whole = [known[mark.key] for mark in own[text] if mark.key in known] if hits else []
        held = [(mark, goods_of(mark, table)) for mark in whole]
        for hit in hits:
            key = hit.number, hit.nice_class
            found = _resemblance(held, known.get(key), owners.get(key, []), party, table)
            if found and found.rank > _rank(best.get(hit.number)):
                best[hit.number] = found
    ordered = sorted(best.values(), key=lambda each: (-each.rank, each.other.key))
    return Resemblances(ordered, _squatters(ordered), len(texts) - len(asked))


def _by_text(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.phase in HELD and mark.words_held:
            found.setdefault(mark.text, []).append(mark)
    return found


def _keys(own: Mapping[str, Sequence[Mark]], texts: Iterable[str]) -> set[Key]:
    return {mark.key for text in texts for mark in own[text]}


def _resemblance(
    own: Sequence[tuple[Mark, Goods]],
    other: Mark | None,
    owners: Sequence[tuple[str, str]],
    party: str,
    table: GoodsTable,
) -> Resemblance | None:
    """Return the nearest pair of the owner's marks of some words and one other; None for none."""
    if other is None or any(each == party for each, _ in owners):
        return None
    earlier = [(mark, held) for mark, held in own if _is_later(other, mark)]
    if not earlier:
        return None
    goods = goods_of(other, table)
    related = [(table.relate(held, goods), mark) for mark, held in earlier]
    relation, mark = max(related, key=lambda each: (each[0].strength, each[1].key))
    classes = tuple(sorted({mark.row["nice_class"], other.row["nice_class"]}))
    comparison = compared(mark.text, other.text, classes)
    if not comparison.near:
        return None
    rank = rank_of(comparison, relation)
    return Resemblance(mark, other, owners, comparison, relation, rank)


def _is_later(mark: Mark, other: Mark) -> bool:
    one, two = (each.row["priority_date"] or each.row["filing_date"] for each in (mark, other))
    return one is not None and two is not None and one > two


def _rank(known: Resemblance | None) -> float:
    return known.rank if known else -1.0


def _squatters(found: Iterable[Resemblance]) -> list[Squatter]:
    names: dict[str, str] = {}
    marks: Counter[str] = Counter()
    similar: Counter[str] = Counter()
    for each in found:
        for party, name in each.owners:
            names.setdefault(party, name)
            marks[party] += 1
            similar[party] += each.relation.similar
    lines = [Squatter(party, names[party], marks[party], similar[party]) for party in names]
    return sorted(lines, key=lambda each: (-each.similar, -each.marks, each.party))
