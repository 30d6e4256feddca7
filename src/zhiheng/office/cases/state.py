"""A case as the machine sees it, read from its rows and written back to them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from django.utils import timezone

from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.procedures.running import CaseTerm, Counting, case_terms, deadline_of
from zhiheng.core.procedures.state import CaseState, RunningTerm
from zhiheng.core.terms.deadline import Deadline
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.suspensions import Extension, Suspension
from zhiheng.office.cases.enums import AT_REST, CaseStatus
from zhiheng.office.cases.models import Case, CaseClock, CaseStop, names_in


def state_of(case: Case, procedure: Procedure) -> CaseState:
    """Return where a case stands."""
    present = Counter(each.capacity for each in case.participants.all() if each.until is None)
    return CaseState(
        stage=case.stage,
        terms=tuple(_running(clock) for clock in case.clocks.all()),
        suspensions=tuple(_suspension(stop, procedure) for stop in case.stops.all()),
        done=names_in(case.marks, "done"),
        issued=names_in(case.marks, "issued"),
        served=names_in(case.marks, "served"),
        held=names_in(case.marks, "held"),
        present=present,
        outcome=case.outcome,
        given=case.form,
    )


def terms_of(case: Case, procedure: Procedure, counting: Counting) -> list[CaseTerm]:
    """Return all terms of a case with their derivations, those that run first."""
    return case_terms(procedure, state_of(case, procedure), counting)


def store(
    case: Case, procedure: Procedure, state: CaseState, counting: Counting
) -> dict[str, object]:
    """Write the clocks and stops of a state; return the fields of the case that follow from it.

    Terms and suspensions keep their order in a state, so row and value go together by place.
    """
    _store_stops(case, state)
    clocks = _store_clocks(case, procedure, state, counting)
    stage = procedure.stages[state.stage]
    marks = {
        "done": sorted(state.done),
        "issued": sorted(state.issued),
        "served": sorted(state.served),
        "held": sorted(state.held),
    }
    fields: dict[str, object] = {
        "stage": state.stage,
        "waits_for": stage.waits_for,
        "outcome": state.outcome,
        "marks": marks,
        **_next_due(procedure, clocks),
    }
    return {**fields, "status": status_after(case, procedure, state)}


def status_after(case: Case, procedure: Procedure, state: CaseState) -> str:
    """Return whether the case is open, stands still or is closed."""
    if case.status in AT_REST:
        return case.status
    if procedure.is_closed(state.stage):
        return CaseStatus.CLOSED
    halts = any(procedure.grounds[each.ground].halts for each in state.standing())
    return CaseStatus.SUSPENDED if halts else CaseStatus.OPEN


def _next_due(procedure: Procedure, clocks: list[CaseClock]) -> dict[str, object]:
    """Return the next last day of the office; of a party where the office has none."""
    running = [each for each in clocks if each.ended_on is None]
    binding = [each for each in running if procedure.terms[each.term].binds == "office"]
    first = min(binding or running, key=lambda each: each.due_on, default=None)
    return {
        "due_on": first.due_on if first else None,
        "due_term": first.term if first else "",
        "due_binds": procedure.terms[first.term].binds if first else "",
        "due_provisional": bool(first and (first.awaits or first.standing)),
    }


def _store_stops(case: Case, state: CaseState) -> None:
    rows = list(CaseStop.objects.filter(case=case))
    kept = []
    for row in rows:
        same = [s for s in state.suspensions if s.ground == row.ground and s.first == row.first]
        if not same:  # resumed on the day it began: nothing was excluded
            row.delete()
            continue
        kept.append((row.ground, row.first))
        if row.last != same[0].last:
            row.last = same[0].last
            row.save(update_fields=("last",))
    CaseStop.objects.bulk_create(
        CaseStop(case=case, ground=each.ground, first=each.first, last=each.last)
        for each in state.suspensions
        if (each.ground, each.first) not in kept
    )


def _store_clocks(
    case: Case, procedure: Procedure, state: CaseState, counting: Counting
) -> list[CaseClock]:
    rows = list(CaseClock.objects.filter(case=case))
    found = []
    for place, term in enumerate(state.terms):
        row = rows[place] if place < len(rows) else CaseClock(case=case, term=term.term)
        before = _as_tuple(row)
        if row.pk is None or term.ended is None or row.ended_on is None:
            _fill(row, term, deadline_of(procedure, state, term, counting))
        if row.pk is None or _as_tuple(row) != before:
            row.save()
        found.append(row)
    return found


def _fill(row: CaseClock, term: RunningTerm, deadline: Deadline) -> None:
    row.of = term.of
    moment = term.start if isinstance(term.start, datetime) else None
    row.start_on = timezone.localdate(moment) if moment else term.start
    row.start_at = moment
    row.length = term.length
    row.service = term.service
    row.extensions = [
        {
            "length": str(each.length),
            "by": each.approved_by,
            "on": each.on.isoformat() if each.on else "",
            "ground": each.ground,
        }
        for each in term.extensions
    ]
    row.ended_on = term.ended
    row.ended_by = term.ended_by
    row.due_on = timezone.localdate(deadline.due_at) if deadline.due_at else deadline.due
    row.due_at = deadline.due_at
    row.awaits = list(deadline.awaits)
    row.standing = deadline.standing_since is not None and term.ended is None


def _as_tuple(row: CaseClock) -> tuple[object, ...]:
    return (
        row.of, row.start_on, row.start_at, row.length, row.service, list(row.extensions),
        row.ended_on, row.ended_by, row.due_on, row.due_at, list(row.awaits), row.standing,
    )  # fmt: skip


def _running(clock: CaseClock) -> RunningTerm:
    start: date = timezone.localtime(clock.start_at) if clock.start_at else clock.start_on
    return RunningTerm(
        term=clock.term,
        start=start,
        length=clock.length,
        of=clock.of,
        service=clock.service,
        extensions=tuple(_extension(each) for each in clock.extensions),
        ended=clock.ended_on,
        ended_by=clock.ended_by,
    )


def _extension(kept: dict[str, str]) -> Extension:
    on = date.fromisoformat(kept["on"]) if kept["on"] else None
    return Extension(parse_length(kept["length"]), kept["by"], on, kept["ground"])


def _suspension(stop: CaseStop, procedure: Procedure) -> Suspension:
    title = procedure.grounds[stop.ground].title
    return Suspension(stop.first, stop.last, stop.ground, title.zh, title.en)
