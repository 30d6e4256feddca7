"""Targets stated in sentences: indicators of their own, or a second word on those of a table."""

from __future__ import annotations

import re
from dataclasses import replace

from zhiheng.core.errors import Problem
from zhiheng.core.plans.commitments import promises
from zhiheng.core.plans.passages import Passage
from zhiheng.core.plans.proposals import IndicatorProposal, Level
from zhiheng.core.plans.quantities import Quantity, split_unit
from zhiheng.core.plans.records import KINDS
from zhiheng.core.plans.statements import Statement, read_statements

_EMPTY_WORDS = re.compile(
    r"^年均?(?!增)|新增|累计|培育|数量|总量|总数|总额|金额|[量额数]$|[“”、和与及的]|达到|全市|力争"
)


def stated_indicators(
    goals: list[Passage], period: tuple[int, int] | None
) -> list[IndicatorProposal]:
    """Return the targets that sentences about goals state, in order."""
    return [
        _indicator(statement, period)
        for passage in goals
        for statement in read_statements(passage)
        if promises(statement.clause.text, statement.quantity)
    ]


def _indicator(statement: Statement, period: tuple[int, int] | None) -> IndicatorProposal:
    quantity = statement.quantity
    year = statement.year or (period[1] if period else None)
    target = replace(_level(quantity, year, quantity.unit), since=statement.since)
    base = None
    if statement.base:
        base_year = statement.base_year or (period[0] - 1 if period else None)
        base = _level(statement.base, base_year, quantity.unit)
    kind = KINDS.search(statement.clause.text)
    return IndicatorProposal(
        statement.name, quantity.unit, target, statement.clause.span, base,
        kind=kind[1] if kind else "", origin="text", confidence=0.7,
        milestones=tuple(_level(q, at, quantity.unit) for at, q in statement.milestones),
    )  # fmt: skip


def _level(quantity: Quantity, year: int | None, unit: str) -> Level:
    other = "" if quantity.unit == unit else quantity.unit
    return Level(
        quantity.value, year, quantity.cumulative, quantity.comparator, quantity.upper, other
    )


def with_stated(
    indicators: list[IndicatorProposal], stated: list[IndicatorProposal]
) -> tuple[list[IndicatorProposal], tuple[Problem, ...]]:
    """Compare a table's targets with the sentences; keep both where they contradict each other."""
    kept = list(indicators)
    contrary: list[IndicatorProposal] = []
    problems: list[Problem] = []
    for said in stated:
        at = next((at for at, each in enumerate(kept) if _same_thing(each, said)), None)
        if at is None or (
            said.target.year and kept[at].target.year not in (None, said.target.year)
        ):
            continue
        if _agree(kept[at], said):
            kept[at] = _confirmed(kept[at], said)
        else:
            contrary.append(replace(said, contradicts=kept[at].span))
            kept[at] = replace(kept[at], contradicts=said.span)
            problems.append(_contradiction(kept[at], said))
    return [*kept, *contrary], tuple(problems)


def _same_thing(one: IndicatorProposal, other: IndicatorProposal) -> bool:
    first, second = (_EMPTY_WORDS.sub("", each.name) for each in (one, other))
    if first == second:
        return _base_unit(one) == _base_unit(other) or not one.unit
    longer, shorter = sorted((first, second), key=len, reverse=True)
    close = longer.endswith(shorter) or longer.startswith(shorter)
    same_unit = _base_unit(one) == _base_unit(other)
    return close and len(shorter) >= 6 and 5 * len(shorter) >= 4 * len(longer) and same_unit


def _base_unit(indicator: IndicatorProposal) -> str:
    return split_unit(indicator.unit)[1].partition("/")[0]


def _agree(one: IndicatorProposal, other: IndicatorProposal) -> bool:
    """Tell whether both targets are the same figure, 5 万件 and 50000 件 included."""
    values = []
    for each in (one, other):
        if each.target.value is None:
            return True
        values.append(each.target.value * split_unit(each.target.unit or each.unit)[0])
    return values[0] == values[1]


def _confirmed(one: IndicatorProposal, said: IndicatorProposal) -> IndicatorProposal:
    cumulative = one.target.cumulative or said.target.cumulative
    return replace(
        one, also=(*one.also, said.span), target=replace(one.target, cumulative=cumulative)
    )


def _contradiction(one: IndicatorProposal, said: IndicatorProposal) -> Problem:
    values = {
        "name": one.name,
        "table": f"{one.target.value}{one.target.unit or one.unit}",
        "text": f"{said.target.value}{said.target.unit or said.unit}",
    }
    return Problem("plan.targets_contradict", values, position=f"{said.span[0]}-{said.span[1]}")
