"""Questions to the indicators, asked alike by pages, API and command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from zhiheng.core.analyses.indicators import IndicatorFigure, figure
from zhiheng.core.declarations.models import Indicator, Register
from zhiheng.core.engine import PinnedEngine
from zhiheng.office.registers import lake
from zhiheng.office.registers.queries import version_known_on


def indicators() -> list[Indicator]:
    """Return every declared indicator in the order of the cockpit."""
    return sorted(lake.catalogue().indicators.values(), key=lambda each: (each.order, each.name))


def indicator_figure(name: str, *, on: date, known_on: date | None = None) -> IndicatorFigure:
    """Return an indicator's figure on a day, for the city whose platform this is.

    With `known_on` it is counted by what the registers held at the end of that day.
    """
    indicator = lake.catalogue().indicator(name)
    found = _figure(name, on, lake.city(), _versions(indicator, known_on))
    return replace(found, known_on=known_on)


def _versions(indicator: Indicator, known_on: date | None) -> tuple[tuple[str, int], ...]:
    """Return the versions of the registers it counts: while they stay, so does the figure."""
    counted = [each for each in (indicator.numerator, indicator.denominator) if each]
    registers = [lake.catalogue().register(each.register_) for each in counted]
    return tuple((register.name, _version(register, known_on)) for register in registers)


def _version(register: Register, known_on: date | None) -> int:
    if known_on is None:
        return lake.engine().version(register)
    version = version_known_on(register, known_on.isoformat())
    assert version is not None  # only without a day is it the newest
    return version


@lru_cache(maxsize=1024)
def _figure(
    name: str, on: date, city: str, versions: tuple[tuple[str, int], ...]
) -> IndicatorFigure:
    indicator = lake.catalogue().indicator(name)
    engine = PinnedEngine(lake.engine(), dict(versions))
    return figure(engine, lake.catalogue(), indicator, on=on, city=city)
