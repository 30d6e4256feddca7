"""Which ways a case can take through a procedure, walked in full.

A place of the walk is a stage together with what has happened and matters to some act further on:
acts done, papers that can be issued, sessions that can be held, whether an outcome is fixed. What
only ever helps (a paper, a session) is taken as soon as it can be had. Where acts belong only to
cases whose form says so, every kind of case is walked: its answers are facts from the start.

Time is not walked: whoever waits sees every term run out that was started, so `expired` is met in
the end, and an act that must be done `within` a term is a way out that may be missed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from zhiheng.core.procedures.declared import (
    PARTY_CAPACITIES,
    Act,
    Capacity,
    FormField,
    ProcedureDeclaration,
)
from zhiheng.core.procedures.forms import fields_of

# Whoever is not of the handling body may never answer.
_ELSEWHERE = PARTY_CAPACITIES | {Capacity.COOPERATOR}
OUTCOME = "outcome"
_NOT_BEGUN = "not begun"


class Place(NamedTuple):
    """Where a walk stands: the stage, and the facts that later acts ask about."""

    stage: str
    facts: frozenset[str]


class Move(NamedTuple):
    """An act that leads from one place to another."""

    act: Act
    to: Place


@dataclass(frozen=True)
class Paths:
    """Every place that can be reached, what leads on from it, and how it is reached first."""

    first: Place
    moves: Mapping[Place, tuple[Move, ...]]
    reached_by: Mapping[Place, tuple[Place, Act] | None]
    closed: frozenset[str]

    @cached_property
    def stages(self) -> set[str]:
        """Return the stages that can be reached; the first counts once the form is handed in."""
        return {place.stage for place in self.moves}

    @cached_property
    def acts(self) -> set[str]:
        """Return the acts that can be done at some time."""
        return {move.act.act for moves in self.moves.values() for move in moves}

    def way_to(self, place: Place) -> list[Act]:
        """Return the acts of a shortest way to a place."""
        acts = []
        while (before := self.reached_by[place]) is not None:
            place, act = before
            acts.append(act)
        return acts[::-1]

    def lead(self, starting: Collection[str], ending: Collection[str]) -> bool:
        """Tell whether one of the acts `ending` can be done after one of those `starting`."""
        begun = {
            move.to for moves in self.moves.values() for move in moves if move.act.act in starting
        }
        seen, waiting = set(begun), deque(begun)
        while waiting:
            for move in self.moves[waiting.popleft()]:
                if move.act.act in ending:
                    return True
                if move.to not in seen:
                    seen.add(move.to)
                    waiting.append(move.to)
        return False

    def without_end(self, usable: Callable[[Act], bool]) -> list[Place]:
        """Return the places, nearest first, from which `usable` acts alone never close the case."""
        back: dict[Place, list[Place]] = {}
        for place, moves in self.moves.items():
            for move in moves:
                if usable(move.act):
                    back.setdefault(move.to, []).append(place)
        ends = {place for place in self.moves if place.stage in self.closed}
        waiting = deque(ends)
        while waiting:
            for place in back.get(waiting.popleft(), ()):
                if place not in ends:
                    ends.add(place)
                    waiting.append(place)
        return [place for place in self.moves if place not in ends and place != self.first]


def walk(declaration: ProcedureDeclaration) -> Paths:
    """Walk every way from the handing in of the form.

    The names of the declaration must be sound: of what it names but does not have, nothing happens.
    """
    kinds = _kinds_of_case(declaration)
    steps = _steps(declaration, kinds)
    begins = {
        stage: [each for each in found if each.act.act == declaration.begins]
        for stage, found in steps.items()
    }
    later = {
        stage: [each for each in found if each.act.act != declaration.begins]
        for stage, found in steps.items()
    }
    first = Place(declaration.stages[0].stage, frozenset({_NOT_BEGUN}))
    moves: dict[Place, tuple[Move, ...]] = {first: ()}
    for kind in kinds:
        moves[first] += tuple(_moves(begins[first.stage], kind))
    reached_by: dict[Place, tuple[Place, Act] | None] = {first: None}
    waiting = deque([first])
    while waiting:
        place = waiting.popleft()
        if place != first:
            moves[place] = tuple(_moves(later[place.stage], place.facts))
        for move in moves[place]:
            if move.to not in reached_by:
                reached_by[move.to] = (place, move.act)
                waiting.append(move.to)
    closed = frozenset(each.stage for each in declaration.stages if each.kind == "closed")
    return Paths(first, moves, reached_by, closed)


def may_be_missed(act: Act) -> bool:
    """Tell whether the act is lost once a term has run out."""
    return bool(act.needs.within)


def of_the_office(act: Act) -> bool:
    """Tell whether somebody of the handling body can do the act."""
    return any(each not in _ELSEWHERE for each in act.by)


def _moves(steps: Iterable[_Step], facts: frozenset[str]) -> Iterator[Move]:
    for step in steps:
        fits = step.kinds is None or not step.kinds.isdisjoint(facts)
        fits = fits and not (step.one_of and step.one_of.isdisjoint(facts))
        if fits and step.needed <= facts and step.barred.isdisjoint(facts):
            yield Move(step.act, Place(step.to, facts | step.new))


class _Step(NamedTuple):
    """An act from one stage: the facts it needs, those that bar it, those that it brings about.

    `one_of` are facts of which one is enough: the terms that must have run out.
    `kinds` are the answers of the form of which one must be given; None where any will do.
    """

    act: Act
    to: str
    needed: frozenset[str]
    one_of: frozenset[str]
    barred: frozenset[str]
    new: frozenset[str]
    kinds: frozenset[str] | None


def _kinds_of_case(declaration: ProcedureDeclaration) -> list[frozenset[str]]:
    """Return the answers by which acts are told apart: one set for each kind of case.

    Answers that no act tells apart are one kind, of which the first stands for all.
    """
    fields = {each.field: each for each in fields_of(declaration)}
    asked: dict[str, list[Act]] = {}
    for act in declaration.acts:
        if act.when and act.when.field in fields:
            asked.setdefault(act.when.field, []).append(act)
    answers = []
    for name, acts in asked.items():
        kinds: dict[frozenset[str], str] = {}
        for answer in _answers(fields[name], acts):
            opened = frozenset(
                act.act for act in acts if act.when and act.when.holds({name: answer})
            )
            kinds.setdefault(opened, f"given:{name}={answer}")
        answers.append(kinds.values())
    return [frozenset(kind) for kind in product(*answers)]


def _answers(field: FormField, acts: list[Act]) -> Iterator[str]:
    """Yield what can stand in a field, as far as acts ask about it."""
    if field.choices:
        yield from field.choices
        if field.kind == "choices":
            yield ",".join(field.choices)
    else:
        yield from dict.fromkeys(value for act in acts if act.when for value in act.when.values)
        yield "no" if field.kind == "yes-no" else ""
    if field.when or not field.required:
        yield ""


def _steps(
    declaration: ProcedureDeclaration, kinds: Iterable[frozenset[str]]
) -> dict[str, list[_Step]]:
    """Return the acts that can be done at all, by the stage from which they are done."""
    stages = {each.stage for each in declaration.stages}
    served = {each.paper for each in declaration.papers if each.served}
    wanted = frozenset(_wanted(declaration))
    offered = {stage: set(_offered(declaration, stage)) for stage in stages}
    answers = frozenset().union(*kinds)
    found: dict[str, list[_Step]] = {stage: [] for stage in stages}
    for act in declaration.acts:
        needs = act.needs
        if not served.issuperset(needs.served) or set(needs.expired) & set(needs.within):
            continue
        needed = {f"act:{name}" for name in needs.done}
        needed |= {f"paper:{name}" for name in (*needs.issued, *needs.served)}
        needed |= {f"session:{name}" for name in needs.held}
        one_of = frozenset(f"term:{name}" for name in needs.expired)
        barred = frozenset(f"act:{name}" for name in needs.not_done)
        for stage in stages.intersection(act.from_):
            to = act.to or stage
            if to in stages:
                new = wanted & {*_brought_about(declaration, act), *offered[to]}
                fitting = _fitting(act, answers)
                step = _Step(act, to, frozenset(needed), one_of, barred, new, fitting)
                found[stage].append(step)
    return found


def _brought_about(declaration: ProcedureDeclaration, act: Act) -> Iterator[str]:
    yield f"act:{act.act}"
    for name in act.drafts:
        yield from _paper(declaration, name)
    yield from (f"term:{each.term}" for each in declaration.terms if act.act in each.starts)
    if act.outcome:
        yield OUTCOME


def _paper(declaration: ProcedureDeclaration, name: str) -> Iterator[str]:
    """Yield a paper that can be had, and the terms that begin once it is served."""
    yield f"paper:{name}"
    for term in declaration.terms:
        if any(start.paper == name for start in term.starts_on_service):
            yield f"term:{term.term}"


def _fitting(act: Act, answers: Iterable[str]) -> frozenset[str] | None:
    """Return the answers with which an act can be done; None where it asks for none."""
    when = act.when
    if when is None:
        return None
    told = ((each, each.removeprefix("given:").split("=", 1)) for each in answers)
    return frozenset(
        each
        for each, (field, answer) in told
        if field == when.field and when.holds({field: answer})
    )


def _wanted(declaration: ProcedureDeclaration) -> Iterable[str]:
    yield OUTCOME
    for act in declaration.acts:
        needs = act.needs
        yield from (f"act:{name}" for name in needs.done)
        # An act that only rules itself out and leads nowhere changes nothing by being done.
        yield from (f"act:{name}" for name in needs.not_done if name != act.act or act.to)
        yield from (f"paper:{name}" for name in (*needs.issued, *needs.served))
        yield from (f"session:{name}" for name in needs.held)
        yield from (f"term:{name}" for name in needs.expired)


def _offered(declaration: ProcedureDeclaration, stage: str) -> Iterable[str]:
    """Yield what the kernel offers in a stage beside the declared acts."""
    for paper in declaration.papers:
        if stage in paper.stages:
            yield from _paper(declaration, paper.paper)
    for session in declaration.sessions:
        if stage in session.stages:
            yield f"session:{session.session}"
            for name in (session.summons, session.minutes):
                yield from _paper(declaration, name)
    if any(each.stage == stage and each.kind == "open" for each in declaration.stages):
        for ground in declaration.grounds:
            for name in ground.drafts:
                yield from _paper(declaration, name)
