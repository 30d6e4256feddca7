"""`zhiheng feed`: bring official files in, and look after what was set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import get_language
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.feeds.importing import ImportReport
from zhiheng.core.feeds.reading import Progress as ReadingProgress
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, save, show_json, show_rows
from zhiheng.office.registers import commands, downloads, queries
from zhiheng.office.registers.exports import check_format
from zhiheng.office.registers.models import Import
from zhiheng.office.registers.permissions import CORRECT

SHOWN = 20


@click.group(name="feed")
def group() -> None:
    """Import official files and look after what was set aside."""


@group.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--register", default="", help="The register of a table whose headings fit several.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_(paths: tuple[Path, ...], register: str, as_json: bool) -> None:
    """Import files, folders or archives (.zip, .tar, .gz) in the official formats.

    Every record is accounted for: new, changed, unchanged or set aside with its reasons. Running
    it again changes nothing; killing it loses nothing, and running it again completes it.

    Example: zhiheng feed import deliveries/2026-26.zip population.csv --json
    """
    if not any(path.exists() for path in paths):
        raise InputError(*(Problem("file.not_found", {"path": str(path)}) for path in paths))
    with _progress_bar() as progress:
        run, outcome = commands.import_files(
            paths=[str(path.absolute()) for path in paths],
            by=system_operator(),
            on=timezone.now(),
            register=register,
            report=_shown_by(progress),
        )
    report = report_json(run, outcome)
    if as_json:
        show_json(report)
    else:
        _summarise(report)


@group.command(name="list")
@click.option("--limit", default=20, show_default=True, help="How many, newest first.")
@output_options
def list_(limit: int, style: str) -> None:
    """List the imports.

    Example: zhiheng feed list --limit 5
    """
    rows = [
        {
            "number": run.pk,
            "import_id": run.import_id,
            "requested_at": timezone.localtime(run.requested_at).isoformat(timespec="seconds"),
            "requested_by": run.requested_by.username,
            "state": run.state,
            "files": run.paths,
            "new": run.total("new"),
            "changed": run.total("changed"),
            "unchanged": run.total("unchanged"),
            "set_aside": run.set_aside_count,
        }
        for run in queries.imports()[:limit]
    ]
    fields = ("number", "requested_at", "requested_by", "state", "files", "new", "changed")
    show_rows(rows, (*fields, "unchanged", "set_aside", "import_id"), style)


@group.command(name="set-aside")
@click.option("--import", "run", type=int, help="Only of this import (its number).")
@click.option(
    "--state", default="open", show_default=True, help="open, corrected, dismissed or all."
)
@click.option("--limit", default=100, show_default=True, help="How many.")
@click.option("--export", "target", type=click.Path(path_type=Path), help="Write .csv or .xlsx.")
@output_options
def set_aside(run: int | None, state: str, limit: int, target: Path | None, style: str) -> None:
    """List the records that were set aside, or export them to be corrected and imported again.

    Example: zhiheng feed set-aside --export corrections.xlsx
    """
    rows = queries.set_aside_rows(run=run, state="" if state == "all" else state)
    if target:
        check_format(target.suffix.lstrip("."))
        filters = [name for name, value in (("run", run), ("state", state)) if value]
        commands.note_export(
            register="set-aside",
            filters=filters,
            by=system_operator(),
            on=timezone.now(),
            permission=CORRECT,
        )
        save(downloads.set_aside_table(rows), target)
        return
    listed = [
        {
            "number": row.pk,
            "file": row.file,
            "position": row.position,
            "reason": "；".join(_said(problem) for problem in row.reasons),
            "state": row.state,
        }
        for row in rows[:limit]
    ]
    show_rows(listed, ("number", "file", "position", "reason", "state"), style)


@group.command(name="dismiss")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why the record is not taken.")
def dismiss(number: int, reason: str) -> None:
    """Close a record that was set aside without taking it.

    Example: zhiheng feed dismiss 12 --reason "duplicate delivery"
    """
    row = queries.set_aside_row(number)
    commands.dismiss_row(row=row, reason=reason, by=system_operator(), on=timezone.now())
    click.echo(f"{number}: {row.state}")


def report_json(run: Import, outcome: ImportReport) -> dict[str, Any]:
    """Return the report of an import as `--json` prints it."""
    return {
        "import": run.pk,
        "import_id": outcome.import_id,
        "read": outcome.read,
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "set_aside": [
            {
                "file": aside.file,
                "position": aside.position,
                "reason": "；".join(_said(problem) for problem in aside.problems),
                "codes": [problem.code for problem in aside.problems],
                "received": aside.received,
            }
            for aside in outcome.set_aside
        ],
        "notices": [
            {"file": note.file, "position": note.position, "text": _said(note.problem)}
            for note in outcome.notices
        ],
        "companions": outcome.companions,
        "registers": {name: vars(counts) for name, counts in outcome.registers.items()},
    }


def _said(problem: Problem) -> str:
    return problem_text(problem, get_language() or "zh")


def _progress_bar() -> Progress:
    # On standard error, so that the report can be piped; only where someone can see it move.
    console = Console(stderr=True)
    columns = (
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TextColumn("{task.fields[records]:,} records"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console, disable=not console.is_terminal)


def _shown_by(progress: Progress) -> commands.Report:
    task = progress.add_task("import", total=None, records=0)

    def show(state: ReadingProgress) -> None:
        progress.update(
            task, total=state.total_bytes, completed=state.done_bytes, records=state.records
        )

    return show


def _summarise(report: dict[str, Any]) -> None:
    aside = report["set_aside"]
    counts = {name: report[name] for name in ("read", "new", "changed", "unchanged")}
    show_rows([{**counts, "set_aside": len(aside)}], (*counts, "set_aside"), "table")
    for note in report["notices"][:SHOWN]:
        click.echo(f"· {note['file']} {note['position']}: {note['text']}")
    for entry in aside[:SHOWN]:
        click.echo(f"✗ {entry['file']} {entry['position']}: {entry['reason']}")
    if len(aside) > SHOWN:
        click.echo(f"… {len(aside) - SHOWN}: zhiheng feed set-aside --import {report['import']}")
