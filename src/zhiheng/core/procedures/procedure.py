"""A declared procedure made ready to run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhiheng.core.procedures.declared import (
    Act,
    Outcome,
    Paper,
    ProcedureDeclaration,
    ProcedureTerm,
    SessionKind,
    Stage,
    SuspensionGround,
)

Start = tuple[str, str]  # a paper, and the capacity of who received it


@dataclass(frozen=True)
class Procedure:
    """A procedure: the declaration, and every lookup that running a case asks for."""

    declaration: ProcedureDeclaration
    digest: str
    stages: Mapping[str, Stage]
    acts: Mapping[str, Act]
    terms: Mapping[str, ProcedureTerm]
    grounds: Mapping[str, SuspensionGround]
    sessions: Mapping[str, SessionKind]
    papers: Mapping[str, Paper]
    outcomes: Mapping[str, Outcome]
    steps: Mapping[tuple[str, str], Step] = field(repr=False)
    started_by_service: Mapping[Start, tuple[ProcedureTerm, ...]] = field(repr=False)

    @property
    def name(self) -> str:
        """Return the slug of the procedure."""
        return self.declaration.procedure

    @property
    def first_stage(self) -> str:
        """Return the stage in which the form was handed in."""
        return self.declaration.stages[0].stage

    def is_closed(self, stage: str) -> bool:
        """Tell whether nothing more is decided in a stage."""
        return self.stages[stage].kind == "closed"


@dataclass(frozen=True, slots=True)
class Step:
    """One act from one stage, with what follows."""

    act: Act
    to: str
    by: frozenset[str]
    not_by: frozenset[str]
    starts: tuple[ProcedureTerm, ...]
    ends: frozenset[str]
    drafts: frozenset[str]
    closes: bool
    simple: bool  # needs nothing


def ready(declaration: ProcedureDeclaration) -> Procedure:
    """Return the declaration with its lookups; `KeyError` where it names what it does not have.

    `checks.check` tells people what is wrong; here the declaration is taken to be sound.
    """
    stages = {each.stage: each for each in declaration.stages}
    terms = {each.term: each for each in declaration.terms}
    steps = {
        (stage, act.act): _step(act, stage, stages, declaration)
        for act in declaration.acts
        for stage in act.from_
    }
    served: dict[Start, list[ProcedureTerm]] = {}
    for term in declaration.terms:
        for start in term.starts_on_service:
            served.setdefault((start.paper, start.to), []).append(term)
    return Procedure(
        declaration=declaration,
        digest=digest_of(declaration),
        stages=stages,
        acts={each.act: each for each in declaration.acts},
        terms=terms,
        grounds={each.code: each for each in declaration.grounds},
        sessions={each.session: each for each in declaration.sessions},
        papers={each.paper: each for each in declaration.papers},
        outcomes={each.outcome: each for each in declaration.outcomes},
        steps=steps,
        started_by_service={start: tuple(each) for start, each in served.items()},
    )


def content_of(declaration: ProcedureDeclaration) -> dict[str, Any]:
    """Return the declaration as JSON can hold it, so that a running case keeps its version."""
    return declaration.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def digest_of(declaration: ProcedureDeclaration) -> str:
    """Return the SHA-256 by which a version is told from every other, 64 hexadecimal digits."""
    text = json.dumps(content_of(declaration), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _step(
    act: Act, stage: str, stages: Mapping[str, Stage], declaration: ProcedureDeclaration
) -> Step:
    to = act.to or stage
    closes = stages[to].kind == "closed" and stages[stage].kind != "closed"
    starts = tuple(each for each in declaration.terms if act.act in each.starts)
    ends = {each.term for each in declaration.terms if act.act in each.ends}
    if closes:
        ends |= {each.term for each in declaration.terms if not each.survives}
    needs = act.needs.model_dump(exclude_defaults=True)
    by = frozenset(str(each) for each in act.by)
    drafts = frozenset(act.drafts)
    not_by = frozenset(str(each) for each in act.not_by)
    return Step(act, to, by, not_by, starts, frozenset(ends), drafts, closes, simple=not needs)
