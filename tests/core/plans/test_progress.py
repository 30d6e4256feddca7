"""What the drawn tables cannot say: sentences, intervals, milestones, notes, parameters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.core.plans.one_goal import RULES, goal_on, mark, observations
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.plans.goals import Counting, Goal
from zhiheng.core.plans.lights import Light, Reason, light_rules, summary
from zhiheng.core.plans.progress import Progress, progress

GOAL = Goal(mark("2025: 21"), 2021, baseline=Decimal(14), baseline_year=2020, unit="件")


def stands(goal: Goal, values: str, on: date, **more: str) -> Progress:
    """Return how a goal stands."""
    return progress(goal, observations(values), on=on, rules=RULES, **more)


def test_the_sentence_names_pace_forecast_interval_and_target():
    found = stands(GOAL, "2021: 15.2; 2022: 16.9; 2023: 17.5", date(2024, 3, 1))
    assert found.sentence.zh == (
        "按目前每年增加 1.18 件的速度，2025 年底预计为 19.87 件（80% 区间 17.97–21.76），"
        "达不到目标（21 件），但目标仍在区间之内；今后每年须增加 1.75 件。"
    )
    assert found.sentence.en == (
        "At +1.18 件 a year the end of 2025 would see 19.87 件 (80% interval 17.97–21.76), short "
        "of the target (21 件) though within the interval; +1.75 件 a year is needed."
    )


def test_every_reason_has_its_sentence_in_both_languages_with_nothing_left_open():
    cases = {
        Reason.NOT_REPORTED: ("", date(2024, 3, 1)),
        Reason.TOO_FEW: ("2024-01-01: 15", date(2024, 3, 1)),
        Reason.PACE: ("2021: 15", date(2022, 3, 1)),
        Reason.STALE: ("2021: 15", date(2024, 3, 1)),
        Reason.ON_COURSE: ("2021: 16; 2022: 18; 2023: 20", date(2024, 3, 1)),
        Reason.MAY_MISS: ("2021: 15.2; 2022: 16.9; 2023: 17.5", date(2024, 3, 1)),
        Reason.WILL_MISS: ("2021: 15; 2022: 16; 2023: 17", date(2024, 3, 1)),
        Reason.REACHED: ("2022: 22", date(2024, 3, 1)),
        Reason.REACHED_FALLING: ("2020: 26; 2021: 24; 2022: 23; 2023: 22", date(2024, 3, 1)),
        Reason.MISSED: ("2025: 20", date(2026, 3, 1)),
        Reason.PAST_NOT_REPORTED: ("2024: 20", date(2026, 3, 1)),
    }
    bare = Goal(mark("2025: 21"), 2021, unit="件")
    for reason, (values, on) in cases.items():
        found = stands(bare if reason is Reason.TOO_FEW else GOAL, values, on)
        assert found.reason is reason
        for text in (found.sentence.zh, found.sentence.en):
            assert text
            assert "{" not in text
            assert "None" not in text


def test_values_in_another_unit_are_told_and_not_compared():
    found = stands(GOAL, "2023: 17", date(2024, 3, 1), other_unit="亿元")
    assert found.light is Light.UNKNOWN
    assert found.reason is Reason.UNIT_UNFIT
    assert found.latest is None
    assert "亿元" in found.sentence.zh


def test_a_forecast_short_of_the_target_is_never_written_as_the_target():
    found = stands(GOAL, "2025: 20.999", date(2026, 3, 1))
    assert "20.999 件" in found.sentence.zh


def test_the_interval_grows_with_the_years_ahead():
    values = "2021: 15.2; 2022: 16.9; 2023: 17.5"
    near = stands(Goal(mark("2024: 21"), 2021, unit="件"), values + "; 2020: 14", date(2024, 3, 1))
    far = stands(Goal(mark("2030: 40"), 2021, unit="件"), values + "; 2020: 14", date(2024, 3, 1))
    assert near.forecast
    assert far.forecast
    assert far.forecast.high - far.forecast.low > near.forecast.high - near.forecast.low > 0


def test_a_share_of_a_whole_is_not_forecast_above_a_hundred():
    goal = Goal(mark("2025: 98"), 2021, baseline=Decimal(90), baseline_year=2020, unit="%")
    found = stands(goal, "2021: 92; 2022: 95; 2023: 97", date(2024, 3, 1))
    assert found.forecast
    assert found.forecast.value == found.forecast.high == 100


def test_a_share_above_a_hundred_is_told():
    goal = Goal(mark("2025: 98"), 2021, baseline=Decimal(90), baseline_year=2020, unit="%")
    found = stands(goal, "2023: 104", date(2024, 3, 1))
    assert [note.zh for note in found.notes] == ["有数值高于 100%，请核对口径或填报。"]


def test_what_was_never_negative_is_not_forecast_below_zero():
    found = goal_on(
        counting="level",
        baseline="2020: 9",
        target="2025: 10",
        values="2021: 6; 2022: 3; 2023: 1",
        on=date(2024, 3, 1),
    )
    assert found.forecast
    assert found.forecast.value == found.forecast.low == 0


def test_one_wild_value_does_not_turn_the_pace():
    calm = stands(GOAL, "2021: 15; 2022: 16; 2023: 17; 2024: 18", date(2025, 3, 1))
    wild = stands(GOAL, "2021: 15; 2022: 60; 2023: 17; 2024: 18", date(2025, 3, 1))
    assert calm.pace_achieved == 1
    assert wild.pace_achieved == 1


def test_growth_is_told_with_two_places_but_judged_as_it_is():
    goal = Goal(mark("2025: 8"), 2021, Counting.YEARLY_GROWTH, unit="%")
    rates = "2021: 7.99; 2022: 8; 2023: 8; 2024: 8; 2025: 8"
    found = stands(goal, rates, date(2026, 3, 1))
    assert found.latest
    assert found.latest.value == Decimal("8.00")
    assert found.light is Light.RED
    assert "7.998%" in found.sentence.zh


def test_a_missing_year_of_growth_is_told():
    goal = Goal(mark("2025: 8"), 2021, Counting.YEARLY_GROWTH, unit="%")
    found = stands(goal, "2021: 7; 2023: 9", date(2024, 3, 1))
    assert [note.en for note in found.notes] == [
        "The growth of 2022 is missing; the average is of the other years."
    ]


def test_a_baseline_of_a_year_to_come_is_no_value():
    goal = Goal(mark("2030: 21"), 2021, baseline=Decimal(14), baseline_year=2028, unit="件")
    found = stands(goal, "2021: 15; 2022: 16", date(2023, 3, 1))
    assert found.latest
    assert found.latest.value == 16
    assert found.pace_achieved == 1


def test_milestones_are_held_against_the_value_of_their_year():
    goal = Goal(
        mark("2025: 21"),
        2021,
        baseline=Decimal(14),
        baseline_year=2020,
        unit="件",
        milestones=(mark("2022: 16"), mark("2023: 18"), mark("2024: 20")),
    )
    found = stands(goal, "2022: 16.5; 2023: 17.5", date(2024, 3, 1))
    assert [each.answered for each in found.milestones] == [True, False, None]
    assert [note.zh for note in found.notes] == ["2023 年阶段目标（18 件）未达到：17.5 件。"]


def test_a_stated_baseline_unlike_the_counted_one_is_told():
    found = stands(GOAL, "2020: 12; 2021: 15", date(2022, 3, 1))
    assert [note.en for note in found.notes] == [
        "The plan states a baseline of 14 件; the platform has 12 件 for that day."
    ]


def test_values_after_the_day_are_not_looked_at():
    early = stands(GOAL, "2021: 15; 2022: 16", date(2022, 6, 1))
    assert early.latest
    assert early.latest.on == date(2021, 12, 31)


@pytest.mark.parametrize("counting", list(Counting))
def test_nothing_known_is_unknown_however_values_count(counting: Counting):
    found = stands(Goal(mark("2025: 21"), 2021, counting), "", date(2024, 3, 1))
    assert found.light is Light.UNKNOWN
    assert found.latest is found.share is found.forecast is None


def test_the_rules_come_from_dated_parameters():
    assert light_rules(load_catalogue(), on=date(2024, 3, 1)) == RULES


def test_a_summary_leaves_no_light_out():
    found = summary([Light.RED, Light.GREEN, Light.GREEN])
    assert found[Light.GREEN] == 2
    assert found[Light.RED] == 1
    assert found[Light.UNKNOWN] == found[Light.AMBER] == found[Light.REACHED] == 0
