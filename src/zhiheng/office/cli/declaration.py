"""`zhiheng declaration`: check what an office edits instead of code."""

from __future__ import annotations

from pathlib import Path

import click

from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.papers.loading import load_templates
from zhiheng.core.terms.calendars import load_calendar
from zhiheng.core.terms.regimes import load_regimes
from zhiheng.office.cli.output import output_options, show_rows


@click.group(name="declaration")
def group() -> None:
    """Check the declarations: registers, parameters, indicators, calendars, regimes, papers."""


@group.command(name="check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@output_options
def check(folders: tuple[Path, ...], style: str) -> None:
    """Check the packaged declarations with those in FOLDERS; tell every problem with its line.

    Example: zhiheng declaration check ~/our-declarations
    """
    catalogue = load_catalogue(*folders)
    load_calendar(*folders)
    regimes = load_regimes(*folders)
    templates = load_templates(*folders)
    rows = [
        {"kind": kind, "name": name, "title": declared.title.zh}
        for kind in ("registers", "parameters", "indicators")
        for name, declared in sorted(getattr(catalogue, kind).items())
    ]
    rows += [
        {"kind": "regimes", "name": name, "title": regime.title.zh}
        for name, regime in sorted(regimes.items())
    ]
    rows += [
        {"kind": "papers", "name": name, "title": templates.template(name).title.zh}
        for name in templates.names
    ]
    show_rows(rows, ("kind", "name", "title"), style)
