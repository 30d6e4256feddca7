"""Numbers, days and lists as official Chinese writes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from zhiheng.core.annual.facts import Facts, IndicatorFacts, Light, MeasureState
from zhiheng.core.documents.model import UNKNOWN, Tone

LIGHT_WORDS: dict[Light, str] = {
    Light.REACHED: "已达标",
    Light.GREEN: "进展顺利",
    Light.AMBER: "需要关注",
    Light.RED: "进展滞后",
    Light.UNKNOWN: "无法判断",
}
LIGHT_TONES: dict[Light, Tone] = {
    Light.REACHED: "good",
    Light.GREEN: "good",
    Light.AMBER: "warning",
    Light.RED: "bad",
    Light.UNKNOWN: "unknown",
}
STATE_WORDS: dict[MeasureState, str] = {
    MeasureState.DONE: "已完成",
    MeasureState.SUBMITTED: "待确认",
    MeasureState.IN_PROGRESS: "推进中",
    MeasureState.BLOCKED: "受阻",
    MeasureState.OVERDUE: "逾期",
    MeasureState.NOT_STARTED: "未启动",
}
STATE_TONES: dict[MeasureState, Tone] = {
    MeasureState.DONE: "good",
    MeasureState.SUBMITTED: "good",
    MeasureState.IN_PROGRESS: "",
    MeasureState.BLOCKED: "warning",
    MeasureState.OVERDUE: "bad",
    MeasureState.NOT_STARTED: "unknown",
}
KIND_WORDS = {"binding": "约束性", "expected": "预期性"}
MOST_LISTED = 12


def number(value: Decimal | None) -> str:
    """Return a number with two decimals at most, four where it is smaller than a tenth."""
    if value is None:
        return UNKNOWN
    places = Decimal("0.01") if abs(value) >= Decimal("0.1") or not value else Decimal("0.0001")
    text = f"{value.quantize(places, ROUND_HALF_UP):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def change(value: Decimal | None) -> str:
    """Return a difference with its sign."""
    if value is None:
        return UNKNOWN
    return number(value) if value < 0 else f"+{number(value)}" if value else "持平"


def percent(share: Decimal | None) -> str:
    """Return a share of one as a percentage with one decimal at most."""
    if share is None:
        return UNKNOWN
    text = f"{(share * 100).quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
    return f"{text.removesuffix('.0')}%"


def day(value: date) -> str:
    """Return a day as 2025年12月31日."""
    return f"{value.year}年{value.month}月{value.day}日"


def titled(title: str) -> str:
    """Return the title of a document in its marks, whether it was written with them or not."""
    return f"《{title.strip().removeprefix('《').removesuffix('》')}》"


def listed(names: Sequence[str], *, most: int = MOST_LISTED, unit: str = "项") -> str:
    """Return names one behind the other, the first ones only where there are many."""
    shown = "、".join(names[:most])
    return f"{shown}等{len(names)}{unit}" if len(names) > most else shown


def quoted(names: Iterable[str]) -> list[str]:
    """Return names in the marks of Chinese text."""
    return [f"“{name}”" for name in names]


def counts_by_light(indicators: Iterable[IndicatorFacts]) -> dict[Light, int]:
    """Return how many indicators have which light, in the order of the report."""
    lights = [each.light for each in indicators]
    return {light: lights.count(light) for light in Light}


def elapsed(facts: Facts) -> Decimal:
    """Return the share of the plan's years that is over at the end of the day reported on."""
    begin, end = date(facts.plan.first_year, 1, 1), date(facts.plan.last_year, 12, 31)
    gone = Decimal((facts.on - begin).days + 1) / Decimal((end - begin).days + 1)
    return min(max(gone, Decimal(0)), Decimal(1))
