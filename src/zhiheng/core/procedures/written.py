"""When a term of a declared procedure ends, asked in writing: by its name, not by its length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from zhiheng.core.declarations.catalogue import Catalogue, load_catalogue
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.declared import ProcedureTerm
from zhiheng.core.procedures.loading import Procedures, packaged_procedures
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import Counting, deadline_of, length_of
from zhiheng.core.procedures.state import CaseState, RunningTerm
from zhiheng.core.terms.deadline import Deadline, Term
from zhiheng.core.terms.engine import compute_before
from zhiheng.core.terms.lengths import Unit, parse_length
from zhiheng.core.terms.regimes import find_regime
from zhiheng.core.terms.suspensions import Extension, Suspension, parse_suspension
from zhiheng.core.terms.written import Rules, parse_day, parse_moment


@cache
def _packaged_catalogue() -> Catalogue:
    return load_catalogue()


@dataclass(frozen=True)
class Law:
    """The procedures, limits, regimes and calendar to count by; the platform's unless given."""

    procedures: Procedures = field(default_factory=packaged_procedures)
    catalogue: Catalogue = field(default_factory=_packaged_catalogue)
    rules: Rules = field(default_factory=Rules)


def declared_term_written(
    *,
    procedure: str,
    term: str,
    start: str,
    given: str = "",
    service: str = "",
    suspend: str = "",
    extend: str = "",
    on: date | None = None,
    law: Law | None = None,
) -> Deadline:
    """Return the last day of the term that an event on `start` begins in a case of a procedure.

    Separated by spaces: `given` holds answers of the form such as respondent_domicile=no, `suspend`
    grounds with their days such as testing:2026-08-01:2026-08-10, `extend` the lengths granted, one
    after the other, by those who may approve them. A term that is kept before a session is counted
    back from `start`.
    """
    law = law or Law()
    day = parse_day(start)
    declared = law.procedures.in_force(procedure, on=day)
    found = _term_of(declared, term)
    length = _length(found, given, law, day)
    rules = law.rules
    if found.before:
        regime = find_regime(rules.regimes, found.regime or declared.declaration.regime)
        return compute_before(
            Term(parse_length(length)), event=day, regime=regime, calendar=rules.calendar
        )
    begun = parse_moment(start) if parse_length(length).unit is Unit.HOUR else day
    running = RunningTerm(term, begun, length, service=service)
    suspensions = tuple(_suspension(declared, text) for text in suspend.split())
    state = CaseState(declared.first_stage, (running,), suspensions)
    for granted, text in enumerate(extend.split()):
        extension = Extension(parse_length(text))
        capacity = _approver(found, granted)
        state = machine.extend(declared, state, term, extension, capacity=capacity)
    counting = Counting(rules.regimes, rules.calendar, on or day)
    return deadline_of(declared, state, state.terms[0], counting)


def _term_of(procedure: Procedure, name: str) -> ProcedureTerm:
    if name not in procedure.terms:
        known = "、".join(procedure.terms) or "-"
        raise NotFoundError.of("procedure.no_such_term", received=name, known=known)
    return procedure.terms[name]


def _length(term: ProcedureTerm, given: str, law: Law, day: date) -> str:
    length = length_of(
        term, _answers(given), lambda name: str(law.catalogue.value(name, on=day).value)
    )
    if not length:
        raise InputError.of("procedure.term_not_in_case", term=term.title.zh)
    return length


def _answers(given: str) -> Mapping[str, str]:
    pairs = (text.partition("=") for text in given.split())
    return {name: value for name, _, value in pairs}


def _suspension(procedure: Procedure, text: str) -> Suspension:
    code, _, days = text.partition(":")
    if code not in procedure.grounds:
        raise InputError.of("procedure.no_such_ground", received=code)
    title = procedure.grounds[code].title
    interval = parse_suspension(days)
    return Suspension(interval.first, interval.last, code, title.zh, title.en)


def _approver(term: ProcedureTerm, granted: int) -> str:
    """Return who approves the next extension; "" where none is left, which `extend` then tells."""
    rule = term.extension_rule(granted)
    return str(rule.approval) if rule else ""
