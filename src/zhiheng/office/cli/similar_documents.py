"""What the commands of `zhiheng similar` have in common: how a file is read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from zhiheng.core.analyses.similarity.lines import Form

F = TypeVar("F", bound=Callable[..., Any])


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
