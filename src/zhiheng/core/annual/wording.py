"""What the sections say until somebody writes them: sentences in official Chinese from the facts.

A sentence is only written where its figures are known; what is not known is said to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from zhiheng.core.annual.comparison import changes
from zhiheng.core.annual.facts import (
    Facts,
    Gap,
    IndicatorFacts,
    Light,
    MeasureFacts,
    MeasureState,
    Missing,
)
from zhiheng.core.annual.figures import (
    LIGHT_WORDS,
    STATE_WORDS,
    counts_by_light,
    day,
    elapsed,
    listed,
    percent,
    quoted,
    titled,
)
from zhiheng.core.annual.sections import Section

_Writer = Callable[[Facts, "Facts | None"], Sequence[str]]


def drafted(facts: Facts, previous: Facts | None = None) -> dict[Section, str]:
    """Return the words of every section, one paragraph a line."""
    return {section: "\n".join(write(facts, previous)) for section, write in _WRITERS.items()}


def _overview(facts: Facts, previous: Facts | None) -> Sequence[str]:
    plan = facts.plan
    first, last = plan.first_year, plan.last_year
    where = f"{facts.year}年是规划实施的第{facts.year - first + 1}年"
    if facts.year > last:
        where = f"规划期已于{last}年末结束"
    period = (
        f"{titled(plan.title)}规划期为{first}—{last}年，{where}。"
        f"截至{day(facts.on)}，规划期时间进度为{percent(elapsed(facts))}。"
    )
    return [period + _since(facts, previous), _lights_sentence(facts), _states_sentence(facts)]


def _since(facts: Facts, previous: Facts | None) -> str:
    if previous is None:
        return "本报告为该规划在平台上形成的首份年度报告，暂无上年度报告可比。"
    return f"“较上年”一栏与数据截至{day(previous.on)}的上年度报告相比较。"


def _lights_sentence(facts: Facts) -> str:
    if not facts.indicators:
        return "规划未设定可考核的指标。"
    counts = counts_by_light(facts.indicators)
    total = len(facts.indicators)
    if counts[Light.UNKNOWN] == total:
        return f"指标方面，规划设定的{total}项指标目前均缺少足以判断进展的数据。"
    told = [f"{counts[light]}项{LIGHT_WORDS[light]}" for light in Light if counts[light]]
    binding = [each for each in facts.indicators if each.kind == "binding"]
    return f"指标方面，规划设定的{total}项指标中，{'，'.join(told)}。{_binding_sentence(binding)}"


def _binding_sentence(binding: Sequence[IndicatorFacts]) -> str:
    if not binding:
        return ""
    reached = sum(each.light in {Light.REACHED, Light.GREEN} for each in binding)
    if reached == len(binding):
        return f"{reached}项约束性指标均已达标或进展顺利。"
    return f"{len(binding)}项约束性指标中，{reached}项已达标或进展顺利。"


def _states_sentence(facts: Facts) -> str:
    if not facts.measures:
        return "任务方面，规划未分解出重点任务。"
    states = [each.state for each in facts.measures]
    told = [f"{STATE_WORDS[each]}{states.count(each)}项" for each in MeasureState if each in states]
    mean = Decimal(sum(each.percent for each in facts.measures)) / len(facts.measures) / 100
    return (
        f"任务方面，规划部署的{len(states)}项重点任务中，{'，'.join(told)}；"
        f"平均完成进度为{percent(mean)}。"
    )


def _indicators(facts: Facts, previous: Facts | None) -> Sequence[str]:
    if not facts.indicators:
        return ["规划未设定可考核的指标。"]
    computed = sum(each.source == "computed" for each in facts.indicators)
    reported = sum(each.source == "reported" for each in facts.indicators)
    none = len(facts.indicators) - computed - reported
    sources = [f"{computed}项由平台按登记簿数据计算"] if computed else []
    sources += [f"{reported}项由责任部门填报并签发"] if reported else []
    sources += [f"{none}项尚无数据"] if none else []
    return [
        f"规划{len(facts.indicators)}项指标中，{'，'.join(sources)}。",
        *_movement(facts, previous),
    ]


def _movement(facts: Facts, previous: Facts | None) -> Sequence[str]:
    """Say which indicators changed their light since the year before."""
    order = [Light.RED, Light.AMBER, Light.GREEN, Light.REACHED]
    found = changes(facts, previous)
    better: list[str] = []
    worse: list[str] = []
    for each in facts.indicators:
        before = found[each.number].light_before if each.number in found else Light.UNKNOWN
        if before in order and each.light in order and before != each.light:
            (better if order.index(each.light) > order.index(before) else worse).append(each.name)
    return [
        f"与上年度相比，{listed(quoted(names))}进展状态{word}。"
        for names, word in ((better, "好转"), (worse, "下降"))
        if names
    ]


def _measures(facts: Facts, previous: Facts | None) -> Sequence[str]:
    done = [each.title for each in facts.measures if each.state is MeasureState.DONE]
    if not facts.measures:
        return ["规划未分解出重点任务。"]
    kept = [
        promise
        for measure in facts.measures
        for promise in measure.commitments
        if promise.reached is not None
    ]
    said = ["各部门按照职责分工推进规划任务，各部分进展见下表，逐项情况见附件。"]
    said += [f"本年度末已完成的任务有：{listed(quoted(done))}。"] if done else []
    said += [f"任务中明确的量化要求，已有{len(kept)}项报告了完成数。"] if kept else []
    return said


def _coordination(facts: Facts, previous: Facts | None) -> Sequence[str]:
    held = sorted({(each.held_on, each.meeting) for each in facts.decisions})
    if not held:
        return [f"{facts.year}年度平台上没有联席会议议定事项的记录。"]
    done = sum(each.done for each in facts.decisions)
    open_ = [each for each in facts.decisions if not each.done]
    late = [each.text for each in open_ if each.due_on < facts.on]
    meetings = "、".join(f"{name}（{day(on)}）" for on, name in held)
    told = (
        f"知识产权联席会议召开{meetings}，议定事项{len(facts.decisions)}项，"
        f"已办结{done}项，正在办理{len(open_)}项。"
    )
    return [told, *([f"其中逾期未办结的有：{listed(late)}。"] if late else [])]


def _evaluation(facts: Facts, previous: Facts | None) -> Sequence[str]:
    if not facts.evaluations:
        return [f"截至{day(facts.on)}，规划尚未完成中期或总结评估。"]
    return [
        f"{each.title}（数据截至{day(each.as_of)}）得分{each.score}分"
        f"{f'，等次为“{each.grade}”' if each.grade else ''}。{each.conclusion}".strip()
        for each in facts.evaluations
    ]


def _problems(facts: Facts, previous: Facts | None) -> Sequence[str]:
    said = [
        f"指标“{each.name}”{LIGHT_WORDS[each.light]}。{each.sentence}"
        for light in (Light.RED, Light.AMBER)
        for each in facts.indicators
        if each.light is light
    ]
    said += _slow_measures(facts.measures)
    said += _gaps(facts.missing)
    return said or ["截至报告期末，未发现进展滞后的指标以及逾期或受阻的任务。"]


def _slow_measures(measures: Sequence[MeasureFacts]) -> list[str]:
    said = []
    late = [each for each in measures if each.state is MeasureState.OVERDUE]
    if late:
        named = [f"“{each.title}”（{'、'.join(each.lead) or '未明确牵头单位'}）" for each in late]
        said.append(f"有{len(late)}项任务逾期：{listed(named)}。")
    blocked = [each for each in measures if each.waits_for]
    if blocked:
        said.append(f"有{len(blocked)}项任务推进受阻：{listed(quoted(e.title for e in blocked))}。")
        said += [f"“{each.title}”受阻情况：{'；'.join(each.waits_for)}。" for each in blocked]
    return said


_GAP_WORDS: Mapping[Gap, str] = {
    Gap.NO_VALUE: "尚无数据的指标",
    Gap.NOT_REPORTED: "应报未报的指标",
    Gap.NOT_SIGNED: "已填报未签发的指标",
    Gap.QUERIED: "数值存疑待核的指标",
    Gap.OLD_VALUE: "缺少报告年度数据的指标",
    Gap.NO_REPORT: "从未报告进展的任务",
}


def _gaps(missing: Iterable[Missing]) -> list[str]:
    """Say what is not known, one sentence for each reason."""
    rows = list(missing)
    said = []
    for gap, words in _GAP_WORDS.items():
        names = list(dict.fromkeys(each.subject for each in rows if each.gap is gap))
        if names:
            said.append(f"{words}有{len(names)}项：{listed(quoted(names))}。")
    return said


def _next_steps(facts: Facts, previous: Facts | None) -> Sequence[str]:
    slow = [each for each in facts.indicators if each.light in {Light.RED, Light.AMBER}]
    said = [
        f"加快推进“{each.name}”。{_in_charge(each.departments)}逐项分析原因，制定补短板措施，"
        f"确保{each.target_year}年实现目标（{each.target}{each.unit}）。"
        for each in slow
    ]
    late = [each for each in facts.measures if each.state is MeasureState.OVERDUE]
    if late:
        leads = list(dict.fromkeys(name for each in late for name in each.lead))
        whom = f"由{listed(leads, unit='个单位')}" if leads else "由牵头单位"
        said.append(f"督促逾期任务限期完成，{whom}说明原因、明确完成时限，纳入重点督办。")
    if any(each.waits_for for each in facts.measures):
        said.append("将受阻任务提请知识产权联席会议协调解决。")
    if facts.missing:
        said.append("补齐缺失数据，督促责任单位按时填报、及时签发，确保进展可查、结果可核。")
    last = facts.year >= facts.plan.last_year
    goal = (
        "做好规划总结评估和下一期规划编制衔接"
        if last
        else f"确保{facts.plan.last_year}年规划目标如期实现"
    )
    return [*said, f"持续做好规划实施的调度、监测和评估，{goal}。"]


def _in_charge(departments: Sequence[str]) -> str:
    return f"由{listed(departments, unit='个单位')}" if departments else "请责任单位"


_WRITERS: dict[Section, _Writer] = {
    Section.OVERVIEW: _overview,
    Section.INDICATORS: _indicators,
    Section.MEASURES: _measures,
    Section.COORDINATION: _coordination,
    Section.EVALUATION: _evaluation,
    Section.PROBLEMS: _problems,
    Section.NEXT_STEPS: _next_steps,
}
