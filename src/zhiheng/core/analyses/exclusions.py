"""Which rows of a register does another register take out of a count?

A register may declare exclusions: rows leave where another register names them, such as filings
confirmed as abnormal. Both hold the number by which they meet; the other register's rows may have
to pass tests, such as that the finding was confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.models import Condition, Exclusion, Register


def chosen(register: Register, names: Sequence[str]) -> list[Exclusion]:
    """Return the exclusions of a register that bear these names."""
    return [each for each in register.exclusions if each.name in names]


def leave_out(
    table: ir.Table, exclusions: Sequence[Exclusion], others: Mapping[str, ir.Table]
) -> ir.Table:
    """Return the rows that none of the exclusions takes out; `others` are tables by register."""
    for exclusion in exclusions:
        other = others[exclusion.register_]
        tests = [passes(other, test) for test in exclusion.where]
        named = other.filter(other[exclusion.key].notnull(), *tests).select(exclusion.key)
        table = table.anti_join(named, table[exclusion.own] == named[exclusion.key])
    return table


def passes(table: ir.Table, test: Condition) -> ir.BooleanValue:
    """Return the condition that a row passes a test; a list passes when it holds a value."""
    column = table[test.column]
    if isinstance(column, ir.ArrayValue):
        return ibis.or_(*(column.contains(value) for value in test.values()))
    return column.isin(test.values())
