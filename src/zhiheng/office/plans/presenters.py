"""What pages show of plans under review: the document, its proposals, how far the review is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.errors import Problem
from zhiheng.office.plans.checking import problems_of
from zhiheng.office.plans.deciding import SURE, around_of, values_of
from zhiheng.office.plans.departments import NamedDepartments
from zhiheng.office.plans.document_text import Mark
from zhiheng.office.plans.enums import (
    Comparator,
    Counting,
    Decision,
    IndicatorKind,
    ProposalKind,
)
from zhiheng.office.plans.models import Commitment, Plan, Proposal
from zhiheng.office.plans.values import (
    CommitmentValues,
    IndicatorValues,
    MeasureValues,
    Target,
)
from zhiheng.office.web.failures import problem_texts

EXCERPT = 160
_STYLES = {
    Decision.OPEN: "open",
    Decision.ACCEPTED: "accepted",
    Decision.CORRECTED: "accepted",
    Decision.REJECTED: "rejected",
}
_BADGES = {
    Decision.OPEN: "warn",
    Decision.ACCEPTED: "ok",
    Decision.CORRECTED: "ok",
    Decision.REJECTED: "off",
}


@dataclass(frozen=True)
class Fact:
    """One value of a proposal; `was` is what was read where a clerk decided otherwise."""

    label: str
    text: str
    was: str = ""


@dataclass(frozen=True)
class Other:
    """The proposal that says something else of the same thing, with its passage."""

    place: int
    target: str
    passage: str


@dataclass(frozen=True)
class Succession:
    """A department that is no more, and those that may be named in its place."""

    written: str
    successors: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """One proposal as it stands beside the document."""

    proposal: Proposal
    title: str
    kind: str
    badge: str
    facts: list[Fact]
    passage: str
    remarks: list[str] = field(default_factory=list)
    other: Other | None = None
    is_sure: bool = True
    successions: list[Succession] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has decided yet."""
        return self.proposal.decision == Decision.OPEN

    @property
    def confidence(self) -> str:
        """Return how sure the reader was."""
        return f"{self.proposal.confidence:.0%}"


@dataclass(frozen=True)
class Progress:
    """How far a review is."""

    total: int
    decided: int
    accepted: int
    rejected: int

    @property
    def open(self) -> int:
        """Return how many are left."""
        return self.total - self.decided

    @property
    def percent(self) -> int:
        """Return the share decided, in whole per cent."""
        return self.decided * 100 // self.total if self.total else 100


def progress_of(counts: dict[str, int]) -> Progress:
    """Return how far a review is, from how many proposals have each decision."""
    total = sum(counts.values())
    accepted = counts.get(Decision.ACCEPTED, 0) + counts.get(Decision.CORRECTED, 0)
    rejected = counts.get(Decision.REJECTED, 0)
    return Progress(total, accepted + rejected, accepted, rejected)


def cards(plan: Plan, proposals: Sequence[Proposal], named: NamedDepartments) -> list[Card]:
    """Return the cards of proposals, each with everything a clerk should look at."""
    spans = {(each.kind, each.start, each.end): each for each in proposals}
    return [_card(plan, each, spans, named) for each in proposals]


def named_in(plan: Plan, day: date) -> NamedDepartments:
    """Return what the names in a plan mean on a day."""
    return NamedDepartments(plan, on=day)


def marks(proposals: Iterable[Proposal], shown: set[int]) -> list[Mark]:
    """Return the passages of proposals; a click leads to the card, on this page or anew."""
    return [
        Mark(
            start=each.start,
            end=each.end,
            key=f"passage-{each.place}",
            href=f"{'' if each.place in shown else f'?at={each.place}'}#proposal-{each.place}",
            style=f"read-passage-{_STYLES[Decision(each.decision)]} of-{each.kind}",
            title=f"{each.place} {ProposalKind(each.kind).label}",
        )
        for each in proposals
    ]


def value_facts(values: IndicatorValues | MeasureValues) -> list[Fact]:
    """Return what values say, line by line, leaving out what they do not say."""
    told = _measure_facts(values) if isinstance(values, MeasureValues) else _facts(values)
    return [Fact(label, text) for label, text in told if text]


def target_text(target: Target, unit: str) -> str:
    """Return a target in words: at least 120 件 (2028)."""
    if target.value is None:
        return ""
    figure = plain(target.value)
    if target.upper is not None:
        figure = f"{figure}–{plain(target.upper)}"
    words = "" if target.comparator in ("=", "between") else Comparator(target.comparator).label
    year = f"（{target.year}）" if target.year else ""
    return f"{words} {figure} {unit}{year}".strip()


def plain(amount: Decimal) -> str:
    """Return an amount without zeros behind it, its thousands apart: 1,000.5."""
    return f"{amount.normalize():,f}"


def warnings_of(plan: Plan, proposals: Iterable[Proposal] = ()) -> list[str]:
    """Return what the reader could not make out and no proposal shows."""
    spans = [(each.start, each.end) for each in proposals]
    data = [each for each in plan.warnings if not _told_by(each, spans)]
    return problem_texts([Problem(each["code"], each["values"]) for each in data])


def _card(
    plan: Plan,
    proposal: Proposal,
    spans: dict[tuple[str, int, int], Proposal],
    named: NamedDepartments,
) -> Card:
    values = values_of(proposal, proposal.decided or proposal.read)
    facts = value_facts(values)
    if proposal.decision == Decision.CORRECTED:
        facts = _with_differences(facts, value_facts(values_of(proposal, proposal.read)))
    title = values.title if isinstance(values, MeasureValues) else values.name
    return Card(
        proposal=proposal,
        title=title,
        kind=str(ProposalKind(proposal.kind).label),
        badge=_BADGES[Decision(proposal.decision)],
        facts=facts,
        passage=excerpt(plan.text[proposal.start : proposal.end]),
        remarks=_remarks(plan, proposal, values, named),
        other=_other(plan, proposal, spans),
        is_sure=proposal.confidence >= SURE,
        successions=_successions(values, named),
    )


def _successions(
    values: IndicatorValues | MeasureValues, named: NamedDepartments
) -> list[Succession]:
    found = [named.resolve(name) for name in names_of(values)]
    return [Succession(each.written, each.successors) for each in found if each.successors]


def excerpt(text: str, longest: int = EXCERPT) -> str:
    """Return the beginning of a passage on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"


def _remarks(
    plan: Plan,
    proposal: Proposal,
    values: IndicatorValues | MeasureValues,
    named: NamedDepartments,
) -> list[str]:
    """Return what keeps a proposal from being accepted as it is, and what to look at in it."""
    if proposal.decision == Decision.REJECTED:
        return []
    around = around_of(proposal.kind, plan, named.on, proposal.reason)
    problems = [*problems_of(values, around)]
    if proposal.decision == Decision.OPEN:
        problems += [
            Problem(each["code"], each["values"])
            for each in plan.warnings
            if _told_by(each, [(proposal.start, proposal.end)])
        ]
    problems += [problem for name in names_of(values) for problem in named.resolve(name).problems]
    return list(dict.fromkeys(problem_texts(problems)))


def names_of(values: IndicatorValues | MeasureValues) -> tuple[str, ...]:
    """Return the departments that values name."""
    if isinstance(values, MeasureValues):
        return (*values.lead, *values.support)
    return values.departments


def _told_by(warning: dict[str, Any], spans: list[tuple[int, int]]) -> bool:
    """Tell whether a warning is about one of the spans."""
    start, dash, end = warning["position"].partition("-")
    if not dash or not start.isdecimal() or not end.isdecimal():
        return False
    return any(left <= int(start) and int(end) <= right for left, right in spans)


def _other(
    plan: Plan, proposal: Proposal, spans: dict[tuple[str, int, int], Proposal]
) -> Other | None:
    contrary = proposal.read.get("contradicts")
    other = spans.get((proposal.kind, *contrary)) if contrary else None
    if other is None:
        return None
    values = values_of(other, other.read)
    target = target_text(values.target, values.unit) if isinstance(values, IndicatorValues) else ""
    return Other(other.place, target, excerpt(plan.text[other.start : other.end]))


def _with_differences(facts: list[Fact], read: list[Fact]) -> list[Fact]:
    before = {fact.label: fact.text for fact in read}
    return [
        Fact(fact.label, fact.text, was)
        if (was := before.get(fact.label, "—")) != fact.text
        else fact
        for fact in facts
    ]


def _facts(values: IndicatorValues) -> list[tuple[str, str]]:
    base = ""
    if values.baseline is not None:
        base = target_text(Target(values.baseline_year, values.baseline), values.unit)
    milestones = [target_text(each, values.unit) for each in values.milestones]
    return [
        (_("Indicator"), values.name),
        (_("Baseline"), base),
        (_("Target"), target_text(values.target, values.unit)),
        (_("Interim targets"), "；".join(milestones)),
        (_("Kind"), str(IndicatorKind(values.kind).label) if values.kind else ""),
        (pgettext("indicator", "Values are"), str(Counting(values.counting).label)),
        (_("Departments"), "、".join(values.departments)),
        (_("Definition"), values.note),
    ]


def _measure_facts(values: MeasureValues) -> list[tuple[str, str]]:
    promised = [commitment_text(each) for each in values.commitments]
    return [
        (_("Number"), values.number),
        (_("Measure"), values.title),
        (_("Lead"), "、".join(values.lead)),
        (pgettext("plan", "Support"), "、".join(values.support)),
        (_("Time limit"), values.due_text or (str(values.due_on) if values.due_on else "")),
        (_("Promised quantities"), "；".join(promised)),
    ]


def commitment_text(commitment: CommitmentValues | Commitment) -> str:
    """Return a promise in words, with its quantity where the words do not hold it."""
    amount = f"{commitment.quantity.normalize():f}{commitment.unit}"
    told = amount in "".join(commitment.text.split())
    if told and commitment.year is None:
        return commitment.text
    target = Target(commitment.year, commitment.quantity, commitment.comparator, commitment.upper)
    return f"{commitment.text}（{target_text(target, commitment.unit)}）"


def review_address(plan: Plan, *, at: int | None = None, query: str = "") -> str:
    """Return the address of a review page, at one proposal where told."""
    address = reverse("plans:review", args=(plan.pk,))
    parts = [part for part in (query, f"at={at}" if at else "") if part]
    anchor = f"#proposal-{at}" if at else ""
    return f"{address}{'?' + '&'.join(parts) if parts else ''}{anchor}"
