"""The proof that a declared procedure can be carried through.

Every name it uses is there; every stage can be reached and left again until the case is closed,
also when the parties do nothing; every act has an owner; every term starts and ends; every paper is
drafted somewhere and its template fills; everything has its article or says that it is unverified.
What cannot be proved is told, each defect with the place where it stands and, where a way leads
into a dead end, with that way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from zhiheng.core.declarations.models import Parameter
from zhiheng.core.errors import Problem
from zhiheng.core.procedures.check_names import name_problems
from zhiheng.core.procedures.check_papers import FillTemplate, paper_problems
from zhiheng.core.procedures.check_people import people_problems
from zhiheng.core.procedures.check_terms import source_problems, term_problems
from zhiheng.core.procedures.declared import Act, ProcedureDeclaration
from zhiheng.core.procedures.paths import (
    OUTCOME,
    Paths,
    Place,
    may_be_missed,
    of_the_office,
    walk,
)
from zhiheng.core.terms.regimes import Regime


def check(
    declaration: ProcedureDeclaration,
    *,
    regimes: Mapping[str, Regime],
    parameters: Mapping[str, Parameter],
    templates: FillTemplate,
    names: Mapping[str, Collection[str]] | None = None,
) -> list[Problem]:
    """Return everything that is wrong with a procedure; nothing where it is sound.

    `names` are further names that lie outside it, by kind (procedure, role, body, answer); names
    of a kind that is left out are not checked. While names are missing, ways through the procedure
    are not looked at: they would be others once the names are put right.
    """
    known = {"regime": regimes, "parameter": parameters, **(names or {})}
    problems = [*name_problems(declaration, known), *source_problems(declaration)]
    if not any(
        each.code in ("procedure.unknown_name", "procedure.named_twice") for each in problems
    ):
        paths = walk(declaration)
        problems += people_problems(declaration)
        problems += _path_problems(declaration, paths)
        problems += term_problems(declaration, paths, regimes, parameters)
        problems += paper_problems(declaration, paths, templates)
    file = f"procedures/{declaration.procedure}.yaml"
    return [each.at(each.file or file, each.position) for each in problems]


def _path_problems(declaration: ProcedureDeclaration, paths: Paths) -> Iterator[Problem]:
    yield from _unreachable(declaration, paths)
    yield from _dead_ends(declaration, paths)
    yield from _without_outcome(declaration, paths)


def _unreachable(declaration: ProcedureDeclaration, paths: Paths) -> Iterator[Problem]:
    if declaration.stages[0].kind == "closed":
        values = {"stage": declaration.stages[0].stage}
        yield Problem("procedure.begins_closed", values, position="stages")
    for stage in declaration.stages:
        if stage.stage not in paths.stages:
            place = f"stages.{stage.stage}"
            yield Problem("procedure.stage_unreachable", {"stage": stage.title.zh}, position=place)
    for act in declaration.acts:
        place = f"acts.{act.act}"
        for name in _contradictions(act):
            values = {"act": act.title.zh, "received": name}
            yield Problem("procedure.needs_contradict", values, position=f"{place}.needs")
        if act.act not in paths.acts:
            yield Problem("procedure.act_never", {"act": act.title.zh}, position=place)
    reached = {act.outcome for act in declaration.acts if act.act in paths.acts}
    for outcome in declaration.outcomes:
        if outcome.outcome not in reached:
            place = f"outcomes.{outcome.outcome}"
            values = {"outcome": outcome.title.zh}
            yield Problem("procedure.outcome_never", values, position=place)


def _contradictions(act: Act) -> list[str]:
    needs = act.needs
    return [
        *sorted(set(needs.done) & set(needs.not_done)),
        *sorted(set(needs.expired) & set(needs.within)),
    ]


def _dead_ends(declaration: ProcedureDeclaration, paths: Paths) -> Iterator[Problem]:
    """Yield the stages that a case may never leave, with the way into them.

    Three degrees: nothing leads to a closing at all; something does, but only until a term has run
    out; something does, but only if somebody outside the office cares to act.
    """
    told: set[str] = set()
    degrees: tuple[tuple[str, Callable[[Act], bool]], ...] = (
        ("procedure.stuck", lambda act: True),
        ("procedure.stuck_after_term", lambda act: not may_be_missed(act)),
        ("procedure.waits_for_ever", lambda act: not may_be_missed(act) and of_the_office(act)),
    )
    stages = {each.stage: each.title.zh for each in declaration.stages}
    for code, usable in degrees:
        for place in paths.without_end(usable):
            if place.stage not in told:
                told.add(place.stage)
                values = {"stage": stages[place.stage], "way": _way(paths, place)}
                yield Problem(code, values, position=f"stages.{place.stage}")


def _without_outcome(declaration: ProcedureDeclaration, paths: Paths) -> Iterator[Problem]:
    told: set[str] = set()
    for place, moves in paths.moves.items():
        for move in moves:
            closes = move.to.stage in paths.closed and place.stage not in paths.closed
            if closes and OUTCOME not in move.to.facts and move.act.act not in told:
                told.add(move.act.act)
                values = {"act": move.act.title.zh, "way": _way(paths, move.to)}
                where = f"acts.{move.act.act}.outcome"
                yield Problem("procedure.no_outcome", values, position=where)


def _way(paths: Paths, place: Place) -> str:
    acts = [act.title.zh for act in paths.way_to(place)]
    answers = sorted(
        fact.removeprefix("given:") for fact in place.facts if ":" in fact and "=" in fact
    )
    return " → ".join([*(f"({each})" for each in answers), *acts])
