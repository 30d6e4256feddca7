"""What the commands of `zhiheng similar` have in common: how a file is read, what was kept out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from django.utils.translation import get_language

from zhiheng.core.analyses.similarity.lines import Form
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, Problem
from zhiheng.office.cli.errors import tell

F = TypeVar("F", bound=Callable[..., Any])

SHOWN = 20


def document_options(command: F) -> F:
    """Give a command FILE, and the options that say how its documents are read."""
    options = (
        click.argument("file", type=click.Path(path_type=Path)),
        click.option(
            "--id", "name_field", required=True, help="The field that identifies a document."
        ),
        click.option(
            "--text",
            "text_fields",
            required=True,
            multiple=True,
            help="The field compared; given several times, the fields are joined line by line.",
        ),
        click.option(
            "--normal-form",
            "form",
            type=click.Choice([each.value for each in Form]),
            default="none",
            show_default=True,
            help="A Unicode normal form to bring texts into first.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def workers_option(command: F) -> F:
    """Give a command --workers; what it gets is a number in any case."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=lambda: os.cpu_count() or 1,
        help="Threads; one per core unless given.",
    )(command)


def kept_out(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """Return the lines that were kept out as plain data."""
    language = get_language() or "zh"
    return [
        {
            "position": problem.position,
            "code": problem.code,
            "reason": problem_text(problem, language),
        }
        for problem in problems
    ]


def tell_what_was_kept_out(problems: Sequence[Problem], *, used: int) -> None:
    """Write the first problems to standard error; end with their code if nothing was `used`."""
    if not problems:
        return
    code = tell(InputError(*problems[:SHOWN]), get_language() or "zh")
    if len(problems) > SHOWN:
        click.echo(f"… {len(problems) - SHOWN}: --json", err=True)
    if not used:
        sys.exit(code)
