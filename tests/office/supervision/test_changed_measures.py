"""A measure that is changed after its departments reported on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.office.plans.factories import Team
from tests.office.supervision.conftest import WHEN, content, proof
from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.plans.commands import change_measure
from zhiheng.office.plans.models import Measure
from zhiheng.office.plans.values import MeasureValues
from zhiheng.office.plans.writing_back import values_of_measure
from zhiheng.office.supervision import commands, measure_commands
from zhiheng.office.supervision.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def reached(conversion: Measure, science: Team) -> Entry:
    """620 of the 1000 conversions that the measure promises are reported."""
    return measure_commands.report_quantity(
        commitment=conversion.commitments.get(),
        quantity=Decimal(620),
        text="登记台账",
        evidence=[proof()],
        by=science.clerk,
        on=WHEN,
    )


def change(measure: Measure, officer: User, **fields: Any) -> Measure:
    found = Measure.objects.get(pk=measure.pk)
    values: MeasureValues = replace(values_of_measure(found), **fields)
    return change_measure(
        measure=found,
        revision=found.revision,
        values=values,
        reason="市政府调整",
        by=officer,
        on=WHEN,
    )


def test_what_was_reached_stays_with_the_promise(
    conversion: Measure, reached: Entry, officer: User
):
    change(conversion, officer, due_on=dt.date(2028, 6, 30), due_text="2028年6月")
    reached.refresh_from_db()
    assert reached.commitment == conversion.commitments.get()


def test_a_promise_of_another_amount_is_the_same_promise(
    conversion: Measure, reached: Entry, officer: User
):
    [promise] = values_of_measure(conversion).commitments
    change(conversion, officer, commitments=(replace(promise, quantity=Decimal(1200)),))
    kept = conversion.commitments.get()
    assert (kept.pk, kept.quantity) == (reached.commitment_id, Decimal(1200))


def test_a_promise_that_was_reported_on_is_not_dropped(
    conversion: Measure, reached: Entry, officer: User
):
    with pytest.raises(ConflictError) as raised:
        change(conversion, officer, commitments=())
    assert [each.code for each in raised.value.problems] == ["plan.commitment_reported"]
    assert conversion.commitments.count() == 1


def test_a_measure_with_an_open_task_is_not_confirmed(
    conversion: Measure, science: Team, officer: User
):
    measure_commands.submit_measure(
        measure=conversion, text="完成", evidence=[proof()], by=science.clerk, on=WHEN
    )
    commands.add_task(
        measure=conversion,
        department=science.department,
        content=content("又一项"),
        by=science.clerk,
        on=WHEN,
    )
    with pytest.raises(InputError) as raised:
        measure_commands.confirm_measure(measure=conversion, text="", by=officer, on=WHEN)
    assert [each.code for each in raised.value.problems] == ["supervision.tasks_open"]
