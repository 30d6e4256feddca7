"""The page of a finding."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.registers.permissions import sees_persons
from zhiheng.office.screening import finding_presenters, presenters, queries, readings
from zhiheng.office.screening.evidence_presenters import EvidenceShown, evidence_shown
from zhiheng.office.screening.matters import MARKS, matter_of
from zhiheng.office.screening.models import Finding
from zhiheng.office.screening.permissions import JUDGE, VIEW
from zhiheng.office.web.pages import AuthenticatedRequest, needs, paginate


@require_safe
@needs(VIEW)
def finding(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Show a finding: the behaviour, why, the evidence, what speaks against it, what was done."""
    found = queries.finding(pk)
    unmasked = sees_persons(request.user)
    pager = paginate(request, found.of_filings.order_by("number"))
    numbers = [each.number for each in pager.items]
    names = readings.names_in(found)
    evidence = _evidence(request, found, names, unmasked=unmasked)
    context = {
        "finding": found,
        "line": presenters.finding_lines([found], unmasked=unmasked)[0],
        "explained": finding_presenters.explained(found, unmasked=unmasked),
        "evidence": evidence,
        "pager": pager,
        "filings": _filings(numbers, found.about, unmasked=unmasked),
        "grounds": finding_presenters.grounds_shown(found),
        "parties": finding_presenters.party_links(found, names, unmasked=unmasked),
        "beside": presenters.finding_lines(queries.beside(found)[:8], unmasked=unmasked),
        "judgements": queries.judgements(found),
        "can_judge": user_can(request.user, JUDGE),
        **_laid_open(evidence, found, unmasked=unmasked),
    }
    return render(request, "screening/finding.html", context)


def _evidence(
    request: AuthenticatedRequest, found: Finding, names: dict[str, str], *, unmasked: bool
) -> EvidenceShown:
    return evidence_shown(
        found.evidence,
        opened=_opened(request),
        unmasked=unmasked,
        signal=found.signal,
        names=names,
        about=found.about,
    )


def _filings(
    numbers: list[str], about: str, *, unmasked: bool
) -> Sequence[finding_presenters.FilingLine | finding_presenters.MarkLine]:
    heads = readings.heads(numbers, matter_of(about))
    if about == MARKS.about:
        return finding_presenters.mark_lines(numbers, heads, unmasked=unmasked)
    return finding_presenters.filing_lines(numbers, heads, unmasked=unmasked)


def _laid_open(evidence: EvidenceShown, found: Finding, *, unmasked: bool) -> dict[str, object]:
    """Return the texts of the pair that is opened, side by side; nothing without a pair."""
    opened = next((each for each in evidence.pairs if each.current), None)
    if opened is None:
        return {}
    numbers = [opened.one.number, opened.other.number]
    laid = {"opened": opened, "sides": _filings(numbers, found.about, unmasked=unmasked)}
    texts = readings.texts(numbers)
    if len(texts) == len(set(numbers)):
        laid["parts"] = finding_presenters.aligned(texts[numbers[0]], texts[numbers[1]])
    return laid


def _opened(request: AuthenticatedRequest) -> int:
    """Return which pair the address wants laid open; the first unless told."""
    text = request.GET.get("pair", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
