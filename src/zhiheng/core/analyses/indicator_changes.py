"""By how much does what an indicator counts change from day to day?

Inputs: the registers that indicators count. Output: rows of `indicator-changes`: for a measure and
a division the rows gained and lost on a day. A stock's number on a day is the sum of all changes
up to it; a flow's is the sum within its period. So any day's figure, and any period's, is read off
a small table, exactly as a pass over the register would count it.

Method:
1. A row in force gains one on its first day and loses one on the day it ends or an exclusion
   takes it out. The days of an interruption lose and gain it again; of interruptions that overlap
   each day is lost once.
2. A row that happens on a day gains one on it. Where an exclusion takes it out later, `until` keeps
   that day, because a period that ends before it still counts the row.
3. Sums go along: whole hundredths of decimals; for ages the days since 1970 of the date they begin
   on, so that the ages on a day are rows x day less amount.

A measure is named by the digest of all that its numbers depend on: what is counted, the validity
and the exclusions of its register. What is not additive has none: different values, published
figures, and clocks of years.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.division_codes import within
from zhiheng.core.analyses.exclusions import LEFT_ON, chosen
from zhiheng.core.analyses.in_force import GAP, NO_END
from zhiheng.core.analyses.indicator_rows import ENDS_ON, STARTS_ON, counted_rows, summable
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Counted, Register
from zhiheng.core.engine import Engine

CHANGES = "indicator-changes"
EPOCH = date(1970, 1, 1)
DIGITS = 16
DAY_LENGTH = 10


def measure_of(catalogue: Catalogue, counted: Counted, by: str) -> str | None:
    """Return the name of a measure; None where what is counted has no daily changes."""
    register = catalogue.register(counted.register_)
    clock = counted.during or counted.up_to
    if counted.latest or counted.distinct:
        return None
    if clock and register.column(clock).type != "date":
        return None
    depends = {
        "counted": counted.model_dump(mode="json", by_alias=True),
        "by": by,
        "key": register.key,
        "validity": register.validity and register.validity.model_dump(mode="json"),
        "without": [e.model_dump(mode="json") for e in chosen(register, counted.without)],
    }
    text = json.dumps(depends, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def measures(catalogue: Catalogue) -> dict[str, tuple[Counted, str]]:
    """Return every measure of the declared indicators: what is counted, and by which column.

    The choices of a breakdown have none: they are many, and counted in one pass when asked for.
    """
    found: dict[str, tuple[Counted, str]] = {}
    for indicator in catalogue.indicators.values():
        parts = [part.of(indicator.numerator) for part in indicator.parts]
        for counted in filter(None, (indicator.numerator, indicator.denominator, *parts)):
            name = measure_of(catalogue, counted, indicator.by)
            if name:
                found[name] = (counted, indicator.by)
    return found


def registers_of(catalogue: Catalogue, counted: Counted) -> list[str]:
    """Return the registers whose rows decide the numbers."""
    exclusions = chosen(catalogue.register(counted.register_), counted.without)
    return [counted.register_, *(each.register_ for each in exclusions)]


def changes_of(
    engine: Engine, catalogue: Catalogue, counted: Counted, *, by: str, city: str
) -> ir.Table:
    """Return the changes of what is counted in a city: division, day, until, rows, amount."""
    register = catalogue.register(counted.register_)
    table = counted_rows(engine, catalogue, counted)
    table = table.filter(within(table[by], city))
    if counted.age:
        table = table.filter(table[counted.age].notnull())
    table = table.mutate(amount_of_row=_amount(table, counted))
    steps = _stock(table, register, counted, by) if counted.in_force else _flow(table, counted, by)
    grouped = steps.group_by("division", "day", "until").aggregate(
        rows=steps.step.sum().cast("int64"), amount=(steps.step * steps.of_row).sum().cast("int64")
    )
    return grouped.filter((grouped.rows != 0) | (grouped.amount != 0))


def _amount(table: ir.Table, counted: Counted) -> ir.IntegerValue:
    if counted.sum:
        return summable(table[counted.sum]).fill_null(0).cast("int64")
    if counted.age:
        return table[counted.age].delta(ibis.date(EPOCH), unit="day").cast("int64")
    return ibis.literal(0, "int64")


def _stock(table: ir.Table, register: Register, counted: Counted, by: str) -> ir.Table:
    assert register.validity is not None
    own = table[register.validity.starts]
    starts = table[STARTS_ON]
    ends = ibis.least(table[ENDS_ON], table[LEFT_ON]) if counted.without else table[ENDS_ON]
    table = table.filter(own.notnull(), starts.notnull())
    table = table.mutate(first_day=ibis.greatest(own, starts), end_day=ends)
    held = table.filter(table.first_day < table.end_day)
    steps = [_step(held, by, held.first_day, 1), _step(held, by, held.end_day, -1)]
    if register.validity.interruptions:
        gaps = _gaps(held, register, register.validity.interruptions, by)
        steps += [_step(gaps, by, gaps.gap_from, -1), _step(gaps, by, gaps.gap_to, 1)]
    united = ibis.union(*steps)
    return united.filter(united.day < ibis.date(NO_END))


def _gaps(held: ir.Table, register: Register, column: str, by: str) -> ir.Table:
    """Return each interruption within the days a row is in force, less the days of earlier ones."""
    names = dict.fromkeys((*register.key, by, "first_day", "end_day", "amount_of_row"))
    told = held.filter(held[column].notnull()).select(*names, gap=held[column])
    each = told.unnest("gap")
    each = each.filter(each.gap.length() > DAY_LENGTH + len(GAP))
    each = each.mutate(
        gap_from=each.gap.substr(0, DAY_LENGTH).cast("date"),
        gap_to=each.gap.substr(DAY_LENGTH + len(GAP)).cast("date"),
    )
    earlier = ibis.window(
        group_by=list(register.key), order_by=[each.gap_from, each.gap_to], preceding=(None, 1)
    )
    seen = each.gap_to.max().over(earlier).fill_null(each.first_day)
    each = each.mutate(
        gap_from=ibis.greatest(each.gap_from, each.first_day, seen),
        gap_to=ibis.least(each.gap_to, each.end_day),
    )
    return each.filter(each.gap_from < each.gap_to)


def _flow(table: ir.Table, counted: Counted, by: str) -> ir.Table:
    clock = counted.during or counted.up_to
    assert clock is not None
    table = table.filter(table[clock].notnull())
    if not counted.without:
        return _step(table, by, table[clock], 1)
    table = table.filter(table[clock] < table[LEFT_ON])
    until = table[LEFT_ON].nullif(ibis.date(NO_END))
    return _step(table.mutate(until_day=until), by, table[clock], 1, until="until_day")


def _step(table: ir.Table, by: str, day: ir.Value, step: int, *, until: str = "") -> ir.Table:
    return table.select(
        division=table[by],
        day=day,
        until=table[until] if until else ibis.null("date"),
        step=ibis.literal(step, "int64"),
        of_row=table.amount_of_row,
    )
