"""How many invention patents of high value are there, by district, year, criterion and branch?

Input: `high-value-patents`. Output: for each day asked a number for every group.

Method: a patent counts on a day if its row is in force then (`in_force`). All days are counted in
one pass. By criterion it counts for each one that held by the day, by branch for each of its
branches: these numbers overlap and must not be added up. By division a group is the code of the
row; `within` adds up what lies below a division.

What it cannot say: which criterion ceased to hold where pledges count only while they run; a
criterion that held once is told as long as the patent is of high value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.division_codes import division_prefix, within
from zhiheng.core.analyses.high_value_claims import CRITERIA
from zhiheng.core.analyses.in_force import first_end, in_force_until
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine

REGISTER = "high-value-patents"
Group = Literal["division", "criterion", "branch"]
Counts = Mapping[date, Mapping[str, int]]


def counts(
    engine: Engine,
    catalogue: Catalogue,
    *,
    by: Group,
    days: Sequence[date],
    division: str,
) -> Counts:
    """Count the patents of a division and all below it on each day, by group."""
    table = _of(engine, catalogue, division)
    held = [_held(table, catalogue, day) for day in days]
    if by == "criterion":
        return _by_criterion(engine, table, held, days)
    if by == "branch":
        branches = table.mutate(group=table.branches).unnest("group")
        tests = [
            _held(branches, catalogue, day) & (branches.industry_from <= ibis.date(day))
            for day in days
        ]
        return _grouped(engine, branches.filter(branches.group.notnull()), tests, days)
    return _grouped(engine, table.mutate(group=table.division), held, days)


def below(counted: Mapping[str, int], code: str) -> int:
    """Return the number of a division with all that lies below it."""
    prefix = division_prefix(code)
    return sum(number for division, number in counted.items() if division.startswith(prefix))


def _of(engine: Engine, catalogue: Catalogue, division: str) -> ir.Table:
    register = catalogue.register(REGISTER)
    whole = engine.table(register)
    table = whole.filter(within(whole.division, division))
    return table.mutate(ends_on=first_end(table, register))


def _held(table: ir.Table, catalogue: Catalogue, day: date) -> ir.BooleanValue:
    return in_force_until(table, table.ends_on, catalogue.register(REGISTER), on=day)


def _number(condition: ir.BooleanValue) -> ir.IntegerScalar:
    return ibis.cases((condition, 1), else_=0).sum()  # half the time of a filtered count


def _by_criterion(
    engine: Engine, table: ir.Table, held: Sequence[ir.BooleanValue], days: Sequence[date]
) -> Counts:
    measures = {
        f"{name}_{place}": _number(condition & (table[f"{name}_from"] <= ibis.date(day)))
        for place, (day, condition) in enumerate(zip(days, held, strict=True))
        for name in CRITERIA
    }
    row = engine.run(table.aggregate(**measures)).to_pylist()[0]
    return {
        day: {name: int(row[f"{name}_{place}"] or 0) for name in CRITERIA}
        for place, day in enumerate(days)
    }


def _grouped(
    engine: Engine, table: ir.Table, tests: Sequence[ir.BooleanValue], days: Sequence[date]
) -> Counts:
    measures = {f"d{place}": _number(test) for place, test in enumerate(tests)}
    rows: list[dict[str, Any]] = engine.run(
        table.group_by("group").aggregate(**measures)
    ).to_pylist()
    return {
        day: {row["group"]: int(row[f"d{place}"]) for row in rows if row["group"]}
        for place, day in enumerate(days)
    }
