"""Which rows of a register does another register take out of a count, and from which day?

A register may declare exclusions: rows leave where another register names them, such as filings
confirmed as abnormal. Both hold the number by which they meet; the other register's rows may have
to pass tests, such as that the finding was confirmed. A row leaves on the day that the other
register tells, and was counted until then; where it tells none, the row never counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.in_force import NO_END
from zhiheng.core.declarations.models import Condition, Exclusion, Register

LEFT_ON = "left_on_day"
ALWAYS = date(1, 1, 1)


def chosen(register: Register, names: Sequence[str]) -> list[Exclusion]:
    """Return the exclusions of a register that bear these names."""
    return [each for each in register.exclusions if each.name in names]


def leave_out(
    table: ir.Table,
    exclusions: Sequence[Exclusion],
    others: Mapping[str, ir.Table],
    *,
    on: date | None = None,
) -> ir.Table:
    """Return the rows that no exclusion has taken out by a day, ever where none is given.

    `others` are the tables of the exclusions' registers by name.
    """
    for exclusion in exclusions:
        gone = _named(exclusion, others[exclusion.register_])
        if on is not None:
            gone = gone.filter(gone[LEFT_ON] <= ibis.date(on))
        table = table.anti_join(gone, table[exclusion.own] == gone[exclusion.key])
    return table


def with_left_on(
    table: ir.Table, exclusions: Sequence[Exclusion], others: Mapping[str, ir.Table]
) -> ir.Table:
    """Return the rows with the first day on which one of the exclusions takes each out."""
    left_on = ibis.date(NO_END)
    columns = table.columns
    for place, exclusion in enumerate(exclusions):
        name = f"{LEFT_ON}_{place}"
        gone = _named(exclusion, others[exclusion.register_])
        gone = gone.select(**{f"key_{place}": gone[exclusion.key], name: gone[LEFT_ON]})
        table = table.left_join(gone, table[exclusion.own] == gone[f"key_{place}"])
        left_on = ibis.least(left_on, table[name].fill_null(ibis.date(NO_END)))
    return table.select(*columns, **{LEFT_ON: left_on})


def passes(table: ir.Table, test: Condition) -> ir.BooleanValue:
    """Return the condition that a row passes a test; a list passes when it holds a value."""
    column = table[test.column]
    if isinstance(column, ir.ArrayValue):
        return ibis.or_(*(column.contains(value) for value in test.values()))
    return column.isin(test.values())


def _named(exclusion: Exclusion, other: ir.Table) -> ir.Table:
    """Return the keys that the other register names, each with the first day it leaves on."""
    tests = [passes(other, test) for test in exclusion.where]
    rows = other.filter(other[exclusion.key].notnull(), *tests)
    always = ibis.date(ALWAYS)
    day = rows[exclusion.from_].fill_null(always) if exclusion.from_ else always
    return rows.group_by(exclusion.key).aggregate(**{LEFT_ON: day.min()})
