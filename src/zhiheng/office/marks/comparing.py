"""Two marks with their goods, compared."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.matching.goods.relation import GoodsRelation
from zhiheng.core.matching.goods.table import Goods, GoodsTable
from zhiheng.core.matching.marks.comparison import MarkComparison
from zhiheng.core.matching.marks.marks import compare_marks
from zhiheng.office.registers.goods import goods_table


@dataclass(frozen=True)
class Compared:
    """Two marks as they were given, and what comparing them and their goods says."""

    texts: tuple[str, str]
    given: tuple[str, str]
    goods: tuple[Goods, Goods]
    classes: tuple[str, ...]
    comparison: MarkComparison
    relation: GoodsRelation
    table: GoodsTable

    @property
    def conflicts(self) -> bool:
        """Tell whether marks and goods are both near."""
        return self.comparison.near and self.relation.similar


def compare(a: str, b: str, goods_a: str = "", goods_b: str = "") -> Compared:
    """Compare two marks; the generic names of the goods of either are left aside in both."""
    table = goods_table()
    goods = table.read(goods_a), table.read(goods_b)
    classes = tuple(sorted(goods[0].classes | goods[1].classes))
    return Compared(
        texts=(a, b),
        given=(goods_a, goods_b),
        goods=goods,
        classes=classes,
        comparison=compare_marks(a, b, nice_classes=classes),
        relation=table.relate(*goods),
        table=table,
    )
