"""Whoever a procedure counts on can exist in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhiheng.core.errors import Problem
from zhiheng.core.procedures.declared import PARTY_CAPACITIES, Capacity, ProcedureDeclaration


def people_problems(declaration: ProcedureDeclaration) -> Iterator[Problem]:
    """Yield every capacity that nobody can have, and every paper whose addressees do not fit."""
    can_be = capacities(declaration)
    for capacity, place in _owners(declaration):
        if capacity not in can_be:
            values = {"received": str(capacity), "known": "、".join(sorted(can_be))}
            yield Problem("procedure.nobody", values, position=place)
    for act in declaration.acts:
        if set(act.by) <= set(act.not_by):
            place = f"acts.{act.act}.not_by"
            yield Problem("procedure.barred_owner", {"act": act.title.zh}, position=place)
    yield from _beginning(declaration)
    yield from _addressees(declaration)


def capacities(declaration: ProcedureDeclaration) -> frozenset[Capacity]:
    """Return as what people can act in the procedure.

    An applicant needs a service that people may ask for, a respondent a field that names one, a
    panel an act that calls for it, a superior a body one level up. Whoever handles the case can
    have colleagues, ask another body for co-operation and appoint an investigator in any procedure.
    """
    found = {
        Capacity.HANDLER, Capacity.CO_HANDLER, Capacity.CLERK, Capacity.HEAD,
        Capacity.COOPERATOR, Capacity.TECHNICAL_INVESTIGATOR, Capacity.THIRD_PARTY,
    }  # fmt: skip
    if declaration.asked_by:
        found.add(Capacity.APPLICANT)
    if declaration.respondent:
        found.add(Capacity.RESPONDENT)
    if declaration.handling.superior:
        found.add(Capacity.SUPERIOR)
    if any(act.needs.panel for act in declaration.acts):
        found |= {Capacity.PANEL_CHAIR, Capacity.PANEL_MEMBER}
    return frozenset(found)


def _owners(declaration: ProcedureDeclaration) -> Iterator[tuple[Capacity, str]]:
    yield from _each(declaration.begun_by, "begun_by")
    for act in declaration.acts:
        place = f"acts.{act.act}"
        yield from _each(act.by, f"{place}.by")
        yield from _each([act.approval], f"{place}.approval")
        yield from _each(act.notifies, f"{place}.notifies")
        yield from _each(act.not_by, f"{place}.not_by")
    for term in declaration.terms:
        place = f"terms.{term.term}"
        yield from _each([each.approval for each in term.extensions], f"{place}.extensions")
        yield from _each([each.to for each in term.starts_on_service], f"{place}.starts_on_service")
        if term.binds in ("applicant", "respondent"):
            yield Capacity(term.binds), f"{place}.binds"
    for ground in declaration.grounds:
        place = f"grounds.{ground.code}"
        yield from _each([*ground.by, ground.approval], place)
    for session in declaration.sessions:
        yield from _each(session.by, f"sessions.{session.session}.by")
    for paper in declaration.papers:
        place = f"papers.{paper.paper}"
        yield from _each([*paper.by, paper.approval], place)
        yield from _each(paper.to, f"{place}.to")
    for stage in declaration.stages:
        if stage.waits_for in ("applicant", "respondent"):
            yield Capacity(stage.waits_for), f"stages.{stage.stage}.waits_for"


def _each(found: Iterable[Capacity | None], place: str) -> Iterator[tuple[Capacity, str]]:
    return ((capacity, place) for capacity in found if capacity is not None)


def _beginning(declaration: ProcedureDeclaration) -> Iterator[Problem]:
    """Yield where those who may begin a case are not those who may do its first act."""
    for act in declaration.acts:
        if act.act != declaration.begins:
            continue
        for capacity in set(declaration.begun_by) ^ set(act.by):
            values = {"received": str(capacity), "act": act.act}
            yield Problem("procedure.begun_by_others", values, position="begun_by")
    if declaration.asked_by and Capacity.APPLICANT not in declaration.begun_by:
        values = {"received": "、".join(map(str, declaration.begun_by)), "act": declaration.begins}
        yield Problem("procedure.begun_by_others", values, position="asked_by")


def _addressees(declaration: ProcedureDeclaration) -> Iterator[Problem]:
    """Yield the papers that are taken for served and are not, or not on those named."""
    papers = {each.paper: each for each in declaration.papers}
    for paper in papers.values():
        if paper.served and not paper.to:
            yield _unaddressed(paper.paper, f"papers.{paper.paper}.to")
        if paper.confidential and PARTY_CAPACITIES & set(paper.to):
            place = f"papers.{paper.paper}.confidential"
            yield Problem("procedure.confidential_to_party", {"paper": paper.paper}, position=place)
    for name, to, place in _taken_for_served(declaration):
        taken = papers.get(name)
        if taken and not (taken.served and (to is None or to in taken.to)):
            yield _unaddressed(name, place)


def _taken_for_served(
    declaration: ProcedureDeclaration,
) -> Iterator[tuple[str, Capacity | None, str]]:
    for term in declaration.terms:
        for start in term.starts_on_service:
            yield start.paper, start.to, f"terms.{term.term}.starts_on_service"
        for name in term.ends_on_service:
            yield name, None, f"terms.{term.term}.ends_on_service"
    for act in declaration.acts:
        for name in act.needs.served:
            yield name, None, f"acts.{act.act}.needs.served"


def _unaddressed(paper: str, place: str) -> Problem:
    return Problem("procedure.not_served", {"paper": paper}, position=place)
