"""Whom an act on a task or measure is told to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import Membership, User
from zhiheng.office.accounts.permissions import ROLE_PERMISSIONS
from zhiheng.office.notices.commands import notify
from zhiheng.office.plans.models import Department, Measure
from zhiheng.office.plans.permissions import REPORT, SIGN
from zhiheng.office.plans.queries import lead_office_people
from zhiheng.office.supervision.models import Entry, Task


def task_given(task: Task, *, on: datetime) -> None:
    """Tell the owner of a task, or its department, that it was given to them."""
    _tell(
        [task.owner] if task.owner else reporters(task.department, on=timezone.localdate(on)),
        "supervision.given",
        {"task": task.title, "due": str(task.due_on)},
        address_of(task),
        f"task:{task.pk}:given:{task.owner_id or 0}",
        on,
    )


def task_blocked(task: Task, entry: Entry, *, on: datetime) -> None:
    """Tell the lead office that a task cannot go on, and what it needs."""
    given = {
        "task": task.title,
        "department": task.department.name,
        "needs": task.blocked_needs,
        "source": task.blocked_from,
    }
    _tell_lead_office("supervision.blocked", given, address_of(task), entry, on)


def report_asked(measure: Measure, entry: Entry, *, on: datetime) -> None:
    """Tell the departments of a measure that the lead office wants a report."""
    given = {"measure": str(measure), "text": entry.text or "—"}
    _tell_departments("supervision.asked", given, measure, entry, on)


def completion_submitted(measure: Measure, entry: Entry, *, on: datetime) -> None:
    """Tell the lead office that a measure is to be confirmed."""
    department = entry.department.name if entry.department else "—"
    given = {"measure": str(measure), "department": department}
    _tell_lead_office("supervision.submitted", given, address_of(measure), entry, on)


def completion_returned(measure: Measure, entry: Entry, *, on: datetime) -> None:
    """Tell the departments of a measure that its completion was not accepted."""
    given = {"measure": str(measure), "reason": entry.text}
    _tell_departments("supervision.returned", given, measure, entry, on)


def address_of(subject: Task | Measure) -> str:
    """Return the page of a task or measure."""
    page = "supervision:task" if isinstance(subject, Task) else "supervision:measure"
    return reverse(page, args=(subject.pk,))


def reporters(department: Department, *, on: date) -> list[User]:
    """Return the people who report for a department."""
    return _with_permission(department, REPORT, on)


def signers(department: Department, *, on: date) -> list[User]:
    """Return a department's leaders: those who sign what it reports."""
    return _with_permission(department, SIGN, on)


def _with_permission(department: Department, name: str, on: date) -> list[User]:
    if department.organisation_id is None:
        return []
    roles = [role for role in Role if name in ROLE_PERMISSIONS[role]]
    held = Membership.objects.in_force(on).filter(
        organisation=department.organisation_id, role__in=roles, user__is_active=True
    )
    return list(User.objects.filter(pk__in=held.values("user")).order_by("pk"))


def _tell_lead_office(
    code: str, given: dict[str, str], href: str, entry: Entry, on: datetime
) -> None:
    people = lead_office_people(on=timezone.localdate(on))
    _tell(people, code, given, href, f"entry:{entry.pk}", on)


def _tell_departments(
    code: str, given: dict[str, str], measure: Measure, entry: Entry, on: datetime
) -> None:
    day = timezone.localdate(on)
    departments = {*measure.lead.all(), *measure.support.all()}
    people = {person for each in departments for person in reporters(each, on=day)}
    _tell(people, code, given, address_of(measure), f"entry:{entry.pk}", on)


def _tell(
    people: Iterable[User], code: str, given: dict[str, str], href: str, key: str, on: datetime
) -> None:
    notify(people=people, code=code, given=given, href=href, key=f"supervision:{key}", on=on)
