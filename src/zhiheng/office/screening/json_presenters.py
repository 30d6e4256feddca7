"""Findings, rings, screenings and limits as JSON, alike for API and command line."""

from __future__ import annotations

from typing import Any

from zhiheng.office.registers.presenters import said
from zhiheng.office.screening import law
from zhiheng.office.screening.law import LimitInForce
from zhiheng.office.screening.masking import masked_evidence, masked_facts
from zhiheng.office.screening.models import Finding, Ring, Run
from zhiheng.office.screening.presenters import sentence_shown


def finding_json(finding: Finding, *, unmasked: bool) -> dict[str, Any]:
    """Return a finding as a list has it."""
    return {
        "number": finding.pk,
        "about": finding.about,
        "signal": finding.signal,
        "behaviour": finding.behaviour,
        "sentence": sentence_shown(finding.signal, finding.facts, unmasked=unmasked),
        "title": finding.title,
        "strength": round(finding.strength, 4),
        "filings": finding.filings,
        "division": finding.division,
        "state": finding.state,
        "ring": finding.ring_id,
        "screening": finding.last_run_id,
    }


def whole_finding_json(finding: Finding, *, unmasked: bool) -> dict[str, Any]:
    """Return a finding with its evidence and the declared words of its signal."""
    declared = law.declared().signals.get(finding.signal)
    evidence = finding.evidence
    return {
        **finding_json(finding, unmasked=unmasked),
        "facts": finding.facts if unmasked else masked_facts(finding.facts),
        "evidence": evidence if unmasked else [masked_evidence(each) for each in evidence],
        "innocent": [said(each) for each in declared.innocent] if declared else [],
        "blind": [said(each) for each in declared.blind] if declared else [],
        "case": finding.case_id,
    }


def ring_json(ring: Ring) -> dict[str, Any]:
    """Return a ring with the numbers of its findings."""
    return {
        "number": ring.pk,
        "about": ring.about,
        "title": ring.title,
        "strength": round(ring.strength, 4),
        "behaviours": ring.behaviours,
        "filings": ring.filings,
        "parties": ring.parties,
        "findings": list(ring.findings.order_by("pk").values_list("pk", flat=True)),
    }


def run_json(run: Run) -> dict[str, Any]:
    """Return a screening with what it brought."""
    return {
        "number": run.pk,
        "about": run.about,
        "kind": run.kind,
        "scope": run.scope,
        "state": run.state,
        "asked": run.asked,
        "beside": run.beside,
        "found": run.found,
        "spared": len(run.spared),
        "limits": run.limits,
        "versions": run.versions,
    }


def limit_json(found: LimitInForce) -> dict[str, Any]:
    """Return a limit on a day."""
    return {
        "signal": found.signal,
        "limit": found.limit.limit,
        "value": found.value,
        "declared": found.declared,
        "unit": found.limit.unit,
        "source": f"{found.source.instrument} {found.source.article}".strip(),
        "status": found.status,
        "changed": found.change is not None,
    }
