"""The list of indicators as plain data for its template: one line a figure, under its group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiheng.core.analyses.indicators import IndicatorFigure
from zhiheng.office.indicators.enums import IndicatorGroup
from zhiheng.office.indicators.presenters import number, page_address, unknown_because
from zhiheng.office.registers.presenters import said
from zhiheng.office.web.charts import Sparkline


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator with its value and the line of the past years."""

    name: str
    title: str
    href: str
    value: str
    unit: str
    note: str
    definition: str
    line: Sparkline | None
    is_unverified: bool


@dataclass(frozen=True)
class IndicatorLines:
    """The indicators of one group."""

    label: str
    lines: Sequence[IndicatorLine]


def indicator_groups(
    figures: Iterable[IndicatorFigure], *, without_rows: Iterable[str]
) -> list[IndicatorLines]:
    """Return the figures by group; `without_rows` names those of registers that hold nothing."""
    empty = set(without_rows)
    by_group: dict[str, list[IndicatorLine]] = {}
    for figure in figures:
        line = _line(figure, without_rows=figure.indicator.name in empty)
        by_group.setdefault(figure.indicator.group, []).append(line)
    return [
        IndicatorLines(str(group.label), by_group[group])
        for group in IndicatorGroup
        if group in by_group
    ]


def _line(figure: IndicatorFigure, *, without_rows: bool) -> IndicatorLine:
    indicator = figure.indicator
    return IndicatorLine(
        name=indicator.name,
        title=said(indicator.title),
        href=page_address(figure, figure.on),
        value="—" if without_rows else number(figure.total.value, indicator.decimals),
        unit=said(indicator.unit),
        note=unknown_because(figure, without_rows=without_rows),
        definition=said(indicator.definition),
        line=None if without_rows else _sparkline(figure),
        is_unverified=indicator.status == "unverified",
    )


def _sparkline(figure: IndicatorFigure) -> Sparkline | None:
    points = [(day, ratio.value) for day, ratio in figure.series.items()]
    known = [(float(day.toordinal()), float(value)) for day, value in points if value is not None]
    if len(known) < 2:
        return None
    decimals = figure.indicator.decimals
    told = ", ".join(
        f"{day.isoformat()} {number(value, decimals)}" for day, value in points if value is not None
    )
    words = _("%(title)s: %(values)s") % {"title": said(figure.indicator.title), "values": told}
    return Sparkline(known, words)
