"""The tables of a yearly report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from zhiheng.core.annual.comparison import Change, changes
from zhiheng.core.annual.facts import Facts, Gap, IndicatorFacts, MeasureFacts, MeasureState
from zhiheng.core.annual.figures import (
    KIND_WORDS,
    LIGHT_TONES,
    LIGHT_WORDS,
    STATE_TONES,
    STATE_WORDS,
    change,
    day,
    number,
    percent,
)
from zhiheng.core.documents.model import UNKNOWN, Cell, Column, Row, Table, group_row, row

OTHER_PART = "其他"
SOURCE_WORDS = {"computed": "登记簿计算", "reported": "部门填报", "none": "尚无数据"}
GAP_WORDS: Mapping[Gap, str] = {
    Gap.NO_VALUE: "尚无数据",
    Gap.NOT_REPORTED: "应报未报",
    Gap.NOT_SIGNED: "已填报未签发",
    Gap.QUERIED: "存疑待核",
    Gap.OLD_VALUE: "缺报告年度数据",
    Gap.NO_REPORT: "从未报告进展",
}


def indicator_table(facts: Facts, previous: Facts | None) -> Table:
    """Return where each indicator stands."""
    moved = changes(facts, previous)
    return Table(
        "规划指标完成情况",
        (
            Column("序号", 0.9, "centre"),
            Column("指标", 3),
            Column("单位", 1, "centre"),
            Column("基期值", 1.3, "right"),
            Column("目标值", 1.4, "right"),
            Column("最新值", 1.9, "right"),
            Column("较上年", 1.1, "right"),
            Column("完成度", 1.1, "right"),
            Column("状态", 1.3, "centre"),
        ),
        tuple(_indicator_row(each, moved.get(each.number)) for each in facts.indicators),
        note=(
            f"注：数据截至{day(facts.on)}，数值下方为其所属时点。“完成度”指自基期值到目标值已走完的"
            f"比例，没有基期值的不计算；“{UNKNOWN}”表示没有数据，不代表零。"
        ),
    )


def _indicator_row(each: IndicatorFacts, moved: Change | None) -> Row:
    baseline = number(each.baseline)
    if each.baseline is not None and each.baseline_year:
        baseline = f"{baseline}\n{each.baseline_year}年"
    latest = number(each.latest)
    if each.latest_on:
        latest = f"{latest}\n{each.latest_on:%Y-%m-%d}"
    return row(
        str(each.number),
        f"{each.name}\n（{KIND_WORDS[each.kind]}）" if each.kind in KIND_WORDS else each.name,
        each.unit or UNKNOWN,
        baseline,
        f"{each.target}\n{each.target_year}年",
        latest,
        change(moved.difference if moved else None),
        percent(each.share),
        Cell(LIGHT_WORDS[each.light], LIGHT_TONES[each.light]),
    )


def parts_of(facts: Facts) -> dict[str, list[MeasureFacts]]:
    """Return the measures under the headings of the plan, in its order."""
    parts: dict[str, list[MeasureFacts]] = {}
    for each in facts.measures:
        parts.setdefault(each.part or OTHER_PART, []).append(each)
    return parts


def part_table(facts: Facts) -> Table:
    """Return how many measures of each part of the plan are in which state."""
    states = list(MeasureState)
    rows = [_part_row(name, found, states) for name, found in parts_of(facts).items()]
    total = _part_row("合计", list(facts.measures), states)
    return Table(
        "重点任务进展（按规划部分）",
        (
            Column("规划部分", 3.4),
            Column("任务数", 1, "right"),
            *(Column(STATE_WORDS[state], 1, "right") for state in states),
            Column("平均进度", 1.2, "right"),
        ),
        (*rows, total) if len(rows) > 1 else tuple(rows),
        note="注：任务状态按各责任部门报告和牵头部门确认的情况统计，逾期优先于其他未完成状态。"
        + _later_reports(facts),
    )


def _later_reports(facts: Facts) -> str:
    """Say where progress is told that was reported after the day of the figures."""
    days = [each.reported_on for each in facts.measures if each.reported_on is not None]
    last = max(days, default=facts.on)
    if last <= facts.on:
        return ""
    return f"任务进展含{day(facts.on)}之后、截至{day(last)}报告的情况。"


def _part_row(name: str, measures: list[MeasureFacts], states: list[MeasureState]) -> Row:
    mean = Decimal(sum(each.percent for each in measures)) / len(measures) / 100
    counts = [sum(each.state is state for each in measures) for state in states]
    return row(name, str(len(measures)), *map(str, counts), percent(mean))


def measure_table(facts: Facts) -> Table:
    """Return every measure, under the headings of the plan."""
    rows: list[Row] = []
    for name, measures in parts_of(facts).items():
        rows += [group_row(name), *(_measure_row(each) for each in measures)]
    return Table(
        "重点任务逐项进展",
        (
            Column("编号", 1.1, "centre"),
            Column("任务", 4),
            Column("牵头单位", 1.8),
            Column("时限", 1.6, "centre"),
            Column("进度", 0.8, "right"),
            Column("状态", 1, "centre"),
            Column("最近报告", 1.4, "centre"),
        ),
        tuple(rows),
    )


def _measure_row(each: MeasureFacts) -> Row:
    return row(
        each.number or UNKNOWN,
        "\n".join([each.title, *_promises(each)]),
        "、".join(each.lead) or UNKNOWN,
        each.due or UNKNOWN,
        f"{each.percent}%",
        Cell(STATE_WORDS[each.state], STATE_TONES[each.state]),
        f"{each.reported_on:%Y-%m-%d}" if each.reported_on else "未报告",
    )


def _promises(measure: MeasureFacts) -> Iterator[str]:
    for each in measure.commitments:
        reached = "未报告" if each.reached is None else f"{number(each.reached)}{each.unit}"
        yield f"· {each.text}（{each.promised}）：{reached}"


def missing_table(facts: Facts) -> Table:
    """Return what the report cannot say, and of whom it can be had."""
    rows = [
        row(
            each.subject,
            GAP_WORDS[each.gap],
            each.period or UNKNOWN,
            "、".join(each.departments) or UNKNOWN,
        )
        for each in facts.missing
    ]
    columns = (
        Column("事项", 4),
        Column("缺口", 1.4),
        Column("所属期", 1.6),
        Column("责任单位", 2.4),
    )
    return Table("数据缺口清单", columns, tuple(rows))


def source_table(facts: Facts) -> Table:
    """Return what each indicator's values are and where they come from."""
    rows = [
        row(
            str(each.number),
            each.name,
            SOURCE_WORDS[each.source],
            each.definition or UNKNOWN,
            "；".join(each.grounds) or UNKNOWN,
        )
        for each in facts.indicators
    ]
    columns = (
        Column("序号", 0.8, "centre"),
        Column("指标", 2.2),
        Column("来源", 1.3, "centre"),
        Column("口径", 3.4),
        Column("依据", 2),
    )
    return Table("指标数据来源与口径", columns, tuple(rows))


def register_table(facts: Facts) -> Table:
    """Return the versions of the registers that the figures were counted on."""
    rows = [
        row(each.title, str(each.version), f"{each.written_at:%Y-%m-%d %H:%M}", str(each.rows))
        for each in facts.registers
    ]
    columns = (
        Column("登记簿", 3.4),
        Column("版本号", 1, "right"),
        Column("写入时间", 2.4, "centre"),
        Column("记录数", 1.4, "right"),
    )
    return Table("登记簿版本", columns, tuple(rows))


def decision_table(facts: Facts) -> Table:
    """Return what the conference decided and whether it is done."""
    rows = [
        row(
            f"{each.meeting}\n（{each.held_on:%Y-%m-%d}）",
            each.text,
            "、".join(each.departments) or UNKNOWN,
            f"{each.due_on:%Y-%m-%d}",
            _followed_up(each.done, overdue=each.due_on < facts.on),
        )
        for each in facts.decisions
    ]
    columns = (
        Column("会议", 2),
        Column("议定事项", 4),
        Column("责任单位", 1.8),
        Column("时限", 1.3, "centre"),
        Column("办理情况", 1, "centre"),
    )
    return Table("联席会议议定事项办理情况", columns, tuple(rows))


def _followed_up(done: bool, *, overdue: bool) -> Cell:
    if done:
        return Cell("已办结", "good")
    return Cell("逾期", "bad") if overdue else Cell("办理中")
