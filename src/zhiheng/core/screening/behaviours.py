"""The behaviours that the law names, in its words: `declarations/screening/behaviours/*.yaml`.

The words are dated: what was found is told in the words in force on its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from zhiheng.core.declarations.models import Dated, Declaration, LegalSource, Wording
from zhiheng.core.errors import DeclarationError, Problem
from zhiheng.core.screening.declared import About, Behaviour
from zhiheng.core.terms.declared import read_declared


class BehaviourWords(Dated):
    """One behaviour: what it is called, and the words of the law in which it is told."""

    about: About = "patents"
    behaviour: Behaviour
    title: Wording
    words: Wording
    source: LegalSource
    status: Literal["verified", "unverified"] = "verified"


class BehaviourList(Declaration):
    """A file of behaviours."""

    behaviours: Annotated[list[BehaviourWords], Field(min_length=1)]


@dataclass(frozen=True)
class Behaviours:
    """All declared behaviours."""

    listed: Sequence[BehaviourWords]

    def on(self, behaviour: str, day: date) -> BehaviourWords:
        """Return a behaviour in the words of a day; before the first day in the earliest words."""
        own = [each for each in self.listed if each.behaviour == behaviour]
        return next((each for each in own if each.in_force_on(day)), own[0])

    def all_on(self, day: date, *, about: str = "patents") -> list[BehaviourWords]:
        """Return the behaviours of a register in the words of a day, in the order of the law."""
        own = (each.behaviour for each in self.listed if each.about == about)
        return [self.on(name, day) for name in sorted(dict.fromkeys(own), key=_place)]


def _place(behaviour: str) -> int:
    """Return the number of a behaviour; the tenth does not stand before the second."""
    return int(behaviour.removeprefix("TM-"))


def load_behaviours(*folders: Path) -> Behaviours:
    """Read the packaged behaviours and those in `folders`; report every problem at once."""
    problems: list[Problem] = []
    files = read_declared("screening/behaviours/*.yaml", BehaviourList, folders, problems)
    if problems:
        raise DeclarationError(*problems)
    return Behaviours([each for file in files for each in file.behaviours])
