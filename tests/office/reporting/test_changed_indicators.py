"""Reports of an indicator that was withdrawn, is computed now, or is told in another unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.office.reporting.conftest import APRIL, Reported, enter, sign
from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.notices.models import Notice
from zhiheng.office.plans.commands import change_indicator, close_plan, link_computed, withdraw
from zhiheng.office.plans.models import PlanIndicator
from zhiheng.office.plans.writing_back import values_of_indicator
from zhiheng.office.reporting import commands, queries
from zhiheng.office.reporting.reminding import remind

pytestmark = pytest.mark.django_db
LATE = dt.datetime(2026, 5, 20, 9, 0, tzinfo=APRIL.tzinfo)  # long after the last day


def change(asked: Reported, **fields: Any) -> PlanIndicator:
    found = PlanIndicator.objects.get(pk=asked.indicator.pk)
    values = replace(values_of_indicator(found), **fields)
    return change_indicator(
        indicator=found, revision=found.revision, values=values, reason="更正", by=asked.lead,
        on=APRIL,
    )  # fmt: skip


def take_out(asked: Reported) -> None:
    found = PlanIndicator.objects.get(pk=asked.indicator.pk)
    withdraw(item=found, revision=found.revision, reason="调整", by=asked.lead, on=APRIL)


def code(raised: pytest.ExceptionInfo[Any]) -> str:
    return str(raised.value.problems[0].code)


def test_nobody_is_reminded_of_an_indicator_that_was_withdrawn(asked: Reported):
    take_out(asked)
    assert remind(day=LATE.date(), now=LATE) == 0
    assert not Notice.objects.filter(code="report.overdue").exists()


def test_nobody_is_reminded_of_an_indicator_that_is_computed_now(asked: Reported):
    link_computed(
        indicator=asked.indicator, revision=asked.indicator.revision, name="pledge-amount",
        by=asked.lead, on=APRIL,
    )  # fmt: skip
    assert remind(day=LATE.date(), now=LATE) == 0


def test_what_nobody_waits_for_is_not_overdue(asked: Reported):
    waiting = queries.requests_for(asked.lead, on=LATE.date())
    assert queries.overdue(waiting, on=LATE.date()).count() == 1
    take_out(asked)
    assert queries.overdue(waiting, on=LATE.date()).count() == 0


def test_no_value_is_entered_for_an_indicator_that_was_withdrawn(asked: Reported):
    take_out(asked)
    with pytest.raises(ConflictError) as raised:
        enter(asked.first, asked.team, "320")
    assert code(raised) == "report.indicator_withdrawn"


def test_signed_values_are_told_in_the_unit_that_the_indicator_has_now(asked: Reported):
    sign(asked.first, asked.team, "320")
    change(asked, unit="万元", target=replace(values_of_indicator(asked.indicator).target,
           value=Decimal(5_000_000)), baseline=Decimal(3_000_000))  # fmt: skip
    indicator = PlanIndicator.objects.get(pk=asked.indicator.pk)
    [value] = queries.reported_values(indicator, until=dt.date(2026, 12, 31))
    assert (value.value, value.unit) == (Decimal(3_200_000), "万元")


def test_a_unit_into_which_signed_values_do_not_go_is_refused(asked: Reported):
    sign(asked.first, asked.team, "320")
    with pytest.raises(InputError) as raised:
        change(asked, unit="件")
    assert code(raised) == "report.unit_of_values"


def test_a_value_of_a_closed_plan_is_not_queried(asked: Reported):
    sign(asked.first, asked.team, "320")
    close_plan(plan=asked.plan, revision=asked.plan.revision, by=system_operator(), on=APRIL)
    with pytest.raises(ConflictError) as raised:
        commands.query_value(
            request=asked.first, revision=asked.first.revision, text="核实", by=asked.lead,
            on=APRIL,
        )  # fmt: skip
    assert code(raised) == "report.plan_not_in_force"


def test_a_correction_signed_after_the_change_is_told_in_the_new_unit(asked: Reported):
    sign(asked.first, asked.team, "320")
    enter(asked.first, asked.team, "330")
    change(asked, unit="万元", target=replace(values_of_indicator(asked.indicator).target,
           value=Decimal(5_000_000)), baseline=Decimal(3_000_000))  # fmt: skip
    request = asked.first
    commands.submit_value(
        request=request, revision=request.revision, reason="数据修订", by=asked.team.clerk, on=APRIL
    )
    commands.sign_value(request=request, revision=request.revision, by=asked.team.leader, on=APRIL)
    told = Notice.objects.filter(person=asked.lead, code="report.signed").get()
    assert told.given["value"] == "3300000 万元"
