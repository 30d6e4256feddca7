"""Schedules, the requests they open, and who is told when."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from tests.office.reporting.conftest import APRIL, CST, JULY, QUARTERLY, Reported, enter, sign
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.notices import days
from zhiheng.office.notices.queries import notices_of
from zhiheng.office.plans.models import Plan
from zhiheng.office.reporting import commands, reminding
from zhiheng.office.reporting.models import Request, Schedule
from zhiheng.office.reporting.scheduling import open_due, schedule_all, set_schedule


def told(user: User) -> list[str]:
    return sorted(notices_of(user).values_list("code", flat=True))


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0, 5), tzinfo=CST)


def begin(day: dt.date) -> None:
    reminding.begin_day(day=day, now=at(day))


class TestOpening:
    def test_every_period_that_is_over_is_asked_for_once(self, reported: Reported):
        made = open_due(day=JULY.date(), by=system_operator(), on=JULY)
        assert [(each.period_start.isoformat(), each.due_on.isoformat()) for each in made] == [
            # the tenth working day after 31 March and after 30 June 2026
            ("2026-01-01", "2026-04-15"),
            ("2026-04-01", "2026-07-14"),
        ]
        assert open_due(day=JULY.date(), by=system_operator(), on=JULY) == []
        assert told(reported.team.clerk) == ["report.requested", "report.requested"]

    def test_nothing_is_asked_for_before_a_period_is_over(self, reported: Reported):
        assert open_due(day=dt.date(2026, 3, 31), by=system_operator(), on=APRIL) == []
        assert len(open_due(day=dt.date(2026, 4, 1), by=system_operator(), on=APRIL)) == 1

    @pytest.mark.parametrize("change", [{"state": "closed"}, {"state": "review"}])
    def test_nothing_is_asked_for_a_plan_not_in_force(
        self, reported: Reported, change: dict[str, str]
    ):
        Plan.objects.filter(pk=reported.plan.pk).update(**change)
        assert open_due(day=JULY.date(), by=system_operator(), on=JULY) == []

    def test_a_computed_indicator_is_not_asked_for(self, reported: Reported):
        reported.indicator.computed_by = "patent-grants"
        reported.indicator.save()
        assert open_due(day=JULY.date(), by=system_operator(), on=JULY) == []

    def test_a_new_rhythm_asks_for_what_comes_after(self, asked: Reported):
        yearly = dataclasses.replace(QUARTERLY, rhythm="yearly", due_days=20)
        set_schedule(indicator=asked.indicator, terms=yearly, revision=1, by=asked.lead, on=APRIL)
        made = open_due(day=dt.date(2027, 1, 4), by=system_operator(), on=JULY)
        assert [each.period.key for each in made] == ["2026-01-01/2026-12-31"]
        assert Request.objects.count() == 2

    def test_without_people_the_lead_office_is_told(self, reported: Reported):
        reported.team.department.organisation = None
        reported.team.department.save()
        open_due(day=APRIL.date(), by=system_operator(), on=APRIL)
        assert told(reported.lead) == ["report.nobody"]


class TestSchedules:
    def test_only_the_lead_office_sets_one(self, reported: Reported):
        with pytest.raises(ForbiddenError, match=r"plan\.lead_office_only"):
            set_schedule(
                indicator=reported.indicator, terms=QUARTERLY, revision=1,
                by=reported.team.leader, on=APRIL,
            )  # fmt: skip

    def test_everything_wrong_is_told_at_once(self, reported: Reported):
        indicator = reported.plan.indicators.get(number=1)
        indicator.computed_by = "patent-grants"
        wrong = dataclasses.replace(QUARTERLY, due_days=0, starts_on=dt.date(2020, 1, 1))
        with pytest.raises(InputError) as refused:
            set_schedule(indicator=indicator, terms=wrong, revision=0, by=reported.lead, on=APRIL)
        assert [each.code for each in refused.value.problems] == [
            "report.is_computed", "report.due_days_unfit", "report.schedule_start",
        ]  # fmt: skip

    def test_two_people_do_not_cross(self, reported: Reported):
        for revision in (0, 7):
            with pytest.raises(ConflictError, match=r"report\.changed_meanwhile"):
                set_schedule(
                    indicator=reported.indicator, terms=QUARTERLY, revision=revision,
                    by=reported.lead, on=APRIL,
                )  # fmt: skip

    def test_all_at_once_leaves_those_without_a_department(self, reported: Reported):
        reported.plan.indicators.get(number=1).departments.clear()
        made, left = schedule_all(plan=reported.plan, terms=QUARTERLY, by=reported.lead, on=APRIL)
        assert [each.indicator.number for each in made] == [3]
        assert [each.number for each in left] == [1]
        assert Schedule.objects.get(indicator__number=3).department.name.endswith("市场监督管理局")

    def test_what_nobody_answered_goes_over_to_the_new_department(self, asked: Reported):
        other = asked.plan.indicators.get(number=3).departments.get()
        terms = dataclasses.replace(QUARTERLY, department=other)
        set_schedule(indicator=asked.indicator, terms=terms, revision=1, by=asked.lead, on=APRIL)
        assert asked.first.department == other


class TestReminders:
    """The first quarter is due on 15 April 2026, a Wednesday."""

    def test_soon_late_and_one_step_up(self, reported: Reported):
        clerk, leader, lead = reported.team.clerk, reported.team.leader, reported.lead
        begin(dt.date(2026, 4, 1))
        begin(dt.date(2026, 4, 9))
        assert told(clerk) == ["report.requested"]
        begin(dt.date(2026, 4, 10))  # the third working day before
        begin(dt.date(2026, 4, 15))
        assert told(clerk) == ["report.due_soon", "report.requested"]
        begin(dt.date(2026, 4, 16))
        assert told(clerk).count("report.overdue") == 1
        assert "report.escalated" not in told(leader)
        begin(dt.date(2026, 4, 22))
        assert told(leader).count("report.escalated") == told(lead).count("report.escalated") == 1
        begin(dt.date(2026, 4, 23))
        assert told(clerk).count("report.overdue") == 2
        assert told(leader).count("report.escalated") == 1

    def test_a_day_begun_twice_tells_nobody_twice(self, reported: Reported):
        begin(dt.date(2026, 4, 16))
        before = told(reported.team.clerk)
        begin(dt.date(2026, 4, 16))
        assert told(reported.team.clerk) == before

    def test_days_on_which_nothing_ran_are_made_up_for(self, reported: Reported):
        begin(dt.date(2026, 4, 27))
        assert told(reported.team.clerk) == ["report.overdue", "report.requested"]
        assert "report.escalated" in told(reported.lead)

    def test_nobody_is_reminded_on_a_day_of_rest(self, reported: Reported):
        begin(dt.date(2026, 4, 18))  # a Saturday
        assert told(reported.team.clerk) == ["report.requested"]

    def test_a_value_that_waits_for_its_signature_is_recalled(self, asked: Reported):
        enter(asked.first, asked.team, "80")
        request = asked.first
        commands.submit_value(
            request=request, revision=request.revision, by=asked.team.clerk, on=APRIL
        )
        begin(dt.date(2026, 4, 3))
        assert told(asked.team.leader) == ["report.requested", "report.to_sign"]
        begin(dt.date(2026, 4, 7))
        assert "report.unsigned" in told(asked.team.leader)

    def test_what_is_signed_is_left_alone(self, asked: Reported):
        sign(asked.first, asked.team, "80")
        begin(dt.date(2026, 4, 27))
        assert told(asked.team.clerk) == ["report.requested"]

    def test_the_day_that_begins_does_all_this(self, reported: Reported):
        day = dt.date(2026, 4, 1)
        begun = days.begin_day(day=day, now=at(day))
        assert begun is not None
        assert begun.failures == []
        assert told(reported.team.clerk) == ["report.requested"]
