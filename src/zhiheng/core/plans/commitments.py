"""Countable promises inside sentences: 不少于5家, 100亿元, 覆盖率达到80%以上."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.proposals import Commitment
from zhiheng.core.plans.quantities import Quantity, read_quantities
from zhiheng.core.plans.statements import CLAUSE_END, FROM_TO

_PAST = re.compile(
    r"截至|截止|目前|已(?:经|建|有|累|获|达|完)|“十[一二三]五”(?:期间|时期|以来)|(?:20[01]\d)年(?:以来|底|末)"
)
_DURATION = re.compile(r"[十百千万]*(?:年|个月|天|日|小时|分钟|工作日|个工作日|周|岁)$")
_SHORTENS = re.compile(r"压减|压缩|缩短|周期|时限|时间|提速|平均|控制在|办结|完成|审理|响应|内")
_CONDITION = re.compile(
    r"(?:^|[，；。])(?:对(?!接|标|外)|面向|针对|凡)|单笔|每笔|满(?=\d)|以单|注册资本|年收入"
)
# What an enterprise may get for something is no promise of the plan to the city.
_GRANT = re.compile(r"(?:给予|最高|奖励|补助|补贴|资助|贴息|罚款|处)[^，。；]{0,12}$")
_NOT_COUNTED = re.compile(r"^(?:的?(?:部门|方面|环节|维度|层面|阶段|字|角度|部委))")


def read_commitments(passages: Iterable[Passage]) -> tuple[Commitment, ...]:
    """Return the commitments of running text, in order."""
    return tuple(found for passage in passages for found in _of_passage(passage))


def _of_passage(passage: Passage) -> Iterator[Commitment]:
    year = None
    for clause in passage.pieces(CLAUSE_END):
        said = re.search(r"(?:到|至|^)(20\d\d)年", clause.text)
        year = int(said[1]) if said else year
        clause = clause.stripped(" 、")
        change = FROM_TO.search(clause.text)
        for quantity in read_quantities(clause.text):
            if change and change.start() <= quantity.start < change.end():
                continue  # what it is to grow from
            if promises(clause.text, quantity):
                yield Commitment(
                    clause.text, quantity.value, quantity.unit, quantity.comparator,
                    clause.span, quantity.upper, year,
                )  # fmt: skip


def promises(clause: str, quantity: Quantity) -> bool:
    """Tell whether a quantity is promised, not a condition, a past figure, or a duration."""
    before, after = clause[: quantity.start], clause[quantity.end :]
    if _PAST.search(clause) or _CONDITION.search(before) or _NOT_COUNTED.match(after):
        return False
    if quantity.unit.endswith("元") and _GRANT.search(before):
        return False
    if _DURATION.fullmatch(quantity.unit):
        return bool(_SHORTENS.search(clause)) and not re.match(r"的?(?:长期|使用|以上的)", after)
    return True
