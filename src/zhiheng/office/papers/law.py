"""What the procedure and the regime say of a paper: its kind, its template, how it is served."""

from __future__ import annotations

import datetime as dt
from functools import cache

from zhiheng.core.declarations.models import Wording
from zhiheng.core.papers.loading import Templates, load_templates
from zhiheng.core.procedures.declared import Paper as DeclaredPaper
from zhiheng.core.terms.regimes import Regime, ServiceRule, find_regime
from zhiheng.office.cases import law
from zhiheng.office.cases.models import Case
from zhiheng.office.papers.models import Paper
from zhiheng.office.registers import lake


@cache
def templates() -> Templates:
    """Return the templates, the office's own replacing ours."""
    return load_templates(*lake.own_declarations())


def forget() -> None:
    """Read the templates anew at the next question."""
    templates.cache_clear()


def declared(paper: Paper) -> DeclaredPaper:
    """Return what the procedure of its case says of a paper."""
    return law.procedure_of(paper.case).papers[paper.kind]


def template_of(kind: DeclaredPaper) -> str:
    """Return the name of the template of a kind of paper."""
    return kind.template or kind.paper


def regime_of(case: Case) -> Regime:
    """Return the regime under which the papers of a case are served."""
    return find_regime(law.regimes(), law.procedure_of(case).declaration.regime)


def modes_of(case: Case, *, on: dt.date) -> list[ServiceRule]:
    """Return the ways in which a paper of a case can be served on a day."""
    return [rule for rule in regime_of(case).service if rule.in_force_on(on)]


def mode_title(case: Case, mode: str) -> Wording:
    """Return what a mode of service is called; its code where the regime no longer has it."""
    titles = {rule.mode: rule.title for rule in regime_of(case).service}
    return titles.get(mode, Wording(zh=mode, en=mode))
