from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.core.annual.plan_facts import facts, indicator, measure, unknown, year_before
from zhiheng.core.annual import figures
from zhiheng.core.annual.facts import Gap, Light, MeasureState, Missing
from zhiheng.core.annual.sections import Section
from zhiheng.core.annual.tables import part_table
from zhiheng.core.annual.wording import drafted


def test_the_overview_counts_indicators_and_measures():
    assert drafted(facts())[Section.OVERVIEW].splitlines() == [
        (
            "《示范市“十四五”知识产权发展规划》规划期为2021—2025年，2025年是规划实施的第5年。"
            "截至2025年12月31日，规划期时间进度为100%。"
            "本报告为该规划在平台上形成的首份年度报告，暂无上年度报告可比。"
        ),
        (
            "指标方面，规划设定的3项指标中，1项已达标，1项进展滞后，1项无法判断。"
            "1项约束性指标均已达标或进展顺利。"
        ),
        ("任务方面，规划部署的3项重点任务中，已完成1项，推进中1项，逾期1项；平均完成进度为63.3%。"),
    ]


def test_what_is_not_known_is_not_counted_as_slow():
    words = drafted(facts(indicators=(unknown(1, "甲"), unknown(2, "乙"))))
    assert "2项指标目前均缺少足以判断进展的数据" in words[Section.OVERVIEW]
    assert "滞后" not in words[Section.PROBLEMS].splitlines()[0]


def test_problems_name_who_is_late_and_what_is_missing():
    problems = drafted(facts())[Section.PROBLEMS].splitlines()
    assert problems == [
        (
            "指标“每万人口高价值发明专利拥有量”进展滞后。目标年已过：2025-12-31 为 16.4 件，"
            "未达到目标（2025 年 20 件）。"
        ),
        "有1项任务逾期：“推进侵权惩罚性赔偿”（市知识产权局）。",
        "有1项任务推进受阻：“推进侵权惩罚性赔偿”。",
        "“推进侵权惩罚性赔偿”受阻情况：等待市法院确认口径。",
        "尚无数据的指标有1项：“海外知识产权纠纷应对指导数”。",
    ]


def test_a_plan_that_goes_well_has_no_problems():
    good = indicator(light=Light.GREEN, sentence="顺利。")
    words = drafted(facts(indicators=(good,), measures=(measure(),), missing=()))
    assert words[Section.PROBLEMS] == "截至报告期末，未发现进展滞后的指标以及逾期或受阻的任务。"


def test_an_indicator_that_fell_back_is_named():
    moved = drafted(facts(), year_before())[Section.INDICATORS].splitlines()[-1]
    assert moved == "与上年度相比，“每万人口高价值发明专利拥有量”进展状态下降。"


def test_a_plan_with_nothing_in_it_still_has_its_sections():
    bare = facts(indicators=(), measures=(), decisions=(), evaluations=(), missing=())
    words = drafted(bare)
    assert set(words) == set(Section)
    assert all(words.values())
    assert "规划未设定可考核的指标" in words[Section.OVERVIEW]


def test_after_the_plans_years_the_report_says_so():
    assert "规划期已于2025年末结束" in drafted(facts(year=2026))[Section.OVERVIEW]


def test_long_lists_are_cut_and_counted():
    many = tuple(Missing(gap=Gap.NO_REPORT, subject=f"任务{number}") for number in range(1, 31))
    line = drafted(facts(missing=many))[Section.PROBLEMS].splitlines()[-1]
    assert line.startswith("从未报告进展的任务有30项：“任务1”、")
    assert line.endswith("“任务12”等30项。")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.3456", "12.35"),
        ("12.00", "12"),
        ("0.0456", "0.0456"),
        ("0", "0"),
        ("-0.00001", "0"),
        ("12000", "12000"),
        (None, "—"),
    ],
)
def test_numbers(value: str | None, text: str):
    assert figures.number(None if value is None else Decimal(value)) == text


def test_changes_shares_and_days():
    assert figures.change(Decimal("1.3")) == "+1.3"
    assert figures.change(Decimal("-0.5")) == "-0.5"
    assert figures.change(Decimal(0)) == "持平"
    assert figures.percent(Decimal("0.6214")) == "62.1%"
    assert figures.percent(None) == "—"
    assert figures.day(date(2026, 1, 5)) == "2026年1月5日"
    assert figures.titled("《某规划》") == figures.titled("某规划") == "《某规划》"


def test_the_time_gone_is_counted_in_days():
    half = facts(on=date(2023, 7, 2), year=2023)
    assert figures.percent(figures.elapsed(half)) == "50%"


def test_every_state_and_light_has_a_word():
    assert set(figures.LIGHT_WORDS) == set(figures.LIGHT_TONES) == set(Light)
    assert set(figures.STATE_WORDS) == set(figures.STATE_TONES) == set(MeasureState)


def test_progress_reported_after_the_day_of_the_figures_is_said_to_be():
    before, after = measure(), measure(reported_on=date(2026, 4, 8))
    assert "之后" not in part_table(facts(measures=(before,))).note
    note = part_table(facts(measures=(before, after))).note
    assert note.endswith("任务进展含2025年12月31日之后、截至2026年4月8日报告的情况。")
