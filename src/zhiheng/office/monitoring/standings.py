"""What the cockpit of a plan is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from zhiheng.core.declarations.models import Indicator
from zhiheng.core.plans.goals import Goal, Observation
from zhiheng.core.plans.lights import Light, summary
from zhiheng.core.plans.progress import Progress
from zhiheng.office.plans.models import Plan, PlanIndicator
from zhiheng.office.reporting.queries import ReportedValue

Source = Literal["computed", "reported", "none"]
URGENCY = {light: place for place, light in enumerate(Light)}


@dataclass(frozen=True)
class DistrictStanding:
    """A district's value of a computed indicator, in the plan's unit; None: not known."""

    code: str
    value: Decimal | None


@dataclass(frozen=True)
class Computed:
    """What the registers say of an indicator: observations and districts in the plan's unit.

    `other_unit` is the unit it is counted in where that cannot be told in the plan's; `empty` the
    name of a register that holds nothing it could be counted from. `since` is the day from which
    an amount counts.
    """

    declared: Indicator
    observations: Sequence[Observation] = field(default=())
    by_district: Sequence[DistrictStanding] = field(default=())
    since: date | None = None
    other_unit: str = ""
    empty: str = ""


@dataclass(frozen=True)
class IndicatorStanding:
    """Where one indicator of a plan stands, by which source, and the way to what it is made of."""

    indicator: PlanIndicator
    goal: Goal
    source: Source
    progress: Progress
    series: Sequence[Observation]
    href: str = ""
    computed: Computed | None = None
    reported: Sequence[ReportedValue] = field(default=())
    district: DistrictStanding | None = None

    @property
    def latest(self) -> Observation | None:
        """Return the newest value, None where nothing is known."""
        return self.progress.latest

    @property
    def by_district(self) -> Sequence[DistrictStanding]:
        """Return the values of the districts; none where values are reported."""
        return self.computed.by_district if self.computed and self.source == "computed" else ()

    @property
    def urgency(self) -> tuple[int, int, int]:
        """Return what the cockpit is sorted by: light, target year, number in the plan."""
        place = URGENCY[self.progress.light]
        return (place, self.indicator.target_year, self.indicator.number)


@dataclass(frozen=True)
class PlanStanding:
    """Where a plan stands on a day, the most urgent indicators first."""

    plan: Plan
    on: date
    known_on: date | None
    indicators: Sequence[IndicatorStanding]

    @property
    def lights(self) -> dict[Light, int]:
        """Return how many indicators have each light."""
        return summary([each.progress.light for each in self.indicators])


@dataclass(frozen=True)
class MeasureCounts:
    """How many measures a plan has, and how their deadlines lie to a day."""

    total: int
    due_passed: int
    due_soon: int
    due_later: int
    lasting: int
    without: int
