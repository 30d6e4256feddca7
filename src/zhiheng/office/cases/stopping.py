"""Stopping and resuming time, and lengthening terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhiheng.core.errors import ConflictError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import ExtensionRule, ProcedureTerm
from zhiheng.core.procedures.running import latest_due
from zhiheng.core.procedures.state import RunningTerm
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.suspensions import Extension
from zhiheng.office.accounts.models import User
from zhiheng.office.cases.enums import PARTIES, Capacity, EntryKind, ProposalKind
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.notifying import tell_capacities
from zhiheng.office.cases.proposing import propose
from zhiheng.office.cases.writing import (
    Held,
    Line,
    already_done,
    enter,
    given_reason,
    held,
    shortened,
)


def suspend_case(
    *, case: Case, revision: int | None, ground: str, reason: str, by: User, on: datetime,
    key: str = "",
) -> Entry:  # fmt: skip
    """Stop the time of a case on a declared ground, or propose it where that needs approval."""
    if known := already_done(case, key):
        return known
    with held(case, revision=revision, by=by, on=on, key=key) as holding:
        if known := already_done(case, key):
            return known
        holding.check_alive()
        text = given_reason(reason)
        capacities = holding.capacities()
        machine.suspend(
            holding.procedure, holding.state, ground, capacities=capacities, on=holding.day
        )
        declared = holding.procedure.grounds[ground]
        capacity = holding.capacity(*(Capacity(each) for each in declared.by))
        content = {"reason": text}
        if declared.approval is None:
            return stop(holding, ground, capacity, content, key=key)
        return propose(
            holding, ProposalKind.SUSPENSION, ground, approver=Capacity(declared.approval),
            capacity=capacity, content=content, key=key,
        )  # fmt: skip


def stop(
    holding: Held, ground: str, capacity: str, content: Mapping[str, object], *, key: str = ""
) -> Entry:
    """Stop time in a held case: its terms are counted anew, its line written."""
    declared = holding.procedure.grounds[ground]
    state = machine.suspend(
        holding.procedure, holding.state, ground, capacities={capacity}, on=holding.day
    )
    holding.move(state)
    line = Line(
        name=ground, content=content, details={"first": holding.day.isoformat()},
        capacity=capacity, key=key, papers=declared.drafts,
    )  # fmt: skip
    entry = enter(holding, EntryKind.SUSPENDED, line)
    _tell_parties(holding, "case.suspended", entry, declared.title.zh)
    return entry


def resume_case(
    *, case: Case, revision: int | None, ground: str, reason: str, by: User, on: datetime,
    key: str = "",
) -> Entry:  # fmt: skip
    """Let time run again; every term is moved by the days that it stood."""
    if known := already_done(case, key):
        return known
    with held(case, revision=revision, by=by, on=on, key=key) as holding:
        if known := already_done(case, key):
            return known
        holding.check_alive()
        state = machine.resume(
            holding.procedure, holding.state, ground,
            capacities=holding.capacities(), on=holding.day,
        )  # fmt: skip
        declared = holding.procedure.grounds[ground]
        capacity = holding.capacity(*(Capacity(each) for each in declared.by))
        holding.move(state)
        line = Line(
            name=ground, content={"reason": shortened(reason)},
            details={"resumed": holding.day.isoformat()}, capacity=capacity, key=key,
        )  # fmt: skip
        entry = enter(holding, EntryKind.RESUMED, line)
        _tell_parties(holding, "case.resumed", entry, declared.title.zh)
        return entry


@dataclass(frozen=True)
class ExtensionRequest:
    """What term is to be lengthened, by how much, why; `of` is the party whose term it is."""

    term: str
    length: str
    reason: str
    of: str = ""
    key: str = ""


def extend_term(
    *, case: Case, revision: int | None, wanted: ExtensionRequest, by: User, on: datetime
) -> Entry:
    """Lengthen a running term: at once by who may approve it, otherwise as a proposal to them."""
    if known := already_done(case, wanted.key):
        return known
    with held(case, revision=revision, by=by, on=on, key=wanted.key) as holding:
        if known := already_done(case, wanted.key):
            return known
        holding.check_alive()
        term, running, rule = next_extension(holding, wanted.term, wanted.of)
        length = parse_length(wanted.length or rule.length)
        extension = Extension(length, by.display_name, holding.day, given_reason(wanted.reason))
        capacities = holding.capacities()
        approver = Capacity(rule.approval)
        if approver in capacities:
            return lengthen(holding, term.term, running.of, extension, approver, key=wanted.key)
        capacity = holding.capacity(Capacity.HANDLER, Capacity.CO_HANDLER, Capacity.HEAD)
        _check_possible(holding, wanted, extension, approver)
        return propose(
            holding, ProposalKind.EXTENSION, term.term, approver=approver, capacity=capacity,
            content={"length": str(length), "reason": extension.ground}, of=running.of,
            key=wanted.key,
        )  # fmt: skip


def next_extension(
    holding: Held, name: str, of: str
) -> tuple[ProcedureTerm, RunningTerm, ExtensionRule]:
    """Return a running term with the rule by which it can be lengthened next."""
    term = holding.procedure.terms.get(name)
    running = [each for each in holding.state.running(name) if each.of == of]
    if term is None or not running:
        raise ConflictError.of("procedure.term_not_running", received=name)
    rule = term.extension_rule(len(running[0].extensions))
    if rule is None:
        raise ConflictError.of("procedure.no_more_extensions", term=term.title.zh)
    return term, running[0], rule


def lengthen(
    holding: Held, name: str, of: str, extension: Extension, capacity: str, *, key: str = ""
) -> Entry:
    """Lengthen a term of a held case by who may approve it."""
    state = machine.extend(
        holding.procedure, holding.state, name, extension, capacity=capacity, of=of,
        due=latest_due(holding.procedure, holding.state, name, holding.counting),
    )  # fmt: skip
    holding.move(state)
    line = Line(
        name=name, content={"reason": extension.ground, "length": str(extension.length)},
        details={"length": str(extension.length)}, capacity=capacity, key=key,
        papers=_extension_papers(holding),
    )  # fmt: skip
    entry = enter(holding, EntryKind.EXTENDED, line)
    _tell_parties(holding, "case.extended", entry, holding.procedure.terms[name].title.zh)
    return entry


def _check_possible(
    holding: Held, wanted: ExtensionRequest, extension: Extension, approver: str
) -> None:
    """Refuse a proposal that could not be approved today."""
    machine.extend(
        holding.procedure, holding.state, wanted.term, extension, capacity=approver,
        of=wanted.of,
        due=latest_due(holding.procedure, holding.state, wanted.term, holding.counting),
    )  # fmt: skip


def _extension_papers(holding: Held) -> list[str]:
    papers = holding.procedure.papers
    return [name for name in papers if papers[name].template == "notice-of-extension"] or [
        name for name in ("notice-of-extension",) if name in papers
    ]


def _tell_parties(holding: Held, code: str, entry: Entry, what: str) -> None:
    if not holding.procedure.declaration.asked_by:
        return
    tell_capacities(holding.case, PARTIES, code, on=holding.on, key=f"e{entry.pk}", what=what)
