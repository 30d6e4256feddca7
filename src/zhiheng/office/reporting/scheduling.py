"""Schedules, and the requests that are opened by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.plans.periods import Period, periods_over
from zhiheng.core.plans.periods import Rhythm as CoreRhythm
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.commands import notify
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Department, Plan, PlanIndicator
from zhiheng.office.reporting.enums import RequestState
from zhiheng.office.reporting.limits import due_day
from zhiheng.office.reporting.models import Request, Schedule
from zhiheng.office.reporting.people import People
from zhiheng.office.reporting.permissions import check_may_query

MOST_DUE_DAYS = 90


@dataclass(frozen=True)
class Terms:
    """How an indicator is asked for; `department` is the indicator's first unless named."""

    rhythm: str
    due_days: int
    in_working_days: bool
    starts_on: date
    ended_on: date | None = None
    department: Department | None = None


@transaction.atomic
def set_schedule(
    *, indicator: PlanIndicator, terms: Terms, revision: int, by: User, on: datetime
) -> Schedule:
    """Say how often an indicator is asked for, of whom, and how long they have.

    `revision` is 0 where there is no schedule yet. Requests that nobody has answered go over to the
    department; their last day stays.
    """
    check_may_query(by, on=timezone.localdate(on))
    department = terms.department or indicator.departments.order_by("pk").first()
    problems = _problems(indicator, terms, department)
    if problems or department is None:
        raise InputError(*problems)
    schedule = _write(indicator, department, terms, revision, by, on)
    waiting = Request.objects.filter(
        indicator=indicator, state=RequestState.OPEN, versions__isnull=True
    )
    waiting.update(department=department)
    details = {"indicator": indicator.number, "rhythm": terms.rhythm, "days": terms.due_days}
    record(act="reports.scheduled", subject=f"plan:{indicator.plan_id}", details=details,
           by=by, on=on)  # fmt: skip
    return schedule


@transaction.atomic
def schedule_all(
    *, plan: Plan, terms: Terms, by: User, on: datetime
) -> tuple[list[Schedule], list[PlanIndicator]]:
    """Give every reported indicator without a schedule the same one, each of its first department.

    Returns the schedules, and the indicators that no department answers for.
    """
    check_may_query(by, on=timezone.localdate(on))
    made, left = [], []
    for indicator in unscheduled(plan):
        if indicator.departments.exists():
            made.append(set_schedule(indicator=indicator, terms=terms, revision=0, by=by, on=on))
        else:
            left.append(indicator)
    return made, left


def unscheduled(plan: Plan) -> list[PlanIndicator]:
    """Return the indicators of a plan that are reported but not asked for."""
    return list(
        plan.indicators.filter(withdrawn_at__isnull=True, computed_by="", schedule__isnull=True)
    )


@transaction.atomic
def open_due(*, day: date, by: User, on: datetime, plan: Plan | None = None) -> list[Request]:
    """Open a request for every period that is over before a day and was not asked for yet.

    The people who report for the department are told; where there are none, the lead office is.
    """
    check_may_query(by, on=timezone.localdate(on))
    made: list[Request] = []
    for schedule in _schedules(plan):
        made += _open(schedule, day, on)
    for request in made:
        _tell(request, People(on=day), on)
    for number in sorted({request.indicator.plan_id for request in made}):
        count = sum(request.indicator.plan_id == number for request in made)
        record(act="reports.opened", subject=f"plan:{number}", details={"requests": count},
               by=by, on=on)  # fmt: skip
    return made


def _problems(
    indicator: PlanIndicator, terms: Terms, department: Department | None
) -> list[Problem]:
    plan, found = indicator.plan, []
    if plan.state != PlanState.IN_FORCE:
        found.append(Problem("report.plan_not_in_force", {"plan": plan.title}))
    if indicator.computed_by:
        found.append(Problem("report.is_computed", {"indicator": indicator.name}))
    if department is None:
        found.append(Problem("report.no_department", {"indicator": indicator.name}))
    if not 1 <= terms.due_days <= MOST_DUE_DAYS:
        values = {"received": str(terms.due_days), "expected": f"1–{MOST_DUE_DAYS}"}
        found.append(Problem("report.due_days_unfit", values))
    earliest = date(plan.first_year, 1, 1)
    if terms.starts_on < earliest:
        values = {"received": str(terms.starts_on), "expected": str(earliest)}
        found.append(Problem("report.schedule_start", values))
    return found


def _write(
    indicator: PlanIndicator,
    department: Department,
    terms: Terms,
    revision: int,
    by: User,
    on: datetime,
) -> Schedule:
    values = {
        "department": department,
        "rhythm": terms.rhythm,
        "due_days": terms.due_days,
        "in_working_days": terms.in_working_days,
        "starts_on": terms.starts_on,
        "ended_on": terms.ended_on,
        "set_by": by,
        "set_at": on,
    }
    if revision:
        found = Schedule.objects.filter(indicator=indicator, revision=revision)
        if not found.update(revision=F("revision") + 1, **values):
            raise ConflictError.of("report.changed_meanwhile")
        return Schedule.objects.get(indicator=indicator)
    try:
        with transaction.atomic():
            return Schedule.objects.create(indicator=indicator, **values)
    except IntegrityError as error:
        raise ConflictError.of("report.changed_meanwhile") from error


def _schedules(plan: Plan | None) -> Iterable[Schedule]:
    found = Schedule.objects.filter(
        indicator__plan__state=PlanState.IN_FORCE,
        indicator__withdrawn_at__isnull=True,
        indicator__computed_by="",
    )
    if plan is not None:
        found = found.filter(indicator__plan=plan)
    return found.select_related("indicator__plan", "department").order_by("pk")


def _periods(schedule: Schedule, day: date) -> Iterator[Period]:
    last = schedule.ended_on or date(schedule.indicator.plan.last_year, 12, 31)
    rhythm = CoreRhythm(schedule.rhythm)
    for period in periods_over(rhythm, first=schedule.starts_on, until=day):
        if period.last <= last:
            yield period


def _open(schedule: Schedule, day: date, on: datetime) -> list[Request]:
    # Of a rhythm that changed, what was asked for stays: only periods after it are new.
    known = schedule.indicator.requests.order_by("-period_end").values_list("period_end", flat=True)
    asked_until = known.first() or date.min
    made = []
    for period in _periods(schedule, day):
        if period.last <= asked_until:
            continue
        request, is_new = Request.objects.get_or_create(
            indicator=schedule.indicator,
            period_start=period.first,
            period_end=period.last,
            defaults={
                "department": schedule.department,
                "due_on": due_day(schedule, period),
                "opened_at": on,
            },
        )
        made += [request] if is_new else []
    return made


def _tell(request: Request, people: People, on: datetime) -> None:
    reporters = people.reporters(request.department)
    given = given_of(request)
    href = reverse("reporting:report", args=(request.pk,))
    if reporters:
        notify(people=reporters, code="report.requested", given=given, href=href,
               key=f"report.requested:{request.pk}", on=on)  # fmt: skip
    else:
        notify(people=people.lead_office(), code="report.nobody", given=given, href=href,
               key=f"report.nobody:{request.pk}", on=on)  # fmt: skip


def given_of(request: Request, **more: str) -> dict[str, str]:
    """Return what the words of a notice about a request are filled with."""
    return {
        "indicator": request.indicator.name,
        "period": request.period.key,
        "due": request.due_on.isoformat(),
        "plan": request.indicator.plan.title,
        "department": request.department.name,
        **more,
    }
