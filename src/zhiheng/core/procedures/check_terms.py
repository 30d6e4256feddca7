"""Every term begins, ends and can be counted, and everything has its article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhiheng.core.declarations.models import Parameter
from zhiheng.core.errors import PersonError, Problem
from zhiheng.core.procedures.check_papers import is_drafted
from zhiheng.core.procedures.declared import (
    Grounded,
    ProcedureDeclaration,
    ProcedureTerm,
)
from zhiheng.core.procedures.paths import Paths
from zhiheng.core.terms.lengths import Length, Unit, parse_length
from zhiheng.core.terms.regimes import Instrument, Regime


def term_problems(
    declaration: ProcedureDeclaration,
    paths: Paths,
    regimes: Mapping[str, Regime],
    parameters: Mapping[str, Parameter],
) -> Iterator[Problem]:
    """Yield every term that never starts, never ends, or that nobody can count."""
    for term in declaration.terms:
        place = f"terms.{term.term}"
        if term.before:
            yield from _counted_back(declaration, term, place)
        else:
            yield from _started_and_ended(declaration, term, paths, place)
        yield from _lengths(declaration, term, regimes, parameters, place)
        yield from _ways_of_service(declaration, term, regimes, place)
    for session in declaration.sessions:
        kept = [each.before for each in declaration.terms if each.term == session.notice]
        if kept and kept[0] != session.session:
            values = {"term": session.notice, "session": session.session}
            place = f"sessions.{session.session}.notice"
            yield Problem("procedure.not_before_session", values, position=place)
    stopping = {name for term in declaration.terms for name in term.stopped_by}
    for ground in declaration.grounds:
        if ground.code not in stopping:
            place = f"grounds.{ground.code}"
            yield Problem("procedure.stops_nothing", {"ground": ground.code}, position=place)


def source_problems(declaration: ProcedureDeclaration) -> Iterator[Problem]:
    """Yield everything that claims to be compared with the law and does not say where it stands."""
    grounded: list[tuple[str, Grounded]] = []
    grounded += [(f"acts.{each.act}", each) for each in declaration.acts]
    grounded += [(f"acts.{act.act}.veto", each) for act in declaration.acts for each in act.veto]
    grounded += [(f"terms.{each.term}", each) for each in declaration.terms]
    grounded += [
        (f"terms.{term.term}.extensions", each)
        for term in declaration.terms
        for each in term.extensions
    ]
    grounded += [(f"grounds.{each.code}", each) for each in declaration.grounds]
    grounded += [(f"sessions.{each.session}", each) for each in declaration.sessions]
    for place, each in grounded:
        if each.status == "verified":
            yield from _without_article(each.ground, place)
    for term in declaration.terms:
        for variant in term.variants:
            if variant.ground and term.status == "verified":
                yield from _without_article(variant.ground, f"terms.{term.term}.variants")


def _without_article(source: Instrument, place: str) -> Iterator[Problem]:
    if not source.article:
        values = {"received": source.instrument.zh}
        yield Problem("procedure.without_article", values, position=place)


def _counted_back(
    declaration: ProcedureDeclaration, term: ProcedureTerm, place: str
) -> Iterator[Problem]:
    belongs = any(
        each.session == term.before and each.notice == term.term for each in declaration.sessions
    )
    if not belongs or term.starts or term.starts_on_service:
        values = {"term": term.term, "session": term.before}
        yield Problem("procedure.not_before_session", values, position=place)


def _started_and_ended(
    declaration: ProcedureDeclaration, term: ProcedureTerm, paths: Paths, place: str
) -> Iterator[Problem]:
    papers = {each.paper: each for each in declaration.papers}
    serving = [papers[start.paper] for start in term.starts_on_service if start.paper in papers]
    begun = [
        *(name for name in term.starts if name in paths.acts),
        *(each for each in serving if is_drafted(declaration, each, paths)),
    ]
    if not begun:
        yield Problem("procedure.term_never_starts", {"term": term.term}, position=place)
        return
    ending = [
        papers[name] for name in (*term.ends_on_issue, *term.ends_on_service) if name in papers
    ]
    ended = _ended_by_an_act(declaration, term, paths)
    ended = ended or any(is_drafted(declaration, each, paths) for each in ending)
    # The closing of the case ends what the office itself is bound by; what is asked of others has
    # to say what follows when they do nothing.
    by_closing = term.binds == "office" and not term.survives
    if term.ends and not ended:
        yield Problem("procedure.term_never_ends", {"term": term.term}, position=f"{place}.ends")
    elif not (ended or by_closing or term.lapse):
        yield Problem("procedure.term_never_ends", {"term": term.term}, position=place)


def _ended_by_an_act(declaration: ProcedureDeclaration, term: ProcedureTerm, paths: Paths) -> bool:
    """Tell whether an act that ends the term can follow on its start."""
    ending = set(term.ends) & paths.acts
    starting = {start.paper for start in term.starts_on_service}
    if any(each.stages for each in declaration.papers if each.paper in starting):
        return bool(ending)  # where a paper can be drafted at any time, anything can follow
    drafting = {act.act for act in declaration.acts if starting & set(act.drafts)}
    return bool(ending) and paths.lead({*term.starts, *drafting}, ending)


def _lengths(
    declaration: ProcedureDeclaration,
    term: ProcedureTerm,
    regimes: Mapping[str, Regime],
    parameters: Mapping[str, Parameter],
    place: str,
) -> Iterator[Problem]:
    lengths = [term.length, *(each.length for each in term.variants)]
    for name in (term.parameter, *(each.parameter for each in term.variants)):
        if name in parameters:
            lengths += [str(each.value) for each in parameters[name].values]
    units = set()
    for text in filter(None, lengths):
        length = _length(text)
        if length is None:
            values = {"received": text, "term": term.term}
            yield Problem("procedure.no_length", values, position=f"{place}.parameter")
        else:
            units.add(length.unit)
    regime = regimes.get(term.regime or declaration.regime)
    if Unit.HOUR in units and regime:
        if regime.hours is None or term.before or term.stopped_by:
            values = {"term": term.term, "regime": regime.name}
            yield Problem("procedure.hours_not_counted", values, position=place)
        if term.starts_on_service:
            values = {"term": term.term, "regime": regime.name}
            yield Problem("procedure.hours_not_counted", values, position=place)


def _ways_of_service(
    declaration: ProcedureDeclaration,
    term: ProcedureTerm,
    regimes: Mapping[str, Regime],
    place: str,
) -> Iterator[Problem]:
    """Yield where a paper can be served in a way by which the term could not be counted."""
    if not term.starts_on_service:
        return
    offered = {rule.mode for rule in regimes[declaration.regime].service}
    counted = {rule.mode for rule in regimes[term.regime or declaration.regime].service}
    if not offered or offered - counted:
        values = {
            "term": term.term,
            "regime": term.regime or declaration.regime,
            "received": "、".join(sorted(offered - counted)) or "-",
        }
        yield Problem("procedure.service_not_counted", values, position=place)


def _length(text: str) -> Length | None:
    try:
        return parse_length(text)
    except PersonError:
        return None
