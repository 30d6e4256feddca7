"""What is done with a measure itself: reported, asked about, submitted as done, confirmed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.plans.tasks import WHOLE
from zhiheng.office.accounts.models import User
from zhiheng.office.plans.models import Commitment, Measure
from zhiheng.office.supervision import notifying
from zhiheng.office.supervision.enums import ENDED, EntryKind
from zhiheng.office.supervision.models import Completion, Entry
from zhiheng.office.supervision.permissions import (
    check_leads,
    check_reports_on,
    check_supervises,
    supervises,
)
from zhiheng.office.supervision.writing import Files, Line, check_measure_open, enter

MOST_QUANTITY = Decimal(10) ** 15


@transaction.atomic
def report_measure(
    *, measure: Measure, percent: int, text: str, by: User, on: datetime, evidence: Files = ()
) -> Entry:
    """Say how far a measure is as a whole; its percent counts while it has no tasks."""
    department = check_reports_on(by, measure, on=timezone.localdate(on))
    check_measure_open(measure)
    problems = []
    if not 0 <= percent <= WHOLE:
        problems.append(Problem("supervision.percent", {"received": str(percent)}))
    if not text.strip():
        problems.append(Problem("supervision.text_missing"))
    if problems:
        raise InputError(*problems)
    line = Line(text=text, department=department, percent=percent, files=evidence)
    return _enter(measure, EntryKind.PROGRESS, line, by=by, on=on)


@transaction.atomic
def report_quantity(
    *,
    commitment: Commitment,
    quantity: Decimal,
    text: str,
    by: User,
    on: datetime,
    evidence: Files = (),
) -> Entry:
    """Say what was reached of something promised so far, all in all, with what proves it."""
    measure = commitment.measure
    department = check_reports_on(by, measure, on=timezone.localdate(on))
    check_measure_open(measure)
    problems = []
    if not quantity.is_finite() or not 0 <= quantity < MOST_QUANTITY:
        problems.append(Problem("supervision.quantity", {"received": str(quantity)}))
    if not evidence:
        problems.append(Problem("supervision.evidence_missing"))
    if problems:
        raise InputError(*problems)
    line = Line(
        text=text,
        department=department,
        commitment=commitment,
        quantity=quantity,
        files=evidence,
        details={"commitment": commitment.pk, "quantity": str(quantity)},
    )
    return _enter(measure, EntryKind.COMMITMENT, line, by=by, on=on)


@transaction.atomic
def report_year(
    *, measure: Measure, year: int, text: str, by: User, on: datetime, evidence: Files = ()
) -> Entry:
    """Report what was done for an ongoing measure in one year of its plan."""
    day = timezone.localdate(on)
    department = check_reports_on(by, measure, on=day)
    check_measure_open(measure)
    if not measure.ongoing:
        raise ConflictError.of("supervision.not_ongoing", received=measure)
    problems = []
    first, last = measure.plan.first_year, min(measure.plan.last_year, day.year)
    if not first <= year <= last:
        given = {"received": str(year), "expected": f"{first}–{last}"}
        problems.append(Problem("supervision.year", given))
    if not text.strip():
        problems.append(Problem("supervision.text_missing"))
    if problems:
        raise InputError(*problems)
    line = Line(text=text, department=department, year=year, files=evidence, details={"year": year})
    return _enter(measure, EntryKind.YEARLY, line, by=by, on=on)


@transaction.atomic
def comment(*, measure: Measure, text: str, by: User, on: datetime) -> Entry:
    """Say something about a measure, as the lead office or one of its departments."""
    day = timezone.localdate(on)
    department = None if supervises(by, on=day) else check_reports_on(by, measure, on=day)
    if not text.strip():
        raise InputError.of("supervision.text_missing")
    line = Line(text=text, department=department)
    return _enter(measure, EntryKind.COMMENT, line, by=by, on=on)


@transaction.atomic
def ask_for_report(*, measure: Measure, text: str, by: User, on: datetime) -> Entry:
    """Ask the departments of a measure to report; the lead office does."""
    check_supervises(by, on=timezone.localdate(on))
    check_measure_open(measure)
    entry = _enter(measure, EntryKind.ASKED, Line(text=text), by=by, on=on)
    notifying.report_asked(measure, entry, on=on)
    return entry


@transaction.atomic
def submit_measure(
    *, measure: Measure, text: str, by: User, on: datetime, evidence: Files = ()
) -> Entry:
    """Say that a measure is done; a leading department does, once no task is open."""
    department = check_leads(by, measure, on=timezone.localdate(on))
    check_measure_open(measure)
    problems = _open_tasks(measure)
    if not text.strip():
        problems.append(Problem("supervision.text_missing"))
    if not evidence and not measure.entries.filter(evidence__isnull=False).exists():
        problems.append(Problem("supervision.evidence_missing"))
    if problems:
        raise InputError(*problems)
    Completion.objects.get_or_create(measure=measure)
    waiting = Completion.objects.filter(measure=measure, submitted_at__isnull=True)
    if not waiting.update(submitted_by=by, submitted_at=on):
        raise ConflictError.of("supervision.submitted_already", received=measure)
    line = Line(text=text, department=department, files=evidence)
    entry = _enter(measure, EntryKind.SUBMITTED, line, by=by, on=on)
    notifying.completion_submitted(measure, entry, on=on)
    return entry


@transaction.atomic
def confirm_measure(*, measure: Measure, text: str, by: User, on: datetime) -> Entry:
    """Confirm that a measure is done; the lead office does, after its department said so."""
    check_supervises(by, on=timezone.localdate(on))
    check_measure_open(measure)
    _check_no_task_open(measure)  # one may have been added after it was submitted
    waiting = Completion.objects.filter(
        measure=measure, submitted_at__isnull=False, confirmed_at__isnull=True
    )
    if not waiting.update(confirmed_by=by, confirmed_at=on):
        raise ConflictError.of("supervision.not_submitted", received=measure)
    return _enter(measure, EntryKind.CONFIRMED, Line(text=text), by=by, on=on)


@transaction.atomic
def return_measure(*, measure: Measure, reason: str, by: User, on: datetime) -> Entry:
    """Give a measure back that was submitted, or confirmed too early, saying why."""
    check_supervises(by, on=timezone.localdate(on))
    if not reason.strip():
        raise InputError.of("supervision.reason_missing")
    held = Completion.objects.filter(measure=measure, submitted_at__isnull=False)
    cleared = dict.fromkeys(("submitted_by", "submitted_at", "confirmed_by", "confirmed_at"))
    if not held.update(**cleared):
        raise ConflictError.of("supervision.not_submitted", received=measure)
    entry = _enter(measure, EntryKind.RETURNED, Line(text=reason), by=by, on=on)
    notifying.completion_returned(measure, entry, on=on)
    return entry


def _check_no_task_open(measure: Measure) -> None:
    if problems := _open_tasks(measure):
        raise InputError(*problems)


def _open_tasks(measure: Measure) -> list[Problem]:
    titles = [task.title for task in measure.tasks.exclude(state__in=ENDED)]
    return [Problem("supervision.tasks_open", {"received": "、".join(titles)})] if titles else []


def _enter(measure: Measure, kind: EntryKind, line: Line, *, by: User, on: datetime) -> Entry:
    return enter(kind, line, measure=measure, task=None, by=by, on=on)
