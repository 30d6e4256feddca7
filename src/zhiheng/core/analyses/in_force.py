"""Which rows of a register are in force on a day?

A register that has a validity declares the column from which a row is in force and the columns
of which the first reached ends it. A row is in force on its first day and no longer on the day
it ends; an end that is empty has not come. A register may name a column of interruptions, each
written "2018-04-03/2018-09-04": not in force from the first of these days, again from the last.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.models import Register
from zhiheng.core.errors import InputError

# Later than every day a register can hold; where no end has come, this one has not either.
NO_END = date(9999, 12, 31)
# Between the first day of an interruption and the day on which the row is in force again.
GAP = "/"


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
    holds = (table[register.validity.starts] <= day) & (end > day)
    if register.validity.interruptions is None:
        return holds
    return holds & ~_interrupted(table[register.validity.interruptions], on)


def _interrupted(gaps: ir.ArrayValue, on: date) -> ir.BooleanValue:
    """Return the condition that the day lies in one of the interruptions."""
    day = on.isoformat()
    of_day = gaps.filter(lambda gap: (gap.substr(0, 10) <= day) & (gap.substr(11) > day))
    # Few rows have any: the others are not even looked into.
    return ibis.ifelse(gaps.isnull(), False, of_day.length() > 0)
