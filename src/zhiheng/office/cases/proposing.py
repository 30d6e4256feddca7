"""Laying something before whoever approves it."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.core.errors import ConflictError
from zhiheng.office.cases.enums import EntryKind, ProposalKind
from zhiheng.office.cases.models import Entry, Proposal
from zhiheng.office.cases.notifying import tell_capacities
from zhiheng.office.cases.writing import Files, Held, Line, enter


def propose(
    holding: Held,
    kind: ProposalKind,
    name: str,
    *,
    approver: str,
    capacity: str,
    content: Mapping[str, object],
    files: Files | None = None,
    of: str = "",
    key: str = "",
    beside: tuple[Mapping[str, object], Mapping[str, object]] = ({}, {}),
) -> Entry:
    """Lay something before whoever approves it.

    `beside` is what the line keeps beside the content, and what the ledger tells of it.
    """
    case, by, on = holding.case, holding.by, holding.on
    if case.proposals.filter(kind=kind, name=name, of=of, decided_at__isnull=True).exists():
        raise ConflictError.of("case.proposed_already", received=case.number)
    line = Line(
        name=name, content={**content, **beside[0]}, files=files or {},
        details={"kind": kind.value, **beside[1]},
        capacity=capacity, internal=True, key=key,
    )  # fmt: skip
    entry = enter(holding, EntryKind.PROPOSED, line)
    proposal = Proposal.objects.create(
        case=case, kind=kind, name=name, of=of, content=dict(content), proposed_by=by,
        capacity=capacity, proposed_at=on, approver=approver,
    )  # fmt: skip
    proposal.files.set([each.attachment for each in entry.files.all()])
    holding.change()
    tell_capacities(case, [approver], "case.proposed", on=on, key=f"p{proposal.pk}")
    return entry
