"""What happens to reports when a day begins: requests are opened, people reminded, leaders told.

Nobody is reminded on a day of rest; what fell due meanwhile is said on the next working day. Every
reminder has a key of its own, so that a day that is begun twice tells nobody twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.notices.commands import notify
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.registers import lake
from zhiheng.office.reporting.enums import RequestState
from zhiheng.office.reporting.limits import Reminders, reminders, soon_from
from zhiheng.office.reporting.models import Request
from zhiheng.office.reporting.people import People
from zhiheng.office.reporting.queries import submitted_of, wanted
from zhiheng.office.reporting.scheduling import given_of, open_due


def begin_day(*, day: date, now: datetime, **others: object) -> None:
    """Open what is due to be asked for, then remind; receives `notices.signals.day_began`."""
    open_due(day=day, by=system_operator(), on=now)
    if lake.working_days().is_working(day):
        remind(day=day, now=now)


def remind(*, day: date, now: datetime) -> int:
    """Remind people of what is due soon, late or unsigned; return how many notices were given."""
    waits, people = reminders(on=day), People(on=day)
    told = 0
    for request in _waiting(RequestState.OPEN, RequestState.RETURNED):
        told += _remind_reporters(request, day, now, waits, people)
    for request in _waiting(RequestState.SUBMITTED):
        told += _remind_signers(request, day, now, waits, people)
    return told


def _waiting(*states: RequestState) -> QuerySet[Request]:
    found = Request.objects.filter(state__in=states, indicator__plan__state=PlanState.IN_FORCE)
    return wanted(found).select_related("indicator__plan", "department").order_by("pk")


def _remind_reporters(
    request: Request, day: date, now: datetime, waits: Reminders, people: People
) -> int:
    late = (day - request.due_on).days
    if request.first_signed_at is not None:
        return 0  # a value counts already; its correction has no last day
    reporters = people.reporters(request.department)
    if late <= 0:
        soon = soon_from(request.due_on, on=day) <= day
        return _tell(request, reporters, "report.due_soon", "", now) if soon else 0
    told = _tell(request, reporters, "report.overdue", str((late - 1) // waits.again), now)
    if late >= waits.escalate:
        leaders = [*people.signers(request.department), *people.lead_office()]
        told += _tell(request, leaders, "report.escalated", "", now, days=str(late))
    return told


def _remind_signers(
    request: Request, day: date, now: datetime, waits: Reminders, people: People
) -> int:
    version = submitted_of(request)
    if version is None or version.submitted_at is None:
        return 0
    if version.submitted_at + timedelta(days=waits.unsigned) > now:
        return 0
    signers = people.signers(request.department) or people.lead_office()
    return _tell(request, signers, "report.unsigned", str(version.number), now)


def _tell(
    request: Request, people: list[User], code: str, stage: str, now: datetime, **more: str
) -> int:
    return notify(
        people=people,
        code=code,
        given=given_of(request, **more),
        href=reverse("reporting:report", args=(request.pk,)),
        key=f"{code}:{request.pk}:{stage}",
        on=now,
    )
