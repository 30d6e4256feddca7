"""Questions to the papers."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, Q, QuerySet

from zhiheng.core.errors import NotFoundError
from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law as case_law
from zhiheng.office.cases.enums import AT_REST
from zhiheng.office.cases.models import Case, Party
from zhiheng.office.cases.queries import whole_cases
from zhiheng.office.papers.enums import KNOWN, PaperState
from zhiheng.office.papers.models import Paper, Service
from zhiheng.office.papers.permissions import check_may_read, drafters, held_capacities, readable


def papers_of(case: Case, user: User, *, on: dt.date) -> list[Paper]:
    """Return the papers of a case that somebody may read, with their services, oldest first."""
    found = readable(user, case, on=on).exclude(state=PaperState.DISCARDED)
    return list(_with_services(found))


def find_paper(pk: int, *, user: User, on: dt.date) -> Paper:
    """Return a paper with its case; raise where there is none or it is not theirs to read."""
    paper = _with_services(Paper.objects.filter(pk=pk)).first()
    if paper is None:
        raise NotFoundError.of("paper.not_here", received="—")
    paper.case = whole_cases().get(pk=paper.case_id)
    check_may_read(user, paper, on=on)
    return paper


def find_service(pk: int, *, user: User, on: dt.date) -> Service:
    """Return a service of a paper that somebody may read."""
    service = Service.objects.select_related("party", "by", "proof").filter(pk=pk).first()
    if service is None:
        raise NotFoundError.of("paper.not_here", received="—")
    service.paper = find_paper(service.paper_id, user=user, on=on)
    return service


def offered_kinds(case: Case, user: User, *, on: dt.date) -> list[DeclaredPaper]:
    """Return the kinds of paper that somebody may draft in a case now.

    Those of its stage, and those that an act called for before: a draft may have been discarded.
    """
    if case.status in AT_REST:
        return []
    held = held_capacities(user, case, on=on)
    had = set(Paper.objects.filter(case=case).values_list("kind", flat=True))
    return [
        kind
        for kind in case_law.procedure_of(case).papers.values()
        if (kind.paper in had or case.stage in kind.stages) and held & set(drafters(kind))
    ]


def addressees(paper: Paper) -> list[Party]:
    """Return the parties to whom a paper is addressed, as they stand now."""
    to = {str(each) for each in case_law.procedure_of(paper.case).papers[paper.kind].to}
    return [
        party
        for party in paper.case.parties.all()
        if party.position in to and party.left_at is None
    ]


def paper_by_code(code: str) -> Paper | None:
    """Return the issued paper with a verification code, as kept."""
    return _known().filter(code=code).first() if code else None


def paper_by_digest(digest: str) -> Paper | None:
    """Return the issued paper whose PDF or Word file has a digest."""
    return _known().filter(Q(pdf__digest=digest) | Q(word__digest=digest)).first()


def _known() -> QuerySet[Paper]:
    return (
        Paper.objects.filter(state__in=sorted(KNOWN))
        .select_related("organisation", "pdf", "word", "case__version")
        .prefetch_related("replaced_by")
    )


def _with_services(found: QuerySet[Paper]) -> QuerySet[Paper]:
    services = Service.objects.select_related("party", "by", "proof")
    return found.select_related(
        "word", "pdf", "drafted_by", "proposed_by", "issued_by", "organisation", "replaces",
    ).prefetch_related(Prefetch("services", services), "replaced_by")  # fmt: skip
