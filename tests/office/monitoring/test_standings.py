"""Where a plan stands: counted, reported or not known, and never mixed up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.monitoring.conftest import ON, indicator
from tests.office.plans.factories import make_plan, make_team
from tests.office.registers.cities import City
from tests.office.reporting.conftest import JULY, QUARTERLY, enter
from zhiheng.core.errors import NotFoundError
from zhiheng.core.plans.goals import Counting
from zhiheng.core.plans.lights import Light, Reason
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.indicators.queries import indicator_figure, indicator_values
from zhiheng.office.monitoring import queries
from zhiheng.office.monitoring.standings import IndicatorStanding, PlanStanding
from zhiheng.office.plans.models import Department, Plan
from zhiheng.office.reporting.commands import sign_value, submit_value
from zhiheng.office.reporting.models import Request
from zhiheng.office.reporting.scheduling import open_due, set_schedule

pytestmark = pytest.mark.django_db


def by_number(standing: PlanStanding) -> dict[int, IndicatorStanding]:
    return {each.indicator.number: each for each in standing.indicators}


def test_a_counted_indicator_has_the_value_of_its_figure(plan: Plan):
    found = by_number(queries.standing(plan, on=ON))[1]
    figure = indicator_figure("valid-invention-patents", on=ON)
    assert found.source == "computed"
    assert found.latest
    assert found.latest.value == Decimal(figure.total.numerator) > 0
    assert {each.code: each.value for each in found.by_district} == {
        code: Decimal(ratio.numerator) for code, ratio in figure.by_division.items()
    }


def test_a_cumulated_amount_counts_from_the_plans_first_day(plan: Plan):
    found = by_number(queries.standing(plan, on=ON))[3]
    years = indicator_values(
        "patent-grants", days=[*(dt.date(y, 12, 31) for y in (2023, 2024, 2025)), ON]
    )
    assert found.goal.counting is Counting.CUMULATIVE
    assert found.latest
    assert found.latest.value == sum(int(each.numerator) for each in years)


def test_what_nobody_counts_or_reports_is_not_known(plan: Plan):
    found = by_number(queries.standing(plan, on=ON))[4]
    assert (found.source, found.latest, found.href) == ("none", None, "")
    assert found.progress.light is Light.UNKNOWN
    assert found.progress.reason is Reason.NOT_REPORTED


def test_the_most_urgent_stand_first(plan: Plan):
    order = list(Light)
    lights = [each.progress.light for each in queries.standing(plan, on=ON).indicators]
    assert lights == sorted(lights, key=order.index)
    assert lights[0] is Light.RED


def test_signed_values_stand_with_the_report_they_open_to(plan: Plan):
    asked = indicator(plan, 4)
    team = make_team(plan, asked.departments.get().name)
    by = system_operator()
    set_schedule(indicator=asked, terms=QUARTERLY, revision=0, by=by, on=JULY)
    open_due(day=JULY.date(), by=by, on=JULY)
    request = Request.objects.get(indicator=asked, period_end=dt.date(2026, 6, 30))
    enter(request, team, "5", unit="个月", on=JULY)
    given = {"request": request, "revision": request.revision, "on": JULY}
    submit_value(**given, reason="", by=team.clerk)
    sign_value(**{**given, "revision": request.revision}, by=team.leader)
    found = by_number(queries.standing(plan, on=ON))[4]
    assert found.source == "reported"
    assert found.latest
    assert found.latest.value == 5
    assert found.href == f"/reports/{request.pk}/"
    assert found.progress.reason is Reason.PACE
    before = by_number(queries.standing(plan, on=ON, known_on=dt.date(2026, 7, 1)))[4]
    assert before.source == "none"


def test_a_department_leaves_its_own_indicators(plan: Plan):
    own = indicator(plan, 2).departments.get()
    found = queries.standing(plan, on=ON, department=own)
    assert [each.indicator.number for each in found.indicators] == [2]
    assert queries.measure_counts(plan, on=ON, department=own).total == 2


def test_a_district_adds_its_value_and_leaves_the_citys_light(plan: Plan):
    whole = by_number(queries.standing(plan, on=ON))[1]
    found = by_number(queries.standing(plan, on=ON, district="440305"))[1]
    assert found.district
    assert found.district.value is not None
    assert whole.latest
    assert 0 < found.district.value < whole.latest.value
    assert found.progress == whole.progress


def test_values_in_the_plans_unit(plan: Plan):
    asked = indicator(plan, 1)
    asked.unit = "万件"
    asked.save()
    found = queries.indicator_standing(asked, on=ON)
    figure = indicator_figure("valid-invention-patents", on=ON)
    assert found.latest
    assert found.latest.value == Decimal(figure.total.numerator) / 10_000


def test_a_unit_that_cannot_be_converted_is_told(plan: Plan):
    asked = indicator(plan, 1)
    asked.unit = "亿元"
    asked.save()
    found = queries.indicator_standing(asked, on=ON)
    assert found.progress.reason is Reason.UNIT_UNFIT
    assert found.latest is None
    assert "亿元" in found.progress.sentence.zh


def test_a_stock_that_a_plan_calls_cumulative_is_a_level(plan: Plan):
    asked = indicator(plan, 1)
    asked.counting = "cumulative"
    asked.save()
    found = queries.indicator_standing(asked, on=ON)
    assert found.goal.counting is Counting.LEVEL
    assert found.latest


def test_before_the_registers_were_there_nothing_was_known(plan: Plan):
    found = by_number(queries.standing(plan, on=ON, known_on=dt.date(2026, 6, 1)))
    assert [found[number].source for number in (1, 2, 3)] == ["none"] * 3
    assert found[1].computed
    assert found[1].computed.empty


def test_an_empty_register_is_told_apart_from_a_count_of_nothing(db: None, empty_home: Path):
    made = make_plan()
    asked = made.indicators.get(number=1)
    asked.computed_by = "valid-invention-patents"
    asked.save()
    found = queries.indicator_standing(asked, on=ON)
    assert found.source == "none"
    assert found.computed
    assert found.computed.empty


def test_milestones_come_from_the_plan(plan: Plan):
    asked = indicator(plan, 1)
    told = {"year": 2025, "value": "800", "comparator": ">="}
    asked.milestones = [told, {"year": 2026, "value": None, "comparator": None}]
    asked.save()
    [found] = queries.indicator_standing(asked, on=ON).progress.milestones
    assert found.answered is False


def test_measures_are_counted_by_their_deadlines(plan: Plan):
    counts = queries.measure_counts(plan, on=ON)
    assert (counts.total, counts.due_passed, counts.due_soon, counts.lasting) == (3, 1, 1, 1)
    assert [each.title for each in queries.upcoming_measures(plan, on=ON)] == [
        plan.measures.get(due_on=dt.date(2026, 8, 31)).title
    ]


def test_a_plan_that_has_not_begun_counts_nothing_together(plan: Plan):
    found = by_number(queries.standing(plan, on=dt.date(2022, 6, 30)))[3]
    assert found.source == "none"


def test_departments_are_found_by_the_end_of_their_names(plan: Plan):
    found = queries.department_named(plan, "市知识产权局")
    assert found == Department.objects.get(name="深圳市知识产权局")
    with pytest.raises(NotFoundError, match="department_not_named"):
        queries.department_named(plan, "海关")
    with pytest.raises(NotFoundError, match="district_not_of_city"):
        queries.city_district("110000")


def test_more_indicators_ask_the_database_no_more(plan: Plan, city: City):
    queries.standing(plan, on=ON)
    with CaptureQueriesContext(
        connection,
    ) as all_of_them:
        queries.standing(plan, on=ON)
    for number in (1, 2, 3):
        asked = indicator(plan, number)
        asked.withdrawn_at = JULY
        asked.save()
    with CaptureQueriesContext(connection) as one:
        assert len(queries.standing(plan, on=ON).indicators) == 1
    assert len(all_of_them) == len(one) == 3  # indicators, their departments, signed values
