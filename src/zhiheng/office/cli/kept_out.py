"""Lines of a file that were kept out: as data, and told on standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from django.utils.translation import get_language

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, Problem
from zhiheng.office.cli.errors import tell

SHOWN = 20  # problems that are told on standard error


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
