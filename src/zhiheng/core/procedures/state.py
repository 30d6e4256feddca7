"""Where a case stands, as the machine sees it: plain values, no people, no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from zhiheng.core.terms.suspensions import Extension, Suspension


class RunningTerm(NamedTuple):
    """One term of a case, running or ended.

    `of` tells apart the same term of several parties. `service` is the mode in which the paper was
    served that started it; `start` is then the day it was sent.
    """

    term: str
    start: date
    length: str
    of: str = ""
    service: str = ""
    extensions: tuple[Extension, ...] = ()
    ended: date | None = None
    ended_by: str = ""


class CaseState(NamedTuple):
    """Where a case stands.

    `present` counts the people in each capacity. `served` holds the papers that everybody they are
    addressed to has received. `given` are the answers of the form, by field.
    """

    stage: str
    terms: tuple[RunningTerm, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    done: frozenset[str] = frozenset()
    issued: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    present: Mapping[str, int] = {}
    outcome: str = ""
    given: Mapping[str, str] = {}

    def running(self, term: str) -> list[RunningTerm]:
        """Return the terms of a name that have not ended."""
        return [each for each in self.terms if each.term == term and each.ended is None]

    def standing(self) -> list[Suspension]:
        """Return the suspensions that have not ended."""
        return [each for each in self.suspensions if each.last is None]
