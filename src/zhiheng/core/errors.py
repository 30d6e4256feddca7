"""Errors for people, as values and as exceptions.

A `Problem` is one thing that is wrong, with the place where it was found; its texts live in
`declarations/problems.yaml`, in Chinese and in English, so that page, API and command line say
the same. A `PersonError` carries one or more problems to the edge that shows them:

    PersonError
    ├── InputError         what was given cannot be used
    │   └── DeclarationError   an office's own declaration is wrong
    ├── NotFoundError      what was asked for does not exist
    ├── ForbiddenError     the person may not do this
    ├── ConflictError      somebody or something else got there first
    └── StorageError       the disk or the object store refused

Everything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: `code` names it, `values` fill its text, the rest says where."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    position: str = ""

    def at(self, file: str, position: str = "") -> Problem:
        """Return the same problem, placed."""
        return Problem(self.code, self.values, file or self.file, position or self.position)


class PersonError(Exception):
    """An error a person can act on; shown without a traceback."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(_summary(problem) for problem in problems))

    def __reduce__(self) -> tuple[type[PersonError], tuple[Problem, ...]]:
        """Keep the problems when the error comes back from another process."""
        return type(self), self.problems

    @classmethod
    def of(cls, code: str, **values: object) -> PersonError:
        """Build the error from one problem code and the values its text shows."""
        return cls(Problem(code, {name: str(value) for name, value in values.items()}))


class InputError(PersonError):
    """What was given cannot be used."""


class DeclarationError(InputError):
    """A declaration file is wrong; carries every problem found, with file and line."""


class NotFoundError(PersonError):
    """What was asked for does not exist."""


class ForbiddenError(PersonError):
    """The person may not do this."""


class ConflictError(PersonError):
    """Somebody or something else got there first."""


class StorageError(PersonError):
    """The disk or the object store refused; nothing already stored was lost."""


def _summary(problem: Problem) -> str:
    place = ":".join(part for part in (problem.file, problem.position) if part)
    values = ", ".join(f"{name}={value!r}" for name, value in problem.values.items())
    return " ".join(part for part in (place, problem.code, f"({values})" if values else "") if part)
