"""What is the value of an indicator on a day, by district and over the years?

Inputs: the registers its declaration names. Output: an `IndicatorFigure`: the value, the
numbers it is made of, the same for every district, and the series of past years.

Method:
1. All days asked for (the day itself and the 31 Decembers before it) are counted in one pass
   over the register, grouped by division. A flow counts from 1 January of the day's year.
2. A division's number is that of all rows whose code is its own or lies below it. A row of the
   city that names no district counts for the city alone.
3. A published figure (`latest`) is the division's own row of the newest year, not after the
   day's, that the city has; nothing is added up, since city and districts are both published.
4. The value is numerator ÷ denominator x scale, rounded as GB/T 8170 says: half to even.

What it cannot say: it counts by what the engine reads. What was known on an earlier day is asked
with a `PinnedEngine` on that day's versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.division_codes import division_prefix, within
from zhiheng.core.analyses.in_force import first_end, in_force_until
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Condition, Counted, Indicator, Register
from zhiheng.core.engine import Engine
from zhiheng.core.identifiers.divisions import load_divisions

ENDS_ON = "ends_on"


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
        number = Decimal(repr(self.numerator))
        if self.has_denominator:
            if not self.denominator:
                return None
            number = number * self.scale / Decimal(repr(self.denominator))
        rounded = number.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_EVEN)
        return float(rounded) if self.decimals else int(rounded)


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
    known_on: date | None = None


@dataclass(frozen=True)
class _Asked:
    """What is asked: the days, the city with its districts, and the column that says where."""

    days: list[date]
    city: str
    districts: list[str]
    by: str


@dataclass(frozen=True)
class _Counts:
    """One number a day for each division asked for, and the years they were published for."""

    of: Mapping[str, list[float | None]]
    years: list[int | None]


def figure(
    engine: Engine, catalogue: Catalogue, indicator: Indicator, *, on: date, city: str
) -> IndicatorFigure:
    """Compute an indicator on a day for a city, given by its six-digit division code."""
    districts = [code for code in load_divisions().children_of(city) if code != city]
    asked = _Asked(days_of_series(on, indicator.years), city, districts, indicator.by)
    numerators = _counts(engine, catalogue, indicator.numerator, asked)
    denominators = _Counts({}, [])
    if indicator.denominator:
        denominators = _counts(engine, catalogue, indicator.denominator, asked)

    def ratio(code: str, place: int) -> Ratio:
        return Ratio(
            numerator=numerators.of[code][place] or 0,
            denominator=denominators.of[code][place] if indicator.denominator else None,
            has_denominator=indicator.denominator is not None,
            scale=indicator.scale,
            decimals=indicator.decimals,
        )

    return IndicatorFigure(
        indicator=indicator,
        on=on,
        city=city,
        total=ratio(city, -1),
        by_division={code: ratio(code, -1) for code in districts},
        series={day: ratio(city, place) for place, day in enumerate(asked.days)},
        denominator_year=denominators.years[-1] if denominators.years else None,
    )


def days_of_series(on: date, years: int) -> list[date]:
    """Return the 31 Decembers of the years before the day, then the day itself."""
    return [date(year, 12, 31) for year in range(on.year - years, on.year)] + [on]


def _counts(engine: Engine, catalogue: Catalogue, counted: Counted, asked: _Asked) -> _Counts:
    register = catalogue.register(counted.register_)
    whole = engine.table(register)
    table = whole.filter(
        within(whole[asked.by], asked.city), *(_passes(whole, test) for test in counted.where)
    )
    if counted.in_force:  # once a row instead of once a day
        table = table.mutate(**{ENDS_ON: first_end(table, register)})
    years = _latest_years(engine, table, counted.latest, asked) if counted.latest else []
    conditions = (
        [_of_year(table, counted.latest, year) for year in years]
        if counted.latest
        else [_on_day(table, register, counted, day) for day in asked.days]
    )
    measures = {
        f"d{place}": _measure(table, counted, condition)
        for place, condition in enumerate(conditions)
    }
    rows = engine.run(table.group_by(asked.by).aggregate(**measures)).to_pylist()
    numbers = {row.pop(asked.by): [_number(cell) for cell in row.values()] for row in rows}
    gather = _own if counted.latest else _with_all_below
    codes = [asked.city, *asked.districts]
    return _Counts({code: gather(numbers, code, len(asked.days)) for code in codes}, years)


def _own(numbers: Mapping[str, list[float | None]], code: str, days: int) -> list[float | None]:
    return numbers.get(code, [None] * days)


def _with_all_below(
    numbers: Mapping[str, list[float | None]], code: str, days: int
) -> list[float | None]:
    prefix = division_prefix(code)
    below = [counts for division, counts in numbers.items() if division.startswith(prefix)]
    return [sum(counts[place] or 0 for counts in below) for place in range(days)]


def _latest_years(engine: Engine, table: ir.Table, column: str, asked: _Asked) -> list[int | None]:
    """Return for each day the newest year not after it for which the city has a figure."""
    own = table.filter(table[asked.by] == asked.city)
    known = engine.run(own.select(year=own[column]).distinct())["year"].drop_null().to_pylist()
    return [max((year for year in known if year <= day.year), default=None) for day in asked.days]


def _of_year(table: ir.Table, column: str, year: int | None) -> ir.BooleanValue:
    return ibis.literal(value=False) if year is None else table[column] == year


def _on_day(table: ir.Table, register: Register, counted: Counted, on: date) -> ir.BooleanValue:
    if counted.in_force:
        return in_force_until(table, table[ENDS_ON], register, on=on)
    assert counted.during is not None
    day = table[counted.during]
    return (day >= ibis.date(date(on.year, 1, 1))) & (day <= ibis.date(on))


def _passes(table: ir.Table, test: Condition) -> ir.BooleanValue:
    column = table[test.column]
    return column.isin(test.one_of) if test.one_of is not None else column == test.equals


def _measure(table: ir.Table, counted: Counted, where: ir.BooleanValue) -> ir.Value:
    if counted.sum:
        return table[counted.sum].sum(where=where)
    return ibis.cases((where, 1), else_=0).sum()  # half the time of a filtered count


def _number(cell: Decimal | float | None) -> float | None:
    """Return a plain number: sums of whole numbers come back as decimals."""
    return int(cell) if isinstance(cell, Decimal) else cell
