"""What the values of a plan's indicator are values of, as far as its name and unit say.

`level` on a day (拥有量, 覆盖率), `cumulative` over the plan's years (累计, 新增), `yearly` of one
year (授权量, 质押融资金额), `yearly_growth` on average (年均增长). A proposal: a clerk decides.
"""

from __future__ import annotations

import re

_GROWTH = re.compile(r"年均(?:增长|增速|增幅|提高)|年(?:平均)?增长率|年增速")
_LEVEL = re.compile(
    r"拥有量|有效(?:量|商标|专利|注册)|存量|保有|覆盖|占比|比重|率$|满意度|指数|总数$|周期|时长"
)
_SUM = re.compile(r"累计|新增|合计")
_OF_A_YEAR = re.compile(
    r"(?:申请|授权|登记|注册|发行|成交|交易|融资|质押|许可|转让|出口|进出口|立案|结案|受理|增加|(?<![识资])产(?![权品业]))"
    r"[^，。]{0,8}(?:量|额|值|数|件)|每年|年度|(?:金额|交易额|收入)$"
)


def guess_counting(name: str, *, cumulative: bool = False) -> str:
    """Return `level`, `cumulative`, `yearly` or `yearly_growth` for an indicator's name."""
    if _GROWTH.search(name):
        return "yearly_growth"
    if cumulative or _SUM.search(name):
        return "cumulative"
    if _LEVEL.search(name):
        return "level"
    return "yearly" if _OF_A_YEAR.search(name) else "level"
