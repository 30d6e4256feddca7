"""What papers do to a case: issued and served they move its clocks. Called by the app of papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zhiheng.core.procedures import machine
from zhiheng.core.procedures.running import length_of
from zhiheng.office.cases import law
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.models import Entry, Party
from zhiheng.office.cases.writing import Files, Held, Line, enter


def note_draft(holding: Held, paper: str, *, capacity: str, details: Mapping[str, object]) -> Entry:
    """Write the line that a paper was drafted; the parties do not see it."""
    line = Line(name=paper, capacity=capacity, details=details, internal=True)
    return enter(holding, EntryKind.PAPER_DRAFTED, line)


def note_issue(
    holding: Held, paper: str, *, capacity: str, details: Mapping[str, object], internal: bool
) -> Entry:
    """Count a paper as issued: terms that end by it end, acts that need it can be done."""
    state = machine.issue(holding.state, paper, procedure=holding.procedure, on=holding.day)
    holding.move(state)
    line = Line(name=paper, capacity=capacity, details=details, internal=internal)
    return enter(holding, EntryKind.PAPER_ISSUED, line)


@dataclass(frozen=True)
class Serving:
    """A paper on its way to a party.

    `sent` is the day from which the regime counts: the day it was sent where `mode` presumes the
    receipt, the day it was received where that is known, then without a mode. `complete` when
    nobody else is still to receive the paper.
    """

    paper: str
    party: Party
    mode: str
    sent: date
    complete: bool
    details: Mapping[str, object] = field(default_factory=dict)
    files: Files = field(default_factory=dict)


def note_service(holding: Held, serving: Serving, *, capacity: str) -> Entry:
    """Count a paper as served on a party: the terms start that begin with its receipt."""
    parameter = law.parameter_of(holding.day)
    form = holding.case.form
    state = machine.serve(
        holding.state,
        serving.paper,
        procedure=holding.procedure,
        to=serving.party.position,
        of=str(serving.party.pk),
        mode=serving.mode,
        sent=serving.sent,
        complete=serving.complete,
        length_of=lambda term: length_of(term, form, parameter),
    )
    Party.objects.filter(pk=serving.party.pk, told_at__isnull=True).update(told_at=holding.on)
    holding.move(state)
    line = Line(
        name=serving.paper,
        content={"party": serving.party.name},
        files=serving.files,
        details={"party": serving.party.pk, "day": serving.sent.isoformat(), **serving.details},
        capacity=capacity,
        internal=_kept_back(holding, serving.paper),
    )
    return enter(holding, EntryKind.PAPER_SERVED, line)


def note_withdrawal(
    holding: Held, paper: str, *, capacity: str, reason: str, details: Mapping[str, object]
) -> Entry:
    """Write the line that an issued paper was taken back."""
    line = Line(
        name=paper, capacity=capacity, details=details, content={"reason": reason},
        internal=_kept_back(holding, paper),
    )  # fmt: skip
    return enter(holding, EntryKind.PAPER_WITHDRAWN, line)


def _kept_back(holding: Held, paper: str) -> bool:
    """Tell whether not even the title of a paper is for the parties."""
    declared = holding.procedure.papers.get(paper)
    return declared is not None and declared.confidential
