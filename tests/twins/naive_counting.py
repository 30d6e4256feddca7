"""What an indicator counts, row by row: the obvious way, one row and one day at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.core.declarations.models import Condition, Counted, Exclusion, Register

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """A register's declaration and rows, and the rows of the others by which some leave."""

    register: Register
    rows: Sequence[Row]
    others: Mapping[str, Sequence[Row]]


def rows_counted(
    place: Place, counted: Counted, *, by: str, division: str, on: date, since: date | None = None
) -> list[Row]:
    """Return the rows that count on a day in a division."""
    return [
        row
        for row in place.rows
        if _lies_in(row[by], division)
        and all(_passes(row, test) for test in counted.where)
        and _by_clock(place.register, counted, row, on, since)
        and not any(_left(place, row, name, on) for name in counted.without)
    ]


def number_counted(rows: Sequence[Row], counted: Counted, on: date) -> float:
    """Return the number that counted rows make."""
    if counted.distinct:
        return len({row[counted.distinct] for row in rows} - {None})
    if counted.age:
        days = sum((on - row[counted.age]).days for row in rows if row[counted.age])
        return float(Decimal(days) / Decimal("365.25"))
    if counted.sum:
        added = sum(Decimal(str(row[counted.sum])) for row in rows if row[counted.sum] is not None)
        return float(added)
    return len(rows)


def _lies_in(code: str | None, division: str) -> bool:
    digits = division.rstrip("0") if division.endswith("00") else division
    return code is not None and code.startswith(digits)


def _passes(row: Row, test: Condition) -> bool:
    value = row[test.column]
    wanted = test.one_of if test.one_of is not None else [test.equals]
    if isinstance(value, list):
        return any(each in wanted for each in value)
    return value in wanted


def _by_clock(register: Register, counted: Counted, row: Row, on: date, since: date | None) -> bool:
    if counted.in_force:
        return _in_force(register, counted, row, on)
    day = row[counted.during or counted.up_to or ""]
    if day is None:
        return False
    first = date.min if counted.up_to else since or date(on.year, 1, 1)
    return first.year <= day <= on.year if isinstance(day, int) else first <= day <= on


def _in_force(register: Register, counted: Counted, row: Row, on: date) -> bool:
    validity = register.validity
    assert validity is not None
    begins = [row[validity.starts], *([row[counted.starts]] if counted.starts else [])]
    if any(day is None or day > on for day in begins):
        return False
    if any(row[name] is not None and row[name] <= on for name in validity.ends):
        return False
    gaps = row[validity.interruptions] if validity.interruptions else None
    pairs = [gap.split("/") for gap in gaps or []]
    return not any(first <= on.isoformat() < last for first, last in pairs)


def _left(place: Place, row: Row, name: str, on: date) -> bool:
    [exclusion] = [each for each in place.register.exclusions if each.name == name]
    return any(_takes_out(exclusion, other, row, on) for other in place.others[exclusion.register_])


def _takes_out(exclusion: Exclusion, other: Row, row: Row, on: date) -> bool:
    if other[exclusion.key] is None or other[exclusion.key] != row[exclusion.own]:
        return False
    if not all(_passes(other, test) for test in exclusion.where):
        return False
    day = other[exclusion.from_] if exclusion.from_ else None
    return day is None or day <= on
