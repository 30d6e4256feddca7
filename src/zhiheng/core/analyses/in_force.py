"""Which rows of a register are in force on a day?

A register that has a validity declares the column from which a row is in force and the columns
of which the first reached ends it. A row is in force on its first day and no longer on the day
it ends; an end that is empty has not come.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.models import Register
from zhiheng.core.errors import InputError

# Later than every day a register can hold; where no end has come, this one has not either.
NO_END = date(9999, 12, 31)


def in_force(table: ir.Table, register: Register, *, on: date) -> ir.BooleanValue:
    """Return the condition that a row is in force on the day."""
    return in_force_until(table, first_end(table, register), register, on=on)


def first_end(table: ir.Table, register: Register) -> ir.DateValue:
    """Return the first of the days that end a row, `NO_END` where none has come."""
    if register.validity is None:
        raise InputError.of("register.no_validity", received=register.name)
    ends = [table[name] for name in register.validity.ends]
    return ibis.least(*ends, ibis.date(NO_END))  # both engines pass over empty days


def in_force_until(
    table: ir.Table, end: ir.DateValue, register: Register, *, on: date
) -> ir.BooleanValue:
    """Return the condition that a row is in force on the day, its first end being known."""
    assert register.validity is not None
    day = ibis.date(on)
    return (table[register.validity.starts] <= day) & (end > day)
