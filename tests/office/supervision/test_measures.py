"""Measures: where they stand, what was reached, submitting, confirming, returning, asking."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.plans.factories import Team
from tests.office.supervision.conftest import WHEN, content, measure_of, proof
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.notices.models import Notice
from zhiheng.office.plans.models import Measure, Plan
from zhiheng.office.supervision import commands, measure_commands, queries
from zhiheng.office.supervision.models import Completion, Task
from zhiheng.office.supervision.queries import MeasureStanding

pytestmark = pytest.mark.django_db

DAY = WHEN.date()


def codes(raised: pytest.ExceptionInfo[Any]) -> list[str]:
    return [problem.code for problem in raised.value.problems]


def standing(measure: Measure, on: dt.date = DAY) -> MeasureStanding:
    [found] = [
        each
        for each in queries.measure_standings(measure.plan, on=on)
        if each.measure.pk == measure.pk
    ]
    return found


def fresh(measure: Measure) -> Measure:
    return Measure.objects.select_related("plan").get(pk=measure.pk)


def complete(task: Task, team: Team) -> None:
    commands.complete_task(
        task=task,
        revision=task.revision,
        text="完成",
        evidence=[proof()],
        by=team.clerk,
        on=WHEN,
    )


def submit(measure: Measure, team: Team, **given: Any) -> None:
    measure_commands.submit_measure(
        measure=fresh(measure), text="全部完成", by=team.clerk, on=WHEN, **given
    )


def test_a_measure_stands_as_its_tasks_do(task: Task, conversion: Measure, science: Team):
    assert (standing(conversion).state, standing(conversion).percent) == ("not_started", 0)
    second = commands.add_task(
        measure=conversion,
        department=science.department,
        content=content("建立转化库", weight=3),
        by=science.clerk,
        on=WHEN,
    )
    complete(second, science)
    found = standing(conversion)
    assert (found.state, found.percent, len(found.tasks)) == ("in_progress", 75, 2)
    assert found.last_report == WHEN
    assert standing(conversion, on=dt.date(2027, 7, 1)).overdue == 1
    assert standing(conversion, on=dt.date(2028, 1, 1)).state == "overdue"


def test_reports_on_a_measure_count_while_it_has_no_tasks(
    conversion: Measure, science: Team, education: Team
):
    for percent, team in ((20, education), (35, science)):
        measure_commands.report_measure(
            measure=conversion, percent=percent, text="进展", by=team.clerk, on=WHEN
        )
    assert (standing(conversion).state, standing(conversion).percent) == ("in_progress", 35)
    assert {entry.department for entry in queries.history(conversion)} == {
        science.department,
        education.department,
    }


def test_what_was_promised_is_reported_with_evidence(conversion: Measure, science: Team):
    promised = conversion.commitments.get()
    assert (promised.quantity, promised.unit) == (1000, "件")
    with pytest.raises(InputError) as raised:
        measure_commands.report_quantity(
            commitment=promised, quantity=Decimal("NaN"), text="", by=science.clerk, on=WHEN
        )
    assert codes(raised) == ["supervision.quantity", "supervision.evidence_missing"]
    for day, quantity in enumerate((300, 420)):
        measure_commands.report_quantity(
            commitment=promised,
            quantity=Decimal(quantity),
            text="合同登记",
            evidence=[proof()],
            by=science.clerk,
            on=WHEN + dt.timedelta(days=day),
        )
    assert [each.quantity for each in standing(conversion).achieved] == [420]


def test_completion_is_submitted_returned_and_confirmed(
    task: Task, conversion: Measure, science: Team, education: Team, officer: User
):
    with pytest.raises(InputError) as raised:
        submit(conversion, science)
    assert codes(raised) == ["supervision.tasks_open", "supervision.evidence_missing"]
    complete(task, science)
    with pytest.raises(ForbiddenError):
        submit(conversion, education)
    submit(conversion, science)
    assert standing(conversion).state == "submitted"
    assert Notice.objects.filter(person=officer, code="supervision.submitted").count() == 1
    with pytest.raises(ConflictError) as twice:
        submit(conversion, science)
    assert codes(twice) == ["supervision.submitted_already"]
    with pytest.raises(ForbiddenError):
        measure_commands.confirm_measure(
            measure=fresh(conversion), text="", by=science.leader, on=WHEN
        )
    measure_commands.return_measure(
        measure=fresh(conversion), reason="缺合同清单", by=officer, on=WHEN
    )
    assert standing(conversion).state == "in_progress"
    assert Notice.objects.filter(code="supervision.returned").count() == 4
    submit(conversion, science)
    measure_commands.confirm_measure(measure=fresh(conversion), text="", by=officer, on=WHEN)
    assert (standing(conversion).state, standing(conversion).percent) == ("done", 100)
    with pytest.raises(ConflictError) as done:
        commands.add_task(
            measure=fresh(conversion),
            department=science.department,
            content=content(),
            by=science.clerk,
            on=WHEN,
        )
    assert codes(done) == ["supervision.measure_done"]
    assert Completion.objects.get(measure=conversion).confirmed_by == officer


def test_the_lead_office_asks_and_departments_do_not(
    conversion: Measure, science: Team, education: Team, officer: User
):
    measure_commands.ask_for_report(measure=conversion, text="请报三季度", by=officer, on=WHEN)
    told = Notice.objects.filter(code="supervision.asked").values_list("person", flat=True)
    assert set(told) == {
        each.pk for team in (science, education) for each in (team.clerk, team.leader)
    }
    with pytest.raises(ForbiddenError):
        measure_commands.ask_for_report(measure=conversion, text="", by=science.leader, on=WHEN)


def test_an_ongoing_measure_owes_a_report_of_every_year(plan: Plan, officer: User):
    market = measure_of(plan, "重点市场整治")
    assert market.ongoing
    assert standing(market, on=dt.date(2027, 1, 31)).state == "not_started"
    late = standing(market, on=dt.date(2027, 2, 1))
    assert (late.state, late.standing.year_missing) == ("overdue", 2026)
    # The plan was adopted in 2026, so 2024 and 2025 are not owed here.
    assert plan.first_year == 2024


def test_a_year_is_reported_within_the_plan_and_not_before_it_came(
    plan: Plan, conversion: Measure, science: Team, police: Team
):
    market = measure_of(plan, "重点市场整治")
    for year in (2023, 2027):
        with pytest.raises(InputError) as raised:
            measure_commands.report_year(
                measure=market, year=year, text="整治 3 次", by=police.clerk, on=WHEN
            )
        assert codes(raised) == ["supervision.year"]
    measure_commands.report_year(
        measure=market, year=2026, text="整治 3 次", by=police.clerk, on=WHEN
    )
    assert standing(market, on=dt.date(2027, 2, 1)).state == "in_progress"
    with pytest.raises(ConflictError):
        measure_commands.report_year(
            measure=conversion, year=2026, text="x", by=science.clerk, on=WHEN
        )


def test_evidence_is_for_the_lead_office_and_those_concerned(
    task: Task, science: Team, education: Team, police: Team, officer: User, auditor: User
):
    entry = commands.report_progress(
        task=task,
        revision=1,
        percent=10,
        text="名单",
        evidence=[proof()],
        by=science.clerk,
        on=WHEN,
    )
    file = entry.evidence.get()
    for person in (science.clerk, education.clerk, officer, auditor):
        assert queries.evidence(entry.pk, file.pk, seen_by=person, on=DAY) == file
    for entry_pk, file_pk, person in (
        (entry.pk, file.pk, police.clerk),
        (entry.pk, file.pk + 1, officer),
        (entry.pk - 1, file.pk, officer),
    ):
        with pytest.raises(NotFoundError):
            queries.evidence(entry_pk, file_pk, seen_by=person, on=DAY)


def test_standings_ask_the_database_the_same_number_of_things(
    plan: Plan, task: Task, conversion: Measure, science: Team
):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_made:
            queries.measure_standings(plan, on=DAY)
        return len(queries_made)

    before = asked()
    for number in range(3):
        commands.add_task(
            measure=conversion,
            department=science.department,
            content=content(f"任务{number}"),
            by=science.clerk,
            on=WHEN,
        )
    assert asked() == before == 7
