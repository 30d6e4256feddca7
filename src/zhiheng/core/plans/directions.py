"""What has to be known of an indicator to watch it: what is counted, and which way is better."""

from __future__ import annotations

import re

from zhiheng.core.plans.counting import guess_counting
from zhiheng.core.plans.proposals import IndicatorProposal, Level

_LESS_IS_BETTER = re.compile(
    r"周期|时长|时限|天数|用时|时间$|耗时|成本|费用|发生率|侵权率|假冒率|差错率|驳回率|退回率|"
    r"投诉(?:量|率|件)|不良率|赔付率|上诉率|发案|能耗|排放"
)
_OF_ONE_YEAR = re.compile(r"（(?:当年|年度|全年)）|年均(?!增|提|上升|下降)|年产值|每年")


def counting_of(indicator: IndicatorProposal) -> str:
    """Return what its values are values of: level, cumulative, yearly or yearly_growth."""
    if indicator.target.cumulative:
        return "cumulative"
    if indicator.unit.endswith("/年") or _OF_ONE_YEAR.search(indicator.name):
        return "yearly"
    return guess_counting(indicator.name)


def lower_is_better(indicator: IndicatorProposal) -> bool:
    """Tell whether less answers the target: by its comparator, its baseline, or its name."""
    target, base = indicator.target, indicator.baseline
    if target.comparator in ("<=", "<"):
        return True
    if target.comparator in (">=", ">"):
        return False
    if base and _comparable(base, target) and base.value != target.value:
        return (target.value or 0) < (base.value or 0)
    return bool(_LESS_IS_BETTER.search(indicator.name))


def _comparable(base: Level, target: Level) -> bool:
    valued = base.value is not None and target.value is not None
    return valued and not (base.unit or target.unit) and base.cumulative == target.cumulative
