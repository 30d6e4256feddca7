"""The marks nearest to one, with goods: ranked, explained, narrowed.

1. The index nominates the nearest Chinese rows of the register, of the class and filed before the
   day asked for.
2. Rows of one number are one hit: the class whose goods are nearest speaks for it.
3. Marks are compared as the examination guide does; goods by the table of similar goods.
4. A hit ranks by the score of the marks, less where the goods are apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from zhiheng.core.errors import InputError
from zhiheng.core.identifiers.name_kinds import is_organisation
from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.goods.table import Goods, GoodsTable
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.marks import compare_marks
from zhiheng.office.marks.asking import Asked
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.index import nearest_marks
from zhiheng.office.marks.queries import Key, Mark, marks_of_keys, owners_of
from zhiheng.office.registers.goods import goods_table

MOST_ROWS = 400  # of the register that the index hands out
PAGE_HITS = 20
LEAST_SCORE = 0.2  # below it nothing about two marks is alike enough to be shown
APART_WEIGHT = 0.5  # of the score where goods are certainly not similar
Owners = Mapping[Key, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Hit:
    """A mark that was found: how near, why, and how its goods are related to those asked for.

    `others` are its rows in further classes; `rank` is what it is ordered by.
    """

    mark: Mark
    comparison: MarkComparison
    relation: GoodsRelation
    rank: float
    others: Sequence[Mark]
    owners: Sequence[tuple[str, str]]

    @property
    def conflicts(self) -> bool:
        """Tell whether mark and goods are both near, and the mark has not ended."""
        alive = self.mark.phase != Phase.ENDED
        return alive and self.comparison.near and self.relation.similar


@dataclass(frozen=True)
class Answer:
    """All hits that pass, in order; `found` counts those before state and owner narrow."""

    hits: Sequence[Hit]
    found: int
    goods: Goods
    table: GoodsTable

    @property
    def near(self) -> int:
        """Return how many of the hits are near in the sense of the guide."""
        return sum(1 for each in self.hits if each.comparison.near)

    @property
    def conflicts(self) -> int:
        """Return how many are near for similar goods and have not ended."""
        return sum(1 for each in self.hits if each.conflicts)


def answer(asked: Asked, *, on: date, unmasked: bool) -> Answer:
    """Return the marks nearest to the one asked for.

    Who sees persons masked does not find their marks by owner. Raises where no mark is given.
    """
    if not asked.text.strip():
        raise InputError.of("marks.nothing_asked")
    table = goods_table()
    goods = table.read(asked.goods)
    near = nearest_marks(
        asked.text,
        limit=MOST_ROWS,
        at_least=LEAST_SCORE,
        nice_classes=[asked.nice_class] if asked.nice_class else (),
        filed_before=asked.before,
    )
    marks = marks_of_keys([(each.number, each.nice_class) for each in near], on=on)
    owners = owners_of(marks)
    hits = [
        hit_of(rows, goods, table, owners, against=asked.text) for rows in by_number(marks.values())
    ]
    chosen = [hit for hit in hits if _passes(asked, hit, unmasked=unmasked)]
    return Answer(_ordered(asked, chosen), len(hits), goods, table)


def goods_of(mark: Mark, table: GoodsTable) -> Goods:
    """Return the goods of a row of the register as the table reads them."""
    row = mark.row
    groups = row["similar_groups"] or ()
    return table.read(row["goods"] or "", classes=[row["nice_class"]], groups=groups)


@lru_cache(maxsize=8_192)
def compared(text: str, other: str, classes: tuple[str, ...]) -> MarkComparison:
    """Compare two marks with goods in some classes; the pages of one answer ask again."""
    return compare_marks(text, other, nice_classes=classes)


def rank_of(comparison: MarkComparison, relation: GoodsRelation) -> float:
    """Return what a hit is ordered by: the score of the marks, less where the goods are apart."""
    return comparison.score * (APART_WEIGHT + (1 - APART_WEIGHT) * relation.strength)


def by_number(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Return the rows of each number together."""
    grouped: dict[str, list[Mark]] = {}
    for mark in marks:
        grouped.setdefault(mark.row["number"], []).append(mark)
    return list(grouped.values())


def hit_of(
    rows: Sequence[Mark],
    goods: Goods,
    table: GoodsTable,
    owners: Owners,
    *,
    against: str | MarkComparison,
) -> Hit:
    """Return the rows of one number as a hit: compared with a text, or as they were compared."""
    relations = [(table.relate(goods, goods_of(row, table)), row) for row in rows]
    relations.sort(key=lambda each: (-each[0].strength, each[1].key))
    relation, mark = relations[0]
    comparison = against
    if isinstance(comparison, str):
        classes = tuple(sorted(goods.classes | {mark.row["nice_class"]}))
        comparison = compared(comparison, mark.text, classes)
    return Hit(
        mark=mark,
        comparison=comparison,
        relation=relation,
        rank=rank_of(comparison, relation),
        others=[row for _, row in relations[1:]],
        owners=owners.get(mark.key, ()),
    )


def _passes(asked: Asked, hit: Hit, *, unmasked: bool) -> bool:
    rows = (hit.mark, *hit.others)
    return (
        (asked.phase is None or any(row.phase == asked.phase for row in rows))
        and (not asked.near_only or hit.comparison.near)
        and (not asked.similar_only or hit.relation.similar)
        and (not asked.owner or _is_owned_by(asked.owner, hit, unmasked=unmasked))
    )


def _is_owned_by(wanted: str, hit: Hit, *, unmasked: bool) -> bool:
    text = wanted.strip().lower()
    names = [(party, name) for party, name in hit.owners]
    names += [("", name) for name in hit.mark.row["owners"] or ()]
    return any(
        party.lower() == text or (text in name.lower() and (unmasked or is_organisation(name)))
        for party, name in names
    )


def _ordered(asked: Asked, hits: list[Hit]) -> list[Hit]:
    hits.sort(key=lambda each: each.mark.key)
    if asked.sort == "newest":
        return sorted(hits, key=lambda each: each.mark.row["filing_date"] or date.min)[::-1]
    if asked.sort == "score":
        return sorted(hits, key=lambda each: -each.comparison.score)
    return sorted(hits, key=lambda each: (-each.rank, -each.comparison.score))
