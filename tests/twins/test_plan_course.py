"""Pace, forecast and interval against a naive twin, and what must hold whatever the numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plans.one_goal import RULES
from tests.twins.plan_course import outlook, slope, student
from zhiheng.core.plans.forecast import Point, forecast, pace, student_quantile
from zhiheng.core.plans.goals import Counting, Goal, Mark, Observation
from zhiheng.core.plans.lights import Light
from zhiheng.core.plans.progress import progress

VALUES = st.decimals(-5000, 5000, places=2)
SERIES = st.lists(VALUES, min_size=3, max_size=9)
YEARS = st.integers(2014, 2030)
AMOUNTS = st.decimals(0, 5000, places=2)


def points(values: list[Decimal]) -> list[Point]:
    """Return values of years that follow each other."""
    return [Point(Decimal(2000 + index), value) for index, value in enumerate(values)]


@given(SERIES, st.integers(0, 6), st.sampled_from([50, 80, 95]))
def test_pace_and_forecast_agree_with_the_twin(values, ahead: int, level: int):
    own = points(values)
    naive = [(float(each.at), float(each.value)) for each in own]
    at = own[-1].at + ahead
    found = forecast(own, at=at, level=Decimal(level))
    assert found
    assert float(pace(own) or 0) == pytest.approx(slope(naive), abs=1e-9)
    value, low, high = outlook(naive, float(at), level)
    width = 0.01 + (high - low) * 2e-3
    assert float(found.value) == pytest.approx(value, abs=1e-3)
    assert float(found.low) == pytest.approx(low, abs=width)
    assert float(found.high) == pytest.approx(high, abs=width)


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 12])
@pytest.mark.parametrize("probability", [0.6, 0.75, 0.9, 0.95])
def test_the_quantile_is_where_the_density_adds_up_to_it(probability: float, freedom: int):
    assert student_quantile(probability, freedom) == pytest.approx(
        student(probability, freedom), abs=3e-3
    )


@given(
    st.dictionaries(st.dates(date(2015, 1, 1), date(2029, 12, 31)), AMOUNTS, max_size=8),
    st.sampled_from(list(Counting)),
    st.one_of(st.none(), AMOUNTS),
    AMOUNTS,
    st.sampled_from(["=", ">=", ">", "<=", "<", "~"]),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.booleans(),
)
def test_whatever_is_known_a_light_with_its_sentence_comes_out(
    values, counting: Counting, baseline, target, comparator: str, on: date, lower: bool
):
    goal = Goal(
        Mark(2025, target, comparator), 2021, counting, baseline, 2020 if baseline else None, lower
    )
    seen = [Observation(day, value) for day, value in values.items()]
    found = progress(goal, seen, on=on, rules=RULES)
    assert found.sentence.zh
    assert found.sentence.en
    if not [day for day in values if day <= on]:
        assert found.light is Light.UNKNOWN
    if found.forecast:
        assert found.forecast.low <= found.forecast.value <= found.forecast.high
        assert on < date(2025, 12, 31)
    if found.light in {Light.GREEN, Light.AMBER} or found.reason == "will_miss":
        assert found.pace_achieved is not None


@given(st.lists(AMOUNTS, min_size=4, max_size=6), AMOUNTS)
def test_doing_better_never_worsens_the_light(values: list[Decimal], more: Decimal):
    order = [Light.RED, Light.AMBER, Light.GREEN, Light.REACHED]
    goal = Goal(Mark(2025, Decimal(2500)), 2021, Counting.CUMULATIVE)
    steady = [Observation(date(2021 + n, 12, 31), 300 * Decimal(n + 1)) for n in range(4)]
    better = [Observation(each.on, each.value * (1 + more / 5000)) for each in steady]
    on = date(2025, 3, 1)
    before = progress(goal, steady, on=on, rules=RULES).light
    after = progress(goal, better, on=on, rules=RULES).light
    assert order.index(after) >= order.index(before)
