"""All marks of a name: over classes and offices, whose they are, and in which order they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhiheng.core.errors import InputError
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.queries import (
    Key,
    Mark,
    is_same_text,
    marks_of_name,
    owners_of,
)

MOST_MARKS = 500
LONGEST_NAME = 200
Parties = dict[Key, list[tuple[str, str]]]


@dataclass(frozen=True)
class Holder:
    """An owner of marks of a name: how many, in how many classes, since when."""

    party: str
    name: str
    marks: int
    in_force: int
    classes: tuple[str, ...]
    since: date | None


@dataclass(frozen=True)
class Brand:
    """The marks of a name: those that are it, and those that hold it among other words.

    `total` counts both; beyond `MOST_MARKS` the newest are read.
    """

    name: str
    own: Sequence[Mark]
    holding: Sequence[Mark]
    total: int
    owners: Parties
    holders: Sequence[Holder]


def brand_of(name: str, *, on: date) -> Brand:
    """Return what the register knows of a name; raise where none is given."""
    text = name.strip()
    if not text:
        raise InputError.of("marks.no_name")
    if len(text) > LONGEST_NAME:
        raise InputError.of("marks.name_too_long", received=len(text), expected=LONGEST_NAME)
    marks, total = marks_of_name(text, on=on, most=MOST_MARKS)
    own = [mark for mark in marks if is_same_text(mark.text, text)]
    holding = [mark for mark in marks if not is_same_text(mark.text, text)]
    owners = owners_of([mark.key for mark in marks])
    return Brand(text, own, holding, total, owners, holders(own, owners))


def holders(marks: Sequence[Mark], owners: Parties) -> list[Holder]:
    """Return who owns marks, those with the most in force first."""
    names: dict[str, str] = {}
    held: dict[str, list[Mark]] = {}
    for mark in marks:
        for party, name in owners.get(mark.key, ()):
            names.setdefault(party, name)
            held.setdefault(party, []).append(mark)
    lines = [_holder(party, names[party], own) for party, own in held.items()]
    return sorted(lines, key=lambda each: (-each.in_force, -each.marks, each.party))


def _holder(party: str, name: str, marks: Sequence[Mark]) -> Holder:
    filed = [mark.row["filing_date"] for mark in marks if mark.row["filing_date"]]
    phases = Counter(mark.phase for mark in marks)
    classes = tuple(sorted({mark.row["nice_class"] for mark in marks}))
    since = min(filed) if filed else None
    return Holder(party, name, len(marks), phases[Phase.IN_FORCE], classes, since)
