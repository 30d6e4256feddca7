"""What is the value of an indicator on a day, by district and over the years?

Inputs: the registers its declaration names. Output: an `IndicatorFigure`: the value, the
numbers it is made of, the same for every district, and the series of past years.

Method: all days asked for (the day itself and the 31 Decembers before it) are counted in one
pass over the register, grouped by division. A division that is not in the city is left out; a
row whose division is the city as a whole counts for the city and for no district.

What it cannot say: it counts by today's registers. What was known on an earlier day is asked
with an engine opened on that day's versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.in_force import in_force
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Counted, Indicator, Register
from zhiheng.core.engine import Engine
from zhiheng.core.identifiers.divisions import load_divisions


@dataclass(frozen=True)
class Ratio:
    """Numerator and denominator of one value; without a denominator the value is the numerator.

    `value` is None where the denominator is missing or zero: unknown, not zero.
    """

    numerator: float
    denominator: float | None
    has_denominator: bool
    scale: int
    decimals: int

    @property
    def value(self) -> float | None:
        """Return numerator ÷ denominator x scale, rounded to the declared decimals."""
        if not self.has_denominator:
            return self._rounded(self.numerator)
        if not self.denominator:
            return None
        return self._rounded(self.numerator / self.denominator * self.scale)

    def _rounded(self, number: float) -> float:
        rounded = round(number, self.decimals)
        return int(rounded) if self.decimals == 0 else rounded


@dataclass(frozen=True)
class IndicatorFigure:
    """An indicator's value on a day with everything it is made of."""

    indicator: Indicator
    on: date
    city: str
    total: Ratio
    by_division: Mapping[str, Ratio]
    series: Mapping[date, Ratio]
    denominator_year: int | None = None


def figure(
    engine: Engine, catalogue: Catalogue, indicator: Indicator, *, on: date, city: str
) -> IndicatorFigure:
    """Compute an indicator on a day for a city, given by its six-digit division code."""
    days = days_of_series(on, indicator.years)
    numerators = _counts(engine, catalogue, indicator.numerator, days, city, indicator.by)
    denominators: dict[str, list[float | None]] = {}
    years: list[int | None] = []
    if indicator.denominator:
        counted = indicator.denominator
        denominators = _counts(engine, catalogue, counted, days, city, indicator.by)
        years = latest_years(engine, catalogue, counted, days, city)
    districts = [code for code in load_divisions().children_of(city) if code != city]
    return IndicatorFigure(
        indicator=indicator,
        on=on,
        city=city,
        total=_ratio(indicator, numerators, denominators, city, len(days) - 1),
        by_division={
            code: _ratio(indicator, numerators, denominators, code, len(days) - 1)
            for code in districts
        },
        series={
            day: _ratio(indicator, numerators, denominators, city, place)
            for place, day in enumerate(days)
        },
        denominator_year=years[-1] if years else None,
    )


def days_of_series(on: date, years: int) -> list[date]:
    """Return the 31 Decembers of the years before the day, then the day itself."""
    ends = [date(year, 12, 31) for year in range(on.year - years, on.year)]
    return [day for day in ends if day < on] + [on]


def counted_rows(table: ir.Table, register: Register, counted: Counted, *, on: date) -> ir.Table:
    """Return the rows that a stock or flow counts on a day: what a figure opens to."""
    return table.filter(_condition(table, register, counted, on))


def within(table: ir.Table, column: str, city: str) -> ir.BooleanValue:
    """Return the condition that a division lies in the city."""
    return table[column].startswith(city.rstrip("0") if city[2:] == "0000" else city[:4])


def latest_years(
    engine: Engine, catalogue: Catalogue, counted: Counted, days: list[date], city: str
) -> list[int | None]:
    """Return for each day the newest year not after it for which the city has a figure."""
    register = catalogue.register(counted.register_)
    table = engine.table(register)
    assert counted.latest is not None
    rows = table.filter(table.division == city).select(year=table[counted.latest]).distinct()
    known = sorted(engine.run(rows)["year"].to_pylist())
    return [max((year for year in known if year <= day.year), default=None) for day in days]


def _counts(
    engine: Engine,
    catalogue: Catalogue,
    counted: Counted,
    days: list[date],
    city: str,
    by: str,
) -> dict[str, list[float | None]]:
    """Return for each division one number a day; the city's own row is all of it together."""
    register = catalogue.register(counted.register_)
    whole = engine.table(register)
    table = whole.filter(within(whole, by, city))
    if counted.latest:
        years = latest_years(engine, catalogue, counted, days, city)
        conditions = [
            table[counted.latest] == year if year else ibis.literal(value=False) for year in years
        ]
    else:
        conditions = [_condition(table, register, counted, day) for day in days]
    aggregates = {f"d{place}": _measure(table, counted, c) for place, c in enumerate(conditions)}
    expression = table.group_by(by).aggregate(**aggregates)
    rows = engine.run(expression).to_pylist()
    counts = {row.pop(by): [_number(cell) for cell in row.values()] for row in rows}
    if not counted.latest:  # published figures name the city themselves; counted rows do not
        columns = list(zip(*counts.values(), strict=True)) or [()] * len(days)
        counts[city] = [sum(column) for column in columns]
    return counts


def _condition(table: ir.Table, register: Register, counted: Counted, on: date) -> ir.BooleanValue:
    condition: ir.BooleanValue = ibis.literal(value=True)
    if counted.in_force:
        condition = in_force(table, register, on=on)
    elif counted.during:
        day = table[counted.during]
        condition = (day >= ibis.date(date(on.year, 1, 1))) & (day <= ibis.date(on))
    for test in counted.where:
        column = table[test.column]
        condition = condition & (
            column.isin(test.one_of) if test.one_of is not None else column == test.equals
        )
    return condition


def _measure(table: ir.Table, counted: Counted, where: ir.BooleanValue) -> ir.Value:
    return table[counted.sum].sum(where=where) if counted.sum else table.count(where=where)


def _number(cell: Decimal | float | None) -> float | None:
    """Return a plain number: sums of whole numbers come back as decimals."""
    return int(cell) if isinstance(cell, Decimal) else cell


def _ratio(
    indicator: Indicator,
    numerators: dict[str, list[float | None]],
    denominators: dict[str, list[float | None]],
    code: str,
    place: int,
) -> Ratio:
    numerator = numerators[code][place] if code in numerators else 0
    denominator = denominators[code][place] if code in denominators else None
    return Ratio(
        numerator=numerator or 0,
        denominator=denominator,
        has_denominator=indicator.denominator is not None,
        scale=indicator.scale,
        decimals=indicator.decimals,
    )
