"""Every paper is drafted somewhere, carries a number that can be given, and its template fills."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator

from zhiheng.core.errors import Problem
from zhiheng.core.papers.loading import Templates, fills
from zhiheng.core.procedures.declared import Paper, ProcedureDeclaration
from zhiheng.core.procedures.forms import fields_of
from zhiheng.core.procedures.paths import Paths

# Fills the template of a paper and returns what is wrong with it.
FillTemplate = Callable[[ProcedureDeclaration, Paper], Iterable[Problem]]

SERVICE_RECEIPT = "service-receipt"
NOTICE_OF_EXTENSION = "notice-of-extension"
# What every case has, whatever its procedure; see the app of papers.
_ALWAYS = (
    "office.name", "case.number", "case.title", "case.filed_on", "case.stage", "case.outcome",
    "case.station", "case.materials",
    "procedure.title", "handler.name", "handlers", "panel", "investigator", "applicants",
    "respondents", "today", "paper.number", "paper.title", "ground.instrument", "ground.article",
    "extension.term", "extension.length", "extension.due", "extension.reason", "suspension.ground",
    "suspension.on", "suspension.reason", "suspension.ended", "transfer.to", "transfer.on",
    "transfer.reason", "cooperation.body", "cooperation.request", "cooperation.due",
)  # fmt: skip
_PARTIES = ("applicant", "respondent", "third_party")
_OF_A_PARTY = ("name", "identifier", "address", "agent")
_OF_A_SESSION = ("title", "day", "time", "place")
_OF_A_SERVICE = ("paper", "number", "party", "address", "mode", "sent", "received", "by", "note")


def paper_problems(
    declaration: ProcedureDeclaration, paths: Paths, fill: FillTemplate
) -> Iterator[Problem]:
    """Yield every paper that is never drafted, wrongly numbered or cannot be filled."""
    for paper in declaration.papers:
        place = f"papers.{paper.paper}"
        if not is_drafted(declaration, paper, paths):
            yield Problem("procedure.paper_never", {"paper": paper.title.zh}, position=place)
        named = {name for _, name, _, _ in string.Formatter().parse(paper.number) if name}
        if paper.number and named != {"year", "sequence"}:
            values = {"received": paper.number}
            yield Problem("procedure.number_pattern", values, position=f"{place}.number")
        for problem in fill(declaration, paper):
            where = f"{place} {problem.position}".rstrip()
            yield Problem(problem.code, problem.values, problem.file, where)


def filling(templates: Templates) -> FillTemplate:
    """Return what tells whether the template of a paper fills in a procedure."""

    def fill(declaration: ProcedureDeclaration, paper: Paper) -> Iterable[Problem]:
        name = paper.template or paper.paper
        offered = values_of(declaration)
        if name == SERVICE_RECEIPT:
            offered |= {f"service.{each}" for each in _OF_A_SERVICE}
        return fills(templates, name, offered)

    return fill


def values_of(declaration: ProcedureDeclaration) -> frozenset[str]:
    """Return the dotted names of the values that a template can print in a procedure."""
    names = {*_ALWAYS, *(f"{party}.{each}" for party in _PARTIES for each in _OF_A_PARTY)}
    names |= {f"form.{field.field}" for field in fields_of(declaration)}
    for act in declaration.acts:
        about = f"acts.{_plain(act.act)}"
        names |= {f"{about}.on", *(f"{about}.{field.field}" for field in act.fields)}
    for term in declaration.terms:
        names |= {f"terms.{_plain(term.term)}.{each}" for each in ("length", "due")}
    if declaration.sessions:
        names |= {f"session.{each}" for each in _OF_A_SESSION}
    return frozenset(names)


def drafting_of(declaration: ProcedureDeclaration, paper: Paper) -> tuple[set[str], set[str]]:
    """Return the acts and the stages in which a paper can be begun."""
    acts = {act.act for act in declaration.acts if paper.paper in act.drafts}
    stages = set(paper.stages)
    for session in declaration.sessions:
        if paper.paper in (session.summons, session.minutes):
            stages |= set(session.stages)
    if _drafted_while_open(declaration, paper):
        stages |= {each.stage for each in declaration.stages if each.kind == "open"}
    return acts, stages


def is_drafted(declaration: ProcedureDeclaration, paper: Paper, paths: Paths) -> bool:
    """Tell whether a case can come to where the paper is begun."""
    acts, stages = drafting_of(declaration, paper)
    return bool(acts & paths.acts or stages & paths.stages)


def _drafted_while_open(declaration: ProcedureDeclaration, paper: Paper) -> bool:
    template = paper.template or paper.paper
    if template == SERVICE_RECEIPT:
        return any(each.served for each in declaration.papers)
    if template == NOTICE_OF_EXTENSION:
        return any(each.extensions for each in declaration.terms)
    return any(paper.paper in ground.drafts for ground in declaration.grounds)


def _plain(name: str) -> str:
    return name.replace("-", "_")
