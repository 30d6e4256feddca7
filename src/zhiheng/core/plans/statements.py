"""Sentences that state a target: what is measured, how much, from where.

每万人口高价值发明专利拥有量达108件
新增知识产权律师不少于100名
培育10家知识产权优势企业
专利密集型产业增加值占比由2020年的12%提高到2025年的14%
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.quantities import Quantity, read_quantities

CLAUSE_END = re.compile(r"[，。；！]")
_LEAD_IN = re.compile(
    r"^(?:——|[-·*]|（\d+）|[一二三四五六七八九十]是|其中，?|到20\d\d年(?:末|底|年底)?[，：]?|至20\d\d年(?:末|底)?|20\d\d年(?:末|底)?(?:前)?|"
    r"“十[二三四五六]五”(?:期间|时期|末)?|未来[三五]年|力争|争取|实现|全年|确保|推动|使|全市|我市|全省|全区|本市|在全市|年内|[三五]年(?:内)?累计|期间|规划期内|五年内|累计(?=新增)|"
    r"到|，|：|并|和|及|完成(?=.{4}))+"
)
_TAIL = re.compile(
    r"(?:(?:分别)?(?:达到|达|超过|突破|不少于|不低于|不超过|不高于|至少|力争|大于|高于|低于|小于|约为|约|近|超|保持在|稳定在|控制在|"
    r"提高到|提高至|提升到|提升至|增加到|增加至|增长到|增长至|增至|保持|维持|扩大到|扩大至|压减至|压缩至|缩短至|降至|降低到|降低至|下降到|"
    r"(?:五年|三年|期内)?累计|累计达到|总数|合计|共|为|到|在|新增|分别|各|人民币|争取|实现|≥|≤|>|<|=|：|约|以|:)|（)+$"
)
VERBS = (
    r"培育|建设|新建|建成|共建|建立|打造|形成|新增|增加|引进|引育|培养|培训|完成|实现|设立|组建|布局|认定|遴选|选取|选择|开展|举办|组织|"
    r"制定|制修订|发布|推广|推动|支持|扶持|服务|办理|查办|查处|创建|获批|争取|新设|成立|实施|推出|转化|编制|出台|评选|征集|入选|覆盖|帮助|"
    r"指导|促成|达成|开设|设置|派驻|聘任|新认定|新培育|储备|孵化|集聚|落地|运营|筛选|盘活|达到|登记|受理|申请|获得|拥有|力争|确保|"
    r"配备|储备|遴选推广|推荐|备案|入库|对接|走访|惠及|发放|筹建|升级|改造|扩建|新增设"
)
_GENERIC = ("金额", "数量", "规模", "总额", "户数", "笔数", "年均增长")  # of what was named before
_VERB_ONLY = re.compile(rf"(?:.*(?:{VERBS}|至少|各|每区|每个.{{1,8}})+(?:建设|培育|完成|形成)?)$")
_YEARS = re.compile(r"到?(?:20\d\d年?(?:末|底)?(?:、|和|及)){1,4}20\d\d年(?:末|底)?")
SHORTEST_NAME = 4  # of several things that share one verb; what is shorter is a part of a name
FROM_TO = re.compile(
    r"(?:由|从)(?:(?P<year>20\d\d)年?(?:末|底)?的?)?(?P<base>[^，。；由从]{0,6}?\d[\d.]*[^，。；\d]{0,6}?)(?:提高|提升|增长|增加|上升|扩大|下降|降低|缩短|压减|压缩|减少|增)[到至]"
)


_CHANGE = re.compile(
    r"(?:比|较|与)(?:于)?(?P<since>20\d\d)年?(?:末|底|同期)?(?:相比)?(?:分别|再|至少|力争|累计|平均|各|，)*"
    r"(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|缩短|压减|压缩|净增|增)"
    r"(?:约|近|超|超过|达|不少于|不低于|至少|了)*$"
)


@dataclass(frozen=True)
class Statement:
    """One stated target: the clause, the name of what is measured, its quantity, its baseline.

    With `since` the quantity is the change from that year on; `milestones` are what is to be
    reached in earlier years.
    """

    clause: Passage
    name: str
    quantity: Quantity
    year: int | None = None
    base: Quantity | None = None
    base_year: int | None = None
    since: int | None = None
    milestones: tuple[tuple[int, Quantity], ...] = ()


def read_statements(passage: Passage) -> list[Statement]:
    """Return the stated targets of a passage, clause by clause."""
    found: list[Statement] = []
    year, years = None, list[int]()
    for clause in passage.pieces(CLAUSE_END):
        said = re.search(r"(?:到|至|^|，)(20\d\d)年", clause.text)
        year = int(said[1]) if said else year
        listed = _YEARS.search(clause.text)
        years = [int(each) for each in re.findall(r"20\d\d", listed[0])] if listed else years
        years = years if listed or not said else []
        last = found[-1].name if found else ""
        clause = clause.stripped(" ")
        found.extend(_respective(clause, years, year) or _clause(clause, year, last))
    return found


def _respective(clause: Passage, years: list[int], year: int | None) -> list[Statement]:
    """Read `甲、乙分别达到5家、8家`, and after several years `甲分别达到5家、6家、8家`."""
    head, found, _ = clause.text.partition("分别")
    if not found:
        return []
    told = [each for each in read_quantities(clause.text) if each.start > len(head)]
    told = [replace(each, comparator=told[0].comparator) for each in told]
    if len(told) < 2:
        return []
    if len(told) == len(years):
        steps = tuple(zip(years[:-1], told[:-1], strict=True))
        name = stated_name(_YEARS.sub("", head))
        return [Statement(clause, name, told[-1], years[-1], milestones=steps)] if name else []
    names = [stated_name(each) for each in re.split("、|和|与|及", _LEAD_IN.sub("", head))]
    if len(names) != len(told) or min(map(len, names)) < SHORTEST_NAME:
        return []
    pairs = zip(names, told, strict=True)
    return [Statement(clause, name, quantity, year) for name, quantity in pairs]


def _clause(clause: Passage, year: int | None, last: str) -> Iterator[Statement]:
    change = FROM_TO.search(clause.text)
    base = next(iter(read_quantities(change["base"])), None) if change else None
    start = 0
    for quantity in read_quantities(clause.text):
        if change and quantity.start < change.end():
            continue
        head = clause.text[start : change.start() if change else quantity.start]
        changed = _CHANGE.search(head)
        name = stated_name(
            head[: changed.start()] if changed else head, clause.text[quantity.end :]
        )
        start = quantity.end
        if name in _GENERIC and last:
            name = last + name
        last = name or last
        if name:
            base_year = int(change["year"]) if change and change["year"] else None
            since = int(changed["since"]) if changed else None
            yield Statement(clause, name, quantity, year, base, base_year, since)


def stated_name(before: str, after: str = "") -> str:
    """Return what a clause measures, from the words before and after its quantity."""
    name = without_tail(_LEAD_IN.sub("", before))
    if _VERB_ONLY.fullmatch(name) or not name:
        noun = re.split(r"[，。；、（]", after.removeprefix("的"))[0]
        name = (name + noun) if noun else ""
    name = name.strip("、的 ")
    return name if 2 <= len(name) <= 40 and not re.match("较|比|同比", name) else ""


def without_tail(name: str) -> str:
    """Return a name without the words that only lead to its figure."""
    shorter = _TAIL.sub("", name)
    return shorter if len(shorter) >= 2 else name
