"""What the columns of a plan's tables hold, told by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from zhiheng.core.plans.dates import FIVE_YEARS


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    GROUP = "group"
    NAME = "name"
    UNIT = "unit"
    VALUE = "value"
    KIND = "kind"
    SOURCE = "source"
    LEAD = "lead"
    SUPPORT = "support"
    LIMIT = "limit"
    TASK = "task"
    DETAIL = "detail"
    NOTE = "note"


_BODY = r"(?:部门|单位|主体|机构|处室|科室)"
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NUMBER, r"序号|编号|序|No\.?|项次"),
        (Role.GROUP, (
            r"(?:指标|任务|目标|一级)?(?:类别|领域|维度|分类|板块|方面|大类)|一级指标|目标"
        )),
        (Role.KIND, r"(?:指标)?(?:属性|性质|类型)"),
        (Role.LIMIT, (
            r"(?:计划|目标|工作)?(?:完成|实施|办结|推进|落实)?(?:时限|期限|时间|时间节点|时间进度|时间要求|进度安排|"
            r"进度要求|时间安排)(?:要求)?"
        )),
        (Role.SUPPORT, rf"(?:配合|协办|参与|参加|协同|协助|支持){_BODY}"),
        (Role.LEAD, (
            rf"(?:主要)?(?:牵头|责任|负责|主办|实施|承担|落实|主管){_BODY}(?:及责任单位)?|"
            rf"责任分工|分工"
        )),
        (Role.SOURCE, rf"(?:指标|数据)来源|来源|数据提供{_BODY}|(?:填报|统计|提供|监测){_BODY}"),
        (Role.UNIT, r"(?:计量|指标|数量)?单位(?:（.*）)?"),
        (Role.NAME, (
            r"(?:主要|核心|具体|二级|三级|预期|发展|规划|关键|重点|考核|目标|绩效|调控|"
            r"分项|知识产权)*指标(?:名称|内容|项目|项)?(?:（.{0,12}）)?|名称"
        )),
        (Role.NOTE, r"备注|说明|.*完成情况|指标解释"),
        (Role.TASK, (
            r"(?:重点|主要|工作|具体|改革|试点|目标)*(?:任务|举措|措施|事项|项目|工程|"
            r"工作)(?:内容|名称|事项|举措|措施|安排|清单)?|工作内容|主要内容|建设内容|内容"
        )),
    )
)  # fmt: skip
_VALUE = re.compile(
    r"20\d\d年?|基期|目标值|规划值|预期值|预期目标|规划目标|发展目标|现状|完成值|实际值|基准|现值|当前值|十[二三四五六]五|年均|累计|增速|"
    r"实现值|目标$|指标值|初值|终值|起始值|实绩"
)
_NO_HEADING = re.compile(r"(?:规划|计划|方案|纲要|要点|指标)$|印发")
_NO_UNIT = re.compile(r"基期|目标|累计|现状|实际|预期|完成|规划|计划")
_SENTENCE = re.compile(r"[。；，]")
_TARGET = re.compile(r"目标|规划值|预期|计划|终值|指标值")
_ACTUAL = re.compile(r"基期|现状|完成|实际|基准|现值|当前|实现值|初值|起始|基数|实绩")
_GROWTH = re.compile(r"年均|增速|增长|增幅|累计增加|增加值|增量")


@dataclass(frozen=True)
class Column:
    """A column's role; for values, the year, and whether it is measured, aimed at, or growth."""

    role: Role
    heading: str
    year: int | None = None
    actual: bool = False
    target: bool = False
    growth: bool = False
    cumulative: bool = False
    period: bool = False
    unit: str = ""


def read_heading(text: str) -> Column | None:
    """Return what a column with this heading holds, or None if this is no heading."""
    text = re.sub(r"[①-⑳*\s]", "", text)
    if not text or len(text) > 24 or _SENTENCE.search(text):
        return None
    for role, pattern in _ROLES:
        if pattern.fullmatch(text):
            return Column(role, text)
    return _value(text) if _VALUE.search(text) and not _NO_HEADING.search(text) else None


def _value(text: str) -> Column:
    years = re.findall(r"20\d\d", text)
    named = next((name for name in FIVE_YEARS if name in text), "")
    year = int(years[-1]) if years else FIVE_YEARS[named] + 4 if named else None
    unit = re.search(r"（([^（）\d年]{1,8})）$", text)
    return Column(
        Role.VALUE,
        text,
        year=year,
        actual=bool(_ACTUAL.search(text)),
        target=bool(_TARGET.search(text)),
        growth=bool(_GROWTH.search(text)),
        cumulative=bool(re.search(r"累计|合计|五年共?新增|总量", text)),
        period=bool(named or len(years) > 1) and not re.search(r"末|底", text),
        unit=unit[1] if unit and not _NO_UNIT.search(unit[1]) else "",
    )
