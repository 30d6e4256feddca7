"""Kin: filings that are alike because the law lets them be.

* `divisional`: one is divided from the other, or both from one parent (Implementing Rules, 48);
* `family`: they share a priority, or one claims the priority of the other (Patent Law, art. 29);
* `double`: an invention and a utility model of the same applicants, filed on one day under one
  title (Patent Law, art. 9).

Read from what the filings themselves say; a relation that no document tells is not seen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhiheng.core.analyses.family_claims import read_claim
from zhiheng.core.analyses.parties.mentions import fold_name
from zhiheng.core.screening.filings import Filings

DIVISIONAL, FAMILY, DOUBLE = "divisional", "family", "double"
KIN = frozenset({DIVISIONAL, FAMILY, DOUBLE})
_OF_KIND = re.compile(r"一种|及其?|方法|装置|系统|[\s、，,（）()]")


@dataclass(frozen=True)
class Kin:
    """Which rows are relatives; `parents` and `priorities` name applications, `doubles` a day.

    Each row's own number is among its parents and priorities, so that parent and child meet.
    """

    parents: tuple[frozenset[str], ...] = ()
    priorities: tuple[frozenset[str], ...] = ()
    doubles: tuple[tuple[str, ...], ...] = ()
    rights: tuple[str, ...] = ()

    def between(self, one: int, other: int) -> str:
        """Return how two rows are relatives, "" where they are none."""
        if self.parents[one] & self.parents[other]:
            return DIVISIONAL
        if self.priorities[one] & self.priorities[other]:
            return FAMILY
        alike = self.doubles[one] and self.doubles[one] == self.doubles[other]
        return DOUBLE if alike and self.rights[one] != self.rights[other] else ""

    def later(self, rows: Iterable[int], kind: str) -> Iterator[int]:
        """Yield the rows that are relatives of a kind of one before them."""
        seen: set[str] = set()
        rights: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for row in rows:
            if kind == DOUBLE:
                # One right beside the other is a double; a second one of a right is not.
                before = rights[self.doubles[row]] if self.doubles[row] else set()
                related = bool(before) and self.rights[row] not in before
                before.add(self.rights[row])
            else:
                told = (self.parents if kind == DIVISIONAL else self.priorities)[row]
                related = not seen.isdisjoint(told)
                seen |= told
            if related:
                yield row


def kin_of(filings: Filings) -> Kin:
    """Return who is a relative of whom among the filings."""
    names = [f"CN{number}" for number in filings.numbers]
    parents = zip(names, filings.values("related"), strict=True)
    priorities = zip(names, filings.values("priorities"), strict=True)
    return Kin(
        tuple(frozenset({own, *_parents(each)}) for own, each in parents),
        tuple(frozenset({own, *_priorities(each)}) for own, each in priorities),
        tuple(_doubles(filings)),
        tuple(filings.values("right")),
    )


def _parents(related: list[str] | None) -> Iterator[str]:
    for text in related or []:
        claim = read_claim(text, is_priority=False)
        if claim is not None and claim.basis == "division":
            yield claim.named


def _priorities(priorities: list[str] | None) -> Iterator[str]:
    for text in priorities or []:
        claim = read_claim(text, is_priority=True)
        if claim is not None:
            yield claim.named


def _doubles(filings: Filings) -> Iterator[tuple[str, ...]]:
    columns = (filings.values(name) for name in ("right", "filing_date", "title", "applicants"))
    for right, day, title, applicants in zip(*columns, strict=True):
        told = right in ("invention", "utility_model") and day and applicants and title
        names = sorted(fold_name(name) for name in applicants or [])
        yield (day.isoformat(), _OF_KIND.sub("", fold_name(title)), *names) if told else ()
