"""Drafts screened like filings: beside each other, their owner's filings and published ones.

    gathered = gather_beside(engine, catalogue, as_filings(drafts, applicant, right=…, on=day), …)
    found = screen(shown_to(gathered, own, on=day), of_texts(declared))
    result = result_of(found, drafts, own, declared=declared, problems=…)

`shown_to` is the lock on what others filed: whatever was gathered, nothing goes on that is not the
owner's and was not published by the day. The result is plain JSON values; it holds texts of the
drafts, so it is never stored as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from zhiheng.core.analyses.similarity.alignment import Alignment, align
from zhiheng.core.errors import Problem
from zhiheng.core.screening.declared import Declared
from zhiheng.core.screening.draft_readers import PARTS, Draft
from zhiheng.core.screening.facts import Facts
from zhiheng.core.screening.filings import CLAIMS, Filings, Rows, subset
from zhiheng.core.screening.gathering import Gathered
from zhiheng.core.screening.leads import Lead, sentence
from zhiheng.core.screening.screening import Screening

# What can be said of texts alone. How much a body files in a year, through whom, and to whom it
# sells afterwards are no properties of a draft.
OF_TEXTS = (
    *("near-identical", "combination-grid", "patchwork", "template-text"),
    *("degraded-claims", "refiling"),
)
MOST_ALIGNED = 40  # pairs whose texts are laid side by side; the strongest first
MOST_CHARACTERS = 30_000  # of a text that is laid beside another; the rest is told as a number
# In whose name drafts are checked when nobody is named: one person checks them, so one hand it is.
ONE_HAND = "本次草稿的申请人"
Values = dict[str, Any]


@dataclass(frozen=True)
class Applicant:
    """In whose name drafts are checked; `party` is "" where no register knows it."""

    name: str
    party: str = ""


def number_of(place: int) -> str:
    """Return under which number a draft stands among filings: D1, D2 …"""
    return f"D{place + 1}"


def as_filings(drafts: Sequence[Draft], applicant: Applicant, *, right: str, on: date) -> Filings:
    """Return drafts as filings of the day.

    The applicant given comes before one that a file names, a file's kind of right before `right`.
    """
    rows = [
        {
            "application_number": number_of(place),
            "right": draft.right or right,
            "title": draft.title,
            "filing_date": on,
            "applicants": _applicants(draft, applicant),
            "applicant_parties": [applicant.party] if applicant.name else [],
            "inventors": list(draft.inventors),
            "inventor_parties": [""] * len(draft.inventors),
            "ipc_main": draft.ipc[0] if draft.ipc else "",
            "ipc": list(draft.ipc),
            "abstract": draft.abstract,
            "claims": list(draft.claims),
            "description": draft.description,
        }
        for place, draft in enumerate(drafts)
    ]
    return Filings.of(rows)


def _applicants(draft: Draft, applicant: Applicant) -> list[str]:
    if applicant.name:
        return [applicant.name]
    return list(draft.applicants) or [ONE_HAND]


def of_texts(declared: Declared) -> Declared:
    """Return only the declared signals that can be asked of drafts."""
    return replace(
        declared,
        signals={name: each for name, each in declared.signals.items() if name in OF_TEXTS},
    )


def shown_to(gathered: Gathered, own: Collection[str], *, on: date) -> Gathered:
    """Return what the owner of drafts may be told of.

    Kept are the drafts, filings of the parties `own`, and what was published by the day; of filings
    that are not own no entry in the register of abnormal filings, and of others' parties no facts.
    """
    filings = subset(gathered.filings, _shown(gathered.filings, own, on))
    mine = {
        number
        for number, parties in zip(
            filings.numbers, filings.values("applicant_parties"), strict=True
        )
        if set(own) & set(parties or [])
    }
    return replace(gathered, filings=filings, facts=_facts(gathered.facts, filings, mine, own))


def _shown(filings: Filings, own: Collection[str], on: date) -> Rows:
    columns = (
        filings.asked.tolist(),
        filings.values("applicant_parties"),
        filings.values("publication_date"),
        filings.values("grant_date"),
    )
    kept = [
        row
        for row, (asked, parties, published, granted) in enumerate(zip(*columns, strict=True))
        if asked
        or set(own) & set(parties or [])
        or any(day is not None and day <= on for day in (published, granted))
    ]
    return np.array(kept, np.int64)


def _facts(facts: Facts, filings: Filings, mine: set[str], own: Collection[str]) -> Facts:
    there = set(filings.numbers)
    return replace(
        facts,
        parties={party: each for party, each in facts.parties.items() if party in own},
        transfers={number: each for number, each in facts.transfers.items() if number in there},
        inventor_changes={
            number: each for number, each in facts.inventor_changes.items() if number in there
        },
        abnormal={number: each for number, each in facts.abnormal.items() if number in mine},
        withdrawn={number: each for number, each in facts.withdrawn.items() if number in there},
    )


def result_of(
    found: Screening,
    drafts: Sequence[Draft],
    own: Collection[str],
    *,
    declared: Declared,
    problems: Iterable[Problem],
) -> Values:
    """Return everything the owner is told, as JSON can write it.

    Only leads with a draft in them are told; whole numbers, texts and lists, no fractions: the
    strength of a lead is in hundredths.
    """
    filings = found.scene.filings
    assert isinstance(filings, Filings)  # drafts are of patents
    leads = [lead for lead in found.leads if _has_draft(lead, filings)]
    named = {number for lead in leads for number in _named_in(lead)}
    owners = filings.values("applicant_parties")
    published = len(filings) - len(drafts)
    mine = sum(
        1
        for row, parties in enumerate(owners)
        if not filings.asked[row] and set(own) & set(parties or [])
    )
    texts = _Aligned(filings)
    return {
        "drafts": [_draft(place, draft) for place, draft in enumerate(drafts)],
        "beside": {"own": mine, "published": published - mine},
        "leads": [_lead(lead, declared, texts) for lead in leads],
        "filings": {
            number: _filing(filings, number, own)
            for number in sorted(named)
            if number in filings.row_of
        },
        "problems": [_problem(each) for each in problems],
    }


def _has_draft(lead: Lead, filings: Filings) -> bool:
    rows = (filings.row_of.get(number) for number in lead.filings)
    return any(row is not None and filings.asked[row] for row in rows)


def _named_in(lead: Lead) -> set[str]:
    return {*lead.filings, *(number for each in lead.evidence for number in each.filings)}


def _draft(place: int, draft: Draft) -> Values:
    return {
        "number": number_of(place),
        "name": draft.name,
        "title": draft.title,
        "files": draft.file.split("\n"),
        "characters": draft.characters,
        "claims": len(draft.claims),
    }


def _lead(lead: Lead, declared: Declared, texts: _Aligned) -> Values:
    words = sentence(lead, declared.signal(lead.signal))
    return {
        "signal": lead.signal,
        "behaviour": lead.behaviour,
        "hundredths": round(100 * lead.strength),
        "filings": list(lead.filings),
        "sentence": {"zh": words.zh, "en": words.en},
        "evidence": [
            {
                "kind": each.kind,
                "filings": list(each.filings),
                "facts": _plain(each.facts),
                **texts.of(each.kind, each.filings, each.facts),
            }
            for each in lead.evidence
        ],
    }


def _filing(filings: Filings, number: str, own: Collection[str]) -> Values:
    row = filings.row(number)
    return {
        "title": row["title"],
        "draft": bool(filings.asked[filings.row_of[number]]),
        "own": bool(set(own) & set(row["applicant_parties"] or [])),
        "filed": str(row["filing_date"] or ""),
    }


def _problem(problem: Problem) -> Values:
    return {
        "code": problem.code,
        "values": dict(problem.values),
        "file": problem.file,
        "position": problem.position,
    }


def _plain(value: Any) -> Any:
    """Return a value as canonical JSON writes it: fractions and days as texts."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return value if value is None or isinstance(value, bool | int | str) else str(value)


class _Aligned:
    """Lays the texts of pairs side by side, as many as are worth reading."""

    def __init__(self, filings: Filings) -> None:
        self._filings = filings
        self._done = 0

    def of(self, kind: str, numbers: Sequence[str], facts: Mapping[str, Any]) -> Values:
        """Return the segments of a pair, nothing for other evidence."""
        known = [number for number in numbers if number in self._filings.row_of]
        if kind != "pair" or len(known) != 2 or self._done == MOST_ALIGNED:
            return {}
        part = facts.get("part") if facts.get("part") in PARTS else CLAIMS
        one, other = (self._text(number, str(part)) for number in known)
        if not one or not other:
            return {}
        self._done += 1
        cut = max(0, len(one) - MOST_CHARACTERS) + max(0, len(other) - MOST_CHARACTERS)
        aligned = align(one[:MOST_CHARACTERS], other[:MOST_CHARACTERS])
        return {
            "segments": _segments(aligned),
            "shared": round(100 * aligned.shared),
            "left_out": cut,
        }

    def _text(self, number: str, part: str) -> str:
        value = self._filings.row(number)[part]
        return "\n".join(value) if isinstance(value, list) else str(value or "")


def _segments(aligned: Alignment) -> list[list[Any]]:
    return [[each.kind.value, each.a, each.b, each.passage] for each in aligned.segments]
