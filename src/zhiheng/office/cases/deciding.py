"""Deciding what was proposed for approval."""

from __future__ import annotations

from datetime import datetime

from zhiheng.core.errors import ConflictError, ForbiddenError
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.suspensions import Extension
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import stopping
from zhiheng.office.cases.acting import Doing, carry_out, next_state
from zhiheng.office.cases.enums import EntryKind, ProposalKind
from zhiheng.office.cases.models import Entry, Proposal
from zhiheng.office.cases.notifying import tell_people
from zhiheng.office.cases.writing import (
    Held,
    Line,
    enter,
    given_reason,
    held,
    shortened,
)


def decide_proposal(
    *, proposal: Proposal, approve: bool, reason: str, by: User, on: datetime
) -> Entry:
    """Approve or refuse what was proposed; approved, it takes effect at once.

    Nobody approves what they proposed themselves; a refusal needs a reason.
    """
    with held(proposal.case, revision=None, by=by, on=on) as holding:
        proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if proposal.decided_at is not None:
            raise ConflictError.of("case.decided_already", received=proposal.case.number)
        holding.check_alive()
        capacity = holding.capacity(proposal.approver)
        if proposal.proposed_by_id == by.pk:
            raise ForbiddenError.of("case.own_proposal")
        text = shortened(reason) if approve else given_reason(reason)
        Proposal.objects.filter(pk=proposal.pk).update(
            decided_by=by, decided_at=on, approved=approve, reason=text
        )
        line = Line(
            name=proposal.name,
            content={"reason": text},
            details={"proposal": proposal.pk, "kind": proposal.kind},
            capacity=capacity,
            internal=True,
        )
        entry = enter(holding, EntryKind.APPROVED if approve else EntryKind.REFUSED, line)
        if approve:
            entry = _take_effect(holding, proposal, capacity)
        code = "case.approved" if approve else "case.refused"
        tell_people(
            holding.case, [proposal.proposed_by], code, on=on, key=str(proposal.pk),
            reason=text[:200] or "—",
        )  # fmt: skip
        return entry


def _take_effect(holding: Held, proposal: Proposal, capacity: str) -> Entry:
    if proposal.kind == ProposalKind.SUSPENSION:
        return stopping.stop(holding, proposal.name, proposal.capacity, dict(proposal.content))
    if proposal.kind == ProposalKind.EXTENSION:
        extension = Extension(
            parse_length(proposal.content["length"]),
            holding.by.display_name,
            holding.day,
            proposal.content.get("reason", ""),
        )
        return stopping.lengthen(holding, proposal.name, proposal.of, extension, capacity)
    act = holding.procedure.acts[proposal.name]
    values = {name: str(value) for name, value in proposal.content.items()}
    state = next_state(holding, act.act, frozenset({proposal.capacity}), values)
    files = {"": list(proposal.files.all())} if proposal.files.exists() else {}
    return carry_out(holding, act, values, Doing(values, files), state, capacity)
