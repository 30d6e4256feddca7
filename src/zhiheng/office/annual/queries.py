"""Questions to the yearly reports."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from zhiheng.core.annual.facts import Facts, facts_of
from zhiheng.core.annual.sections import Section
from zhiheng.core.annual.wording import drafted
from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.annual.enums import WITH_FILES, ReportState
from zhiheng.office.annual.models import Report, Snapshot
from zhiheng.office.annual.permissions import may_manage
from zhiheng.office.plans.models import Plan
from zhiheng.office.plans.permissions import VIEW


@dataclass(frozen=True)
class Recognised:
    """An issued report whose file has the digest asked for; `kind` is word or pdf."""

    report: Report
    kind: str


def reports_of(plan: Plan, *, seen_by: User, on: dt.date) -> QuerySet[Report]:
    """Return a plan's reports, newest first; drafts only to who makes them."""
    found = Report.objects.filter(plan=plan).exclude(state=ReportState.DISCARDED)
    if not may_manage(seen_by, on=on):
        found = found.filter(state__in=WITH_FILES)
    people = ("changed_by", "issued_by", "plan", "snapshot", "word", "pdf")
    # The facts of a snapshot are long, and a list shows none of them.
    return found.select_related(*people).defer("snapshot__content", "plan__text")


def report(plan: Plan, number: int, *, seen_by: User, on: dt.date) -> Report:
    """Return a report by its number within the plan; NotFoundError where it is not shown."""
    found = reports_of(plan, seen_by=seen_by, on=on).filter(number=number).first()
    if found is None:
        raise NotFoundError.of("annual.not_found", received=number)
    return found


def facts(snapshot: Snapshot) -> Facts:
    """Return the facts of a snapshot; StorageError where they were altered."""
    return facts_of(snapshot.content.encode(), digest=snapshot.digest)


def facts_before(report: Report) -> Facts | None:
    """Return the facts that a report is compared with; None where there are none."""
    return facts(report.previous) if report.previous else None


def drafts_of(report: Report) -> dict[Section, str]:
    """Return what every section says unless somebody writes it."""
    return drafted(facts(report.snapshot), facts_before(report))


def section_words(report: Report, section: str) -> tuple[str, str]:
    """Return what a section says and what its draft says."""
    names = [each.value for each in Section]
    if section not in names:
        raise NotFoundError.of(
            "annual.no_such_section", received=section, expected="、".join(names)
        )
    draft = drafts_of(report)[Section(section)]
    return report.sections.get(section, draft), draft


def issued_of_year(report: Report) -> list[Report]:
    """Return the issued reports of the same plan and year, which this one would replace."""
    same = Report.objects.filter(plan=report.plan_id, snapshot__year=report.snapshot.year)
    return list(same.filter(state=ReportState.ISSUED).exclude(pk=report.pk))


def earlier_snapshot(plan: Plan, year: int) -> Snapshot | None:
    """Return what a report of a year is compared with: the newest issued one of a year before.

    Where none was issued, the newest snapshot of a year before that was not discarded.
    """
    before = Snapshot.objects.filter(plan=plan, year__lt=year)
    kept = before.exclude(report__state=ReportState.DISCARDED).order_by("-year", "-pk")
    return kept.filter(report__state=ReportState.ISSUED).first() or kept.first()


def recognised(chunks: Iterable[bytes], *, seen_by: User) -> list[Recognised]:
    """Return the issued reports whose file has exactly these bytes, newest first.

    Whoever has the file may know that it is one; `seen_by` has to be allowed to see plans.
    """
    check_user_can(seen_by, VIEW)
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return recognised_by_digest(digest.hexdigest())


def recognised_by_digest(digest: str) -> list[Recognised]:
    """Return the issued reports whose file has the digest, newest first."""
    found = (
        Report.objects.filter(state__in=WITH_FILES)
        .filter(Q(word__digest=digest) | Q(pdf__digest=digest))
        .select_related("plan", "snapshot", "word", "pdf", "issued_by")
        .defer("snapshot__content", "plan__text")
        .order_by("-issued_at")
    )
    return [
        Recognised(each, "word" if each.word and each.word.digest == digest else "pdf")
        for each in found
    ]
