"""Whether a patent is of high value, as plain data: for its page, and as `--json` gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from zhiheng.core.browsing.high_value import Finding, HighValue, high_value_on
from zhiheng.core.browsing.records import Record
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import as_known, said

TONES = {"yes": "ok", "no": "off", "unknown": "warn"}


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence with the way to the record it stands on."""

    text: str
    href: str


@dataclass(frozen=True)
class CriterionLine:
    """One criterion: `answer` is yes, no or unknown; `since` the day from which it holds."""

    title: str
    answer: str
    tone: str
    since: str
    reason: str
    evidence: Sequence[EvidenceLine]


@dataclass(frozen=True)
class HighValueCard:
    """The five criteria of a patent on a day."""

    is_high_value: bool
    sentence: str
    since: str
    lines: Sequence[CriterionLine]
    deduction: Sequence[str]


def high_value_card(record: Record, on: date, known_on: str) -> HighValueCard | None:
    """Return the five criteria of a record; None for what is no granted invention."""
    if record.high_value is None:
        return None
    found = high_value_on(record.high_value, lake.catalogue(), on=on)
    return HighValueCard(
        is_high_value=found.is_high_value,
        sentence=said(found.sentence),
        since=str(found.since or ""),
        lines=[_line(finding, known_on) for finding in found.findings],
        deduction=[said(sentence) for sentence in found.deduction],
    )


def _line(finding: Finding, known_on: str) -> CriterionLine:
    return CriterionLine(
        title=said(finding.words),
        answer=finding.answer,
        tone=TONES[finding.answer],
        since=str(finding.since or ""),
        reason=said(finding.reason),
        evidence=[
            EvidenceLine(
                said(each.words),
                as_known(reverse("registers:record", args=(each.register, each.key)), known_on),
            )
            for each in finding.evidence
        ],
    )


def high_value_json(found: HighValue) -> dict[str, Any]:
    """Return the answer for a patent as `--json` gives it."""
    return {
        "application_number": found.number,
        "on": found.on.isoformat(),
        "high_value": found.is_high_value,
        "high_value_from": found.since.isoformat() if found.since else None,
        "sentence": found.sentence.model_dump(),
        "criteria": {
            finding.criterion: {
                "answer": finding.answer,
                "since": finding.since.isoformat() if finding.since else None,
                "reason": finding.reason.model_dump(),
                "evidence": [
                    {**each.words.model_dump(), "register": each.register, "key": each.key}
                    for each in finding.evidence
                ],
            }
            for finding in found.findings
        },
        "deduction": [sentence.model_dump() for sentence in found.deduction],
    }
