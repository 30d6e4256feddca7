"""The charts of a yearly report, each with a sentence for whoever does not see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zhiheng.core.annual.facts import Facts, IndicatorFacts, MeasureFacts, MeasureState, SeriesPoint
from zhiheng.core.annual.figures import (
    LIGHT_WORDS,
    STATE_TONES,
    STATE_WORDS,
    counts_by_light,
    elapsed,
    number,
    percent,
)
from zhiheng.core.annual.tables import parts_of
from zhiheng.core.documents.model import Chart, ChartSeries

LEAST_POINTS = 3
# Of very many categories a chart shows only its beginning; the table has them all.
MOST_CATEGORIES = 24


def light_chart(facts: Facts) -> Chart:
    """Return how many indicators have which light."""
    counts = counts_by_light(facts.indicators)
    names = tuple(LIGHT_WORDS[light] for light in counts)
    told = "，".join(f"{LIGHT_WORDS[light]}{count}项" for light, count in counts.items())
    return Chart(
        "column",
        "指标进展状态",
        f"柱形图：{told}。",
        "项",
        names,
        (ChartSeries("指标数", tuple(map(float, counts.values()))),),
    )


def share_chart(facts: Facts) -> Chart | None:
    """Return how much of its way each indicator has gone, beside the share of time that is over."""
    known = [each for each in facts.indicators if each.share is not None][:MOST_CATEGORIES]
    if not known:
        return None
    time = _tenth(elapsed(facts) * 100)
    told = "；".join(f"{each.name}{percent(each.share)}" for each in known)
    return Chart(
        "bar",
        "指标完成度与时间进度",
        f"条形图，时间进度为{number(Decimal(repr(time)))}%。各指标完成度：{told}。",
        "%",
        tuple(each.name for each in known),
        (
            ChartSeries(
                "完成度", tuple(_tenth((each.share or Decimal(0)) * 100) for each in known)
            ),
            ChartSeries("时间进度", (time,) * len(known)),
        ),
    )


def series_charts(facts: Facts) -> Iterator[Chart]:
    """Yield the course of each indicator with enough values, beside the way to its target."""
    for each in facts.indicators:
        points = _year_ends(each, facts.on)
        if len(points) >= LEAST_POINTS:
            yield _series_chart(each, points)


def _year_ends(indicator: IndicatorFacts, on: date) -> list[SeriesPoint]:
    """Return the last value of each year, in the order of the years."""
    last: dict[int, SeriesPoint] = {}
    for point in sorted(indicator.series, key=lambda each: each.on):
        if point.on <= on:
            last[point.on.year] = point
    return list(last.values())


def _series_chart(indicator: IndicatorFacts, points: list[SeriesPoint]) -> Chart:
    values = {point.on.year: point.value for point in points}
    first = min([*values, indicator.start_year or min(values)])
    years = range(first, max(*values, indicator.target_year) + 1)
    path = _path(indicator)
    told = "，".join(f"{year}年{number(value)}" for year, value in values.items())
    return Chart(
        "line",
        indicator.name,
        f"折线图，{told}；{indicator.target_year}年目标为{indicator.target}{indicator.unit}。",
        indicator.unit,
        tuple(map(str, years)),
        (
            ChartSeries("实际值", tuple(_two(values.get(year)) for year in years)),
            ChartSeries("目标路径", tuple(_two(path.get(year)) for year in years), dashed=True),
        ),
    )


def _path(indicator: IndicatorFacts) -> dict[int, Decimal]:
    """Return the straight way from the start to the target by year; else the target alone."""
    start, value = indicator.start_year, indicator.start
    target, goal = indicator.target_year, indicator.target_value
    if start is None or value is None or start >= target:
        return {target: goal}
    step = (goal - value) / (target - start)
    return {year: value + step * (year - start) for year in range(start, target + 1)}


def part_chart(facts: Facts) -> Chart | None:
    """Return the measures of each part of the plan by their state."""
    parts = list(parts_of(facts).items())[:MOST_CATEGORIES]
    if not parts:
        return None
    used = [state for state in MeasureState if any(_count(found, state) for _, found in parts)]
    told = "；".join(
        f"{name}：" + "，".join(f"{STATE_WORDS[s]}{_count(found, s)}项" for s in used)
        for name, found in parts
    )
    return Chart(
        "stacked",
        "重点任务进展（按规划部分）",
        f"堆积条形图。{told}。",
        "项",
        tuple(name for name, _ in parts),
        tuple(
            ChartSeries(
                STATE_WORDS[state],
                tuple(float(_count(found, state)) for _, found in parts),
                STATE_TONES[state],
            )
            for state in used
        ),
    )


def _count(measures: list[MeasureFacts], state: MeasureState) -> int:
    return sum(each.state is state for each in measures)


def _tenth(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _two(value: Decimal | None) -> float | None:
    return None if value is None else float(number(value))
