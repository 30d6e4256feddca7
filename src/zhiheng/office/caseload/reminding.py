"""What a day that begins calls for in the cases: reminders, and the steps up from them.

Each step is taken once for a term and the last day it has; a last day that moves begins anew.
Nobody is reminded on a day of rest, nor of a term that stands still. Nothing is recorded before
somebody is told, both in one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db import transaction

from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.caseload.enums import ReminderStep
from zhiheng.office.caseload.models import CaseReminder
from zhiheng.office.caseload.people import INTAKE, in_charge, people_of_term
from zhiheng.office.caseload.steps import Wanted, steps_on
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import Capacity
from zhiheng.office.cases.notifying import people_in, people_with, tell_people
from zhiheng.office.ledger.commands import record

_WORKERS = (Role.OFFICER, Role.CLERK, Role.LEADER)


def remind(*, day: dt.date, now: dt.datetime) -> int:
    """Remind everybody of what is due on a day and was not told yet; return how many steps."""
    return sum(_take(wanted, day, now) for wanted in steps_on(day))


@transaction.atomic
def _take(wanted: Wanted, day: dt.date, now: dt.datetime) -> int:
    """Note a step and tell it; 0 where another worker took it."""
    reminder, made = CaseReminder.objects.get_or_create(
        case=wanted.case,
        step=wanted.step,
        subject=wanted.subject,
        due_on=wanted.due_on,
        defaults={"on": day},
    )
    if not made:
        return 0
    told: set[int] = set()
    for code, people in _tellings(wanted, now):
        new = {each.pk: each for each in people if each.pk not in told}
        told |= set(new)
        given = _given(wanted, day, code)
        tell_people(wanted.case, new.values(), code, on=now, key=f"r{reminder.pk}", **given)
    record(
        act="cases.reminded",
        subject=f"case:{wanted.case.number}",
        details={"step": wanted.step, "due": str(wanted.due_on), "people": sorted(told)},
        by=None,
        on=now,
    )
    return 1


def _tellings(wanted: Wanted, now: dt.datetime) -> Iterator[tuple[str, Iterable[User]]]:
    """Yield what is said to whom; who is told something first is not told the rest."""
    case, step = wanted.case, wanted.step
    if step == ReminderStep.UNASSIGNED:
        yield "case.unassigned", people_in(case, INTAKE, on=now)
    elif step == ReminderStep.STANDING:
        yield "case.standing", in_charge(case, on=now)
    elif wanted.cooperation is not None:
        yield from _of_cooperation(wanted, now)
    else:
        yield from _of_term(wanted, now)


def _of_term(wanted: Wanted, now: dt.datetime) -> Iterator[tuple[str, Iterable[User]]]:
    case, step, clock = wanted.case, wanted.step, wanted.clock
    assert clock is not None
    before = step in (ReminderStep.DUE_SOON, ReminderStep.DUE_TODAY)
    if before:
        yield f"case.your_{step}", people_of_term(case, clock, wanted.binds, on=now)
    if wanted.binds in ("office", "court", "police", "others") or not before:
        yield f"case.{step}", in_charge(case, on=now)
    if wanted.binds == "office" and not before:
        yield f"case.{step}", people_in(case, [Capacity.HEAD], on=now)
    if wanted.binds == "office" and step == ReminderStep.OVERDUE_LONG:
        yield f"case.{step}", people_in(case, [Capacity.SUPERIOR], on=now)


def _of_cooperation(wanted: Wanted, now: dt.datetime) -> Iterator[tuple[str, Iterable[User]]]:
    asked = wanted.cooperation
    assert asked is not None
    yield f"case.cooperation_{wanted.step}", people_with(asked.organisation, _WORKERS, on=now)
    if wanted.step not in (ReminderStep.DUE_SOON, ReminderStep.DUE_TODAY):
        yield f"case.cooperation_{wanted.step}", [asked.asked_by]


def _given(wanted: Wanted, day: dt.date, code: str) -> dict[str, str]:
    if code in ("case.unassigned", "case.standing"):
        return {"days": str((day - wanted.since).days)}
    if wanted.cooperation is not None:
        return {"body": wanted.cooperation.organisation.name, "due": str(wanted.due_on)}
    assert wanted.clock is not None
    declared = law.procedure_of(wanted.case).terms[wanted.clock.term]
    given = {"term": declared.title.zh, "due": str(wanted.due_on)}
    if code.startswith("case.your_"):
        given["lapse"] = declared.lapse.zh if declared.lapse else "—"
    return given
