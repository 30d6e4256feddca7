"""Doing an act of the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from zhiheng.core.errors import ForbiddenError, InputError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import Act
from zhiheng.core.procedures.declared import Capacity as Acting
from zhiheng.core.procedures.running import latest_due, length_of
from zhiheng.core.procedures.state import CaseState
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law, vetoes
from zhiheng.office.cases.beginning import (
    Request,
    asking_body,
    begin_case,
    check_content,
    start_of,
)
from zhiheng.office.cases.enums import PARTIES, Capacity, EntryKind, ProposalKind
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cases.notifying import tell_capacities, tell_parties
from zhiheng.office.cases.permissions import parties_of
from zhiheng.office.cases.proposing import propose
from zhiheng.office.cases.writing import Files, Held, Line, already_done, enter, held


@dataclass(frozen=True)
class Doing:
    """What an act is done with: its form, its files, and the key of the page it was sent from."""

    given: Mapping[str, str] = field(default_factory=dict)
    files: Files = field(default_factory=dict)
    key: str = ""


def do_act(
    *, case: Case, revision: int | None, act: str, doing: Doing, by: User, on: datetime
) -> Entry:
    """Do an act of the procedure; one that needs approval is proposed instead.

    All that keeps it from being done is told at once. Sent twice with one key, it is done once.
    """
    if known := already_done(case, doing.key):
        return known
    with held(case, revision=revision, by=by, on=on, key=doing.key) as holding:
        if known := already_done(case, doing.key):
            return known
        holding.check_alive()
        capacities = holding.capacities()
        check = next_state(holding, act, capacities, {})  # refuses what cannot be done at all
        declared = holding.procedure.acts[act]
        values = check_content(declared.fields, declared.materials, doing.given, doing.files)
        if declared.approval is not None:
            return _propose_act(holding, declared, values, doing, capacities)
        state = next_state(holding, act, capacities, values)
        assert check.stage == state.stage, "where an act leads does not depend on its form"
        return carry_out(holding, declared, values, doing, state, _first(declared, capacities))


def _propose_act(
    holding: Held, act: Act, values: Mapping[str, str], doing: Doing, capacities: frozenset[str]
) -> Entry:
    assert act.approval is not None
    asked = put_questions(holding, act)
    return propose(
        holding,
        ProposalKind.ACT,
        act.act,
        approver=Capacity(act.approval),
        capacity=_first(act, capacities),
        content=values,
        files=doing.files,
        key=doing.key,
        beside=(vetoes.kept(asked), vetoes.told(asked)),
    )


def put_questions(holding: Held, act: Act) -> list[vetoes.Asked]:
    """Put the questions of an act on the day of it; raise where an answer bars it."""
    asked = vetoes.asked_before(act, holding.case.form, holding.procedure, on=holding.day)
    vetoes.check(asked, act, on=holding.day)
    return asked


def next_state(
    holding: Held, act: str, capacities: frozenset[str], values: Mapping[str, str]
) -> CaseState:
    """Return where a held case stands after an act; raise everything that keeps it from that."""
    procedure, state, day = holding.procedure, holding.state, holding.day
    parameter = law.parameter_of(day)
    form = holding.case.form

    acting_for = parties_of(holding.by, holding.case, on=day)
    of = str(acting_for[0].pk) if len(acting_for) == 1 else ""

    def due_of(name: str) -> date | None:
        return latest_due(procedure, state, name, holding.counting)

    return machine.perform(
        procedure,
        state,
        act,
        capacities=capacities,
        on=day,
        length_of=lambda term: length_of(term, {**form, **values}, parameter),
        due_of=due_of,
        start=start_of(procedure, act, values, on=day),
        at=timezone.localtime(holding.on),
        of=of,
    )


def carry_out(
    holding: Held,
    act: Act,
    values: Mapping[str, str],
    doing: Doing,
    state: CaseState,
    capacity: str,
) -> Entry:
    """Write what an act did to a held case, tell whom it concerns, begin what it leads to.

    What was asked about whom it concerns is asked now, also where it was before it was proposed.
    """
    asked = put_questions(holding, act)
    before = holding.case.stage
    holding.move(state)
    line = Line(
        name=act.act,
        content={**values, **vetoes.kept(asked)},
        files=doing.files,
        capacity=capacity,
        key=doing.key,
        before=before,
        details={**({"outcome": state.outcome} if act.outcome else {}), **vetoes.told(asked)},
        papers=act.drafts,
        internal=act.internal,
    )
    entry = enter(holding, EntryKind.ACT, line)
    if act.notifies:
        if not _takes_back(holding, state, capacity):
            tell_parties(holding.case, list(act.notifies), on=holding.on)
        tell_capacities(
            holding.case, list(act.notifies), "case.act_done", on=holding.on, key=f"e{entry.pk}",
            act=act.title.zh,
        )  # fmt: skip
    if act.opens:
        _open_linked(holding, act, values)
    return entry


def _takes_back(holding: Held, state: CaseState, capacity: str) -> bool:
    """Tell whether a party ends its own matter: whoever never knew of it does not learn of it."""
    return capacity in PARTIES and holding.procedure.is_closed(state.stage)


def _open_linked(holding: Held, act: Act, values: Mapping[str, str]) -> None:
    """Begin the case that an act leads to, with what this one knows; a draft where it lacks more.

    What the other form asks and this one does not know is left to who begins it: then only a
    notice is given, with the way to begin it.
    """
    case = holding.case
    known = {**case.form, **values, "origin_number": case.number}
    declared = law.in_force(act.opens, on=holding.day)
    names = {field.field for section in declared.declaration.form for field in section.fields}
    given = {name: value for name, value in known.items() if name in names}
    asked = Acting.APPLICANT in declared.declaration.begun_by
    applicant = asking_body(case) if asked else None
    request = Request(given=given, origin=case, applicant=applicant)
    try:
        begun = begin_case(procedure=act.opens, request=request, by=holding.by, on=holding.on)
    except (InputError, ForbiddenError):
        tell_capacities(
            case, [Capacity.HANDLER, Capacity.HEAD], "case.link_wanted", on=holding.on,
            key=f"link-{act.opens}", procedure=declared.declaration.title.zh,
        )  # fmt: skip
        return
    line = Line(name=act.opens[:48], details={"case": begun.number}, internal=True)
    enter(holding, EntryKind.LINKED, line)


def _first(act: Act, capacities: frozenset[str]) -> str:
    return next(str(each) for each in act.by if each in capacities)
