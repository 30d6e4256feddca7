"""How far is an indicator of a plan on its way, how fast, and will it arrive?

Inputs: a `Goal`, observations in its unit, a day. Output: `Progress`.

Method:
1. Observations until the day are put in the order of their days; of one day the last given counts.
2. They become points of a series. A baseline without an observation within a month of it is a
   point too. Of amounts within a year only year ends and the newest day count, and the newest day
   is placed where the year stands by then: `season`, the median share of the year's amount that
   earlier years had reached by that day, or the share of the calendar where none is known.
   A yearly amount of part of a year is divided by that share, from a quarter of the year on.
3. The way runs from the start to the target; its share gone is (latest - start) ÷ (target - start).
4. Pace achieved is the Theil-Sen slope of the points since the baseline, or of those of some
   years back where there are too few. Pace needed is what is left ÷ the years left.
5. Forecast and light are those of `forecast` and `lights`. A share of a whole ends at 100, and what
   was never negative is not forecast below zero.
6. Growth on average: the value is the geometric mean of the years' growth so far, the pace needed
   the growth a year in the years left, and the forecast lets these grow by the median so far.

What it cannot say: why. And nothing about districts: a plan's target is the city's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from zhiheng.core.declarations.models import Wording
from zhiheng.core.plans import growth
from zhiheng.core.plans.forecast import (
    Forecast,
    Point,
    forecast,
    pace,
    rounded,
    share_of_year,
    years_at,
)
from zhiheng.core.plans.goals import HUNDRED, Counting, Goal, Mark, Observation
from zhiheng.core.plans.light_words import note_words, sentence
from zhiheng.core.plans.lights import Course, Light, LightRules, Reason, judge

__all__ = ["Goal", "Mark", "MarkStanding", "Observation", "Progress", "progress"]

NEAR = timedelta(days=31)
LEAST_SHARE = Decimal("0.25")
CENTS = Decimal("0.01")  # an average of rates is told as finely as statistics tell rates


@dataclass(frozen=True)
class MarkStanding:
    """A milestone with the value of its year, and whether that answers it; None: not known."""

    mark: Mark
    found: Observation | None
    answered: bool | None


@dataclass(frozen=True)
class Progress:
    """How an indicator stands on a day; paces in its unit a year, `share` 1 at the target.

    `latest` is the value told for the day: the newest observation, or the growth on average.
    `ahead` is the forecast for the end of every year until the target's, whose own is `forecast`.
    `sentence` says why the light is what it is, `notes` what else has to be known.
    """

    light: Light
    reason: Reason
    sentence: Wording
    latest: Observation | None = None
    share: Decimal | None = None
    pace_needed: Decimal | None = None
    pace_achieved: Decimal | None = None
    forecast: Forecast | None = None
    ahead: Mapping[int, Forecast] = field(default_factory=dict)
    milestones: Sequence[MarkStanding] = field(default=())
    notes: Sequence[Wording] = field(default=())


def progress(
    goal: Goal,
    observations: Sequence[Observation],
    *,
    on: date,
    rules: LightRules,
    other_unit: str = "",
) -> Progress:
    """Return how a goal stands on a day; with `other_unit` values are known but not comparable."""
    known = _in_order(observations, on)
    if other_unit or not known:
        return _told(Course(goal, on, other_unit=other_unit), rules, known)
    if goal.counting is Counting.YEARLY_GROWTH:
        return _told(_growth_course(goal, known, on, rules), rules, known)
    points = _points(goal, known)
    recent = _recent(goal, points, rules)
    ahead = _ahead(goal, known, recent, rules)
    course = Course(
        goal=goal,
        on=on,
        latest=known[-1],
        final=final_observation(goal, known),
        pace_needed=_pace_needed(goal, points, rules),
        pace_achieved=pace(recent),
        forecast=ahead.get(goal.target.year),
        present=points[-1].value if points else None,
        season_by_calendar=_by_calendar(goal, known),
    )
    return _told(course, rules, known, ahead)


def final_observation(goal: Goal, known: Sequence[Observation]) -> Observation | None:
    """Return the observation that counts for the target: of its last month, else the one after.

    Of an amount it has to be the one on its last day.
    """
    due = goal.target.on
    if goal.counting is not Counting.LEVEL:
        return next((each for each in known if each.on == due), None)
    before = [each for each in known if due - NEAR <= each.on <= due]
    after = [each for each in known if due < each.on <= due + NEAR]
    return before[-1] if before else next(iter(after), None)


def season(goal: Goal, known: Sequence[Observation]) -> Decimal | None:
    """Return the share of a year's amount that is usual by the newest day; None: not known.

    Known are the years before that have observations on the same day and at their end.
    """
    newest = known[-1].on
    values = {each.on: each.value for each in known}
    shares = []
    for year in range(known[0].on.year, newest.year):
        part, whole = _within_year(goal, values, newest, year)
        if part is not None and whole:
            shares.append(part / whole)
    return min(median(shares), Decimal(1)) if shares and median(shares) > 0 else None


def _within_year(
    goal: Goal, values: dict[date, Decimal], newest: date, year: int
) -> tuple[Decimal | None, Decimal | None]:
    """Return a year's amount by the newest day's month and day, and all of it."""
    last = 28 if (newest.month, newest.day) == (2, 29) else newest.day
    part, whole = values.get(newest.replace(year=year, day=last)), values.get(date(year, 12, 31))
    if goal.counting is Counting.YEARLY or part is None or whole is None:
        return part, whole
    first_year = year == goal.first_year
    before = Decimal(0) if first_year else values.get(date(year - 1, 12, 31))
    return (part - before, whole - before) if before is not None else (None, None)


def _by_calendar(goal: Goal, known: Sequence[Observation]) -> bool:
    """Tell whether part of a year is counted by its days, no earlier year being known."""
    flows = goal.counting in {Counting.CUMULATIVE, Counting.YEARLY}
    return flows and not _ends_year(known[-1]) and season(goal, known) is None


def _ends_year(observation: Observation) -> bool:
    return (observation.on.month, observation.on.day) == (12, 31)


def _in_order(observations: Sequence[Observation], on: date) -> list[Observation]:
    by_day = {each.on: each for each in observations if each.on <= on}
    return [by_day[day] for day in sorted(by_day)]


def _points(goal: Goal, known: Sequence[Observation]) -> list[Point]:
    """Return the series that paces are taken from, oldest first."""
    if goal.counting is Counting.LEVEL:
        points = [Point(years_at(each.on), each.value) for each in known]
        return _with_baseline(goal, points)
    whole = [each for each in known if _ends_year(each)]
    points = [Point(years_at(each.on), each.value) for each in whole]
    newest = known[-1]
    if newest not in whole:
        share = season(goal, known) or share_of_year(newest.on)
        at = newest.on.year + share
        if goal.counting is Counting.CUMULATIVE:
            points.append(Point(at, newest.value))
        elif share >= LEAST_SHARE:
            points.append(Point(at, newest.value / share))
    if goal.counting is Counting.CUMULATIVE:
        return [Point(Decimal(goal.first_year), Decimal(0)), *points]
    return _with_baseline(goal, points)


def _with_baseline(goal: Goal, points: list[Point]) -> list[Point]:
    if goal.baseline is None or goal.starts_on is None:
        return points
    at = years_at(goal.starts_on)
    if points and at > points[-1].at:  # of a year still to come, as mistaken plans have it
        return points
    if any(abs(each.at - at) * 365 <= NEAR.days for each in points):
        return points
    return sorted([*points, Point(at, goal.baseline)], key=lambda each: each.at)


def _recent(goal: Goal, points: list[Point], rules: LightRules) -> list[Point]:
    """Return the points since the baseline; with too few of them those of some years back."""
    if not points:
        return []
    since = years_at(goal.starts_on) - Decimal(NEAR.days) / 365 if goal.starts_on else points[0].at
    own = [each for each in points if each.at >= since]
    if len(own) >= rules.least_values:
        return own
    return [each for each in points if each.at >= points[-1].at - rules.window_years]


def _pace_needed(goal: Goal, points: list[Point], rules: LightRules) -> Decimal | None:
    left = years_at(goal.target.on) - points[-1].at if points else Decimal(0)
    if left <= 0:
        return None
    if goal.answers(points[-1].value, goal.target, rules.about):
        return Decimal(0)
    return (goal.needed(goal.target, rules.about) - points[-1].value) / left


def _ahead(
    goal: Goal, known: Sequence[Observation], points: list[Point], rules: LightRules
) -> dict[int, Forecast]:
    """Return the forecast for every year end until the target's; none with too few points."""
    if len(points) < rules.least_values:
        return {}
    floor = Decimal(0) if all(each.value >= 0 for each in points) else None
    ceiling = HUNDRED if goal.is_share() and all(e.value <= HUNDRED for e in known) else None
    reached = known[-1].value if goal.counting is Counting.CUMULATIVE else None
    found = {}
    for year in range(known[-1].on.year, goal.target.year + 1):
        each = forecast(points, at=Decimal(year + 1), level=rules.level)
        if each and points[-1].at < year + 1:
            found[year] = _within(each, floor=floor, ceiling=ceiling, reached=reached)
    return found


def _within(
    found: Forecast, *, floor: Decimal | None, ceiling: Decimal | None, reached: Decimal | None
) -> Forecast:
    """Return a forecast inside what the values can be; what came together does not go away."""
    lowest = max([each for each in (floor, reached) if each is not None], default=None)

    def inside(value: Decimal) -> Decimal:
        value = value if lowest is None else max(value, lowest)
        return value if ceiling is None else min(value, ceiling)

    return replace(found, value=inside(found.value), low=inside(found.low), high=inside(found.high))


def _growth_course(goal: Goal, known: Sequence[Observation], on: date, rules: LightRules) -> Course:
    years = {each.on.year: each for each in known if _ends_year(each)}
    own = [years[y] for y in range(goal.first_year, goal.target.year + 1) if y in years]
    if not own:
        return Course(goal, on)
    rates = [each.value for each in own]
    total = goal.target.year - goal.first_year + 1
    average = rounded(growth.average(rates))
    latest = Observation(own[-1].on, average.quantize(CENTS), own[-1].source)
    wanted = goal.needed(goal.target, rules.about)
    return Course(
        goal=goal,
        on=on,
        latest=latest,
        final=replace(latest, value=average) if own[-1].on >= goal.target.on else None,
        pace_needed=growth.needed(rates, wanted, years=total),
        pace_achieved=average,
        present=average,
        forecast=growth.forecast(rates, years=total, level=rules.level)
        if len(rates) >= rules.least_values - 1
        else None,
    )


def _told(
    course: Course,
    rules: LightRules,
    known: Sequence[Observation],
    ahead: Mapping[int, Forecast] | None = None,
) -> Progress:
    """Return a course with its light, its words and its milestones."""
    course = replace(
        course,
        pace_needed=None if course.pace_needed is None else rounded(course.pace_needed),
        pace_achieved=None if course.pace_achieved is None else rounded(course.pace_achieved),
    )
    verdict = judge(course, rules)
    over = course.on >= course.goal.target.on
    marks = tuple(_mark_standing(course, mark, known, rules) for mark in course.goal.milestones)
    return Progress(
        light=verdict.light,
        reason=verdict.reason,
        sentence=sentence(course, verdict.reason, rules),
        latest=course.latest,
        share=_share(course),
        pace_needed=course.pace_needed,
        pace_achieved=course.pace_achieved,
        forecast=None if over else course.forecast,
        ahead={} if over else ahead or {},
        milestones=marks,
        notes=tuple(note_words(course, known, _missed(marks), rules)),
    )


def _missed(marks: Sequence[MarkStanding]) -> list[tuple[Mark, Decimal]]:
    return [
        (each.mark, each.found.value)
        for each in marks
        if each.answered is False and each.found is not None
    ]


def _share(course: Course) -> Decimal | None:
    """Return the share of the way gone; None without a start or where there is no way to go."""
    if course.latest is None:
        return None
    target, start = course.goal.target.value, course.goal.start
    present = course.latest.value if course.present is None else course.present
    if course.goal.counting is Counting.YEARLY_GROWTH:
        years = course.goal.target.year - course.goal.first_year + 1
        gone = course.latest.on.year - course.goal.first_year + 1
        return growth.share(present, gone, target, years)
    if start is None or start == target:
        return None
    return rounded((present - start) / (target - start))


def _mark_standing(
    course: Course, mark: Mark, known: Sequence[Observation], rules: LightRules
) -> MarkStanding:
    if course.on < mark.on or course.other_unit:
        return MarkStanding(mark, None, None)
    found = final_observation(replace(course.goal, target=mark), known)
    answered = course.goal.answers(found.value, mark, rules.about) if found else None
    return MarkStanding(mark, found, answered)
