"""What becomes of a request: a value is entered, handed in, signed, returned, queried.

A signed value is never changed. Whoever corrects it enters another version, which counts from the
moment it is signed; both stay to be seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.plans.plausibility import Checked, plain
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import attach, check_files
from zhiheng.office.ledger.commands import record
from zhiheng.office.notices.commands import notify
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.reporting.checking import check, check_version
from zhiheng.office.reporting.enums import RequestState, VersionState
from zhiheng.office.reporting.models import Evidence, Query, Request, Version
from zhiheng.office.reporting.people import People
from zhiheng.office.reporting.permissions import (
    SIGN,
    check_may_enter,
    check_may_query,
    check_may_sign,
    check_speaks_for,
)
from zhiheng.office.reporting.queries import draft_of, latest_signed, submitted_of
from zhiheng.office.reporting.scheduling import given_of


@transaction.atomic
def enter_value(
    *,
    request: Request,
    revision: int,
    written: Decimal,
    unit: str,
    note: str = "",
    files: Sequence[UploadedFile[Any]] = (),
    keep: Iterable[int] | None = None,
    by: User,
    on: datetime,
) -> Version:
    """Keep a value as the draft of a request, in place of the draft there was.

    Files are added to those of the version before, of which `keep` names the ones that still
    serve; all of them unless told. A draft may be doubted, handed in it may not.
    """
    today = timezone.localdate(on)
    check_may_enter(by, request, on=today)
    _check_open(request)
    check_files(files)
    checked = check(request, written=written, unit=unit, on=today)
    if checked.value is None:
        raise InputError(*(finding.problem for finding in checked.findings))
    _advance(request, revision)
    version, kept = _draft(request, keep)
    version.value, version.findings = checked.value, _as_data(checked)
    version.written, version.unit, version.note = written, unit, note.strip()
    version.entered_by, version.entered_at = by, on
    version.save()
    added = [attach(file=file, by=by, on=on) for file in files]
    _set_evidence(version, [*kept, *(each.pk for each in added)])
    details = {"version": version.number, "digests": [each.digest for each in added]}
    record(act="reports.entered", subject=_of(request), details=details, by=by, on=on)
    return version


@transaction.atomic
def discard_draft(*, request: Request, revision: int, by: User, on: datetime) -> None:
    """Throw the draft of a request away; what was handed in or signed before stays."""
    check_may_enter(by, request, on=timezone.localdate(on))
    draft = draft_of(request)
    if draft is None:
        raise ConflictError.of("report.nothing_entered")
    _advance(request, revision)
    details = {"version": draft.number}
    draft.delete()
    record(act="reports.discarded", subject=_of(request), details=details, by=by, on=on)


@transaction.atomic
def submit_value(
    *, request: Request, revision: int, reason: str = "", by: User, on: datetime
) -> Version:
    """Hand the draft in for sign-off, once it is free of doubts or they are answered.

    What cannot be true is refused; for other doubts, and for a correction, a reason is needed.
    """
    today = timezone.localdate(on)
    check_may_enter(by, request, on=today)
    _check_open(request)
    draft = draft_of(request)
    if draft is None:
        raise InputError.of("report.nothing_entered")
    checked = check_version(draft, on=today)
    _check_answered(request, checked, reason)
    _advance(request, revision, state=RequestState.SUBMITTED)
    draft.state, draft.reason = VersionState.SUBMITTED, reason.strip()
    draft.findings = _as_data(checked)
    draft.submitted_by, draft.submitted_at = by, on
    draft.save()
    details = {"version": draft.number, "codes": [each.code for each in checked.findings]}
    record(act="reports.submitted", subject=_of(request), details=details, by=by, on=on)
    authors = {draft.entered_by_id, by.pk}
    signers = [
        each for each in People(on=today).signers(request.department) if each.pk not in authors
    ]
    _tell(request, signers, "report.to_sign", draft, on, person=by.display_name)
    return draft


@transaction.atomic
def sign_value(*, request: Request, revision: int, by: User, on: datetime) -> Version:
    """Sign the value that was handed in; from now on it counts. Not by who entered it."""
    today = timezone.localdate(on)
    version = _submitted(request)
    check_may_sign(by, request, version, on=today)
    corrects = latest_signed(request) is not None
    first = {} if request.first_signed_at else {"first_signed_at": on}
    _advance(request, revision, state=RequestState.SIGNED, **first)
    version.state, version.decided_by, version.decided_at = VersionState.SIGNED, by, on
    version.save(update_fields=["state", "decided_by", "decided_at"])
    details = {"version": version.number, "value": plain(version.told)}
    record(act="reports.signed", subject=_of(request), details=details, by=by, on=on)
    if corrects:
        said = f"{plain(version.told)} {request.indicator.unit}".strip()
        _tell(request, People(on=today).lead_office(), "report.signed", version, on, value=said)
    return version


@transaction.atomic
def return_value(
    *, request: Request, revision: int, answer: str, by: User, on: datetime
) -> Version:
    """Give the value that was handed in back to who entered it, saying why."""
    check_speaks_for(by, request.department, SIGN, on=timezone.localdate(on))
    version = _submitted(request)
    said = _needed(answer)
    _advance(request, revision, state=RequestState.RETURNED)
    version.state, version.answer = VersionState.RETURNED, said
    version.decided_by, version.decided_at = by, on
    version.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    details = {"version": version.number}
    record(act="reports.returned", subject=_of(request), details=details, by=by, on=on)
    person = by.display_name
    authors = {version.entered_by, version.submitted_by or version.entered_by}
    _tell(request, authors, "report.returned", version, on, person=person, reason=said)
    return version


@transaction.atomic
def query_value(*, request: Request, revision: int, text: str, by: User, on: datetime) -> Query:
    """Doubt a signed value: it counts until the department corrects or upholds it."""
    today = timezone.localdate(on)
    check_may_query(by, on=today)
    _check_in_force(request)
    version = latest_signed(request)
    if version is None or request.state != RequestState.SIGNED:
        raise ConflictError.of("report.nothing_to_query")
    said = _needed(text)
    _advance(request, revision, state=RequestState.QUERIED)
    query = Query.objects.create(
        request=request, version=version, text=said, asked_by=by, asked_at=on
    )
    details = {"version": version.number}
    record(act="reports.queried", subject=_of(request), details=details, by=by, on=on)
    people = People(on=today)
    told = [*people.reporters(request.department), *people.signers(request.department)]
    notify(
        people=told,
        code="report.queried",
        given=given_of(request, reason=said),
        href=_page(request),
        key=f"report.queried:{query.pk}",
        on=on,
    )
    return query


def _draft(request: Request, keep: Iterable[int] | None) -> tuple[Version, list[int]]:
    """Return the draft to fill, and the attachments it keeps of itself or the version before."""
    draft = draft_of(request)
    before = draft or request.versions.order_by("-number").first()
    kept = list(before.evidence.values_list("attachment", flat=True)) if before else []
    if keep is not None:
        kept = [each for each in kept if each in set(keep)]
    if draft is None:
        draft = Version(request=request, number=before.number + 1 if before else 1)
    return draft, kept


def _set_evidence(version: Version, attachments: list[int]) -> None:
    version.evidence.exclude(attachment__in=attachments).delete()
    known = set(version.evidence.values_list("attachment", flat=True))
    Evidence.objects.bulk_create(
        Evidence(version=version, attachment_id=each) for each in attachments if each not in known
    )


def _check_open(request: Request) -> None:
    _check_in_force(request)
    if request.indicator.withdrawn_at is not None:
        raise ConflictError.of("report.indicator_withdrawn", indicator=request.indicator.name)
    if request.state == RequestState.SUBMITTED:
        raise ConflictError.of("report.waiting_for_signature")


def _check_in_force(request: Request) -> None:
    plan = request.indicator.plan
    if plan.state != PlanState.IN_FORCE:
        raise ConflictError.of("report.plan_not_in_force", plan=plan.title)


def _check_answered(request: Request, checked: Checked, reason: str) -> None:
    if checked.is_hard:
        raise InputError(*(each.problem for each in checked.findings))
    if reason.strip():
        return
    if checked.findings:
        doubts = [each.problem for each in checked.findings]
        raise InputError(*doubts, Problem("report.reason_missing"))
    if latest_signed(request) is not None:
        raise InputError.of("report.correction_reason_missing")


def _submitted(request: Request) -> Version:
    version = submitted_of(request)
    if version is None or request.state != RequestState.SUBMITTED:
        state = RequestState(request.state).label
        raise ConflictError.of("report.not_submitted", received=state)
    return version


def _needed(text: str) -> str:
    if not text.strip():
        raise InputError.of("report.no_answer")
    return text.strip()


def _as_data(checked: Checked) -> list[dict[str, object]]:
    return [
        {"code": each.code, "values": dict(each.problem.values), "hard": each.hard}
        for each in checked.findings
    ]


def _tell(
    request: Request,
    people: Iterable[User],
    code: str,
    version: Version,
    on: datetime,
    **more: str,
) -> None:
    notify(
        people=people,
        code=code,
        given=given_of(request, **more),
        href=_page(request),
        key=f"{code}:{version.pk}",
        on=on,
    )


def _advance(request: Request, revision: int, **changed: object) -> None:
    """Change a request that is still at the revision its editor saw."""
    found = Request.objects.filter(pk=request.pk, revision=revision)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("report.changed_meanwhile")
    request.refresh_from_db()


def _page(request: Request) -> str:
    return reverse("reporting:report", args=(request.pk,))


def _of(request: Request) -> str:
    return f"report:{request.pk}"
