"""Which light does an indicator of a plan get, and for what reason?

Inputs: a `Course`: the goal and everything that was worked out of its observations. Output: a
`Verdict`: the light, its reason and a sentence with the numbers.

The first line that fits decides:

| what is known                                        | light   | reason            |
|------------------------------------------------------|---------|-------------------|
| values in a unit that is none of the plan's          | unknown | unit_unfit        |
| no value                                             | unknown | not_reported      |
| the target's day is past, its value answers it       | reached | reached           |
| … its value does not                                 | red     | missed            |
| … it has no value                                    | unknown | past_not_reported |
| the target is answered already, the forecast too     | reached | reached           |
| … but the forecast falls back behind it              | amber   | reached_falling   |
| the newest value is older than a parameter says      | unknown | stale             |
| the forecast answers the target                      | green   | on_course         |
| … only the better end of its interval does           | amber   | may_miss          |
| … not even that                                      | red     | will_miss         |
| too few values, pace achieved against pace needed    | by two parameters | pace    |
| too few values for a pace                            | unknown | too_few           |

What can still be undone is not called reached early: growth on average, and a total that must stay
below its target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.plans.forecast import Forecast
from zhiheng.core.plans.goals import Counting, Goal, Observation


class Light(StrEnum):
    """How an indicator stands; in the order of urgency."""

    RED = "red"
    AMBER = "amber"
    UNKNOWN = "unknown"
    GREEN = "green"
    REACHED = "reached"


class Reason(StrEnum):
    """Why it stands so."""

    UNIT_UNFIT = "unit_unfit"
    NOT_REPORTED = "not_reported"
    REACHED = "reached"
    REACHED_FALLING = "reached_falling"
    MISSED = "missed"
    PAST_NOT_REPORTED = "past_not_reported"
    STALE = "stale"
    ON_COURSE = "on_course"
    MAY_MISS = "may_miss"
    WILL_MISS = "will_miss"
    PACE = "pace"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class LightRules:
    """The dated parameters `plan-light.*`: percent, numbers of values, years, months, ratios."""

    level: Decimal = Decimal(80)
    least_values: int = 4
    window_years: int = 5
    stale_months: int = 15
    green_pace: Decimal = Decimal(1)
    amber_pace: Decimal = Decimal("0.8")
    about: Decimal = Decimal(5)
    baseline_difference: Decimal = Decimal(5)


@dataclass(frozen=True)
class Course:
    """A goal and what was worked out of its observations until a day; paces are a year.

    `final` is the value that counts for the target once its day is past, `present` the newest
    value with a year's part counted up to the year.
    """

    goal: Goal
    on: date
    latest: Observation | None = None
    final: Observation | None = None
    pace_needed: Decimal | None = None
    pace_achieved: Decimal | None = None
    forecast: Forecast | None = None
    other_unit: str = ""
    present: Decimal | None = None
    season_by_calendar: bool = False


@dataclass(frozen=True)
class Verdict:
    """A light with its reason."""

    light: Light
    reason: Reason


def light_rules(catalogue: Catalogue, *, on: date) -> LightRules:
    """Return the parameters in force on a day."""

    def value(name: str) -> Decimal:
        return Decimal(str(catalogue.value(f"plan-light.{name}", on=on).value))

    return LightRules(
        level=value("interval-level"),
        least_values=int(value("least-values")),
        window_years=int(value("window-years")),
        stale_months=int(value("stale-months")),
        green_pace=value("green-pace"),
        amber_pace=value("amber-pace"),
        about=value("about"),
        baseline_difference=value("baseline-difference"),
    )


def judge(course: Course, rules: LightRules) -> Verdict:
    """Return the light of a course by the table above."""
    if course.other_unit:
        return Verdict(Light.UNKNOWN, Reason.UNIT_UNFIT)
    if course.latest is None:
        return Verdict(Light.UNKNOWN, Reason.NOT_REPORTED)
    if course.on >= course.goal.target.on:
        return _past(course, rules)
    if answered_early(course, course.latest, rules):
        falls = course.forecast and not _answers(course, course.forecast.value, rules)
        return (
            Verdict(Light.AMBER, Reason.REACHED_FALLING)
            if falls
            else Verdict(Light.REACHED, Reason.REACHED)
        )
    if months_between(course.latest.on, course.on) > rules.stale_months:
        return Verdict(Light.UNKNOWN, Reason.STALE)
    return _ahead(course, rules)


def answered_early(course: Course, latest: Observation, rules: LightRules) -> bool:
    """Tell whether a value answers the target before its day, for good as far as can be told."""
    goal = course.goal
    if goal.counting is Counting.YEARLY_GROWTH:
        return False
    if goal.counting is Counting.CUMULATIVE and goal.goes_down:
        return False
    if goal.counting is Counting.YEARLY and goal.goes_down and (
        latest.on.month, latest.on.day) != (12, 31):  # fmt: skip
        return False
    return _answers(course, latest.value, rules)


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to a later one."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def summary(lights: Sequence[Light]) -> dict[Light, int]:
    """Return how many there are of each light, none left out."""
    return {light: lights.count(light) for light in Light}


def _past(course: Course, rules: LightRules) -> Verdict:
    if course.final is None:
        return Verdict(Light.UNKNOWN, Reason.PAST_NOT_REPORTED)
    if _answers(course, course.final.value, rules):
        return Verdict(Light.REACHED, Reason.REACHED)
    return Verdict(Light.RED, Reason.MISSED)


def _ahead(course: Course, rules: LightRules) -> Verdict:
    if course.forecast:
        if _answers(course, course.forecast.value, rules):
            return Verdict(Light.GREEN, Reason.ON_COURSE)
        best = course.forecast.low if course.goal.goes_down else course.forecast.high
        if _answers(course, best, rules):
            return Verdict(Light.AMBER, Reason.MAY_MISS)
        return Verdict(Light.RED, Reason.WILL_MISS)
    if course.pace_achieved is None or not course.pace_needed:
        return Verdict(Light.UNKNOWN, Reason.TOO_FEW)
    ratio = course.pace_achieved / course.pace_needed
    if ratio >= rules.green_pace:
        return Verdict(Light.GREEN, Reason.PACE)
    return Verdict(Light.AMBER if ratio >= rules.amber_pace else Light.RED, Reason.PACE)


def _answers(course: Course, value: Decimal, rules: LightRules) -> bool:
    return course.goal.answers(value, course.goal.target, rules.about)
