"""What somebody typed about an entry, held against the registers: names, owners, classes.

Everything that is wrong is told at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zhiheng.core.errors import InputError, PersonError, Problem
from zhiheng.core.identifiers.application_number import normalise_application_number
from zhiheng.core.identifiers.trademark_classes import (
    NO_CLASS,
    nice_class_problems,
    normalise_nice_class,
    split_nice_classes,
)
from zhiheng.core.identifiers.trademark_number import normalise_trademark_number
from zhiheng.core.identifiers.uscc import normalise_uscc, uscc_problems
from zhiheng.office.parties import queries as parties
from zhiheng.office.protection.enums import EntryKind
from zhiheng.office.protection.models import OWNERS_PARTED
from zhiheng.office.registers import lake

LONGEST_NAME, LONGEST_WORDS, LONGEST_SOURCE = 200, 400, 200
Row = dict[str, Any]


@dataclass(frozen=True)
class Described:
    """An entry as somebody describes it; `party` may be a number, a credit code or a name."""

    kind: str
    reason: str
    source: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    text: str = ""
    number: str = ""
    party: str = ""
    nice_classes: Sequence[str] = ()
    well_known: bool = False


@dataclass
class Read:
    """What is kept of it, completed from the registers."""

    text: str
    number: str = ""
    party: str = ""
    owner: str = ""
    nice_classes: list[str] = field(default_factory=list)


def read_classes(text: str) -> tuple[list[str], list[Problem]]:
    """Return the classes that a text such as `第9类、25` names, and what is no class."""
    parts = split_nice_classes(text)
    problems = [problem for part in parts for problem in nice_class_problems(part)]
    classes = {normalise_nice_class(part) for part in parts if not nice_class_problems(part)}
    if NO_CLASS in classes:
        problems.append(Problem("nice_class.range", {"received": NO_CLASS, "number": NO_CLASS}))
    return sorted(classes - {NO_CLASS}), problems


def read(described: Described) -> Read:
    """Return what an entry keeps; `InputError` with everything that is wrong with it."""
    problems = _plain_problems(described)
    found = Read(" ".join(described.text.split()), nice_classes=sorted(described.nice_classes))
    try:
        _READERS.get(described.kind, _name)(described, found)
    except InputError as error:
        problems += error.problems
    if not found.text and not problems:
        problems.append(Problem("protection.name_missing"))
    if problems:
        raise InputError(*problems)
    found.text = found.text[:LONGEST_NAME]
    return found


def _plain_problems(described: Described) -> list[Problem]:
    problems = []
    if described.kind not in EntryKind.values:
        choices = "、".join(f"{kind.label} ({kind.value})" for kind in EntryKind)
        given = {"received": described.kind or "—", "expected": choices}
        problems.append(Problem("cell.not_a_choice", given))
    if not described.reason.strip():
        problems.append(Problem("protection.reason_missing"))
    if not described.source.strip():
        problems.append(Problem("protection.source_missing"))
    if described.valid_to and described.valid_to < described.valid_from:
        given = {"first": str(described.valid_from), "last": str(described.valid_to)}
        problems.append(Problem("screening.days_crossed", given))
    if described.kind == EntryKind.EVENT and described.valid_to is None:
        problems.append(Problem("protection.window_missing"))
    if described.kind == EntryKind.GENERIC and not described.nice_classes:
        problems.append(Problem("protection.classes_missing"))
    if len(described.text.strip()) > LONGEST_NAME:
        given = {"received": str(len(described.text)), "expected": str(LONGEST_NAME)}
        problems.append(Problem("protection.name_too_long", given))
    return problems


def _name(described: Described, found: Read) -> None:
    """Read an entry in words; an owner may be named beside it."""
    found.number = described.number.strip()[:60]
    _take_owner(described, found)


def _mark(described: Described, found: Read) -> None:
    """Read a mark by its number in the register, or by its words."""
    _take_owner(described, found)
    if not described.number.strip():
        return
    found.number = str(normalise_trademark_number(described.number.strip()))
    rows = _rows_of("trademarks", "number", found.number, "mark_text", "nice_class", "owners")
    if not rows and not found.text:
        raise InputError.of("protection.mark_unknown", received=found.number)
    if rows:
        words = next((row["mark_text"] for row in rows if row["mark_text"]), "")
        found.text = found.text or words or found.number
        classes = sorted({row["nice_class"] for row in rows} - {NO_CLASS})
        found.nice_classes = found.nice_classes or classes
        owned = min(rows, key=lambda row: (not row["owners"], row["nice_class"]))
        _take_party(found, "trademarks", f"{found.number}~{owned['nice_class']}", owned, "owners")


def _patent(described: Described, found: Read) -> None:
    """Read a patent by its number, which it must have."""
    _take_owner(described, found)
    if not described.number.strip():
        raise InputError.of("protection.number_missing")
    found.number = normalise_application_number(described.number.strip())
    rows = _rows_of("patents", "application_number", found.number, "title", "applicants")
    if not rows and not found.text:
        raise InputError.of("protection.patent_unknown", received=found.number)
    if rows:
        found.text = found.text or rows[0]["title"] or found.number
        _take_party(found, "patents", found.number, rows[0], "applicants")


def _enterprise(described: Described, found: Read) -> None:
    """Read an enterprise by party number, credit code or name."""
    asked = described.party.strip() or described.number.strip() or found.text
    if not asked:
        raise InputError.of("protection.party_missing")
    try:
        row = parties.one_party(asked, unmasked=False)
    except PersonError as error:
        if uscc_problems(asked) or not found.text:
            raise InputError(*error.problems) from error
        found.number = normalise_uscc(asked)  # not in the registers yet; found once it is
        return
    found.party = str(row["party"])
    found.text, found.owner = found.text or str(row["name"]), str(row["name"])[:LONGEST_NAME]
    found.number = str(row["uscc"] or "")


def _take_owner(described: Described, found: Read) -> None:
    if described.party.strip():
        row = _party_row(described.party)
        found.party, found.owner = str(row["party"]), str(row["name"])[:LONGEST_NAME]


def _take_party(found: Read, register: str, record: str, row: Row, column: str) -> None:
    """Take the first owner that the register names, unless somebody else was typed."""
    if found.party or not row[column]:
        return
    found.owner = OWNERS_PARTED.join(row[column])[:LONGEST_NAME]
    of_names = parties.parties_of_record(register, record)
    found.party = of_names.get((column, row[column][0]), "")


def _party_row(text: str) -> Row:
    """Return the party that a text names; what nobody is called stands on the form."""
    try:
        return parties.one_party(text.strip(), unmasked=False)
    except PersonError as error:
        raise InputError(*error.problems) from error


def _rows_of(register: str, column: str, value: str, *columns: str) -> list[Row]:
    """Return some columns of the rows of a register that have a value in another one."""
    chosen = lake.rows_with(register, column, [value]).select(*columns)
    found: list[Row] = lake.engine().run(chosen).to_pylist()
    return found


_READERS = {
    EntryKind.MARK.value: _mark,
    EntryKind.PATENT.value: _patent,
    EntryKind.ENTERPRISE.value: _enterprise,
}
