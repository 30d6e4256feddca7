"""Checks of reported values against the obvious way of doing them, on generated data."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.core.plans.one_report import THRESHOLDS
from zhiheng.core.plans.plausibility import Checked, Known, check_value, trend_at, unit_choices

ON = date(2027, 12, 31)
amounts = st.decimals(min_value="0.01", max_value="99999999", places=2)
points = st.lists(
    st.tuples(st.integers(0, 400), st.integers(-1000, 1000)),
    min_size=2, max_size=9, unique_by=lambda point: point[0],
)  # fmt: skip


def middle(values: list[Fraction]) -> Fraction:
    """Return the median by sorting."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


def naive_trend(at: int, known: list[tuple[int, int]]) -> tuple[Fraction, Fraction]:
    """Return the trend at a place and the median deviation, in whole fractions."""
    slopes = [
        Fraction(two[1] - one[1], two[0] - one[0])
        for index, one in enumerate(known)
        for two in known[index + 1 :]
    ]
    slope = middle(slopes)
    rests = [value - slope * place for place, value in known]
    height = middle(rests)
    return slope * at + height, middle([abs(rest - height) for rest in rests])


def level(value: Decimal, before: list[Decimal], baseline: Decimal, target: Decimal) -> Checked:
    """Check a level in 亿元 with values of the years before."""
    history = tuple(
        (ON - timedelta(days=365 * (len(before) - index)), each)
        for index, each in enumerate(before)
    )
    known = Known("亿元", "level", date(2024, 1, 1), date(2028, 12, 31), baseline, target, history)
    return check_value(value, "亿元", on=ON, known=known, thresholds=THRESHOLDS)


def kinds(checked: Checked) -> list[str]:
    """Return what is doubted; which unit or reference explains a magnitude is left open."""
    codes = [each.code for each in checked.findings]
    return ["magnitude" if "wrong_unit" in code or "far_from" in code else code for code in codes]


@given(st.integers(0, 900), points)
def test_the_trend_is_that_of_whole_fractions(at: int, known: list[tuple[int, int]]):
    value, scale = trend_at(at, known)
    expected, apart = naive_trend(at, known)
    assert abs(value - expected) <= 1e-6 * max(1, abs(expected))
    assert abs(scale - 1.4826 * float(apart)) <= 1e-6 * max(1, float(apart))


@given(amounts, st.lists(amounts, max_size=2), amounts, amounts)
def test_a_magnitude_is_doubted_just_where_all_that_is_known_is_far(
    value: Decimal, before: list[Decimal], baseline: Decimal, target: Decimal
):
    known = [*before[-1:], baseline, target]
    doubted = "magnitude" in kinds(level(value, before, baseline, target))
    beyond = value < min(known) / 5 or value > max(known) * 5
    near_the_border = any(
        abs(float(value / (bound * factor)) - 1) < 1e-9
        for bound, factor in ((min(known), Decimal("0.2")), (max(known), Decimal(5)))
    )
    assert doubted == beyond or near_the_border


@given(amounts)
def test_a_value_wrong_by_ten_thousand_is_told_with_its_unit(value: Decimal):
    (found,) = level(value * 10_000, [], value, value * 2).findings
    assert found.code == "report.wrong_unit_baseline"
    assert found.problem.values["suggested"] == "万元"
    assert found.problem.values["factor"] == "10000"


@given(amounts, st.lists(amounts, max_size=5), st.sampled_from(unit_choices("亿元")))
def test_the_unit_that_a_value_is_typed_in_does_not_matter(
    value: Decimal, before: list[Decimal], unit: str
):
    sizes = {"亿元": 1, "百万元": 100, "万元": 10_000, "千元": 100_000, "元": 100_000_000}
    here = level(value, before, Decimal(30), Decimal(50))
    history = tuple(
        (ON - timedelta(days=365 * (len(before) - index)), each)
        for index, each in enumerate(before)
    )
    known = Known(
        "亿元", "level", date(2024, 1, 1), date(2028, 12, 31), Decimal(30), Decimal(50), history
    )
    there = check_value(value * sizes[unit], unit, on=ON, known=known, thresholds=THRESHOLDS)
    assert there.value == here.value == value
    assert kinds(there) == kinds(here)
