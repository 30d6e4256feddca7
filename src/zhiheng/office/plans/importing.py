"""A document becomes a plan under review: kept as it is, read, its proposals in document order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.plans.department_names import DepartmentList
from zhiheng.core.plans.documents import Document, read_document
from zhiheng.core.plans.headings import read_headings
from zhiheng.core.plans.proposals import PlanProposal
from zhiheng.core.plans.reading import read_plan
from zhiheng.core.plans.shape import plan_data
from zhiheng.office.accounts.models import User
from zhiheng.office.attachments.commands import LARGEST_FILE, attach_bytes
from zhiheng.office.ledger.commands import record
from zhiheng.office.plans.enums import ProposalKind
from zhiheng.office.plans.models import Plan, Proposal
from zhiheng.office.plans.permissions import EDIT, check_in_lead_office
from zhiheng.office.registers import lake

LONGEST_TITLE = 200
EARLIEST, LATEST, LONGEST_PERIOD = 1950, 2100, 30
# A sentence that promises something countable outside of any measure: a weaker sign of one.
LOOSE_CONFIDENCE = 0.6
_LISTS = (
    ("indicators", ProposalKind.INDICATOR),
    ("results", ProposalKind.RESULT),
    ("measures", ProposalKind.MEASURE),
    ("projects", ProposalKind.PROJECT),
    ("safeguards", ProposalKind.SAFEGUARD),
)


@dataclass(frozen=True)
class Told:
    """What the person who imports says of the plan, where the document is silent or wrong."""

    title: str = ""
    first_year: int | None = None
    last_year: int | None = None


NOTHING_TOLD = Told()


def import_plan(
    *,
    name: str,
    content: bytes,
    division: str,
    by: User,
    on: datetime,
    told: Told = NOTHING_TOLD,
    as_new_edition: bool = False,
) -> Plan:
    """Read a document and make a plan under review of it; in this order:

    1. a document that is a plan already is refused, unless `as_new_edition`
    2. the text is read; what cannot be read raises with everything that is wrong, nothing is kept
    3. in one transaction: the file is kept, the plan and its proposals are stored, the ledger told

    A process killed after the file was written leaves bytes that no plan names; they are used when
    the same document comes again.
    """
    check_in_lead_office(by, EDIT, on=localdate(on))
    if len(content) > LARGEST_FILE:
        raise InputError.of("plan.too_large", file=name, expected=LARGEST_FILE // 2**20)
    digest = sha256(content).hexdigest()
    if not as_new_edition:
        _check_new(Q(document__digest=digest))
    document = _storable(read_document(content, name=name))
    declared = DepartmentList(lake.catalogue().departments.values())
    found = read_plan(document.text, problems=document.problems, departments=declared)
    plan = _described(name, division, found, told)
    if not as_new_edition:
        _check_new(Q(text=document.text))
    return _store(plan, found, document, name=name, content=content, by=by, on=on)


def _storable(document: Document) -> Document:
    """Return a document without the character that PostgreSQL keeps in no text."""
    return replace(document, text=document.text.replace("\0", " "))


def _check_new(same: Q) -> None:
    plan = Plan.objects.filter(same).order_by("pk").first()
    if plan is not None:
        raise ConflictError.of("plan.imported_already", title=plan.title, number=plan.pk)


@transaction.atomic
def _store(
    plan: Plan,
    found: PlanProposal,
    document: Document,
    *,
    name: str,
    content: bytes,
    by: User,
    on: datetime,
) -> Plan:
    plan.document = attach_bytes(name=name, content=content, by=by, on=on)
    plan.text, plan.imported_by, plan.imported_at = document.text, by, on
    plan.save(force_insert=True)
    proposals = _proposals(plan, found)
    Proposal.objects.bulk_create(proposals)
    details = {"digest": plan.document.digest, "passages": len(proposals)}
    record(act="plans.imported", subject=f"plan:{plan.pk}", details=details, by=by, on=on)
    return plan


def _described(name: str, division: str, found: PlanProposal, told: Told) -> Plan:
    """Return the plan as the document and the person describe it, not saved; or all that lacks."""
    first = told.first_year or (found.period[0] if found.period else None)
    last = told.last_year or (found.period[1] if found.period else None)
    title = told.title.strip() or found.title or PurePath(name).stem
    problems = [*problems_of_years(first, last)]
    if load_divisions().find(division) is None:
        problems.append(Problem("plan.division_unknown", {"received": division}))
    if problems:
        raise InputError(*problems)
    assert first is not None, "checked above"
    assert last is not None, "checked above"
    return Plan(
        title=title[:LONGEST_TITLE],
        issuers=list(found.issuers),
        issued=found.date or "",
        first_year=first,
        last_year=last,
        division=division,
        outline=outline_of(found.text),
        warnings=list(_warnings(found)),
    )


def problems_of_years(first: int | None, last: int | None) -> Iterator[Problem]:
    """Yield what is wrong with the years of a plan."""
    if first is None or last is None:
        yield Problem("plan.period_missing", {})
    elif not (EARLIEST <= first <= last <= LATEST and last - first < LONGEST_PERIOD):
        values = {"received": f"{first}–{last}", "expected": f"{EARLIEST}–{LATEST}"}
        yield Problem("plan.period_unfit", values)


def outline_of(text: str) -> list[dict[str, Any]]:
    """Return the headings of a document: title, depth from 0, and where each begins."""
    return [
        {"title": head.title, "depth": head.depth, "start": head.start}
        for head in read_headings(text)
    ]


def _warnings(found: PlanProposal) -> Iterator[dict[str, Any]]:
    for problem in found.problems:
        yield {
            "code": problem.code,
            "values": dict(problem.values),
            "position": problem.position,
        }
    for note in found.notes:
        position = f"{note.span[0]}-{note.span[1]}"
        yield {"code": "plan.note_loose", "values": {"note": note.text}, "position": position}


def _proposals(plan: Plan, found: PlanProposal) -> list[Proposal]:
    """Return what was read as proposals, not saved, numbered in document order."""
    data = plan_data(found, tell=lambda problem: problem.code)
    read = [(kind, each) for name, kind in _LISTS for each in data[name]]
    read += [(ProposalKind.MEASURE, _as_measure(each)) for each in data["commitments"]]
    read.sort(key=lambda each: (each[1]["span"], list(ProposalKind).index(each[0])))
    return [_proposal(plan, place, kind, each) for place, (kind, each) in enumerate(read, 1)]


def _proposal(plan: Plan, place: int, kind: ProposalKind, read: dict[str, Any]) -> Proposal:
    start, end = read["span"]
    return Proposal(
        plan=plan,
        place=place,
        kind=kind,
        start=start,
        end=end,
        confidence=read["confidence"],
        read=read,
    )


def _as_measure(commitment: dict[str, Any]) -> dict[str, Any]:
    return {
        "no": "",
        "title": commitment["text"],
        "span": commitment["span"],
        "lead": [],
        "support": [],
        "commitments": [commitment],
        "under": [],
        "confidence": LOOSE_CONFIDENCE,
    }
