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


def in_force(table: ir.Table, register: Register, *, on: date) -> ir.BooleanValue:
    """Return the condition that a row is in force on the day."""
    if register.validity is None:
        raise InputError.of("register.no_validity", received=register.name)
    day = ibis.date(on)
    condition = table[register.validity.starts] <= day
    for name in register.validity.ends:
        condition = condition & (table[name].isnull() | (table[name] > day))
    return condition
