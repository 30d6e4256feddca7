"""What the reader proposes; a clerk accepts, corrects or rejects each of them.

Every proposal has the span it was read from, in characters of the extracted text, and a confidence
between 0 and 1: how sure the reader is that this is one, not how sure the plan is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from zhiheng.core.errors import Problem
from zhiheng.core.plans.dates import TimeLimit
from zhiheng.core.plans.passages import Span


@dataclass(frozen=True)
class Level:
    """A value in a year. `unit` is given only where it differs from the indicator's.

    With `since` the value is by how much it shall change from that year on, not what it shall be.
    """

    value: Decimal | None
    year: int | None = None
    cumulative: bool = False
    comparator: str = "="
    upper: Decimal | None = None
    unit: str = ""
    text: str = ""
    since: int | None = None


@dataclass(frozen=True)
class IndicatorProposal:
    """An indicator with baseline and target, as a table row or a sentence states it.

    `row` is the running number of the table row; indicators read from one row share it. `origin`
    is `table` or `text`; `also` are the spans of other passages that say the same.
    """

    name: str
    unit: str
    target: Level
    span: Span
    baseline: Level | None = None
    kind: str = ""
    source: str = ""
    note: str = ""
    row: int | None = None
    group: str = ""
    origin: str = "table"
    milestones: tuple[Level, ...] = ()
    achieved: Level | None = None
    marks: str = ""
    contradicts: Span | None = None
    also: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True)
class Commitment:
    """Something countable that a sentence promises."""

    text: str
    quantity: Decimal
    unit: str
    comparator: str
    span: Span
    upper: Decimal | None = None
    year: int | None = None


@dataclass(frozen=True)
class MeasureProposal:
    """A measure or a named project: number and title as written, who, until when, how much."""

    no: str
    title: str
    span: Span
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    limit: TimeLimit | None = None
    commitments: tuple[Commitment, ...] = ()
    under: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True)
class NoteProposal:
    """A footnote that no indicator took."""

    text: str
    span: Span


@dataclass(frozen=True)
class PlanProposal:
    """Everything proposed from one document."""

    text: str
    title: str | None = None
    issuers: tuple[str, ...] = ()
    date: str | None = None
    period: tuple[int, int] | None = None
    indicators: tuple[IndicatorProposal, ...] = ()
    results: tuple[IndicatorProposal, ...] = ()
    measures: tuple[MeasureProposal, ...] = ()
    projects: tuple[MeasureProposal, ...] = ()
    safeguards: tuple[MeasureProposal, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    notes: tuple[NoteProposal, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
