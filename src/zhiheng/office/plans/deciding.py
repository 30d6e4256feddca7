"""What clerks decide about the proposals of a plan under review.

Decisions about one plan come one after the other: each locks the plan's row, so none can slip in
while the plan is adopted. A proposal is decided at the revision the clerk saw; where somebody
decided meanwhile, nothing is done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import localdate

from zhiheng.core.errors import ConflictError, InputError, Problem
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.plans.checking import Surroundings, problems_of, surroundings
from zhiheng.office.plans.enums import Decision, PlanState, ProposalKind
from zhiheng.office.plans.models import Plan, Proposal
from zhiheng.office.plans.permissions import EDIT, check_in_lead_office
from zhiheng.office.plans.values import (
    IndicatorValues,
    MeasureValues,
    indicator_data,
    indicator_values,
    measure_data,
    measure_values,
)

LONGEST_REASON = 400
SURE = 0.8  # from this confidence on, proposals are accepted together
BY_CLERK = "clerk"
_CARRIED = ("row", "group", "achieved")  # read, shown, and not for a clerk to change
Left = tuple[tuple[Proposal, tuple[Problem, ...]], ...]
_OF_INDICATORS = (ProposalKind.INDICATOR, ProposalKind.RESULT)


@dataclass(frozen=True)
class AcceptedTogether:
    """What `accept_all` did: how many it accepted, and which it left with what is wrong."""

    accepted: int
    left: Left


@transaction.atomic
def accept_proposal(*, proposal: Proposal, revision: int, by: User, on: datetime) -> Proposal:
    """Accept a proposal as it was read.

    Of two that contradict each other the accepted one stands and the other is rejected.
    """
    plan = _to_decide(proposal, by, on)
    values = values_of(proposal, proposal.read)
    _check(values, proposal.kind, plan, on)
    _settle_contradiction(proposal, by, on)
    decided = _data(values, proposal.read)
    _decide(proposal, revision, Decision.ACCEPTED, decided, by=by, on=on)
    _record("plans.accepted", proposal, by, on)
    return proposal


@transaction.atomic
def correct_proposal(
    *,
    proposal: Proposal,
    revision: int,
    values: IndicatorValues | MeasureValues,
    by: User,
    on: datetime,
    reason: str = "",
) -> Proposal:
    """Accept a proposal with other values than were read, or change those decided before.

    The reason is required where a year outside of the plan's period is meant.
    """
    plan = _to_decide(proposal, by, on)
    _check_kind(proposal.kind, values)
    _check(values, proposal.kind, plan, on, reason)
    _settle_contradiction(proposal, by, on)
    decided = _data(values, proposal.read)
    _decide(proposal, revision, Decision.CORRECTED, decided, reason=reason, by=by, on=on)
    _record("plans.corrected", proposal, by, on)
    return proposal


@transaction.atomic
def reject_proposal(
    *, proposal: Proposal, revision: int, reason: str, by: User, on: datetime
) -> Proposal:
    """Say that a passage is not what it was read as."""
    _to_decide(proposal, by, on)
    if not reason.strip():
        raise InputError.of("plan.reason_missing")
    _decide(proposal, revision, Decision.REJECTED, {}, reason=reason, by=by, on=on)
    _record("plans.rejected", proposal, by, on)
    return proposal


@transaction.atomic
def reopen_proposal(*, proposal: Proposal, revision: int, by: User, on: datetime) -> Proposal:
    """Take a decision back."""
    _to_decide(proposal, by, on)
    if proposal.decision == Decision.OPEN:
        raise ConflictError.of("plan.proposal_not_decided", place=proposal.place)
    _decide(proposal, revision, Decision.OPEN, {}, by=None, on=None)
    _record("plans.reopened", proposal, by, on)
    return proposal


@transaction.atomic
def accept_all(
    *, plan: Plan, by: User, on: datetime, least: float = SURE, kind: str = ""
) -> AcceptedTogether:
    """Accept every undecided proposal that is sure enough, fits and contradicts no other."""
    check_in_lead_office(by, EDIT, on=localdate(on))
    lock_under_review(plan)
    accepted, left = fit_together(plan, on=localdate(on), least=least, kind=kind)
    for proposal in accepted:
        values = values_of(proposal, proposal.read)
        proposal.decision = Decision.ACCEPTED
        proposal.decided = _data(values, proposal.read)
        proposal.decided_by, proposal.decided_at = by, on
        proposal.revision += 1
    changed = ["decision", "decided", "decided_by", "decided_at", "revision"]
    Proposal.objects.bulk_update(accepted, changed, batch_size=100)
    if accepted:
        details = {"passages": [each.place for each in accepted]}
        record(act="plans.accepted", subject=f"plan:{plan.pk}", details=details, by=by, on=on)
    return AcceptedTogether(len(accepted), left)


@transaction.atomic
def add_proposal(
    *,
    plan: Plan,
    kind: str,
    span: tuple[int, int],
    values: IndicatorValues | MeasureValues,
    by: User,
    on: datetime,
    reason: str = "",
) -> Proposal:
    """Add what the reader missed, from a passage that a clerk marked; it counts as decided."""
    check_in_lead_office(by, EDIT, on=localdate(on))
    lock_under_review(plan)
    start, end = span
    if not 0 <= start < end <= len(plan.text) or not plan.text[start:end].strip():
        raise InputError.of("plan.passage_empty", received=f"{start}–{end}")
    _check_kind(kind, values)
    _check(values, kind, plan, on, reason)
    data = _data(values, {})
    last = plan.proposals.aggregate(last=Max("place"))["last"] or 0
    proposal = Proposal.objects.create(
        plan=plan,
        place=last + 1,
        kind=kind,
        start=start,
        end=end,
        read={**data, "span": [start, end], "origin": BY_CLERK, "confidence": 1.0},
        decision=Decision.CORRECTED,
        decided=data,
        reason=reason.strip()[:LONGEST_REASON],
        decided_by=by,
        decided_at=on,
    )
    _record("plans.passage_added", proposal, by, on)
    return proposal


def fit_together(
    plan: Plan, *, on: date, least: float = SURE, kind: str = ""
) -> tuple[list[Proposal], Left]:
    """Return the undecided proposals that fit to be accepted together, and those that do not.

    Neither list holds what is less sure than `least` or contradicted: each of these is decided
    on its own.
    """
    found = plan.proposals.filter(decision=Decision.OPEN, confidence__gte=least)
    found = found.filter(kind=kind) if kind else found
    fit, left = [], []
    for proposal in found:
        if proposal.read.get("contradicts"):
            continue
        values = values_of(proposal, proposal.read)
        problems = problems_of(values, around_of(proposal.kind, plan, on))
        if problems:
            left.append((proposal, problems))
        else:
            fit.append(proposal)
    return fit, tuple(left)


def values_of(proposal: Proposal, data: dict[str, Any]) -> IndicatorValues | MeasureValues:
    """Return the values that data of a proposal's kind hold."""
    if proposal.kind in _OF_INDICATORS:
        return indicator_values(data)
    return measure_values(data)


def contradicting(proposal: Proposal) -> Proposal | None:
    """Return the proposal that says something else of the same thing, if there is one."""
    span = proposal.read.get("contradicts")
    if not span:
        return None
    others = proposal.plan.proposals.filter(start=span[0], end=span[1], kind=proposal.kind)
    return next((each for each in others if _points_at(each, proposal)), None)


def lock_under_review(plan: Plan) -> None:
    """Hold a plan until the transaction ends, or say that it is under review no longer."""
    # On SQLite the transaction holds the write lock already.
    locked = Plan.objects.select_for_update().filter(pk=plan.pk, state=PlanState.REVIEW)
    if not locked.exists():
        raise ConflictError.of("plan.not_under_review", title=plan.title)


def _points_at(other: Proposal, proposal: Proposal) -> bool:
    return bool(other.read.get("contradicts") == [proposal.start, proposal.end])


def _to_decide(proposal: Proposal, by: User, on: datetime) -> Plan:
    check_in_lead_office(by, EDIT, on=localdate(on))
    lock_under_review(proposal.plan)
    return proposal.plan


def _check_kind(kind: str, values: IndicatorValues | MeasureValues) -> None:
    assert kind in ProposalKind.values, f"there are no proposals of the kind {kind!r}"
    of_indicator = kind in _OF_INDICATORS
    assert of_indicator == isinstance(values, IndicatorValues), f"values do not fit a {kind}"


def _check(
    values: IndicatorValues | MeasureValues, kind: str, plan: Plan, on: datetime, reason: str = ""
) -> None:
    if len(reason) > LONGEST_REASON:
        raise InputError.of("plan.reason_too_long", expected=LONGEST_REASON)
    problems = problems_of(values, around_of(kind, plan, localdate(on), reason))
    if problems:
        raise InputError(*problems)


def around_of(kind: str, plan: Plan, on: date, reason: str = "") -> Surroundings:
    """Return what values of a proposal of this kind are checked against."""
    around = surroundings(plan, on=on, reason=reason)
    # The years of the plan before lie outside of this one's.
    return replace(around, reasoned=around.reasoned or kind == ProposalKind.RESULT)


def _data(values: IndicatorValues | MeasureValues, read: dict[str, Any]) -> dict[str, Any]:
    if isinstance(values, IndicatorValues):
        return {**{name: read[name] for name in _CARRIED if name in read}, **indicator_data(values)}
    return measure_data(values)


def _settle_contradiction(proposal: Proposal, by: User, on: datetime) -> None:
    """Reject the other side of a contradiction, or refuse where it was accepted before."""
    other = contradicting(proposal)
    if other is None or other.decision == Decision.REJECTED:
        return
    if other.decision != Decision.OPEN:
        raise ConflictError.of("plan.contradiction_decided", place=other.place)
    reason = f"#{proposal.place}"
    _decide(other, other.revision, Decision.REJECTED, {}, reason=reason, by=by, on=on)
    _record("plans.rejected", other, by, on)


def _decide(
    proposal: Proposal,
    revision: int,
    decision: Decision,
    decided: dict[str, Any],
    *,
    by: User | None,
    on: datetime | None,
    reason: str = "",
) -> None:
    changed = Proposal.objects.filter(pk=proposal.pk, revision=revision).update(
        decision=decision,
        decided=decided,
        reason=reason.strip()[:LONGEST_REASON],
        decided_by=by,
        decided_at=on,
        revision=F("revision") + 1,
    )
    if not changed:
        raise ConflictError.of("plan.proposal_changed_meanwhile", place=proposal.place)
    proposal.refresh_from_db()


def _record(act: str, proposal: Proposal, by: User, on: datetime) -> None:
    details = {"passage": proposal.place}
    record(act=act, subject=f"plan:{proposal.plan_id}", details=details, by=by, on=on)
