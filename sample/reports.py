"""What the departments of the sample city reported, half-year by half-year, entered and signed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from sample.acts import HALF_YEARS, REPORTED, at, bare, people_of
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.reporting import commands, scheduling
from zhiheng.office.reporting.enums import Rhythm

if TYPE_CHECKING:
    from zhiheng.office.plans.models import Plan
    from zhiheng.office.reporting.models import Request

_EVIDENCE = "合成样例：本文件仅用于演示，内容系虚构。\n".encode()


def report_values(plan: Plan) -> None:
    """Schedule every reported indicator and live through five half-years."""
    operator = system_operator()
    terms = scheduling.Terms(
        rhythm=Rhythm.HALF_YEARLY,
        due_days=20,
        in_working_days=False,
        starts_on=dt.date(2024, 1, 1),
    )
    scheduling.schedule_all(plan=plan, terms=terms, by=operator, on=at(2024, 2, 1))
    for place, (year, half) in enumerate(HALF_YEARS):
        opened = at(year, 7, 1) if half == 1 else at(year + 1, 1, 1)
        requests = scheduling.open_due(day=opened.date(), by=operator, on=opened, plan=plan)
        for request in requests:
            value = REPORTED[bare(request.indicator.name)][place]
            if value is not None:
                _report(request, value, opened)


def _report(request: Request, value: str, opened: dt.datetime) -> None:
    entered, signed = opened + dt.timedelta(days=9), opened + dt.timedelta(days=12)
    file = SimpleUploadedFile(f"佐证-{request.indicator.number}-{opened:%Y%m}.txt", _EVIDENCE)
    clerk, head = people_of(request.department)
    commands.enter_value(
        request=request,
        revision=request.revision,
        written=Decimal(value),
        unit=request.indicator.unit,
        files=[file],
        by=clerk,
        on=entered,
    )
    request.refresh_from_db()
    reason = "与上期相比的变化已核对。"
    commands.submit_value(
        request=request, revision=request.revision, reason=reason, by=clerk, on=entered
    )
    request.refresh_from_db()
    commands.sign_value(request=request, revision=request.revision, by=head, on=signed)
