"""`zhiheng procedure`: the declared procedures, the proof that they hold, their guides."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils import timezone, translation

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.errors import DeclarationError, NotFoundError, Problem
from zhiheng.core.papers.loading import load_templates
from zhiheng.core.procedures.check_papers import filling
from zhiheng.core.procedures.checks import check
from zhiheng.core.procedures.declared import ProcedureDeclaration
from zhiheng.core.procedures.diagram import mermaid
from zhiheng.core.procedures.drawing import DARK, LIGHT, svg
from zhiheng.core.procedures.finding import answer_names, load_questions
from zhiheng.core.procedures.guide import Guide, Step, guide_of
from zhiheng.core.terms.declared import read_declared
from zhiheng.core.terms.regimes import load_regimes
from zhiheng.core.terms.written import parse_day
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.cases import law, vetoes
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.registers import lake


@click.group(name="procedure")
def group() -> None:
    """Declared procedures: what may be done, by whom, until when, on what ground."""


@group.command(name="list")
@click.option("--on", default="", metavar="DATE", help="In force on this day; today.")
@output_options
def list_(on: str, style: str) -> None:
    """List the procedures in which a case can begin.

    Example: zhiheng procedure list
    """
    day = parse_day(on) if on else timezone.localdate()
    fields = ("name", "version", "part", "title", "stages", "acts", "terms", "asked_by")
    rows = (_row(each.declaration) for each in law.procedures().all_in_force(on=day))
    show_rows(rows, fields, style)


@group.command(name="check")
@click.argument("names", nargs=-1)
@click.option(
    "--folder", "folders", multiple=True, help="Declarations to check with the packaged ones.",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)  # fmt: skip
@output_options
def check_(names: tuple[str, ...], folders: tuple[Path, ...], style: str) -> None:
    """Prove that procedures can be carried through; all of them without NAMES.

    Every stage can be reached and left until the case is closed, also when the parties do nothing;
    every act has an owner, every term starts and ends, every template fills, every rule has its
    article or says that it is unverified. Every defect is told with its place.

    \b
    Example: zhiheng procedure check
    Example: zhiheng procedure check rights-aid --folder ~/our-declarations
    """
    read = [*lake.own_declarations(), *folders]
    problems: list[Problem] = []
    declared = read_declared("procedures/*.yaml", ProcedureDeclaration, read, problems)
    if problems:
        raise DeclarationError(*problems)
    if unknown := [name for name in names if name not in {each.procedure for each in declared}]:
        raise NotFoundError.of("procedure.unknown", received=unknown[0])
    chosen = [each for each in declared if not names or each.procedure in names]
    proof = _proof(declared, read)
    for each in chosen:
        problems += proof(each)
    if problems:
        raise DeclarationError(*problems)
    show_rows(map(_row, chosen), ("name", "version", "title", "stages", "acts", "terms"), style)


@group.command(name="show")
@click.argument("name")
@click.option("--on", default="", metavar="DATE", help="The version in force on this day; today.")
@click.option("--dark", is_flag=True, help="With --svg: for dark pages.")
@click.option("--mermaid", "style", flag_value="mermaid", help="The diagram as Mermaid text.")
@click.option("--svg", "style", flag_value="svg", help="The diagram as SVG.")
@output_options
def show(name: str, on: str, dark: bool, style: str) -> None:
    """Show the guide of a procedure, or its diagram.

    \b
    Example: zhiheng procedure show rights-aid
    Example: zhiheng procedure show rights-aid --svg > rights-aid.svg
    """
    day = parse_day(on) if on else timezone.localdate()
    declaration = law.in_force(name, on=day).declaration
    language = translation.get_language() or "zh"
    guide = guide_of(declaration, parameter_of=law.parameter_of(day), language=language)
    if style == "mermaid":
        click.echo(mermaid(guide), nl=False)
    elif style == "svg":
        click.echo(svg(guide, DARK if dark else LIGHT), nl=False)
    elif style == "json":
        show_json(dataclasses.asdict(guide))
    else:
        show_rows(_lines(guide), ("part", "what", "who", "limit", "article"), style)


def _proof(
    declared: Iterable[ProcedureDeclaration], folders: list[Path]
) -> Callable[[ProcedureDeclaration], list[Problem]]:
    catalogue, regimes = load_catalogue(*folders), load_regimes(*folders)
    templates = filling(load_templates(*folders))
    names = {
        "procedure": {each.procedure for each in declared},
        "role": set(Role.values),
        "body": set(OrganisationKind.values),
        "answer": answer_names(load_questions(*folders)),
        "veto": vetoes.offered(),
    }

    def prove(declaration: ProcedureDeclaration) -> list[Problem]:
        return check(
            declaration, regimes=regimes, parameters=catalogue.parameters, templates=templates,
            names=names,
        )  # fmt: skip

    return prove


def _row(declaration: ProcedureDeclaration) -> dict[str, Any]:
    language = translation.get_language() or "zh"
    return {
        "name": declaration.procedure,
        "version": declaration.version,
        "part": declaration.part,
        "title": declaration.title.in_language(language),
        "stages": len(declaration.stages),
        "acts": len(declaration.acts),
        "terms": len(declaration.terms),
        "asked_by": " ".join(declaration.asked_by),
        "valid_from": declaration.valid_from or date.min,
    }


def _lines(guide: Guide) -> Iterable[dict[str, str]]:
    """Yield the guide as the rows of a table."""
    facts = (
        ("title", (guide.title,)), ("summary", (guide.summary,)),
        ("condition", guide.conditions), ("fee", (guide.fee,)), ("result", (guide.result,)),
        ("basis", guide.basis),
    )  # fmt: skip
    for part, values in facts:
        for value in values:
            yield {"part": part, "what": value}
    for each in guide.materials:
        yield {"part": "material", "what": each.title, "limit": each.condition}
    for stage in guide.stages:
        yield {"part": "stage", "what": stage.title, "who": stage.waits_for}
        for step in stage.steps:
            yield {
                "part": "act", "what": step.title, "who": _who(step, guide.language),
                "limit": "；".join(step.limits), "article": step.article,
            }  # fmt: skip
    for term in guide.limits:
        yield {
            "part": "term", "what": term.title, "who": term.binds, "limit": term.length,
            "article": term.article,
        }  # fmt: skip


def _who(step: Step, language: str) -> str:
    if not step.approval:
        return step.by
    if language == "en":
        return f"{step.by}; approved by the {step.approval}"
    return f"{step.by}；{step.approval}批准"
