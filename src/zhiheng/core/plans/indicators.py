"""Indicators from the rows of tables.

A row may hold one indicator or several: `质押融资金额、项目数 | 亿元（项） | （2.29）（5）`
gives two that share the row's number. Where a table has no columns of figures, the figure stands
in the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from zhiheng.core.plans.columns import Column, Role
from zhiheng.core.plans.proposals import IndicatorProposal, Level
from zhiheng.core.plans.quantities import Quantity, read_figure, read_quantities
from zhiheng.core.plans.records import KINDS, NOTHING, ReadTable, Record
from zhiheng.core.plans.statements import without_tail

Period = tuple[int, int]
_MARKS = re.compile(r"[①-⑳※*]+|（注\d*）|\[注?\d+\]")
_NUMBER_IN_NAME = re.compile(r"\d{1,2}[.、](?!\d)|（\d{1,2}）")
_UNIT_IN_NAME = re.compile(r"（(?:单位：?)?([^（）]{1,10})）")
_UNIT_WORD = re.compile(
    r"(?:十|百|千|万|亿|万亿|百万|千万)*(?:[件家个项人名场次户起宗批例篇种条部套所座支台元%‰分天年月日倍吨亩笔位款岁张份处组]|人次|美元|百分点|小时|工作日|个月)(?:/.{1,6})?|%|亿|万"
)
_PART_SEPARATOR = re.compile(r"[、/]|以及|(?<![惠涉普顾])及|和|(?<!参)与")
_SHORT_NOUN = re.compile(r".{0,4}(?:数|数量|笔数|件数|家数|户数|金额|额|量|规模|次数|人数)$")
_FLOW = re.compile(r"新增|累计|总计|五年")
_LEVEL = re.compile(r"率|每.{1,4}人|拥有量|满意度|比重|占比|有效|存量|平均")


def read_indicators(table: ReadTable, period: Period | None) -> list[IndicatorProposal]:
    """Return the indicators of a table, in its order."""
    found: list[IndicatorProposal] = []
    group = ""
    inside = any(_NUMBER_IN_NAME.match(each.text(Role.NAME)) for each in table.records)
    row = 0
    for position, record in enumerate(table.records, start=1):
        group = record.text(Role.GROUP) or group
        number = re.search(r"\d+", record.text(Role.NUMBER))
        if inside and not number:
            number = _NUMBER_IN_NAME.match(record.text(Role.NAME))
        row = int(re.sub(r"\D", "", number[0])) if number else (row or 1) if inside else position
        for proposal in _of_record(record, period):
            found.append(replace(proposal, row=row, group=group))
    return found


def _of_record(record: Record, period: Period | None) -> Iterator[IndicatorProposal]:
    """Name, unit, levels; a row without a name or any figure is no indicator."""
    cell = record.text(Role.NAME)
    marks = "".join(_MARKS.findall(cell))
    kind = KINDS.search(record.text(Role.KIND) or cell)
    cell = KINDS.sub("", _MARKS.sub("", cell)).replace("（）", "").strip("：:、 ")
    cell = re.sub(r"^#?其中：?", "", _NUMBER_IN_NAME.sub("", cell))
    if not cell:
        return
    parts = _parts(record, cell)
    for at, (name, unit) in enumerate(parts):
        proposal = _proposal(record, name, unit, at, len(parts), period)
        if proposal:
            yield replace(
                proposal,
                kind=kind[1] if kind else record.text(Role.KIND),
                source=record.text(Role.SOURCE) or record.text(Role.LEAD),
                note=record.text(Role.NOTE),
                marks=marks,
                confidence=0.9 if record.recovered else 1.0,
            )


def _proposal(
    record: Record, name: str, unit: str, at: int, parts: int, period: Period | None
) -> IndicatorProposal | None:
    if not any(not NOTHING.fullmatch(cell.text) and cell for _, cell in record.figures):
        return _from_name(record, name, unit, period)
    levels = [
        (column, _level(column, cell.text, unit or column.unit, at, parts, name))
        for column, cell in record.figures
    ]
    unit = unit or next((c.unit for c, _ in levels if c.unit), "") or _told_unit(levels)
    levels = [(column, _own_unit(level, unit)) for column, level in levels]
    base, target, rest, achieved = _assigned(levels, period)
    if target is None:
        return None
    growth = rest.get("growth")
    grows = "年均增长" if growth and "%" in (growth.unit, unit) else _growth_said(target.text)
    name = name + grows if grows and not re.search("增长|增速|增幅", name) else name
    milestones = tuple(
        level for key, level in rest.items() if key != "growth" and level.value is not None
    )
    return IndicatorProposal(
        name, unit, target, record.span, base, milestones=milestones, achieved=achieved
    )


def _growth_said(text: str) -> str:
    """`年均增长10%以上` in a cell measures the growth, not the thing."""
    found = re.match(r"年均(?:增长|增速)|增长", text)
    return found[0] if found else ""


def _told_unit(levels: list[tuple[Column, Level]]) -> str:
    """The unit told with the target, or with any other figure."""
    ordered = sorted(levels, key=lambda pair: (pair[0].target, pair[0].year or 0), reverse=True)
    return next((level.unit for _, level in ordered if level.unit), "")


def _own_unit(level: Level, unit: str) -> Level:
    return replace(level, unit="") if level.unit == unit else level


def _from_name(
    record: Record, name: str, unit: str, period: Period | None
) -> IndicatorProposal | None:
    """`知识产权证券化发行额100亿` holds name, figure and unit in one cell."""
    told = read_quantities(name) or [
        figure for figure in [read_figure(name)] if figure and figure.unit
    ]
    if not told:
        return None
    quantity = told[-1]
    before = name[: quantity.start]
    bare = without_tail(before) or name[quantity.end :]
    unit = quantity.unit
    if unit in ("亿", "万") and re.search(r"[额值]$", bare):
        unit += "元"
    target = Level(
        quantity.value, period[1] if period else None, _is_flow(name, quantity),
        quantity.comparator, quantity.upper, text=name[quantity.start : quantity.end],
    )  # fmt: skip
    return IndicatorProposal(bare, unit, target, record.span)


def _is_flow(name: str, quantity: Quantity | None = None) -> bool:
    return bool(_FLOW.search(name)) or bool(quantity and quantity.cumulative)


# One row, several indicators.


def _parts(record: Record, cell: str) -> list[tuple[str, str]]:
    """Return name and unit of each indicator that a row holds."""
    name, inside = _without_units(cell)
    units = _units(record.text(Role.UNIT)) or inside
    figures = max((len(_figures(cell.text)) for _, cell in record.figures), default=0)
    names = _split_name(name)
    told = _figures_with_units(record)
    if len(names) == 1 and len(units) == figures == 2:
        names = names * 2
    if len(names) > 1 and (
        len(units) == len(names) or figures == len(names) or len(told) == len(names)
    ):
        if len(units) != len(names):
            units = told if len(told) == len(names) else [*units, *[""] * len(names)][: len(names)]
        return list(zip(names, units, strict=True))
    return [(name, "/".join(units) if len(units) > 1 else (units or [""])[0])]


def _figures_with_units(record: Record) -> list[str]:
    told = [[q.unit for q in read_quantities(cell.text)] for _, cell in record.figures]
    return max(told, key=len, default=[])


def _without_units(cell: str) -> tuple[str, list[str]]:
    """`专利质押金额（亿元）、项目数（项）` gives the bare name and both units."""
    units: list[str] = []

    def taken(match: re.Match[str]) -> str:
        said = [
            each
            for each in re.split(r"[、/，](?!万人|年|人)", match[1])
            if _UNIT_WORD.fullmatch(each)
        ]
        units.extend(said)
        return "" if said else match[0]

    return _UNIT_IN_NAME.sub(taken, cell), units


def _units(text: str) -> list[str]:
    return [each for each in re.split(r"[（）()、，；;]|/(?!万人|年|人|亿元|月)", text) if each]


def _split_name(name: str) -> list[str]:
    """Split a joint name; a short second part shares the beginning of the first."""
    pieces = [piece for piece in _PART_SEPARATOR.split(name) if piece]
    if len(pieces) < 2:
        return [name]
    first = pieces[0]
    tail = re.search(r"(?:总?金额|总?额|数量|总?数|总?量|规模|笔数)$", first)
    if not tail or not all(_SHORT_NOUN.fullmatch(piece) or len(piece) > 6 for piece in pieces[1:]):
        return [name]
    stem = first[: tail.start()]
    return [first, *(_on_stem(stem, piece) if len(piece) <= 5 else piece for piece in pieces[1:])]


def _on_stem(stem: str, piece: str) -> str:
    """`质押融资登记` and `登记项目数` share a word: 质押融资登记项目数."""
    shared = next((n for n in (4, 3, 2) if stem.endswith(piece[:n]) and len(piece) > n), 0)
    return stem + piece[shared:]


def _figures(text: str) -> list[str]:
    """Return the separate figures of a cell: `（2.29）（5）`, `100亿元/500项`, `2.29、5`."""
    if re.search(r"\d\s*(?:-|—|–|~|至)\s*\d", text):
        return [text]
    bare = re.sub(r"（[^（）]*[\u4e00-\u9fff]{3}[^（）]*）", "", text)
    pieces = [piece for piece in re.split(r"[（）/、；;\n ]+", bare) if re.search(r"\d", piece)]
    return pieces if len(pieces) > 1 else [text]


# Figures under columns.


def _level(column: Column, text: str, unit: str, at: int, parts: int, name: str) -> Level:
    figures = _figures(text)
    said = figures[at] if parts > 1 and len(figures) == parts else text
    figure = None if NOTHING.fullmatch(said) else read_figure(said)
    bracketed = bool(re.fullmatch(r"[\[〔].*[\]〕]", said)) and not _LEVEL.search(name)
    cumulative = (
        column.cumulative
        or bracketed
        or _is_flow(name, figure)
        or (column.period and not _LEVEL.search(name))
    )
    if figure is None:
        return Level(None, column.year, cumulative, text="" if NOTHING.fullmatch(said) else said)
    told = figure.unit
    if told in ("亿", "万") and unit and unit.startswith(told):
        told = unit
    elif told in ("亿", "万"):
        told += unit or ("元" if re.search(r"[额值]$", name) else "")
    if not told and unit == "" and said.rstrip("）").endswith("%"):
        told = "%"
    comparator = "<=" if said.startswith(("≤", "＜=")) else figure.comparator
    return Level(figure.value, column.year, cumulative, comparator, figure.upper, told, said)


def _assigned(
    levels: list[tuple[Column, Level]], period: Period | None
) -> tuple[Level | None, Level | None, dict[str, Level], Level | None]:
    """Tell baseline, target, milestones and what was achieved, by headings and years."""
    growth = [pair for pair in levels if pair[0].growth and not pair[0].target]
    plain = [pair for pair in levels if pair not in growth] or levels
    targets = [pair for pair in plain if pair[0].target]
    actual = [pair for pair in plain if pair[0].actual and not pair[0].target]
    rest = [pair for pair in plain if pair not in targets and pair not in actual]
    if not targets:
        rest.sort(key=lambda pair: pair[0].year or 9999)
        targets = rest[-1:] if not actual or rest else []
        first = rest[:-1][:1]
        within = bool(first and period and (first[0][0].year or 0) >= period[0])
        actual = actual or ([] if within else first)  # a year of the plan is on the way
        rest = [pair for pair in rest if pair not in targets and pair not in actual]
    targets.sort(key=lambda pair: pair[0].year or 9999)
    if not targets:
        targets, actual = actual[-1:], actual[:-1]
    targets = _valued_last(targets, rest)
    target = _dated(targets[-1][1], period, last=True)
    base, done = _base_and_done([_dated(level, period, last=False) for _, level in actual], target)
    if base is None:
        base, rest = _base_of_rest(rest, target, period)
    more = {column.heading: level for column, level in (*rest, *targets[:-1])}
    if target.value is None and growth and growth[0][1].value is not None:
        target, more["growth"] = _dated(growth[0][1], period, last=True), growth[0][1]
    return (base if base and base.value is not None else None), target, more, done


def _valued_last(
    targets: list[tuple[Column, Level]], rest: list[tuple[Column, Level]]
) -> list[tuple[Column, Level]]:
    """Where 2030年 and 累计 stand side by side, the one with a figure is the target."""
    if targets[-1][1].value is not None or targets[-1][1].text:
        return targets
    last = targets[-1][0].year
    others = [
        pair for pair in (*rest, *targets)
        if pair[1].value is not None and not pair[0].actual
        and (pair[0].target or last is None or pair[0].year == last)
    ]  # fmt: skip
    if not others:
        return targets
    best = max(others, key=lambda pair: pair[0].year or 0)
    if best in rest:
        rest.remove(best)
    return [*(pair for pair in targets if pair is not best), best]


def _base_and_done(actual: list[Level], target: Level) -> tuple[Level | None, Level | None]:
    """Of measured values the last before the target's year is the baseline, one of it what came."""
    actual = sorted(actual, key=lambda level: level.year or 0)
    before = [each for each in actual if not each.year or each.year != target.year]
    done = [each for each in actual if each not in before]
    if len(before) > 1 and not before[0].year:
        return before[0], before[-1]
    return (before[-1] if before else None), (done[-1] if done else None)


def _base_of_rest(
    rest: list[tuple[Column, Level]], target: Level, period: Period | None
) -> tuple[Level | None, list[tuple[Column, Level]]]:
    """A column headed by a bare year before the plan holds the baseline, 2020年 at 2025年目标."""
    before = [
        pair
        for pair in rest
        if pair[1].year and target.year and pair[1].year < target.year
        and (period is None or pair[1].year < period[0])
    ]  # fmt: skip
    if not before:
        return None, rest
    base = max(before, key=lambda pair: pair[1].year or 0)
    return base[1], [pair for pair in rest if pair is not base]


def _dated(level: Level, period: Period | None, *, last: bool) -> Level:
    if level.year or not period:
        return level
    return replace(level, year=period[1] if last else period[0] - 1)


def as_number(value: Decimal | None) -> int | float | None:
    """Return a figure as JSON writes it: 108, not 108.0."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
