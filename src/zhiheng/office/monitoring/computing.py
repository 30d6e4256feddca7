"""What the registers say of a plan's indicators, in the plan's own unit.

| counting      | days asked for                                                              |
|---------------|-----------------------------------------------------------------------------|
| level         | the year ends before the day, and the day                                   |
| yearly        | the same, and of earlier years the same day: how much of a year is usual then |
| cumulative    | the same within the plan's years, counted from their first day              |
| yearly_growth | the year ends before the day, and the day                                   |

All indicators with the same days share what they have in common; the figures stay in memory while
the registers stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from zhiheng.core.analyses.indicators import Ratio, years_before
from zhiheng.core.declarations.models import Indicator
from zhiheng.core.errors import NotFoundError
from zhiheng.core.plans.goals import Counting, Goal, Observation
from zhiheng.office.indicators.queries import unit_factor, values_by_division
from zhiheng.office.monitoring.standings import Computed, DistrictStanding
from zhiheng.office.plans.models import PlanIndicator
from zhiheng.office.registers import lake
from zhiheng.office.registers.queries import row_count

YEARS_BACK = 10
FLOWS = {Counting.YEARLY, Counting.CUMULATIVE}


def declared_indicator(indicator: PlanIndicator) -> Indicator | None:
    """Return the declared indicator that answers one of a plan, if there is one still."""
    return lake.catalogue().indicators.get(indicator.computed_by)


def computed(
    declared: Indicator, goal: Goal, *, on: date, known_on: date | None = None
) -> Computed:
    """Return what the registers say of an indicator until a day."""
    # A plan that writes no unit means the indicator's.
    factor = unit_factor(declared, goal.unit) if goal.unit else Decimal(1)
    if factor is None:
        return Computed(declared, other_unit=declared.unit.zh)
    since = date(goal.first_year, 1, 1) if goal.counting is Counting.CUMULATIVE else None
    days = days_asked(goal, on=on)
    if not days:  # the plan has not begun
        return Computed(declared, since=since)
    try:
        found = values_by_division(declared.name, days=days, since=since, known_on=known_on)
    except NotFoundError:  # the register was not there yet on the day whose knowledge is asked for
        return Computed(declared, since=since, empty=_register_title(declared))
    city = lake.city()
    own = found[city]
    if not any(ratio.numerator for ratio in own) and _is_empty(declared):
        return Computed(declared, since=since, empty=_register_title(declared))
    districts = [
        DistrictStanding(code, _in_unit(ratios[-1], factor))
        for code, ratios in found.items()
        if code != city
    ]
    return Computed(declared, _observations(days, own, factor), districts, since=since)


def days_asked(goal: Goal, *, on: date) -> list[date]:
    """Return the days on which an indicator is counted, oldest first.

    An amount cumulated over the plan's years is not counted beyond the target's year.
    """
    first, last = on.year - YEARS_BACK, on
    if goal.counting is Counting.CUMULATIVE:
        first, last = goal.first_year, min(on, goal.target.on)
    if last.year < first:
        return []
    years = range(first, last.year)
    ends = [date(year, 12, 31) for year in years]
    same = [years_before(last, last.year - year) for year in years]
    return sorted({*ends, *(same if goal.counting in FLOWS else []), last})


def _observations(
    days: Sequence[date], ratios: Iterable[Ratio], factor: Decimal
) -> list[Observation]:
    values = ((day, _in_unit(ratio, factor)) for day, ratio in zip(days, ratios, strict=True))
    return [Observation(day, value, "computed") for day, value in values if value is not None]


def _in_unit(ratio: Ratio, factor: Decimal) -> Decimal | None:
    return None if ratio.value is None else Decimal(repr(ratio.value)) * factor


def _is_empty(declared: Indicator) -> bool:
    return row_count(declared.numerator.register_, {}) == 0


def _register_title(declared: Indicator) -> str:
    return lake.catalogue().register(declared.numerator.register_).title.zh
