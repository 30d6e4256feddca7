"""Which ways a case can take through a procedure, walked in full.

A place of the walk is a stage together with what has happened and matters to some act further on:
acts done, papers that can be issued, sessions that can be held, whether an outcome is fixed. What
only ever helps (a paper, a session) is taken as soon as it can be had. Where acts belong only to
cases whose form says so, every kind of case is walked: its answers are facts from the start.

Time is not walked: whoever waits sees every term run out, so `expired` is met in the end, and an
act that must be done `within` a term is a way out that may be missed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from zhiheng.core.procedures.declared import (
    PARTY_CAPACITIES,
    Act,
    Capacity,
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

    @property
    def stages(self) -> set[str]:
        """Return the stages that can be reached; the first counts once the form is handed in."""
        return {place.stage for place in self.moves}

    @property
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

    def after(self, starting: Callable[[Act], bool]) -> set[str]:
        """Return the acts that can be done after one of those that `starting` names."""
        begun = {move.to for moves in self.moves.values() for move in moves if starting(move.act)}
        seen = set(begun)
        waiting = deque(begun)
        while waiting:
            for move in self.moves[waiting.popleft()]:
                if move.to not in seen:
                    seen.add(move.to)
                    waiting.append(move.to)
        return {move.act.act for place in seen for move in self.moves[place]}

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
    facts = _Facts(declaration)
    first = Place(declaration.stages[0].stage, frozenset({_NOT_BEGUN}))
    moves: dict[Place, tuple[Move, ...]] = {}
    reached_by: dict[Place, tuple[Place, Act] | None] = {first: None}
    waiting = deque([first])
    while waiting:
        place = waiting.popleft()
        moves[place] = tuple(_moves(declaration, facts, place, beginning=place == first))
        for move in moves[place]:
            if move.to not in reached_by:
                reached_by[move.to] = (place, move.act)
                waiting.append(move.to)
    return Paths(first, moves, reached_by, facts.closed)


def may_be_missed(act: Act) -> bool:
    """Tell whether the act is lost once a term has run out."""
    return bool(act.needs.within)


def of_the_office(act: Act) -> bool:
    """Tell whether somebody of the handling body can do the act."""
    return any(each not in _ELSEWHERE for each in act.by)


def _moves(
    declaration: ProcedureDeclaration, facts: _Facts, place: Place, *, beginning: bool
) -> Iterator[Move]:
    for act in declaration.acts:
        if place.stage not in act.from_ or (act.act == declaration.begins) != beginning:
            continue
        to = act.to or place.stage
        if to in facts.known and facts.allow(act, place.facts):
            following = facts.following(act, to, place.facts)
            for kind in facts.kinds if beginning else (frozenset(),):
                yield Move(act, Place(to, following | kind))


def _kinds_of_case(declaration: ProcedureDeclaration) -> list[frozenset[str]]:
    """Return the answers by which acts are told apart: one set for each kind of case."""
    fields = {each.field: each for each in fields_of(declaration)}
    asked = sorted({act.when.field for act in declaration.acts if act.when} & set(fields))
    named = {
        name: {
            value
            for act in declaration.acts
            if act.when and act.when.field == name
            for value in act.when.values
        }
        for name in asked
    }
    answers = []
    for name in asked:
        field = fields[name]
        possible = {"yes", "no"} if field.kind == "yes-no" else set(field.choices)
        if not possible or field.when or not field.required:
            possible |= {""}
        possible |= named[name] if not field.choices and field.kind != "yes-no" else set()
        answers.append([f"given:{name}={value}" for value in sorted(possible)])
    return [frozenset(kind) for kind in product(*answers)]


class _Facts:
    """What matters of what happens: only what some act asks about is kept apart."""

    def __init__(self, declaration: ProcedureDeclaration) -> None:
        self.known = {each.stage for each in declaration.stages}
        self.closed = frozenset(each.stage for each in declaration.stages if each.kind == "closed")
        self.kinds = _kinds_of_case(declaration)
        self._wanted = set(_wanted(declaration))
        self._served = {each.paper for each in declaration.papers if each.served}
        self._offered = {stage: set(_offered(declaration, stage)) for stage in self.known}

    def allow(self, act: Act, facts: frozenset[str]) -> bool:
        """Tell whether what is needed is there, or can be brought about where the case stands."""
        needs, when = act.needs, act.when
        if when and not any(f"given:{when.field}={value}" in facts for value in when.values):
            return False
        wanted = {f"act:{name}" for name in needs.done}
        wanted |= {f"paper:{name}" for name in (*needs.issued, *needs.served)}
        wanted |= {f"session:{name}" for name in needs.held}
        return (
            wanted <= facts
            and not any(f"act:{name}" in facts for name in needs.not_done)
            and self._served.issuperset(needs.served)
            and not set(needs.expired) & set(needs.within)
        )

    def following(self, act: Act, to: str, facts: frozenset[str]) -> frozenset[str]:
        """Return the facts after an act has led to a stage."""
        new = {f"act:{act.act}", *(f"paper:{name}" for name in act.drafts), *self._offered[to]}
        if act.outcome:
            new.add(OUTCOME)
        return (facts - {_NOT_BEGUN}) | (new & self._wanted)


def _wanted(declaration: ProcedureDeclaration) -> Iterable[str]:
    yield OUTCOME
    for act in declaration.acts:
        needs = act.needs
        yield from (f"act:{name}" for name in needs.done)
        # An act that only rules itself out and leads nowhere changes nothing by being done.
        yield from (f"act:{name}" for name in needs.not_done if name != act.act or act.to)
        yield from (f"paper:{name}" for name in (*needs.issued, *needs.served))
        yield from (f"session:{name}" for name in needs.held)


def _offered(declaration: ProcedureDeclaration, stage: str) -> Iterable[str]:
    """Yield what the kernel offers in a stage beside the declared acts."""
    for paper in declaration.papers:
        if stage in paper.stages:
            yield f"paper:{paper.paper}"
    for session in declaration.sessions:
        if stage in session.stages:
            yield f"session:{session.session}"
            yield from (f"paper:{name}" for name in (session.summons, session.minutes) if name)
    if any(each.stage == stage and each.kind == "open" for each in declaration.stages):
        for ground in declaration.grounds:
            yield from (f"paper:{name}" for name in ground.drafts)
