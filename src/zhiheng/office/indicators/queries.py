"""Questions to the indicators, asked alike by pages, API and command line."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from zhiheng.core.analyses.indicators import IndicatorFigure, figure
from zhiheng.core.declarations.models import Indicator
from zhiheng.office.registers import lake


def indicators() -> list[Indicator]:
    """Return every declared indicator in the order of the cockpit."""
    return sorted(lake.catalogue().indicators.values(), key=lambda each: (each.order, each.name))


def indicator_figure(name: str, *, on: date) -> IndicatorFigure:
    """Return an indicator's figure on a day, for the city whose platform this is."""
    indicator = lake.catalogue().indicator(name)
    return _figure(name, on, lake.city(), _versions(indicator))


def _versions(indicator: Indicator) -> tuple[int, ...]:
    """Return the versions of the registers it counts: while they stay, so does the figure."""
    counted = [each for each in (indicator.numerator, indicator.denominator) if each]
    registers = [lake.catalogue().register(each.register_) for each in counted]
    return tuple(lake.engine().version(register) for register in registers)


@lru_cache(maxsize=1024)
def _figure(name: str, on: date, city: str, versions: tuple[int, ...]) -> IndicatorFigure:
    indicator = lake.catalogue().indicator(name)
    return figure(lake.engine(), lake.catalogue(), indicator, on=on, city=city)
