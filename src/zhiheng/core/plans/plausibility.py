"""Can a reported value be true? Checked against its unit, its history, baseline and target.

Method. What was typed is converted to the plan's unit. Values are then made comparable as *paces*:
a level or a growth is its own pace; a value of one year (reported since 1 January, as official
statistics are) is divided by the share of the year that is over, one cumulated over the plan by the
share of the plan. A pace far from everything that is known (previous value, baseline, target) is
compared with the factors by which units are mistaken for one another: 1, 千, 万 and 亿, and the
hundred between a share and its percentage. With enough values before it, a value is also held
against their trend (the median of all slopes between them, after Theil and Sen, with the median
deviation from it as scale), so that one wrong value among them does no harm.

A *hard* finding cannot be true and has to be corrected; any other one can be, and is kept with the
reason why it is. Thresholds are dated parameters (`report-check.…`).

Limits: a value wrong by less than the thresholds passes; it is the person who signs that knows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from statistics import median

from zhiheng.core.errors import Problem
from zhiheng.core.plans.quantities import split_unit
from zhiheng.core.plans.units import BODIES, PEOPLE, THINGS, conversion

LEVEL, CUMULATIVE, YEARLY, GROWTH = "level", "cumulative", "yearly", "yearly_growth"
# A median deviation times this estimates the standard deviation of a normal distribution.
_DEVIATION_OF_MEDIAN = 1.4826
_LARGEST, _FINEST = Decimal(10) ** 16, Decimal(10) ** -8  # what the database keeps
_UNSCALED = frozenset(
    ["", "%", "％", "‰", "百分点", "个百分点", "倍", "分", "天", "日", "周", "月", "个月", "年"]
) | frozenset(["小时", "分钟", "级", "类"])
_SIZES = ("", "万")
_SIZES_OF_MONEY = ("", "千", "万", "百万", "亿")


@dataclass(frozen=True)
class Thresholds:
    """When a value is doubted.

    `factors` are those by which units are mistaken, `factor_times` how far off one of them a value
    may be, `far_times` how far from all that is known a pace may be; `deviations` and `least_share`
    bound the distance from the trend, `least_values` is how many values make one.
    """

    factors: tuple[Decimal, ...]
    factor_times: float
    far_times: float
    deviations: float
    least_share: float
    least_values: int


@dataclass(frozen=True)
class Known:
    """What is known of an indicator, in its own unit.

    `counting` says what its values are values of; cumulated ones count from `begins` to `ends`.
    `history` holds the last day and value of other periods, in order of time.
    """

    unit: str
    counting: str
    begins: date
    ends: date
    baseline: Decimal | None
    target: Decimal
    history: tuple[tuple[date, Decimal], ...] = ()
    below_zero: bool = False


@dataclass(frozen=True)
class Finding:
    """One doubt; a `hard` one cannot be overridden by a reason."""

    problem: Problem
    hard: bool = False

    @property
    def code(self) -> str:
        """Return the code of the problem."""
        return self.problem.code


@dataclass(frozen=True)
class Checked:
    """A value in the plan's unit, None where that cannot be told, and the doubts about it."""

    value: Decimal | None
    findings: tuple[Finding, ...]

    @property
    def codes(self) -> str:
        """Return the codes of the findings, hard ones with an exclamation mark, or none."""
        return " ".join(each.code + "!" * each.hard for each in self.findings) or "none"

    @property
    def is_hard(self) -> bool:
        """Tell whether the value cannot be handed in as it is."""
        return any(each.hard for each in self.findings)


def unit_choices(unit: str) -> list[str]:
    """Return the units in which a value may be typed, the plan's own first."""
    counted, slash, per = unit.partition("/")
    _, base = split_unit(counted)
    if base in _UNSCALED:
        others = ["%", "‰"] if base in ("%", "‰") else []
    else:
        sizes = _SIZES_OF_MONEY if base.endswith("元") else _SIZES
        others = [f"{size}{base}{slash}{per}" for size in sizes]
    return list(dict.fromkeys([unit, *(each for each in others if conversion(each, unit))]))


def check_value(
    written: Decimal, unit: str, *, on: date, known: Known, thresholds: Thresholds
) -> Checked:
    """Return a value typed in a unit for the period that ends on a day, with every doubt."""
    factor = conversion(unit, known.unit)
    if factor is None:
        values = {"received": unit, "expected": "、".join(unit_choices(known.unit))}
        return Checked(None, (Finding(Problem("report.unit_unknown", values), hard=True),))
    value = written * factor
    if abs(value) >= _LARGEST or value % _FINEST:
        received = {"received": plain(written), "unit": unit}
        return Checked(None, (Finding(Problem("report.too_many_digits", received), hard=True),))
    about = _About(value, written, unit, on, known, thresholds)
    return Checked(value, tuple(finding for check in CHECKS for finding in check(about)))


@dataclass(frozen=True)
class _About:
    """A value under examination, and what is asked of it more than once."""

    value: Decimal
    written: Decimal
    unit: str
    on: date
    known: Known
    thresholds: Thresholds

    @property
    def said(self) -> str:
        """Return what was typed, with its unit."""
        return f"{plain(self.written)} {self.unit}".strip()

    def in_unit(self, value: Decimal) -> str:
        """Return a value in the indicator's unit, with it."""
        return f"{plain(value)} {self.known.unit}".strip()

    @property
    def earlier(self) -> list[tuple[date, Decimal]]:
        """Return the values of earlier periods, in order of time."""
        return [each for each in self.known.history if each[0] < self.on]

    @property
    def later(self) -> list[tuple[date, Decimal]]:
        """Return the values of later periods, in order of time."""
        return [each for each in self.known.history if each[0] > self.on]

    def adds_up(self, day: date) -> bool:
        """Tell whether the value cannot be below that of an earlier day, nor above a later."""
        if self.known.counting == YEARLY:
            return day.year == self.on.year
        return self.known.counting == CUMULATIVE

    def share(self, day: date) -> float:
        """Return by what a value of a day is divided to be a pace."""
        if self.known.counting == YEARLY:
            first, last = date(day.year, 1, 1), date(day.year, 12, 31)
        elif self.known.counting == CUMULATIVE:
            first, last = self.known.begins, self.known.ends
        else:
            return 1.0
        over, whole = (day - first).days + 1, (last - first).days + 1
        return min(1.0, max(over, 1) / max(whole, 1))

    def pace(self, day: date, value: Decimal) -> float:
        """Return a value of a day as a pace."""
        return float(value) / self.share(day)


def _negative(about: _About) -> Iterator[Finding]:
    if about.value < 0 and not about.known.below_zero:
        yield Finding(Problem("report.negative", {"received": about.said}), hard=True)


def _not_whole(about: _About) -> Iterator[Finding]:
    size, base = split_unit(about.known.unit)
    if base and base in THINGS | BODIES | PEOPLE and (about.value * size) % 1:
        values = {"received": about.said, "counted": plain(about.value * size), "unit": base}
        yield Finding(Problem("report.not_whole", values), hard=True)


def _over_hundred(about: _About) -> Iterator[Finding]:
    whole = {"%": 100, "‰": 1000}.get(about.known.unit)
    known = about.known
    if whole and known.counting != GROWTH and about.value > whole >= known.target:
        yield Finding(Problem("report.over_hundred", {"received": about.said}))


def _falls(about: _About) -> Iterator[Finding]:
    for day, value in reversed(about.earlier):
        if about.adds_up(day):
            if about.value < value:
                values = {"received": about.said, "known": about.in_unit(value), "day": str(day)}
                yield Finding(Problem("report.falls", values))
            return


def _above_later(about: _About) -> Iterator[Finding]:
    for day, value in about.later:
        if about.adds_up(day):
            if about.value > value:
                values = {"received": about.said, "known": about.in_unit(value), "day": str(day)}
                yield Finding(Problem("report.above_later", values))
            return


def _unchanged(about: _About) -> Iterator[Finding]:
    before = about.earlier[-1:]
    if before and before[0][1] == about.value and about.value:
        if about.known.counting == YEARLY and not about.adds_up(before[0][0]):
            return
        values = {"received": about.said, "day": str(before[0][0])}
        yield Finding(Problem("report.unchanged", values))


_WRONG_UNIT = {
    "previous": "report.wrong_unit_previous",
    "target": "report.wrong_unit_target",
    "baseline": "report.wrong_unit_baseline",
}
_FAR_FROM = {
    "previous": "report.far_from_previous",
    "target": "report.far_from_target",
    "baseline": "report.far_from_baseline",
}


def _magnitude(about: _About) -> Iterator[Finding]:
    if about.known.counting == GROWTH:
        return
    references = list(_references(about))
    mine, times = about.pace(about.on, about.value), about.thresholds.far_times
    paces = [each.pace for each in references]
    if not paces or mine < 0 or min(paces) / times <= mine <= max(paces) * times:
        return
    said = {"received": about.said}
    for each in references if mine else ():
        # Beside the pace the value itself: whoever mistakes a unit looks at the figure before.
        for ratio in (mine / each.pace, float(about.value / each.value)):
            suggested, factor = _mistaken(about, ratio)
            if suggested:
                values = {"known": about.in_unit(each.value), "factor": factor}
                said |= values | {"suggested": suggested}
                yield Finding(Problem(_WRONG_UNIT[each.name], said))
                return
    nearest = references[0]
    said["known"] = about.in_unit(nearest.value)
    yield Finding(Problem(_FAR_FROM[nearest.name], said))


@dataclass(frozen=True)
class _Reference:
    """What a pace is compared with: `name` says what it is, `value` is as it was reported."""

    name: str
    pace: float
    value: Decimal


def _references(about: _About) -> Iterator[_Reference]:
    """Yield what a pace is compared with, the best first."""
    known = about.known
    before = [each for each in about.earlier if each[1] > 0]
    if before:
        day, value = before[-1]
        yield _Reference("previous", about.pace(day, value), value)
    if known.baseline and known.baseline > 0 and known.counting != CUMULATIVE:
        yield _Reference("baseline", float(known.baseline), known.baseline)
    if known.target > 0:
        yield _Reference("target", float(known.target), known.target)


def _mistaken(about: _About, ratio: float) -> tuple[str, str]:
    """Return the unit that would explain a ratio to what is known, and its factor, or blanks."""
    distance, allowed = abs(math.log10(ratio)), math.log10(about.thresholds.factor_times)
    for factor in about.thresholds.factors:
        if abs(distance - math.log10(factor)) > allowed:
            continue
        wanted = 1 / factor if ratio > 1 else factor
        for unit in unit_choices(about.known.unit):
            if conversion(unit, about.unit) == wanted:
                return unit, plain(factor)
    return "", ""


def _off_trend(about: _About) -> Iterator[Finding]:
    points = [(day.toordinal(), about.pace(day, value)) for day, value in about.earlier]
    limits = about.thresholds
    if len(points) < limits.least_values or any(True for _ in _magnitude(about)):
        return
    expected, scale = trend_at(about.on.toordinal(), points)
    allowed = max(limits.deviations * scale, limits.least_share * abs(expected))
    mine, share = about.pace(about.on, about.value), about.share(about.on)
    if abs(mine - expected) > allowed:
        low, high = (expected - allowed) * share, (expected + allowed) * share
        expected_range = f"{_rounded(low)}–{_rounded(high)} {about.known.unit}".strip()
        values = {"received": about.said, "expected": expected_range, "number": str(len(points))}
        yield Finding(Problem("report.off_trend", values))


def trend_at(at: float, points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the value of a trend at a place, and how far the points are from it as a deviation.

    The trend has the median of the slopes between all pairs of points, and as height the median of
    what is left of them. At least two points with different places.
    """
    slope = median(
        (two[1] - one[1]) / (two[0] - one[0])
        for one, two in combinations(points, 2)
        if one[0] != two[0]
    )
    height = median(value - slope * place for place, value in points)
    apart = median(abs(value - slope * place - height) for place, value in points)
    return slope * at + height, _DEVIATION_OF_MEDIAN * apart


def plain(value: Decimal) -> str:
    """Return a number without needless zeros or exponents."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _rounded(value: float) -> str:
    digits = 2 if abs(value) < 1000 else 0
    return plain(Decimal(f"{value:.{digits}f}"))


CHECKS: tuple[Callable[[_About], Iterator[Finding]], ...] = (
    _negative,
    _not_whole,
    _over_hundred,
    _falls,
    _above_later,
    _unchanged,
    _magnitude,
    _off_trend,
)
