"""A lead: filings that a signal points at, with the sentence, the evidence and its strength.

A lead is never a finding of fault. It says what was seen; a person hears the filer and decides.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from zhiheng.core.declarations.models import Wording
from zhiheng.core.documents.model import UNKNOWN
from zhiheng.core.screening.declared import SignalDeclaration

Fact = str | int | float | None
# What a piece of evidence may be, and the facts that it then has (all of them plain JSON values):
#   pair      two filings whose texts say nearly the same: part (claims, abstract, description),
#             jaccard; the texts are aligned when somebody opens it
#   grid      options that are combined: slots [[option, …], …], cells {number: [place, …]}
#   sentences skeletons that recur: [{skeleton, example, filings: [number, …]}, …]
#   figure    a number beside its limit or its cohort: name, value, unit, limit, percentile,
#             register, record (the row it was read from)
#   timeline  days in order: [{day, what, number, of}, …]; `what` is a code with words in the office
#   spread    how filings are spread: by (agency, division, applicant …), counts {name: number}
#   changes   who was put for whom: [{day, number, before: […], after: […]}, …]
#   pair_of_marks  a mark and the earlier one it is near: `core.screening.marks.evidence`
#   names     protected names that marks say: `core.screening.marks.evidence`
# fmt: off
EvidenceKind = Literal[
    "pair", "grid", "sentences", "figure", "timeline", "spread", "changes",
    "pair_of_marks", "names",
]
# fmt: on
PAIRS = frozenset({"pair", "pair_of_marks"})  # kinds of evidence that need both of two filings
_CLAUSE, _NAMED = re.compile(r"\[([^\[\]]*)\]"), re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Evidence:
    """One thing that shows what a lead says."""

    kind: EvidenceKind
    filings: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Lead:
    """What a signal found.

    `subject` is what it hangs on and stays the same from one screening to the next: a party, a
    circle, the earliest filing of a group. `facts` fill the declared sentence. `items` are the
    single facts it is made of, each a short text such as `pair:A|B` or `filing:A`: when a person
    dismisses a lead its items are remembered, and a lead all of whose items were dismissed is not
    told again. `strength` is between 0 and 1. `parties` are those whose filings they are. `again`
    makes the lead anew without some filings, None where it is none then; a lead without it is told
    with what is left, its figures as they were.
    """

    signal: str
    behaviour: str
    subject: str
    filings: tuple[str, ...]
    strength: float
    facts: Mapping[str, Fact]
    items: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()
    parties: tuple[str, ...] = ()
    again: Callable[[frozenset[str]], Lead | None] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def key(self) -> str:
        """The name of the lead from one screening to the next."""
        told = f"{self.signal}\0{self.subject}".encode()
        return hashlib.sha256(told).hexdigest()[:24]


def sentence(lead: Lead, declared: SignalDeclaration) -> Wording:
    """Return the declared sentence with the facts of a lead filled in."""
    return sentence_of(lead.facts, declared)


def sentence_of(facts: Mapping[str, Fact], declared: SignalDeclaration) -> Wording:
    """Return the declared sentence with facts filled in; a dash for one that nobody told.

    What is not known is no zero. A clause in square brackets is left out where all that it names
    is zero or unknown. Facts are kept for years, and a sentence declared since may name others.
    """
    shown = defaultdict(lambda: UNKNOWN, {name: _shown(value) for name, value in facts.items()})

    def told(clause: re.Match[str]) -> str:
        return clause[1] if any(facts.get(name) for name in _NAMED.findall(clause[1])) else ""

    zh, en = (_CLAUSE.sub(told, each) for each in (declared.sentence.zh, declared.sentence.en))
    return Wording(zh=zh.format_map(shown), en=en.format_map(shown))


def pair_item(one: str, other: str) -> str:
    """Return the item that says of two filings that they are alike."""
    return f"pair:{min(one, other)}|{max(one, other)}"


def filing_item(number: str) -> str:
    """Return the item that says that a filing is one of those counted."""
    return f"filing:{number}"


def _shown(value: Fact) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return UNKNOWN if value is None else str(value)
