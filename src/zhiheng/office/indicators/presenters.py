"""Figures as plain data for templates, each with the way to the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.core.analyses.indicators import IndicatorFigure, Ratio
from zhiheng.core.browsing.openings import rows_query
from zhiheng.core.declarations.models import Counted
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.charts import Chart, Series


@dataclass(frozen=True)
class Card:
    """One figure of the cockpit."""

    name: str
    title: str
    unit: str
    value: str
    change: str
    rising: bool
    period: str
    href: str
    chart: Chart


@dataclass(frozen=True)
class Ingredient:
    """One number that a figure is made of, with the way to its rows."""

    label: str
    value: str
    href: str


@dataclass(frozen=True)
class DistrictLine:
    """One district of a figure."""

    name: str
    value: str
    numerator: str
    denominator: str
    href: str


@dataclass(frozen=True)
class IndicatorPage:
    """The page of one indicator on a day."""

    name: str
    title: str
    unit: str
    definition: str
    sources: Sequence[str]
    value: str
    on: date
    period: str
    ingredients: Sequence[Ingredient]
    districts: Sequence[DistrictLine]
    elsewhere: DistrictLine | None
    has_denominator: bool
    series: Chart
    by_district: Chart


def card(figure: IndicatorFigure) -> Card:
    """Return a figure as a card with its small chart."""
    indicator = figure.indicator
    change, rising = _change(figure)
    return Card(
        name=indicator.name,
        title=said(indicator.title),
        unit=said(indicator.unit),
        value=number(figure.total.value, indicator.decimals),
        change=change,
        rising=rising,
        period=_period(figure),
        href=page_address(figure, figure.on),
        chart=_series_chart(figure),
    )


def indicator_page(figure: IndicatorFigure) -> IndicatorPage:
    """Return the page of one indicator."""
    indicator = figure.indicator
    return IndicatorPage(
        name=indicator.name,
        title=said(indicator.title),
        unit=said(indicator.unit),
        definition=said(indicator.definition),
        sources=[f"{source.instrument} {source.article}".strip() for source in indicator.sources],
        value=number(figure.total.value, indicator.decimals),
        on=figure.on,
        period=_period(figure),
        ingredients=_ingredients(figure),
        districts=[_district(figure, code, r) for code, r in figure.by_division.items()],
        elsewhere=_elsewhere(figure),
        has_denominator=indicator.denominator is not None,
        series=_series_chart(figure),
        by_district=_district_chart(figure),
    )


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with thousands separated; "—" where it is not known."""
    return "—" if value is None else f"{value:,.{decimals}f}"


def rows_address(
    counted: Counted, figure: IndicatorFigure, division: str, year: int | None = None
) -> str:
    """Return the address of the register's list that shows exactly the rows counted."""
    register = lake.catalogue().register(counted.register_)
    query = rows_query(
        register, counted, on=figure.on, by=figure.indicator.by, division=division, year=year
    )
    query += _known_on(figure)
    return f"{reverse('registers:list', args=(counted.register_,))}?{urlencode(query)}"


def page_address(figure: IndicatorFigure, on: date) -> str:
    """Return the address of the indicator's page as of a day."""
    address = reverse("indicators:indicator", args=(figure.indicator.name,))
    return f"{address}?{urlencode([('as_of', on.isoformat()), *_known_on(figure)])}"


def _known_on(figure: IndicatorFigure) -> list[tuple[str, str]]:
    return [("known_on", figure.known_on.isoformat())] if figure.known_on else []


def figure_json(figure: IndicatorFigure) -> dict[str, Any]:
    """Return a figure with everything it is made of, as API and command line give it."""
    indicator = figure.indicator
    return {
        "name": indicator.name,
        "title": {"zh": indicator.title.zh, "en": indicator.title.en},
        "unit": {"zh": indicator.unit.zh, "en": indicator.unit.en},
        "definition": {"zh": indicator.definition.zh, "en": indicator.definition.en},
        "as_of": figure.on.isoformat(),
        "known_on": figure.known_on.isoformat() if figure.known_on else None,
        "city": figure.city,
        "value": figure.total.value,
        "ingredients": _ingredients_json(figure),
        "by_division": [
            {"division": code, "name": division_name(code), **_ratio_json(ratio)}
            for code, ratio in figure.by_division.items()
        ],
        "series": [
            {"as_of": day.isoformat(), **_ratio_json(ratio)} for day, ratio in figure.series.items()
        ],
        "sources": [source.model_dump() for source in indicator.sources],
    }


def _ratio_json(ratio: Ratio) -> dict[str, Any]:
    numbers = {"value": ratio.value, "numerator": ratio.numerator}
    return {**numbers, "denominator": ratio.denominator} if ratio.has_denominator else numbers


def _ingredients_json(figure: IndicatorFigure) -> dict[str, Any]:
    indicator = figure.indicator
    found: dict[str, Any] = {
        "numerator": _counted_json(indicator.numerator, figure, figure.total.numerator, None)
    }
    if indicator.denominator:
        year = figure.denominator_year
        found["denominator"] = _counted_json(
            indicator.denominator, figure, figure.total.denominator, year
        )
        found["scale"] = indicator.scale
    return found


def _counted_json(
    counted: Counted, figure: IndicatorFigure, value: float | None, year: int | None
) -> dict[str, Any]:
    register = lake.catalogue().register(counted.register_)
    query = rows_query(
        register, counted, on=figure.on, by=figure.indicator.by, division=figure.city, year=year
    )
    filters: dict[str, str | list[str]] = {}
    for name, text in query:
        filters[name] = text
    found = {"value": value, "register": counted.register_, "filters": filters}
    version = lake.engine().version(register)
    found |= {"register_version": version, "rows": rows_address(counted, figure, figure.city, year)}
    return {**found, "year": year} if year else found


def _change(figure: IndicatorFigure) -> tuple[str, bool]:
    """Return the change of a stock since the last 31 December before the day."""
    if figure.indicator.numerator.during:
        return "", False
    earlier = [ratio.value for day, ratio in figure.series.items() if day < figure.on]
    now = figure.total.value
    if not earlier or earlier[-1] in (None, 0) or now is None:
        return "", False
    share = (now - earlier[-1]) / earlier[-1] * 100
    return f"{share:+.1f}%", share >= 0


def _period(figure: IndicatorFigure) -> str:
    """Return from when to when a flow was counted; "" for a stock."""
    if not figure.indicator.numerator.during:
        return ""
    days = {"first": date(figure.on.year, 1, 1).isoformat(), "last": figure.on.isoformat()}
    return _("%(first)s to %(last)s") % days


def _ingredients(figure: IndicatorFigure) -> list[Ingredient]:
    indicator = figure.indicator
    registers = lake.catalogue()
    numerator = registers.register(indicator.numerator.register_)
    label = _("Rows of the register “%(register)s”") % {"register": said(numerator.title)}
    address = rows_address(indicator.numerator, figure, figure.city)
    found = [Ingredient(label, number(figure.total.numerator), address)]
    if indicator.denominator and indicator.denominator.sum:
        register = registers.register(indicator.denominator.register_)
        column = said(register.column(indicator.denominator.sum).title)
        year = figure.denominator_year
        text = _("%(column)s of %(year)s") % {"column": column, "year": year or "—"}
        address = rows_address(indicator.denominator, figure, figure.city, year)
        found.append(Ingredient(text, number(figure.total.denominator), address))
    return found


def _district(figure: IndicatorFigure, code: str, ratio: Ratio) -> DistrictLine:
    return DistrictLine(
        name=division_name(code),
        value=number(ratio.value, figure.indicator.decimals),
        numerator=number(ratio.numerator),
        denominator=number(ratio.denominator),
        href=rows_address(figure.indicator.numerator, figure, code),
    )


def _elsewhere(figure: IndicatorFigure) -> DistrictLine | None:
    """Return what counts for the city but for none of its districts, so that the table adds up."""
    rest = figure.total.numerator - sum(each.numerator for each in figure.by_division.values())
    if not rest:
        return None
    return DistrictLine(_("District not known"), "—", number(rest), "—", "")


def _series_chart(figure: IndicatorFigure) -> Chart:
    indicator = figure.indicator
    days = list(figure.series)
    return Chart(
        identity=f"series-{indicator.name}",
        kind="bar" if indicator.numerator.during else "line",
        title=_("Over the years"),
        unit=said(indicator.unit),
        categories=[_category(day, figure) for day in days],
        series=[Series(said(indicator.title), [r.value for r in figure.series.values()])],
        links=[page_address(figure, day) for day in days],
        category_label=_("As of") if not indicator.numerator.during else _("Year"),
    )


def _category(day: date, figure: IndicatorFigure) -> str:
    if day == figure.on and (day.month, day.day) != (12, 31):
        return day.isoformat()
    return str(day.year)


def _district_chart(figure: IndicatorFigure) -> Chart:
    indicator = figure.indicator
    return Chart(
        identity=f"districts-{indicator.name}",
        kind="bar",
        title=_("By district"),
        unit=said(indicator.unit),
        categories=[division_name(code) for code in figure.by_division],
        series=[Series(said(indicator.title), [r.value for r in figure.by_division.values()])],
        links=[rows_address(indicator.numerator, figure, code) for code in figure.by_division],
        category_label=_("District"),
    )
