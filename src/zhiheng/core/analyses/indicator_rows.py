"""Which rows does an indicator count on a day, and what does each add?

Inputs: a register's table and the `Counted` of an indicator. Output: expressions over the table,
the same on every engine: the rows that can count at all, the condition that one counts on a day,
and the number they make together.

| clock | a row counts on a day |
|---|---|
| `in_force` | when it is in force by its register's validity, or from the column `starts` |
| `during` | when its date is not after the day and not before `since`, 1 January unless given |
| `up_to` | when its date is not after the day |
| `latest` | when it bears the newest year that is not after the day's |

A row that an exclusion takes out counts until the day on which it leaves.
A clock may be a column of years: a row of 2024 then counts from the first to the last day of 2024.
Sums of decimals add whole hundredths, so that no order of adding changes them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.exclusions import LEFT_ON, chosen, passes, with_left_on
from zhiheng.core.analyses.in_force import first_end, in_force_until
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Counted, Register
from zhiheng.core.engine import Engine

STARTS_ON, ENDS_ON = "starts_on_day", "ends_on_day"
HUNDREDTHS = 100
DAYS_A_YEAR = Decimal("365.25")


def counted_rows(engine: Engine, catalogue: Catalogue, counted: Counted) -> ir.Table:
    """Return the rows that pass the conditions whatever the day, with their first and last day."""
    register = catalogue.register(counted.register_)
    table = engine.table(register)
    if counted.where:
        table = table.filter(*(passes(table, test) for test in counted.where))
    if counted.without:
        left = chosen(register, counted.without)
        others = {each.register_: engine.table(catalogue.register(each.register_)) for each in left}
        table = with_left_on(table, left, others)
    if counted.in_force:  # once a row instead of once a day
        assert register.validity is not None
        starts = table[counted.starts or register.validity.starts]
        table = table.mutate(**{STARTS_ON: starts, ENDS_ON: first_end(table, register)})
    return table


def on_day(
    table: ir.Table, register: Register, counted: Counted, day: date, since: date | None
) -> ir.BooleanValue:
    """Return the condition that one of `counted_rows` counts on a day."""
    holds = _by_clock(table, register, counted, day, since)
    return holds & (table[LEFT_ON] > ibis.date(day)) if counted.without else holds


def _by_clock(
    table: ir.Table, register: Register, counted: Counted, day: date, since: date | None
) -> ir.BooleanValue:
    if counted.in_force:
        holds = in_force_until(table, table[ENDS_ON], register, on=day)
        return holds & (table[STARTS_ON] <= ibis.date(day)) if counted.starts else holds
    if counted.during:
        first = since or date(day.year, 1, 1)
        column = table[counted.during]
        return (column >= _bound(column, first)) & (column <= _bound(column, day))
    assert counted.up_to is not None
    column = table[counted.up_to]
    return column <= _bound(column, day)


def measured(table: ir.Table, counted: Counted, where: ir.BooleanValue, day: date) -> ir.Value:
    """Return the number that the rows passing `where` make on a day, in `number`'s raw form."""
    if counted.distinct:
        return table[counted.distinct].nunique(where=where)
    if counted.age:
        ages = ibis.date(day).delta(table[counted.age], unit="day")
        return ages.sum(where=where)
    if counted.sum:
        return summable(table[counted.sum]).sum(where=where)
    return ibis.cases((where, 1), else_=0).sum()  # half the time of a filtered count


def summable(column: ir.Value) -> ir.Value:
    """Return a column as whole numbers: of decimals their hundredths."""
    if column.type().is_floating():
        return (column * HUNDREDTHS).round().cast("int64")
    return column


def number(cell: Decimal | float | None, counted: Counted, register: Register) -> float | None:
    """Return what `measured` found as a plain number: rows, years of age, or a sum in its unit."""
    if cell is None:
        return None
    if counted.age:
        return float(Decimal(int(cell)) / DAYS_A_YEAR)
    if counted.sum and register.column(counted.sum).type == "decimal":
        return float(Decimal(int(cell)) / HUNDREDTHS)
    return int(cell)


def _bound(column: ir.Value, day: date) -> ir.Value:
    return ibis.literal(day.year) if column.type().is_integer() else ibis.date(day)
