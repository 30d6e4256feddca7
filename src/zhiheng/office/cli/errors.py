"""Errors for people on the command line: their words on standard error, their exit code."""

from __future__ import annotations

import sys

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import (
    ConflictError,
    ForbiddenError,
    InputError,
    NotFoundError,
    PersonError,
    StorageError,
)

EXIT_CODES: tuple[tuple[type[PersonError], int], ...] = (
    (NotFoundError, 4),
    (ForbiddenError, 5),
    (ConflictError, 6),
    (StorageError, 7),
    (InputError, 3),
    (PersonError, 3),
)


def exit_code(error: PersonError) -> int:
    """Return the exit code of an error for people."""
    return next(code for kind, code in EXIT_CODES if isinstance(error, kind))


def tell(error: PersonError, language: str = "zh") -> int:
    """Write every problem to standard error and return the exit code."""
    for problem in error.problems:
        place = " ".join(part for part in (problem.file, problem.position) if part)
        text = problem_text(problem, language)
        line = f"{place}: {text}" if place else text
        sys.stderr.write(f"{line} [{problem.code}]\n")
    return exit_code(error)
