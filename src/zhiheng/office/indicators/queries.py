"""Questions to the indicators, asked alike by pages, plans, API and command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from zhiheng.core.analyses.indicator_changes import registers_of
from zhiheng.core.analyses.indicator_sums import Sums
from zhiheng.core.analyses.indicators import (
    Asked,
    Calculation,
    Counts,
    IndicatorFigure,
    Ratio,
    by_choice,
    counts,
)
from zhiheng.core.declarations.models import Counted, Indicator
from zhiheng.core.engine import PinnedEngine
from zhiheng.core.errors import InputError
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.plans.indicator_names import suggested
from zhiheng.core.plans.units import conversion
from zhiheng.office.registers import lake
from zhiheng.office.registers.queries import row_count, version_known_on, version_or_none_known_on

Versions = tuple[tuple[str, int], ...]


def indicators() -> list[Indicator]:
    """Return every declared indicator in the order of the cockpit."""
    return sorted(lake.catalogue().indicators.values(), key=lambda each: (each.order, each.name))


def featured_indicators() -> list[Indicator]:
    """Return the few of the first page; all where an office features none."""
    return [each for each in indicators() if each.featured] or indicators()


def found_indicators(words: str = "", group: str = "") -> list[Indicator]:
    """Return the indicators of a group that bear the words in name, alias, unit or definition."""
    return [
        each
        for each in indicators()
        if group in ("", each.group) and all(w in _said_of(each) for w in words.lower().split())
    ]


def districts() -> list[str]:
    """Return the codes of the city's districts."""
    city = lake.city()
    return [code for code in load_divisions().children_of(city) if code != city]


def checked_division(code: str) -> str:
    """Return the code of the city or of one of its districts; "" is the city."""
    known = [lake.city(), *districts()]
    if code and code not in known:
        raise InputError.of("cell.not_a_choice", received=code, expected="、".join(known))
    return code or known[0]


def without_rows(figures: Iterable[IndicatorFigure]) -> list[str]:
    """Return the indicators whose register holds nothing at all, so that nothing is known."""
    nothing = [
        figure.indicator
        for figure in figures
        if not any(ratio.numerator for ratio in figure.series.values())
    ]
    empty = {each.numerator.register_: False for each in nothing}
    for name in empty:
        empty[name] = row_count(name, {}) == 0
    return [each.name for each in nothing if empty[each.numerator.register_]]


def indicator_figure(
    name: str,
    *,
    on: date,
    known_on: date | None = None,
    division: str | None = None,
    since: date | None = None,
) -> IndicatorFigure:
    """Return an indicator's figure with its parts on a day, for the city or one of its districts.

    With `known_on` it is counted by what the registers held at the end of that day. A flow counts
    from `since`, 1 January of the day's year unless given.
    """
    indicator = lake.catalogue().indicator(name)
    place = checked_division(division or "")
    calculation = _calculation([indicator], known_on)
    found = calculation.figure(indicator, on=on, city=place, parts=True, since=since)
    return replace(found, known_on=known_on)


def indicator_figures(
    names: Iterable[str],
    *,
    on: date,
    known_on: date | None = None,
    division: str | None = None,
) -> list[IndicatorFigure]:
    """Return the figures of several indicators, what they share counted once; not by part."""
    wanted = [lake.catalogue().indicator(name) for name in names]
    if not wanted:
        return []
    place = checked_division(division or "")
    calculation = _calculation(wanted, known_on)
    figures = (calculation.figure(each, on=on, city=place) for each in wanted)
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
    calculation = _calculation([indicator], known_on)
    place = division or lake.city()
    return calculation.values(indicator, days=days, division=place, since=since)


def values_by_division(
    name: str, *, days: Sequence[date], since: date | None = None, known_on: date | None = None
) -> Mapping[str, Sequence[Ratio]]:
    """Return an indicator on each of the days for the city and each of its districts, in one go."""
    indicator = lake.catalogue().indicator(name)
    asked = Asked(tuple(days), lake.city(), tuple(districts()), indicator.by, since)
    return _calculation([indicator], known_on).ratios(indicator, asked)


def suggest_indicator(name: str, unit: str) -> list[str]:
    """Return the indicators that a plan may mean by a name and unit, the likeliest first."""
    return suggested(name, unit, indicators())


def unit_factor(indicator: Indicator, plan_unit: str) -> Decimal | None:
    """Return by what an indicator's value is multiplied to be in a plan's unit; None: it is not."""
    return conversion(indicator.unit.zh, plan_unit)


def _said_of(indicator: Indicator) -> str:
    wordings = (indicator.title, indicator.unit, indicator.definition)
    told = [text for wording in wordings for text in (wording.zh, wording.en)]
    return "\n".join([indicator.name, *told, *indicator.aliases]).lower()


def _calculation(wanted: Sequence[Indicator], known_on: date | None) -> Calculation:
    """Return the calculation of these indicators by the lake as it stands, or as it once stood."""
    catalogue = lake.catalogue()
    parts = [(part, each.by) for each in wanted for part in _counted(each)]
    names = {name for part, _ in parts for name in registers_of(catalogue, part)}
    versions = _versions(sorted(names), [each.numerator.register_ for each in wanted], known_on)
    sums = _sums(id(lake.engine()))
    sums.prepare(parts, versions)

    def count(part: Counted, asked: Asked) -> Counts:
        read = {name: versions[name] for name in registers_of(catalogue, part)}
        known = sums.counts(part, asked, read)
        if known is not None:
            return known
        told = part.model_dump_json(by_alias=True)
        return _counts(lake.lake().root, told, asked, tuple(read.items()))

    def split(part: Counted, column: str, asked: Asked) -> Mapping[str, float | None]:
        read = tuple((name, versions[name]) for name in registers_of(catalogue, part))
        return _split(lake.lake().root, part.model_dump_json(by_alias=True), column, asked, read)

    return Calculation(catalogue, count, split)


def _counted(indicator: Indicator) -> list[Counted]:
    """Return everything an indicator counts: numerator, denominator and parts."""
    below = [indicator.denominator] if indicator.denominator else []
    return [
        indicator.numerator,
        *below,
        *(each.of(indicator.numerator) for each in indicator.parts),
    ]


def _versions(names: list[str], main: list[str], known_on: date | None) -> dict[str, int]:
    """Return the versions to read; -1, the empty one, where a register was not yet known.

    `NotFoundError` if of the main registers none was known by the day.
    """
    catalogue = lake.catalogue()
    if known_on is None:
        return {name: lake.engine().version(catalogue.register(name)) for name in names}
    day = known_on.isoformat()
    found = {name: version_or_none_known_on(catalogue.register(name), day) for name in names}
    if all(found[name] == -1 for name in main):
        version_known_on(catalogue.register(main[0]), day)
    return {name: -1 if version is None else version for name, version in found.items()}


@lru_cache(maxsize=1)
def _sums(engine: int) -> Sums:
    """Return the running sums of the lake's changes, one for each engine opened."""
    return Sums(lake.lake(), lake.engine(), lake.catalogue(), lake.city())


@lru_cache(maxsize=4096)
def _counts(root: str, counted: str, asked: Asked, versions: Versions) -> Counts:
    """Count by these versions of a lake: while they stay, so do the numbers."""
    engine = PinnedEngine(lake.engine(), dict(versions))
    return counts(engine, lake.catalogue(), Counted.model_validate_json(counted), asked)


@lru_cache(maxsize=256)
def _split(
    root: str, counted: str, column: str, asked: Asked, versions: Versions
) -> Mapping[str, float | None]:
    """Count each choice of a column by these versions of a lake."""
    engine = PinnedEngine(lake.engine(), dict(versions))
    told = Counted.model_validate_json(counted)
    return by_choice(engine, lake.catalogue(), told, column, asked)
