"""What the lead office does with yearly reports: freeze, write, issue, discard.

Every command checks the right, moves the report by compare-and-set on its revision and records the
act on the ledger, in one transaction. Figures are gathered and files written before it begins, so
that nobody waits for the database meanwhile.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from zhiheng.core.annual.facts import canonical, digest_of
from zhiheng.core.annual.sections import LONGEST
from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.annual import documents, queries
from zhiheng.office.annual.enums import ReportState
from zhiheng.office.annual.gathering import gather
from zhiheng.office.annual.models import Report, Snapshot
from zhiheng.office.annual.permissions import check_may_manage
from zhiheng.office.attachments.commands import attach_bytes
from zhiheng.office.ledger.commands import record
from zhiheng.office.plans.enums import PlanState
from zhiheng.office.plans.models import Plan


def make_report(*, plan: Plan, as_of: dt.date, by: User, on: dt.datetime) -> Report:
    """Freeze what is known of a plan as of a day, and draft the report of that year from it."""
    check_may_manage(by, on=timezone.localdate(on))
    _check_day(plan, as_of, on)
    found = gather(plan, on=as_of)
    content = canonical(found)
    with transaction.atomic():
        Plan.objects.select_for_update().only("pk").get(pk=plan.pk)  # one number at a time
        previous = queries.earlier_snapshot(plan, as_of.year)
        snapshot = Snapshot.objects.create(
            plan=plan,
            year=as_of.year,
            as_of=as_of,
            content=content.decode(),
            digest=digest_of(content),
            frozen_by=by,
            frozen_at=on,
        )
        last = plan.yearly_reports.aggregate(last=Max("number"))["last"] or 0
        made = Report.objects.create(
            plan=plan,
            number=last + 1,
            snapshot=snapshot,
            previous=previous,
            changed_by=by,
            changed_at=on,
        )
        details = {"year": as_of.year, "as_of": as_of.isoformat(), "snapshot": snapshot.digest}
        record(act="annual.frozen", subject=_of(made), details=details, by=by, on=on)
    return made


def write_section(
    *, report: Report, revision: int, section: str, text: str, by: User, on: dt.datetime
) -> Report:
    """Put somebody's words in the place of a section's draft; none bring the draft back."""
    check_may_manage(by, on=timezone.localdate(on))
    _check_draft(report)
    _, draft = queries.section_words(report, section)
    written = text.replace("\r\n", "\n").strip()
    if len(written) > LONGEST:
        raise InputError.of("annual.section_too_long", received=len(written), expected=LONGEST)
    sections = {name: words for name, words in report.sections.items() if name != section}
    if written and written != draft:
        sections[section] = written
    with transaction.atomic():
        _advance(report, revision, sections=sections, changed_by=by, changed_at=on)
        details = {"section": section, "written": section in sections}
        record(act="annual.written", subject=_of(report), details=details, by=by, on=on)
    return report


def issue_report(*, report: Report, revision: int, by: User, on: dt.datetime) -> Report:
    """Issue a report: keep its two files, put their digests on the ledger, replace an earlier one.

    Killed in between, the report is still a draft and can be issued again.
    """
    check_may_manage(by, on=timezone.localdate(on))
    _check_draft(report)
    document = documents.document_of(report, at=on)
    files = {ending: documents.written(document, ending, at=on) for ending in documents.KINDS}
    with transaction.atomic():
        kept = {
            ending: attach_bytes(
                name=documents.file_name(report, ending), content=content, by=by, on=on
            )
            for ending, content in files.items()
        }
        replaced = _replace_earlier(report)
        _advance(
            report,
            revision,
            state=ReportState.ISSUED,
            word=kept["docx"],
            pdf=kept["pdf"],
            issued_by=by,
            issued_at=on,
        )
        details = {
            "year": report.snapshot.year,
            "snapshot": report.snapshot.digest,
            "word": kept["docx"].digest,
            "pdf": kept["pdf"].digest,
            "replaced": replaced,
        }
        record(act="annual.issued", subject=_of(report), details=details, by=by, on=on)
    return report


@transaction.atomic
def discard_report(*, report: Report, revision: int, by: User, on: dt.datetime) -> Report:
    """Put a draft away; what is issued stays."""
    check_may_manage(by, on=timezone.localdate(on))
    _check_draft(report)
    _advance(report, revision, state=ReportState.DISCARDED, changed_by=by, changed_at=on)
    record(act="annual.discarded", subject=_of(report), details={}, by=by, on=on)
    return report


def _check_day(plan: Plan, as_of: dt.date, on: dt.datetime) -> None:
    if plan.state == PlanState.REVIEW:
        raise ConflictError.of("annual.plan_under_review", received=plan.title)
    today = timezone.localdate(on)
    if as_of > today:
        raise InputError.of("annual.day_to_come", received=as_of, expected=today)
    if not plan.first_year <= as_of.year <= plan.last_year:
        years = f"{plan.first_year}—{plan.last_year}"
        raise InputError.of("annual.outside_plan", received=as_of, expected=years)


def _check_draft(report: Report) -> None:
    if report.state != ReportState.DRAFT:
        raise ConflictError.of("annual.not_a_draft", received=report.number)


def _replace_earlier(report: Report) -> list[int]:
    """Mark the issued reports of the same year as replaced; return their numbers."""
    earlier = Report.objects.filter(
        plan=report.plan, snapshot__year=report.snapshot.year, state=ReportState.ISSUED
    )
    numbers = list(earlier.order_by("number").values_list("number", flat=True))
    earlier.update(state=ReportState.REPLACED, revision=F("revision") + 1)
    return numbers


def _advance(report: Report, revision: int, **changed: object) -> None:
    """Change a draft that is still at the revision its editor saw."""
    found = Report.objects.filter(pk=report.pk, revision=revision, state=ReportState.DRAFT)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("annual.changed_meanwhile", received=report.number)
    report.refresh_from_db()


def _of(report: Report) -> str:
    return f"annual:{report.pk}"
