"""The terms of a case as due dates, each with the words that say how it came about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.core.calendar import Calendar
from zhiheng.core.procedures.declared import ProcedureTerm
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.state import CaseState, RunningTerm
from zhiheng.core.terms.deadline import Deadline, Term
from zhiheng.core.terms.engine import compute
from zhiheng.core.terms.lengths import Unit, parse_length
from zhiheng.core.terms.regimes import Regime, find_regime

# Returns the value of a dated parameter: the length a body set for one of its own limits.
ParameterOf = Callable[[str], str]


@dataclass(frozen=True)
class CaseTerm:
    """One term of a case with its due date; `overdue` while nobody has done what it asks for."""

    declared: ProcedureTerm
    running: RunningTerm
    deadline: Deadline

    @property
    def due(self) -> date:
        """Return the last day."""
        return self.deadline.due

    @property
    def ended_late(self) -> bool:
        """Tell whether what ended the term came after its last day."""
        return self.running.ended is not None and self.running.ended > self.due

    def overdue(self, on: date) -> bool:
        """Tell whether the last day has passed and the term still runs."""
        return self.running.ended is None and on > self.due


@dataclass(frozen=True)
class Counting:
    """By what the terms of cases are counted: regimes, calendar, the day it is."""

    regimes: Mapping[str, Regime]
    calendar: Calendar
    on: date


def length_of(term: ProcedureTerm, given: Mapping[str, str], parameter_of: ParameterOf) -> str:
    """Return how long a term is in a case with this form; "" where it does not run in it."""
    if term.when is not None and not term.when.holds(dict(given)):
        return ""
    for variant in term.variants:
        if variant.when.holds(dict(given)):
            return variant.length or parameter_of(variant.parameter)
    return term.length or parameter_of(term.parameter)


def deadline_of(
    procedure: Procedure, state: CaseState, running: RunningTerm, counting: Counting
) -> Deadline:
    """Return the due date of one term of a case.

    A term that has ended is not stopped by what came after its end.
    """
    declared = procedure.terms[running.term]
    stopped_by = frozenset(declared.stopped_by)
    on = running.ended or counting.on
    length = parse_length(running.length)
    # Hours run on through everything: the law that counts in them knows no suspension.
    stops = () if length.unit is Unit.HOUR else state.suspensions
    return compute(
        Term(length, stopped_by=stopped_by),
        start=running.start,
        regime=find_regime(counting.regimes, declared.regime or procedure.declaration.regime),
        calendar=counting.calendar,
        suspensions=[each for each in stops if each.ground in stopped_by],
        extensions=running.extensions,
        service=running.service,
        on=on,
    )


def case_terms(procedure: Procedure, state: CaseState, counting: Counting) -> list[CaseTerm]:
    """Return all terms of a case that were started, those that run first, the next due first."""
    found = [
        CaseTerm(procedure.terms[each.term], each, deadline_of(procedure, state, each, counting))
        for each in state.terms
    ]
    return sorted(found, key=lambda each: (each.running.ended is not None, each.due))


def latest_due(
    procedure: Procedure, state: CaseState, name: str, counting: Counting
) -> date | None:
    """Return the last day of a term by its name; of several parties' terms the latest."""
    dues = [
        deadline_of(procedure, state, each, counting).due
        for each in state.running(name) or (each for each in state.terms if each.term == name)
    ]
    return max(dues, default=None)
