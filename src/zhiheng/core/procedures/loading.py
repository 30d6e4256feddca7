"""The declared procedures: those that come with the platform, and an office's own.

A file of an office's own folder replaces the packaged one of the same name and version; another
version stands beside it, and the one in force on a day is the one in which a case begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from zhiheng.core.errors import DeclarationError, NotFoundError, Problem
from zhiheng.core.procedures.check_names import name_problems
from zhiheng.core.procedures.declared import ProcedureDeclaration
from zhiheng.core.procedures.procedure import Procedure, ready
from zhiheng.core.terms.declared import read_declared


class Procedures:
    """All declared procedures in all their versions."""

    def __init__(self, declarations: Sequence[ProcedureDeclaration]) -> None:
        found: dict[tuple[str, int], ProcedureDeclaration] = {}
        for each in declarations:
            found[each.procedure, each.version] = each
        self._versions: Mapping[tuple[str, int], Procedure] = {
            key: ready(found[key]) for key in sorted(found)
        }

    @property
    def names(self) -> list[str]:
        """Return the names of all procedures, sorted."""
        return sorted({name for name, _ in self._versions})

    def in_force(self, name: str, *, on: date) -> Procedure:
        """Return the newest version in which a case can begin on a day."""
        fits = [
            each
            for (known, _), each in self._versions.items()
            if known == name
            and (each.declaration.valid_from or date.min) <= on
            and on < (each.declaration.valid_to or date.max)
        ]
        if not fits:
            raise NotFoundError.of("procedure.unknown", received=name)
        return fits[-1]

    def all_in_force(self, *, on: date) -> list[Procedure]:
        """Return every procedure in which a case can begin on a day, by part and name."""
        found = []
        for name in self.names:
            try:
                found.append(self.in_force(name, on=on))
            except NotFoundError:
                continue
        return sorted(found, key=lambda each: (each.declaration.part, each.name))

    def every_version(self) -> list[Procedure]:
        """Return every version of every procedure."""
        return list(self._versions.values())


def load_procedures(*folders: Path) -> Procedures:
    """Read the packaged procedures and those in `folders`; report every problem at once.

    Names that a procedure uses and does not declare are told here already: with them it could not
    be made ready. All else is for `checks.check`.
    """
    problems: list[Problem] = []
    found = read_declared("procedures/*.yaml", ProcedureDeclaration, folders, problems)
    for each in found:
        file = f"procedures/{each.procedure}.yaml"
        problems += [problem.at(file, problem.position) for problem in name_problems(each, {})]
    if problems:
        raise DeclarationError(*problems)
    return Procedures(found)


@cache
def packaged_procedures() -> Procedures:
    """Return the procedures that come with the platform."""
    return load_procedures()
