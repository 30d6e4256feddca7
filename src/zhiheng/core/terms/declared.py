"""Reading declarations of terms: every problem with its file and line, all at once.

Packaged files come first; an office's own folders follow and replace a declaration of the same
name as a whole, as all declarations do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.declarations.models import Declaration
from zhiheng.core.declarations.source import read_source
from zhiheng.core.errors import DeclarationError, Problem

D = TypeVar("D", bound=Declaration)


def read_declared(
    pattern: str, model: type[D], folders: Iterable[Path], problems: list[Problem]
) -> list[D]:
    """Return the declarations in all files that match, packaged ones first; note the problems."""
    found = []
    for root in (PACKAGED, *folders):
        for path in sorted(root.glob(pattern)):
            found += _read(path, model, problems)
    return found


def all_declared(pattern: str, model: type[D], folders: Iterable[Path] = ()) -> list[D]:
    """Return what `read_declared` does; raises `DeclarationError` with every problem."""
    problems: list[Problem] = []
    found = read_declared(pattern, model, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    return found


def _read(path: Path, model: type[D], problems: list[Problem]) -> list[D]:
    try:
        source = read_source(path)
        return [model.model_validate(source.content)]
    except DeclarationError as error:
        problems.extend(error.problems)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.append(
                Problem(
                    "declaration.invalid",
                    {
                        "key": ".".join(str(part) for part in detail["loc"]) or "-",
                        "received": repr(detail["input"])[:120],
                        "expected": detail["msg"],
                    },
                    source.file,
                    f"line {source.line_of(detail['loc'])}",
                )
            )
    return []
