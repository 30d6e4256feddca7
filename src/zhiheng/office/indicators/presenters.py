"""Figures as plain data for templates, each with the way to the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.core.analyses.indicators import IndicatorFigure, Ratio, parts_of, years_before
from zhiheng.core.browsing.openings import rows_query
from zhiheng.core.declarations.models import Counted, Indicator, Part
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.charts import Chart, Series

MOST_BARS = 8
LEAST_REST = 0.005  # less is what adding up in another order leaves


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
    note: str
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
    """One district or one part of a figure; `page` leads to the figure of the district alone."""

    name: str
    value: str
    numerator: str
    denominator: str
    href: str
    page: str = ""


@dataclass(frozen=True)
class IndicatorPage:
    """The page of one indicator on a day."""

    name: str
    title: str
    unit: str
    definition: str
    sources: Sequence[str]
    aliases: Sequence[str]
    is_unverified: bool
    value: str
    note: str
    on: date
    since: date | None
    period: str
    division: str
    place: str
    ingredients: Sequence[Ingredient]
    districts: Sequence[DistrictLine]
    elsewhere: DistrictLine | None
    parts: Sequence[DistrictLine]
    parts_overlap: bool
    counted: str
    has_denominator: bool
    has_value: bool
    series: Chart
    by_district: Chart | None
    by_part: Chart | None


def card(figure: IndicatorFigure, *, without_rows: bool = False) -> Card:
    """Return a figure as a card with its small chart; of an empty register it tells no value."""
    indicator = figure.indicator
    change, rising = _change(figure)
    return Card(
        name=indicator.name,
        title=said(indicator.title),
        unit=said(indicator.unit),
        value="—" if without_rows else number(figure.total.value, indicator.decimals),
        change=change,
        rising=rising,
        period=_period(figure),
        note=unknown_because(figure, without_rows=without_rows),
        href=page_address(figure, figure.on),
        chart=_series_chart(figure),
    )


def indicator_page(figure: IndicatorFigure, *, without_rows: bool = False) -> IndicatorPage:
    """Return the page of one indicator; of an empty register it tells no value."""
    indicator = figure.indicator
    declared = parts_of(indicator, lake.catalogue())
    is_city = figure.city == lake.city()
    return IndicatorPage(
        name=indicator.name,
        title=said(indicator.title),
        unit=said(indicator.unit),
        definition=said(indicator.definition),
        sources=[f"{source.instrument} {source.article}".strip() for source in indicator.sources],
        aliases=indicator.aliases,
        is_unverified=indicator.status == "unverified",
        value="—" if without_rows else number(figure.total.value, indicator.decimals),
        note=unknown_because(figure, without_rows=without_rows),
        on=figure.on,
        since=figure.since,
        period=_period(figure),
        division="" if is_city else figure.city,
        place="" if is_city else division_name(figure.city),
        ingredients=_ingredients(figure),
        districts=[_district(figure, code, r) for code, r in figure.by_division.items()],
        elsewhere=_elsewhere(figure),
        parts=[_part(figure, part) for part in declared if part.name in figure.by_part],
        parts_overlap=_overlap(indicator),
        counted=_counted_label(indicator.numerator),
        has_denominator=_has_denominator(indicator),
        has_value=_has_denominator(indicator) or indicator.unit_size > 1,
        series=_series_chart(figure),
        by_district=_district_chart(figure) if figure.by_division else None,
        by_part=_part_chart(figure, declared) if _fits_a_chart(figure, declared) else None,
    )


def unknown_because(figure: IndicatorFigure, *, without_rows: bool = False) -> str:
    """Return in a sentence why there is no value, "" where there is one."""
    indicator, total = figure.indicator, figure.total
    if without_rows:
        register = said(lake.catalogue().register(indicator.numerator.register_).title)
        return _("The register “%(register)s” holds no rows yet: unknown, not zero.") % {
            "register": register
        }
    if total.value is not None:
        return ""
    if indicator.growth:
        return _("There was nothing to compare with: growth from zero is unknown.")
    assert indicator.denominator is not None
    register = said(lake.catalogue().register(indicator.denominator.register_).title)
    if total.denominator is None:
        text = _("The register “%(register)s” has no figure for a year up to this day.")
    else:
        text = _("The register “%(register)s” gives zero to divide by: unknown, not zero.")
    return text % {"register": register}


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with thousands separated; "—" where it is not known."""
    return "—" if value is None else f"{value:,.{decimals}f}"


def rows_address(
    counted: Counted,
    figure: IndicatorFigure,
    division: str,
    year: int | None = None,
    on: date | None = None,
) -> str:
    """Return the address of the register's list that shows exactly the rows counted.

    `on` is another day than the figure's, as for the day that growth compares with.
    """
    register = lake.catalogue().register(counted.register_)
    query = rows_query(
        register,
        counted,
        on=on or figure.on,
        by=figure.indicator.by,
        division=division,
        year=year,
        since=since_of(figure, on),
    )
    query += _known_on(figure)
    return f"{reverse('registers:list', args=(counted.register_,))}?{urlencode(query)}"


def since_of(figure: IndicatorFigure, on: date | None) -> date | None:
    """Return from when a flow was counted that ends on another day than the figure's."""
    if figure.since is None or on is None:
        return figure.since
    return years_before(figure.since, figure.on.year - on.year)


def page_address(figure: IndicatorFigure, on: date, division: str | None = None) -> str:
    """Return the address of the indicator's page as of a day, of the same place unless given."""
    address = reverse("indicators:indicator", args=(figure.indicator.name,))
    place = figure.city if division is None else division
    query = [("as_of", on.isoformat()), *_known_on(figure)]
    query += [("division", place)] if place != lake.city() else []
    query += [("since", figure.since.isoformat())] if figure.since else []
    return f"{address}?{urlencode(query)}"


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
        "since": figure.since.isoformat() if figure.since else None,
        "city": figure.city,
        "value": figure.total.value,
        "status": indicator.status,
        "ingredients": _ingredients_json(figure),
        "by_division": [
            {"division": code, "name": division_name(code), **_ratio_json(ratio)}
            for code, ratio in figure.by_division.items()
        ],
        "by_part": [
            {"part": part.name, "title": part.title.model_dump(), **_ratio_json(ratio)}
            for part, ratio in _told_parts(figure)
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
    if indicator.growth:
        earlier = years_before(figure.on, indicator.growth.years)
        below = figure.total.denominator
        found["earlier"] = {"as_of": earlier.isoformat(), "value": below}
    if indicator.unit_size > 1:
        found["unit_size"] = indicator.unit_size
    return found


def _counted_json(
    counted: Counted, figure: IndicatorFigure, value: float | None, year: int | None
) -> dict[str, Any]:
    register = lake.catalogue().register(counted.register_)
    query = rows_query(
        register,
        counted,
        on=figure.on,
        by=figure.indicator.by,
        division=figure.city,
        year=year,
        since=figure.since,
    )
    filters: dict[str, str | list[str]] = {}
    for name, text in query:
        before = filters.get(name)
        filters[name] = (
            text if before is None else [*([before] if isinstance(before, str) else before), text]
        )
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
    first = figure.since or date(figure.on.year, 1, 1)
    days = {"first": first.isoformat(), "last": figure.on.isoformat()}
    return _("%(first)s to %(last)s") % days


def _ingredients(figure: IndicatorFigure) -> list[Ingredient]:
    indicator = figure.indicator
    found = [_ingredient(indicator.numerator, figure, figure.total.numerator)]
    if indicator.growth:
        earlier = years_before(figure.on, indicator.growth.years)
        address = rows_address(indicator.numerator, figure, figure.city, on=earlier)
        text = _("The same on %(day)s") % {"day": earlier.isoformat()}
        found.append(Ingredient(text, number(figure.total.denominator), address))
    if indicator.denominator:
        year = figure.denominator_year
        found.append(_ingredient(indicator.denominator, figure, figure.total.denominator, year))
    return found


def _ingredient(
    counted: Counted, figure: IndicatorFigure, value: float | None, year: int | None = None
) -> Ingredient:
    register = lake.catalogue().register(counted.register_)
    title = said(register.title)
    if counted.latest and counted.sum:
        column = said(register.column(counted.sum).title)
        label = _("%(column)s of %(year)s") % {"column": column, "year": year or "—"}
    elif counted.age:
        label = _("Years of age of the rows of “%(register)s”") % {"register": title}
    elif column_name := counted.sum or counted.distinct:
        column = said(register.column(column_name).title)
        told = {"column": column, "register": title}
        summed = _("%(column)s, added up over rows of “%(register)s”")
        different = _("Different values of %(column)s in rows of “%(register)s”")
        label = (summed if counted.sum else different) % told
    else:
        label = _("Rows of the register “%(register)s”") % {"register": title}
    address = rows_address(counted, figure, figure.city, year)
    return Ingredient(label, number(value, _decimals(counted, value)), address)


def _counted_label(counted: Counted) -> str:
    """Return the heading over what is counted: the column added up, or rows."""
    if counted.sum is None:
        return _("Years") if counted.age else _("Count")
    return said(lake.catalogue().register(counted.register_).column(counted.sum).title)


def _decimals(counted: Counted, value: float | None) -> int:
    """Return with how many decimals an ingredient is told: ages and amounts that have any."""
    return 2 if counted.age or (value is not None and value != int(value)) else 0


def _has_denominator(indicator: Indicator) -> bool:
    return indicator.denominator is not None or indicator.growth is not None


def _overlap(indicator: Indicator) -> bool:
    """Tell whether a row may count in several parts."""
    if indicator.breakdown is None:
        return bool(indicator.parts)
    register = lake.catalogue().register(indicator.numerator.register_)
    return register.column(indicator.breakdown).type == "strings"


def _told_parts(figure: IndicatorFigure) -> list[tuple[Part, Ratio]]:
    declared = parts_of(figure.indicator, lake.catalogue())
    return [(each, figure.by_part[each.name]) for each in declared if each.name in figure.by_part]


def _part(figure: IndicatorFigure, part: Part) -> DistrictLine:
    ratio = figure.by_part[part.name]
    counted = part.of(figure.indicator.numerator)
    return DistrictLine(
        name=said(part.title),
        value=number(ratio.value, figure.indicator.decimals),
        numerator=number(ratio.numerator, _decimals(counted, ratio.numerator)),
        denominator=number(ratio.denominator),
        href=rows_address(counted, figure, figure.city),
    )


def _district(figure: IndicatorFigure, code: str, ratio: Ratio) -> DistrictLine:
    counted = figure.indicator.numerator
    return DistrictLine(
        name=division_name(code),
        value=number(ratio.value, figure.indicator.decimals),
        numerator=number(ratio.numerator, _decimals(counted, ratio.numerator)),
        denominator=number(ratio.denominator),
        href=rows_address(counted, figure, code),
        page=page_address(figure, figure.on, code),
    )


def _elsewhere(figure: IndicatorFigure) -> DistrictLine | None:
    """Return what counts for the city but for none of its districts, so that the table adds up."""
    counted = figure.indicator.numerator
    rest = figure.total.numerator - sum(each.numerator for each in figure.by_division.values())
    if counted.distinct or counted.age or not figure.by_division or abs(rest) < LEAST_REST:
        return None
    return DistrictLine(
        _("District not known"), "—", number(rest, _decimals(counted, rest)), "—", ""
    )


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


def _fits_a_chart(figure: IndicatorFigure, parts: Sequence[Part]) -> bool:
    """Tell whether bars say more than the table: some counts, few parts, short names."""
    counted = any(ratio.numerator for ratio in figure.by_part.values())
    return counted and len(parts) <= MOST_BARS


def _part_chart(figure: IndicatorFigure, parts: Sequence[Part]) -> Chart:
    indicator = figure.indicator
    told = [part for part in parts if part.name in figure.by_part]
    return Chart(
        identity=f"parts-{indicator.name}",
        kind="bar",
        title=_("By part"),
        unit=said(indicator.unit),
        categories=[said(part.title) for part in told],
        series=[Series(said(indicator.title), [figure.by_part[p.name].value for p in told])],
        links=[rows_address(p.of(indicator.numerator), figure, figure.city) for p in told],
        category_label=_("Part"),
    )


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
