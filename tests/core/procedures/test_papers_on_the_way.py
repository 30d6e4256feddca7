"""Every paper an act drafts fills with what is known by then, whichever way the case came.

What its template prints of an act must have been done on the way: the walk knows which acts were.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhiheng.core.papers.loading import packaged_templates
from zhiheng.core.papers.names import Given, Values, names_in, recording
from zhiheng.core.procedures.check_papers import values_of
from zhiheng.core.procedures.declared import Paper, ProcedureDeclaration
from zhiheng.core.procedures.loading import packaged_procedures
from zhiheng.core.procedures.paths import walk
from zhiheng.core.procedures.procedure import Procedure

PROCEDURES = packaged_procedures().every_version()


@pytest.mark.parametrize("procedure", PROCEDURES, ids=[each.name for each in PROCEDURES])
def test_every_drafted_paper_fills(procedure: Procedure) -> None:
    declaration = procedure.declaration
    found = [
        f"{paper}, drafted by {act} once {', '.join(sorted(done))} were done: {name}"
        for paper, act, done in sorted(_drafts(declaration), key=str)
        for name in _missing(declaration, paper, {*done, act})
    ]
    assert found == []


def test_a_template_that_prints_what_was_not_done_is_found() -> None:
    aid = packaged_procedures().in_force("rights-aid", on=date(2026, 3, 2)).declaration
    printed = "acts.request_supplement.missing"
    assert _missing(aid, "aid-supplement", {"submit"}) == [printed]
    assert _missing(aid, "aid-supplement", {"submit", "request-supplement"}) == []


def _drafts(declaration: ProcedureDeclaration) -> set[tuple[str, str, frozenset[str]]]:
    """Return each paper and act that drafts it, with what was done before and it speaks of."""
    spoken_of = {each.paper: _acts_in(each) for each in declaration.papers}
    paths = walk(declaration)
    found = set()
    for place, moves in paths.moves.items():
        drafting = [move.act for move in moves if move.act.drafts]
        if not drafting:
            continue
        done = {_plain(act.act): act.act for act in paths.way_to(place)}
        for act in drafting:
            for paper in act.drafts:
                known = frozenset(done[name] for name in spoken_of[paper] & set(done))
                found.add((paper, act.act, known))
    return found


def _acts_in(paper: Paper) -> set[str]:
    names = (
        name
        for _, text in packaged_templates().texts(paper.template or paper.paper)
        for name, _ in names_in(text)
    )
    return {name.split(".")[1] for name in names if name.startswith("acts.")}


def _missing(declaration: ProcedureDeclaration, paper: str, done: set[str]) -> list[str]:
    """Return what the template prints and a case in which these acts were done does not know."""
    kind = next(each for each in declaration.papers if each.paper == paper)
    missing: list[str] = []
    environment = recording(missing)
    values = {
        name: value if isinstance(value, str) else Values(value, missing, name)
        for name, value in _given(declaration, done).items()
    }
    for _, text in packaged_templates().texts(kind.template or paper):
        environment.from_string(text).render(values)
    return sorted(set(missing))


def _given(declaration: ProcedureDeclaration, done: set[str]) -> Given:
    """Return every value that a case offers once these acts were done."""
    given: dict[str, Any] = {"acts": {}}
    for name in values_of(declaration):
        first, _, rest = name.partition(".")
        if not rest:
            given[name] = "甲"
        elif first == "terms":
            term, _, what = rest.partition(".")
            given.setdefault("terms", {}).setdefault(term, {})[what] = "5日"
        elif first != "acts":
            given.setdefault(first, {})[rest] = "甲"
    for act in declaration.acts:
        if act.act in done:
            said = {field.field: "甲" for field in act.fields}
            given["acts"][_plain(act.act)] = {"on": "今日", **said}
    return given


def _plain(act: str) -> str:
    return act.replace("-", "_")
