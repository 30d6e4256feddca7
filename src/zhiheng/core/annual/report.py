"""The yearly report as a document: facts, tables and charts around the words of its sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from zhiheng.core.annual import charts, tables
from zhiheng.core.annual.facts import Facts, ForecastFacts
from zhiheng.core.annual.figures import day, number, titled
from zhiheng.core.annual.sections import HEADINGS, Section, paragraphs_of
from zhiheng.core.annual.wording import drafted
from zhiheng.core.documents.model import (
    Block,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    numbered,
)

# Changes whenever the same facts and words give another document than before.
EDITION = 1


def annual_report(
    facts: Facts,
    *,
    digest: str,
    at: datetime,
    sections: Mapping[str, str] | None = None,
    previous: Facts | None = None,
    draft: bool = True,
) -> Document:
    """Return the report on the facts, whose digest it names, as of the stated time `at`.

    `sections` are the words that somebody wrote, by the section's name; the others are drafted.
    """
    words: dict[str, str] = {name.value: text for name, text in drafted(facts, previous).items()}
    words.update(sections or {})
    blocks: list[Block] = []
    for section in Section:
        blocks.append(Heading(HEADINGS[section]))
        blocks += [Paragraph(each) for each in paragraphs_of(words[section])]
        blocks += _BELOW[section](facts, previous) if section in _BELOW else []
    blocks += _signature(facts.office, at, blocks.pop())
    blocks += _annexes(facts, digest, previous)
    mark = "（草稿）" if draft else ""
    return Document(
        title=f"{titled(facts.plan.title)}\n{facts.year}年度实施进展报告",
        subtitle=f"（数据截至{day(facts.on)}）{mark}",
        creator=facts.office,
        subject=f"{facts.plan.title} {facts.year}",
        keywords=f"sha256:{digest}",
        running_head=f"{facts.plan.title} {facts.year}年度实施进展报告{mark}",
        blocks=numbered(blocks),
    )


def _signature(office: str, at: datetime, last: Block) -> Iterator[Block]:
    """Yield who made the report and when, never alone on a page."""
    yield replace(last, stays=True) if isinstance(last, Paragraph) else last
    yield Paragraph("", stays=True)
    yield Paragraph(office, "right", stays=True)
    yield Paragraph(day(at.date()), "right")


def _indicators(facts: Facts, previous: Facts | None) -> Iterator[Block]:
    if not facts.indicators:
        return
    yield tables.indicator_table(facts, previous)
    yield charts.light_chart(facts)
    shares = charts.share_chart(facts)
    if shares:
        yield shares
    yield Heading("逐项说明", 2)
    for each in facts.indicators:
        yield Paragraph("".join([each.sentence, *each.notes]), lead=f"{each.number}．{each.name}。")
        if each.forecast:
            yield Paragraph(_forecast(each.forecast, each.target_year, each.unit), "note")
    courses = list(charts.series_charts(facts))
    if courses:
        yield Heading("指标走势", 2)
        yield from courses


def _measures(facts: Facts, previous: Facts | None) -> Iterator[Block]:
    if facts.measures:
        yield tables.part_table(facts)
        chart = charts.part_chart(facts)
        if chart:
            yield chart


def _coordination(facts: Facts, previous: Facts | None) -> Iterator[Block]:
    if facts.decisions:
        yield tables.decision_table(facts)


_BELOW = {
    Section.INDICATORS: _indicators,
    Section.MEASURES: _measures,
    Section.COORDINATION: _coordination,
}


def _annexes(facts: Facts, digest: str, previous: Facts | None) -> Iterator[Block]:
    """Yield the annexes; their headings are not counted with those of the report."""
    found: list[tuple[str, list[Block]]] = []
    if facts.measures:
        found.append(("重点任务逐项进展", [tables.measure_table(facts)]))
    sources = [tables.source_table(facts)] if facts.indicators else []
    found.append(("数据来源与方法说明", [*_method(facts, digest), *sources, *_registers(facts)]))
    if facts.missing:
        found.append(("数据缺口清单", [tables.missing_table(facts)]))
    yield PageBreak()
    for place, (title, blocks) in enumerate(found, 1):
        yield Heading(f"附件{place}　{title}", counted=False)
        yield from blocks


def _registers(facts: Facts) -> list[Block]:
    if facts.registers:
        return [tables.register_table(facts)]
    return [Paragraph("本报告的指标均未使用登记簿数据。", "note")]


def _method(facts: Facts, digest: str) -> Iterator[Block]:
    yield Paragraph(
        f"本报告依据平台数据快照编制，快照摘要（SHA-256）为{digest}，所用参数和指标定义的摘要为"
        f"{facts.parameters}。同一快照和文字内容重新生成的文件，除所载时间外逐字节一致。"
    )
    yield Paragraph(
        "由登记簿计算的指标，按附表所列登记簿版本和指标口径逐条统计，可在平台上逐级查看至每条"
        "记录；由部门填报的指标，只采用已经签发的数值。没有数据的，本报告如实注明，不作推算。"
    )
    yield Paragraph(
        "进展状态比照目标值、时间进度和历年走势判定：已达到目标值的为“已达标”；按现有走势预计能够"
        "实现目标的为“进展顺利”；目标仅在预测区间较好一端内的为“需要关注”；预测区间内均不能实现"
        "目标的为“进展滞后”；数据不足、过旧或者单位不可比的为“无法判断”。"
    )


def _forecast(found: ForecastFacts, year: int, unit: str) -> str:
    return (
        f"预测：{year}年末为{number(found.value)}{unit}，{number(found.level)}%区间为"
        f"{number(found.low)}—{number(found.high)}{unit}。"
    )
