"""Questions to the indicators, asked alike by pages, plans, API and command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from zhiheng.core.analyses.indicators import (
    Asked,
    Counting,
    Counts,
    IndicatorFigure,
    Ratio,
    counts,
)
from zhiheng.core.declarations.models import Counted, Indicator, Register
from zhiheng.core.engine import PinnedEngine
from zhiheng.core.plans.indicator_names import suggested
from zhiheng.core.plans.units import conversion
from zhiheng.office.registers import lake
from zhiheng.office.registers.queries import version_known_on

Versions = tuple[tuple[str, int], ...]


def indicators() -> list[Indicator]:
    """Return every declared indicator in the order of the cockpit."""
    return sorted(lake.catalogue().indicators.values(), key=lambda each: (each.order, each.name))


def indicator_figure(name: str, *, on: date, known_on: date | None = None) -> IndicatorFigure:
    """Return an indicator's figure on a day, for the city whose platform this is.

    With `known_on` it is counted by what the registers held at the end of that day.
    """
    return indicator_figures([name], on=on, known_on=known_on)[0]


def indicator_figures(
    names: Iterable[str], *, on: date, known_on: date | None = None
) -> list[IndicatorFigure]:
    """Return the figures of several indicators, what they share counted once."""
    wanted = [lake.catalogue().indicator(name) for name in names]
    counting = _counting(wanted, known_on)
    city = lake.city()
    figures = (counting.figure(each, on=on, city=city) for each in wanted)
    return [replace(found, known_on=known_on) for found in figures]


def indicator_values(
    name: str,
    *,
    days: Sequence[date],
    since: date | None = None,
    division: str | None = None,
    known_on: date | None = None,
) -> list[Ratio]:
    """Return an indicator on each of the days, for the city or for one division of it.

    A stock is told as on the day; a flow counts from `since`, 1 January of the day's year unless
    given.
    """
    indicator = lake.catalogue().indicator(name)
    counting = _counting([indicator], known_on)
    place = division or lake.city()
    return counting.values(indicator, days=days, division=place, since=since)


def suggest_indicator(name: str, unit: str) -> list[str]:
    """Return the indicators that a plan may mean by a name and unit, the likeliest first."""
    return suggested(name, unit, indicators())


def unit_factor(indicator: Indicator, plan_unit: str) -> Decimal | None:
    """Return by what an indicator's value is multiplied to be in a plan's unit; None: it is not."""
    return conversion(indicator.unit.zh, plan_unit)


def _counting(wanted: Iterable[Indicator], known_on: date | None) -> Counting:
    """Return the counting of these indicators by the lake as it stands, or as it once stood."""
    counted = [part for each in wanted for part in (each.numerator, each.denominator) if part]
    names = sorted({part.register_ for part in counted})
    versions = {name: _version(lake.catalogue().register(name), known_on) for name in names}

    def count(part: Counted, asked: Asked) -> Counts:
        read = ((part.register_, versions[part.register_]),)
        return _counts(lake.lake().root, part.model_dump_json(by_alias=True), asked, read)

    return Counting(lake.catalogue(), count)


def _version(register: Register, known_on: date | None) -> int:
    if known_on is None:
        return lake.engine().version(register)
    version = version_known_on(register, known_on.isoformat())
    assert version is not None  # only without a day is it the newest
    return version


@lru_cache(maxsize=4096)
def _counts(root: str, counted: str, asked: Asked, versions: Versions) -> Counts:
    """Count by these versions of a lake: while they stay, so do the numbers."""
    engine = PinnedEngine(lake.engine(), dict(versions))
    return counts(engine, lake.catalogue(), Counted.model_validate_json(counted), asked)
