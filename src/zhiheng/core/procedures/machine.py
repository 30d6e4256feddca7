"""From where a case stands and what somebody does to where it stands next.

Nothing here knows the clock or a person: the day is an argument, and people are the capacities in
which they act. What keeps an act from being done is told in full, not one reason at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, Problem
from zhiheng.core.procedures.declared import Act, Needs, ProcedureTerm
from zhiheng.core.procedures.procedure import Procedure, Step
from zhiheng.core.procedures.state import CaseState, RunningTerm
from zhiheng.core.terms.suspensions import Extension, Suspension

# Returns the last day of a term that was started in the case, however often; None where it was not.
DueOf = Callable[[str], date | None]
LengthOf = Callable[[ProcedureTerm], str]  # "": the term does not run in this case

_DAY = timedelta(days=1)


def begin(procedure: Procedure) -> CaseState:
    """Return where a case stands before its first act: in the first stage, nothing running."""
    return CaseState(procedure.first_stage)


def perform(
    procedure: Procedure,
    state: CaseState,
    act: str,
    *,
    capacities: Collection[str],
    on: date,
    length_of: LengthOf,
    due_of: DueOf,
    start: date | None = None,
    at: datetime | None = None,
    of: str = "",
) -> CaseState:
    """Return where the case stands after an act.

    `start` is the day from which terms are counted that begin on a day the act itself states; `at`
    the moment of the act, from which terms in hours are counted. `of` is the party who acts: the
    same term of another party runs on.
    `ConflictError` where the act is not possible from here, `ForbiddenError` where it is somebody
    else's, `InputError` with everything that is still missing.
    """
    step = procedure.steps.get((state.stage, act))
    if step is None:
        raise _not_from_here(procedure, state, act)
    if not applies(state, step.act):
        raise ConflictError.of("procedure.not_for_this_case", act=step.act.title.zh)
    if step.by.isdisjoint(capacities):
        raise ForbiddenError.of("procedure.not_yours", act=step.act.title.zh)
    if not step.not_by.isdisjoint(capacities):
        raise ForbiddenError.of("procedure.own_case", act=step.act.title.zh)
    if state.suspensions and not step.act.while_suspended and halted(procedure, state):
        raise ConflictError.of("procedure.suspended", act=step.act.title.zh)
    if not step.simple and (problems := missing(procedure, state, step.act, on, due_of)):
        raise InputError(*problems)
    return _moved(state, step, on, length_of, start, at, of)


def _moved(
    state: CaseState,
    step: Step,
    on: date,
    length_of: LengthOf,
    start: date | None,
    at: datetime | None,
    of: str,
) -> CaseState:
    terms = state.terms
    name = step.act.act
    if step.ends and terms:
        terms = tuple(
            each._replace(ended=on, ended_by=name)
            if each.ended is None and each.term in step.ends and _concerns(each, step, of)
            else each
            for each in terms
        )
    for term in step.starts:
        begun = (start or on) if term.starts_from else on
        length = length_of(term)
        if not length:
            continue
        if at is not None and length.endswith("h"):
            begun = at
        terms = _started(terms, term, RunningTerm(term.term, begun, length), name, on)
    issued, served = state.issued, state.served
    if step.drafts:  # drafted once more, a paper is yet to be issued and served
        issued, served = issued - step.drafts, served - step.drafts
    suspensions = state.suspensions
    if step.closes and suspensions:
        suspensions = _ended_before(suspensions, suspensions, on)
    return CaseState(
        step.to, terms, suspensions, state.done | {name}, issued, served,
        state.held, state.present, step.act.outcome or state.outcome, state.given,
    )  # fmt: skip


def _concerns(running: RunningTerm, step: Step, of: str) -> bool:
    return not of or not running.of or running.of == of or step.closes


def possible(
    procedure: Procedure,
    state: CaseState,
    *,
    capacities: Collection[str],
    on: date,
    due_of: DueOf,
) -> list[tuple[Act, tuple[Problem, ...]]]:
    """Return the acts that somebody may do from here, each with what is still missing for it.

    The first act of a procedure is done by handing in its form and is not among them.
    """
    found = []
    stands = halted(procedure, state)
    for act in procedure.acts.values():
        step = procedure.steps.get((state.stage, act.act))
        if step is None or act.act == procedure.declaration.begins or not applies(state, act):
            continue
        if step.by.isdisjoint(capacities) or not step.not_by.isdisjoint(capacities):
            continue
        if stands and not act.while_suspended:
            continue
        problems = () if step.simple else missing(procedure, state, act, on, due_of)
        found.append((act, tuple(problems)))
    return found


def applies(state: CaseState, act: Act) -> bool:
    """Tell whether an act belongs to cases with this form."""
    return act.when is None or act.when.holds(dict(state.given))


def missing(
    procedure: Procedure, state: CaseState, act: Act, on: date, due_of: DueOf
) -> list[Problem]:
    """Return everything that keeps an act from being done now."""
    needs = act.needs
    problems = [
        *_undone(procedure, state, needs),
        *_people_missing(state, needs),
    ]
    unserved = any(each.code == "procedure.needs_served" for each in problems)
    begun = any(each.term in needs.expired for each in state.terms)
    if needs.expired and not begun and not unserved:
        # What never began has not run out: nobody is late before the paper was served.
        titles = "、".join(procedure.terms[name].title.zh for name in needs.expired)
        problems.append(Problem("procedure.term_not_started", {"term": titles}))
    for name in needs.expired:
        due = due_of(name)
        if due is not None and on <= due and state.running(name):
            problems.append(_with_term(procedure, "procedure.term_still_runs", name, due))
    for name in needs.within:
        due = due_of(name)
        if due is not None and on > due:
            problems.append(_with_term(procedure, "procedure.term_ran_out", name, due))
    return problems


def _undone(procedure: Procedure, state: CaseState, needs: Needs) -> list[Problem]:
    problems = [
        Problem("procedure.needs_act", {"act": procedure.acts[name].title.zh})
        for name in needs.done
        if name not in state.done
    ]
    problems += [
        Problem("procedure.already_done", {"act": procedure.acts[name].title.zh})
        for name in needs.not_done
        if name in state.done
    ]
    for names, have, code in (
        (needs.issued, state.issued, "procedure.needs_issued"),
        (needs.served, state.served, "procedure.needs_served"),
    ):
        problems += [
            Problem(code, {"paper": procedure.papers[name].title.zh})
            for name in names
            if name not in have
        ]
    problems += [
        Problem("procedure.needs_session", {"session": procedure.sessions[name].title.zh})
        for name in needs.held
        if name not in state.held
    ]
    return problems


def _people_missing(state: CaseState, needs: Needs) -> list[Problem]:
    count = state.present.get
    problems = []
    officers = count("handler", 0) + count("co-handler", 0)
    if officers < needs.officers:
        values = {"expected": str(needs.officers), "found": str(officers)}
        problems.append(Problem("procedure.needs_officers", values))
    panel = count("panel-chair", 0) + count("panel-member", 0)
    if needs.panel and (panel < needs.panel or panel % 2 == 0 or count("panel-chair", 0) != 1):
        values = {"expected": str(needs.panel), "found": str(panel)}
        problems.append(Problem("procedure.needs_panel", values))
    if needs.investigator and not count("technical-investigator", 0):
        problems.append(Problem("procedure.needs_investigator"))
    return problems


def halted(procedure: Procedure, state: CaseState) -> bool:
    """Tell whether the case itself stands still, not only some of its terms."""
    return any(procedure.grounds[each.ground].halts for each in state.standing())


def suspend(
    procedure: Procedure, state: CaseState, ground: str, *, capacities: Collection[str], on: date
) -> CaseState:
    """Return the case with time standing still from `on`, that day included."""
    declared = procedure.grounds.get(ground)
    if declared is None:
        raise InputError.of("procedure.no_such_ground", received=ground)
    if procedure.is_closed(state.stage):
        raise ConflictError.of("procedure.closed")
    if not {str(each) for each in declared.by} & set(capacities):
        raise ForbiddenError.of("procedure.not_yours", act=declared.title.zh)
    if any(each.ground == ground for each in state.standing()):
        raise ConflictError.of("procedure.stands_already", ground=declared.title.zh)
    begun = Suspension(on, None, ground, declared.title.zh, declared.title.en)
    return state._replace(suspensions=(*state.suspensions, begun))


def resume(
    procedure: Procedure, state: CaseState, ground: str, *, capacities: Collection[str], on: date
) -> CaseState:
    """Return the case with time running again from `on`; the day before was the last excluded.

    Resumed on the day it was suspended, no day was excluded.
    """
    declared = procedure.grounds.get(ground)
    if declared is None:
        raise InputError.of("procedure.no_such_ground", received=ground)
    if not {str(each) for each in declared.by} & set(capacities):
        raise ForbiddenError.of("procedure.not_yours", act=declared.title.zh)
    standing = [each for each in state.standing() if each.ground == ground]
    if not standing:
        raise ConflictError.of("procedure.does_not_stand", ground=declared.title.zh)
    if on < standing[0].first:
        raise InputError.of("procedure.resumed_before", first=standing[0].first, received=on)
    return state._replace(suspensions=_ended_before(state.suspensions, standing[:1], on))


def _ended_before(
    suspensions: Sequence[Suspension], ending: Sequence[Suspension], on: date
) -> tuple[Suspension, ...]:
    """Return the suspensions with those that end: the day before `on` is their last.

    One that began on the same day excluded nothing and is gone.
    """
    return tuple(
        replace(each, last=on - _DAY) if each.last is None and each in ending else each
        for each in suspensions
        if each.last is not None or each not in ending or on > each.first
    )


def extend(
    procedure: Procedure,
    state: CaseState,
    name: str,
    extension: Extension,
    *,
    capacity: str,
    of: str = "",
    due: date | None = None,
) -> CaseState:
    """Return the case with a running term lengthened by who may approve it.

    `capacity` is that of who approves; `due` the term's present last day, after which it is too
    late.
    """
    term = procedure.terms.get(name)
    running = [each for each in state.running(name) if each.of == of]
    if term is None or not running:
        raise ConflictError.of("procedure.term_not_running", received=name)
    if due is not None and extension.on is not None and extension.on > due:
        raise InputError(_with_term(procedure, "procedure.extended_late", name, due))
    # Of several that run the first is lengthened that was lengthened least.
    meant = min(running, key=lambda each: len(each.extensions))
    _check_extension(term, meant, extension, capacity)
    longer = meant._replace(extensions=(*meant.extensions, extension))
    terms = tuple(longer if each is meant else each for each in state.terms)
    return state._replace(terms=terms)


def _check_extension(
    term: ProcedureTerm, running: RunningTerm, extension: Extension, capacity: str
) -> None:
    rule = term.extension_rule(len(running.extensions))
    if rule is None:
        raise ConflictError.of("procedure.no_more_extensions", term=term.title.zh)
    if rule.approval != capacity:
        raise ForbiddenError.of("procedure.extension_not_yours", term=term.title.zh)
    if rule.length and not _at_most(extension, rule.length):
        raise InputError.of(
            "procedure.extended_too_far",
            term=term.title.zh,
            received=extension.length.zh,
            expected=rule.length,
        )


def _at_most(extension: Extension, length: str) -> bool:
    most = str(length)
    unit = most.lstrip("0123456789")
    return extension.length.unit == unit and extension.length.quantity <= int(most[: -len(unit)])


def issue(state: CaseState, paper: str, *, procedure: Procedure, on: date) -> CaseState:
    """Return the case once a paper was issued; one served before is now to be served anew."""
    ends = {each.term for each in procedure.terms.values() if paper in each.ends_on_issue}
    return state._replace(
        issued=state.issued | {paper},
        served=state.served - {paper},
        terms=_ended(state.terms, ends, f"issued:{paper}", on),
    )


def serve(
    state: CaseState,
    paper: str,
    *,
    procedure: Procedure,
    to: str,
    of: str,
    mode: str,
    sent: date,
    complete: bool,
    length_of: LengthOf,
) -> CaseState:
    """Return the case once a paper was sent to a party in a mode of service.

    `of` is the party, `to` its capacity; `complete` when nobody else is still to receive it.
    """
    ends = {each.term for each in procedure.terms.values() if paper in each.ends_on_service}
    terms = _ended(state.terms, ends if complete else set(), f"served:{paper}", sent)
    for term in procedure.started_by_service.get((paper, to), ()):
        if length := length_of(term):
            begun = RunningTerm(term.term, sent, length, of=of, service=mode)
            terms = _started(terms, term, begun, f"served:{paper}", sent)
    served = state.served | {paper} if complete else state.served
    return state._replace(terms=terms, served=served)


def hold(state: CaseState, session: str) -> CaseState:
    """Return the case once a session was held."""
    return state._replace(held=state.held | {session})


def _started(
    terms: Sequence[RunningTerm], term: ProcedureTerm, begun: RunningTerm, by: str, on: date
) -> tuple[RunningTerm, ...]:
    """Return the terms with a new one; it replaces that of the same party, unless it repeats."""
    if term.repeats:
        return (*terms, begun)
    ended = (
        each._replace(ended=on, ended_by=by)
        if each.ended is None and each.term == begun.term and each.of == begun.of
        else each
        for each in terms
    )
    return (*ended, begun)


def _ended(
    terms: tuple[RunningTerm, ...], names: set[str], by: str, on: date
) -> tuple[RunningTerm, ...]:
    if not names:
        return terms
    return tuple(
        each._replace(ended=on, ended_by=by) if each.ended is None and each.term in names else each
        for each in terms
    )


def _with_term(procedure: Procedure, code: str, name: str, due: date) -> Problem:
    return Problem(code, {"term": procedure.terms[name].title.zh, "due": str(due)})


def _not_from_here(procedure: Procedure, state: CaseState, act: str) -> Exception:
    declared = procedure.acts.get(act)
    if declared is None:
        return InputError.of("procedure.no_such_act", received=act)
    stage = procedure.stages[state.stage].title.zh
    return ConflictError.of("procedure.not_from_here", act=declared.title.zh, stage=stage)
