"""Which declared indicators does a plan mean by a name?

Names are compared without what plans add or leave out freely: brackets, years, 累计, 全市, the
words for number and amount. A name that is then the same as a title or alias comes first, then
names of which one holds the other, then names that share most of their pairs of characters. Names
of which only one says a telling word (保险, 有效, 率 …) are never alike. Only indicators whose unit
can be told in the plan's are offered, and what is counted per head never for what is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from zhiheng.core.declarations.models import Indicator
from zhiheng.core.plans.units import conversion

_BRACKETS = re.compile(r"[(（〔\[【][^)）〕\]】]*[)）〕\]】]|<sup>.*?</sup>|[①-⑳*#]")
_PUNCTUATION = re.compile(r"[\s·、，。；：:,.;“”\"'《》〈〉/\\\-—–_]+")
_YEARS = re.compile(r"(?:19|20)\d\d年?|“?十[一二三四五六]五”?(?:期间|末)?")
_FREE = re.compile(
    r"累计|新增|总计|合计|全市|我市|本市|全省|国内|年度|每年|当年|年末|期末|达到|拥有量|保有量|"
    r"总数量|数量|总量|总额|金额|总数|件数|个数|家数|人数|项数|规模|情况|数$|量$|额$"
)
_PER_HEAD = re.compile(r"每百?万(?:人口|人|名)|人均|每亿")
# What the one name says and the other does not makes another thing of it.
_TELLING = (
    *("保险", "证券化", "增长", "增速", "增加值", "平均", "占比", "比重", "率", "高价值", "有效"),
    *(
        "海外",
        "境外",
        "国外",
        "驰名",
        "著名",
        "优势",
        "示范",
        "申请",
        "授权",
        "注册",
        "软件",
        "作品",
    ),
    *("金奖", "开放", "省"),
)
ALIKE = 0.6
HOLDS = 0.8


def folded(name: str) -> str:
    """Return a name without what plans add or leave out freely."""
    text = unicodedata.normalize("NFKC", _BRACKETS.sub("", name)).lower()
    text = _YEARS.sub("", _PUNCTUATION.sub("", text))
    short = _FREE.sub("", text)
    return short or text


def suggested(name: str, unit: str, indicators: Iterable[Indicator]) -> list[str]:
    """Return the names of the indicators that a plan may mean, the likeliest first."""
    wanted = folded(name)
    per_head = bool(_PER_HEAD.search(name))
    scored = [
        (max(_likeness(wanted, folded(told)) for told in names_of(each)), each)
        for each in indicators
        if _is_per_head(each) == per_head and (not unit or conversion(each.unit.zh, unit))
    ]
    least = 1.0 if any(score == 1 for score, _ in scored) else ALIKE
    likely = [(-score, each.order, each.name) for score, each in scored if score >= least]
    return [found for _, _, found in sorted(likely)]


def names_of(indicator: Indicator) -> list[str]:
    """Return what an indicator is called: its title and its aliases."""
    return [indicator.title.zh, *indicator.aliases]


def _is_per_head(indicator: Indicator) -> bool:
    return "/" in indicator.unit.zh


def _likeness(one: str, other: str) -> float:
    """Return 1 for the same name, 0.8 and more where one holds the other, else shared pairs."""
    if one == other:
        return 1.0
    if not one or not other or any((word in one) != (word in other) for word in _TELLING):
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 4 and shorter in longer:
        return HOLDS + 0.2 * len(shorter) / len(longer)
    mine, theirs = _pairs(one), _pairs(other)
    return 2 * len(mine & theirs) / max(len(mine) + len(theirs), 1)


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}
