"""What is the value of an indicator on a day, by district, by kind and over the years?

Inputs: the registers its declaration names. Output: an `IndicatorFigure`: the value, the
numbers it is made of, the same for every district, and the series of past years; or, for any
days and any division, a list of `Ratio`.

Method:
1. All days asked for are counted in one pass over the register, grouped by division
   (`indicator_rows` says which rows count on a day). Where the sums of daily changes are at
   hand (`indicator_changes`) the same numbers are read from them instead.
2. A division's number is that of all rows whose code is its own or lies below it. A row of the
   city that names no district counts for the city alone. Different values are counted once
   for the city, also where several districts have them.
3. A published figure (`latest`) is the division's own row of the newest year, not after the
   day's, that the city has; nothing is added up, since city and districts are both published.
4. The value is numerator x scale ÷ unit_size ÷ denominator, or the growth of the numerator in
   percent; rounded as GB/T 8170 says: half to even.

What it cannot say: it counts by what the engine reads. What was known on an earlier day is asked
with a `PinnedEngine` on that day's versions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.division_codes import division_prefix, within
from zhiheng.core.analyses.exclusions import passes
from zhiheng.core.analyses.indicator_rows import counted_rows, measured, number, on_day
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Condition, Counted, Indicator, Part
from zhiheng.core.engine import Engine
from zhiheng.core.identifiers.divisions import load_divisions

PERCENT = 100


@dataclass(frozen=True)
class Ratio:
    """Numerator and denominator of one value; without a denominator the value is the numerator.

    `value` is None where the denominator is missing or zero: unknown, not zero. With
    `growth_years` the denominator is the numerator so many years before.
    """

    numerator: float
    denominator: float | None
    has_denominator: bool
    scale: int
    decimals: int
    unit_size: int = 1
    growth_years: int = 0

    @property
    def value(self) -> float | None:
        """Return the value, rounded to the declared decimals."""
        exact = Decimal(repr(self.numerator)) * self.scale / self.unit_size
        if self.has_denominator:
            if not self.denominator:
                return None
            exact /= Decimal(repr(self.denominator))
        if self.growth_years:
            exact = (exact ** (Decimal(1) / self.growth_years) - 1) * PERCENT
        rounded = exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_EVEN)
        return float(rounded) if self.decimals else int(rounded)


@dataclass(frozen=True)
class IndicatorFigure:
    """An indicator's value on a day with everything it is made of.

    `by_part` tells the value for each part that the declaration breaks it down to, by its name.
    """

    indicator: Indicator
    on: date
    city: str
    total: Ratio
    by_division: Mapping[str, Ratio]
    series: Mapping[date, Ratio]
    denominator_year: int | None = None
    known_on: date | None = None
    by_part: Mapping[str, Ratio] = field(default_factory=dict)
    since: date | None = None


@dataclass(frozen=True)
class Asked:
    """What is asked: on which days, from which day a flow counts, where, and the column of where.

    `since` None: from 1 January of each day's year. `parts` are divisions below `whole`.
    """

    days: tuple[date, ...]
    whole: str
    parts: tuple[str, ...] = ()
    by: str = "division"
    since: date | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the whole and its parts."""
        return (self.whole, *self.parts)

    def earlier(self, years: int) -> Asked:
        """Return the same question so many years before."""
        days = tuple(years_before(day, years) for day in self.days)
        since = years_before(self.since, years) if self.since else None
        return Asked(days, self.whole, self.parts, self.by, since)


@dataclass(frozen=True)
class Counts:
    """One number a day for each division asked for, and the years they were published for."""

    of: Mapping[str, Sequence[float | None]]
    years: Sequence[int | None] = ()


Count = Callable[[Counted, Asked], Counts]
# The numbers of one day for each choice of a column.
Split = Callable[[Counted, str, Asked], Mapping[str, float | None]]


@dataclass(frozen=True)
class Calculation:
    """The values of indicators, made of numbers that `count` and `split` hand out."""

    catalogue: Catalogue
    count: Count
    split: Split

    def ratios(self, indicator: Indicator, asked: Asked) -> Mapping[str, list[Ratio]]:
        """Return a value a day for each division asked for."""
        numerators = self.count(indicator.numerator, asked).of
        below = self._below(indicator, asked).of
        return {
            code: [
                _ratio(indicator, above, below[code][place] if below else None)
                for place, above in enumerate(numerators[code])
            ]
            for code in asked.codes
        }

    def figure(
        self,
        indicator: Indicator,
        *,
        on: date,
        city: str,
        parts: bool = False,
        since: date | None = None,
    ) -> IndicatorFigure:
        """Return an indicator on a day for a city, given by its six-digit division code.

        Only with `parts` is it told by part, which may take a pass over the register. A flow
        counts from `since`, and its series begins there; from 1 January unless given.
        """
        districts = [code for code in load_divisions().children_of(city) if code != city]
        since = since if indicator.is_flow else None
        series = days_of_series(on, indicator.years)
        days = tuple(day for day in series if since is None or day >= since or day == on)
        asked = Asked(days, city, tuple(districts), indicator.by, since)
        found = self.ratios(indicator, asked)
        years = self._below(indicator, asked).years
        return IndicatorFigure(
            indicator=indicator,
            on=on,
            city=city,
            total=found[city][-1],
            by_division={code: found[code][-1] for code in districts},
            series=dict(zip(days, found[city], strict=True)),
            denominator_year=years[-1] if years else None,
            by_part=self._by_part(indicator, asked, found[city][-1]) if parts else {},
            since=since,
        )

    def values(
        self,
        indicator: Indicator,
        *,
        days: Sequence[date],
        division: str,
        since: date | None = None,
    ) -> list[Ratio]:
        """Return an indicator for one division on each of the days; flows count from `since`."""
        asked = Asked(tuple(days), division, (), indicator.by, since)
        return self.ratios(indicator, asked)[division] if days else []

    def _below(self, indicator: Indicator, asked: Asked) -> Counts:
        if indicator.growth:
            return self.count(indicator.numerator, asked.earlier(indicator.growth.years))
        return self.count(indicator.denominator, asked) if indicator.denominator else Counts({})

    def _by_part(self, indicator: Indicator, asked: Asked, total: Ratio) -> dict[str, Ratio]:
        last = Asked(asked.days[-1:], asked.whole, (), asked.by, asked.since)
        if indicator.breakdown and not indicator.growth:
            found = self.split(indicator.numerator, indicator.breakdown, last)
        else:
            found = {
                part.name: self.count(part.of(indicator.numerator), last).of[asked.whole][0]
                for part in parts_of(indicator, self.catalogue)
            }
        return {name: _ratio(indicator, above, total.denominator) for name, above in found.items()}


def figure(
    engine: Engine, catalogue: Catalogue, indicator: Indicator, *, on: date, city: str
) -> IndicatorFigure:
    """Compute an indicator with its parts on a day for a city, given by its division code."""
    return direct(engine, catalogue).figure(indicator, on=on, city=city, parts=True)


def direct(engine: Engine, catalogue: Catalogue) -> Calculation:
    """Return the calculation that passes over the registers, each number once."""
    done: dict[tuple[str, Asked], Counts] = {}

    def count(counted: Counted, asked: Asked) -> Counts:
        key = (counted.model_dump_json(), asked)
        if key not in done:
            done[key] = counts(engine, catalogue, counted, asked)
        return done[key]

    def split(counted: Counted, column: str, asked: Asked) -> Mapping[str, float | None]:
        return by_choice(engine, catalogue, counted, column, asked)

    return Calculation(catalogue, count, split)


def counts(engine: Engine, catalogue: Catalogue, counted: Counted, asked: Asked) -> Counts:
    """Count in one pass over the register, for all days and divisions asked for."""
    return _Pass(engine, catalogue, counted, asked).counts()


def by_choice(
    engine: Engine, catalogue: Catalogue, counted: Counted, column: str, asked: Asked
) -> Mapping[str, float | None]:
    """Count each choice of a column in one pass, for the whole on the last day asked for."""
    return _Pass(engine, catalogue, counted, asked).by_choice(column)


def parts_of(indicator: Indicator, catalogue: Catalogue) -> list[Part]:
    """Return the parts that a figure is told for beside the whole; growth is told for none."""
    if indicator.growth:
        return []
    if indicator.breakdown is None:
        return indicator.parts
    column = catalogue.register(indicator.numerator.register_).column(indicator.breakdown)
    return [
        Part(name=value, title=title, where=[Condition(column=column.name, equals=value)])
        for value, title in column.choices.items()
    ]


def days_of_series(on: date, years: int) -> list[date]:
    """Return the 31 Decembers of the years before the day, then the day itself."""
    return [date(year, 12, 31) for year in range(on.year - years, on.year)] + [on]


def years_before(day: date, years: int) -> date:
    """Return the same day some years before; of 29 February the 28th where there is none."""
    year = max(day.year - years, 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _ratio(indicator: Indicator, above: float | None, below: float | None) -> Ratio:
    return Ratio(
        numerator=above or 0,
        denominator=below,
        has_denominator=indicator.denominator is not None or indicator.growth is not None,
        scale=indicator.scale,
        decimals=indicator.decimals,
        unit_size=indicator.unit_size,
        growth_years=indicator.growth.years if indicator.growth else 0,
    )


@dataclass(frozen=True)
class _Pass:
    """One pass over a register, for all days and divisions asked for."""

    engine: Engine
    catalogue: Catalogue
    counted: Counted
    asked: Asked

    @cached_property
    def table(self) -> ir.Table:
        table = counted_rows(self.engine, self.catalogue, self.counted)
        return table.filter(within(table[self.asked.by], self.asked.whole))

    def counts(self) -> Counts:
        if self.counted.latest:
            return self._published(self.counted.latest)
        if self.counted.distinct:
            return Counts(self._different(self.counted.distinct))
        raw = self._by_code([self._on(day) for day in self.asked.days])
        return Counts({code: self._numbers(self._below(raw, code)) for code in self.asked.codes})

    def by_choice(self, column: str) -> dict[str, float | None]:
        day = self.asked.days[-1]
        choices = list(self.catalogue.register(self.counted.register_).column(column).choices)
        tests = [Condition(column=column, equals=choice) for choice in choices]
        holds = self._on(day)
        measures = {
            f"c{place}": measured(self.table, self.counted, holds & passes(self.table, test), day)
            for place, test in enumerate(tests)
        }
        [row] = self.engine.run(self.table.aggregate(**measures)).to_pylist()
        return dict(zip(choices, self._numbers(list(row.values())), strict=True))

    def _on(self, day: date) -> ir.BooleanValue:
        register = self.catalogue.register(self.counted.register_)
        return on_day(self.table, register, self.counted, day, self.asked.since)

    def _by_code(self, conditions: Sequence[ir.BooleanValue]) -> dict[str, list[int | None]]:
        """Return what is measured under each day's condition, as whole numbers by division."""
        measures = {
            f"d{place}": measured(self.table, self.counted, condition, day)
            for place, (condition, day) in enumerate(zip(conditions, self.asked.days, strict=True))
        }
        grouped = self.table.group_by(self.asked.by).aggregate(**measures)
        rows = self.engine.run(grouped).to_pylist()
        return {row.pop(self.asked.by): list(row.values()) for row in rows}

    def _below(self, raw: Mapping[str, list[int | None]], code: str) -> list[int | None]:
        prefix = division_prefix(code)
        below = [cells for division, cells in raw.items() if division.startswith(prefix)]
        return [sum(each[day] or 0 for each in below) for day in range(len(self.asked.days))]

    def _numbers(self, raw: Sequence[int | None]) -> list[float | None]:
        register = self.catalogue.register(self.counted.register_)
        return [number(cell, self.counted, register) for cell in raw]

    def _different(self, column: str) -> dict[str, list[float | None]]:
        """Return how many different values each division has: one that two have counts in both."""
        flags = {f"d{place}": self._on(day).max() for place, day in enumerate(self.asked.days)}
        grouped = self.table.group_by([self.asked.by, column]).aggregate(**flags)
        rows = self.engine.run(grouped.filter(grouped[column].notnull())).to_pylist()
        held: dict[str, list[set[str]]] = {}
        for row in rows:
            own = held.setdefault(row[self.asked.by], [set() for _ in self.asked.days])
            for day, values in enumerate(own):
                if row[f"d{day}"]:
                    values.add(row[column])
        found: dict[str, list[float | None]] = {}
        for code in self.asked.codes:
            prefix = division_prefix(code)
            below = [own for division, own in held.items() if division.startswith(prefix)]
            found[code] = [len(set().union(*each)) for each in zip(*below, strict=True)]
            found[code] = found[code] or [0] * len(self.asked.days)
        return found

    def _published(self, column: str) -> Counts:
        years = self._latest_years(column)
        conditions = [
            ibis.literal(value=False) if year is None else self.table[column] == year
            for year in years
        ]
        raw = self._by_code(conditions)
        unknown = [None] * len(self.asked.days)
        of = {code: self._numbers(raw.get(code, unknown)) for code in self.asked.codes}
        return Counts(of, years)

    def _latest_years(self, column: str) -> list[int | None]:
        """Return for each day the newest year not after it for which the whole has a figure."""
        own = self.table.filter(self.table[self.asked.by] == self.asked.whole)
        found = self.engine.run(own.select(year=own[column]).distinct())
        known = found["year"].drop_null().to_pylist()
        return [
            max((year for year in known if year <= day.year), default=None)
            for day in self.asked.days
        ]
