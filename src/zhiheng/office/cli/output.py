"""What reading commands print: a table by default, JSON or CSV when asked."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from zhiheng.core.errors import StorageError
from zhiheng.office.registers.exports import Table as Export
from zhiheng.office.registers.exports import write

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, Any]


def output_options(command: F) -> F:
    """Give a reading command the options --json, --csv and --table."""
    options = (
        click.option(
            "--table", "style", flag_value="table", default="table", help="A table (default)."
        ),
        click.option("--csv", "style", flag_value="csv", help="Comma-separated values."),
        click.option("--json", "style", flag_value="json", help="JSON."),
    )
    for option in options:
        command = option(command)
    return command


def show_rows(rows: Iterable[Row], fields: Sequence[str], style: str) -> None:
    """Print rows in the style asked for."""
    if style == "json":
        show_json([{name: row.get(name) for name in fields} for row in rows])
    elif style == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(fields)
        writer.writerows([_flat(row.get(name)) for name in fields] for row in rows)
    else:
        table = Table(*fields)
        for row in rows:
            # As text: [b] in the name of a substance is no markup.
            table.add_row(*(Text(_flat(row.get(name))) for name in fields))
        _console().print(table)


def save(table: Export, target: Path) -> None:
    """Write an export to a file, by its ending; the file appears only when it is complete."""
    content = write(table, target.suffix.lstrip("."))
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("wb") as handle:
            handle.writelines(content)
        unfinished.replace(target)
    except OSError as error:
        raise StorageError.of(
            "export.cannot_write", file=target, received=error.strerror
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def show_facts(facts: Row, style: str) -> None:
    """Print one thing: its facts line by line, or as JSON."""
    if style == "json":
        show_json(facts)
    else:
        lines = ({"field": name, "value": value} for name, value in facts.items())
        show_rows(lines, ("field", "value"), style)


def show_json(value: Any) -> None:
    """Print JSON with Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _console() -> Console:
    # Piped output is not cut to the width of a terminal that is not there.
    return Console() if sys.stdout.isatty() else Console(width=200)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _flat(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(_flat(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return _plain(value)
