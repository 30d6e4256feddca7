"""Which invention patents are of high value, from when, and by which of the five criteria?

Inputs: `patents`, `strategic-industries`, `families`, `overseas-patents`, `pledges`, `awards`,
`abnormal-filings` and the parameters `high-value.*`. Output: `high-value-patents`, one row a
granted invention that meets at least one criterion.

Method:
1. `high_value_claims` gives for each criterion the patents that meet it, from which day until
   which (most have no end) and by what. A patent's criteria are the union of its claims: it is one
   row however many there are.
2. No criterion holds before the grant. The patent is of high value from the first day on which one
   holds; where the next begins after the last has ended, the days between are an interruption, as
   are those in which the right was not in force.
3. A patent whose filing was found abnormal keeps its row; it is deducted from the day of the
   decision, which ends it like the end of the right (规范申请专利行为的规定 art. 9).
4. A criterion met by lapse of time alone enters when its day has come: with the first import after
   it. For days until that of the import the rows are complete.

What it cannot say: whether a patent abroad is still in force; what a pledge of unknown amount
secured; which awards name no patent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.high_value_claims import CRITERIA, claims_of, granted_inventions
from zhiheng.core.analyses.in_force import GAP, NO_END
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.lake.schema import LINEAGE

INPUTS = (
    *("patents", "strategic-industries", "families", "overseas-patents", "pledges", "awards"),
    "abnormal-filings",
)
OUTPUT = "high-value-patents"
NUMBER = "application_number"
_WITH_EVIDENCE = ("industry", "family", "pledge", "award")


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `high-value-patents` for what holds by the day `on`."""
    claims = claims_of(tables, catalogue, on=on)
    met = _met(claims).left_join(_gaps(claims), NUMBER).drop(f"{NUMBER}_right")
    patents = granted_inventions(tables["patents"])
    rows = patents.inner_join(met, NUMBER)
    branches = _branches(tables["strategic-industries"])
    for joined in (branches, _deductions(tables["abnormal-filings"], catalogue, on)):
        rows = rows.left_join(joined, NUMBER).drop(f"{NUMBER}_right")
    rows = rows.mutate(interruptions=_both(rows.interruptions, rows.unmet))
    names = [column.name for column in catalogue.register(OUTPUT).columns]
    return rows.select(*names, *LINEAGE.names).order_by(rows.application_number.desc())


def _met(claims: ir.Table) -> ir.Table:
    """Return one row a patent: its criteria, from when each holds, and the evidence."""
    per_criterion = {
        f"{name}_from": claims.starts.min(where=claims.criterion == name) for name in CRITERIA
    }
    evidence = {f"{name}_evidence": _listed(claims, name) for name in _WITH_EVIDENCE}
    until = claims.ends.max()
    return claims.group_by(NUMBER).aggregate(
        high_value_from=claims.starts.min(),
        high_value_until=ibis.ifelse(until < ibis.date(NO_END), until, ibis.null("date")),
        criteria=claims.criterion.collect().unique().sort(),
        **per_criterion,
        **evidence,
    )


def _listed(claims: ir.Table, criterion: str) -> ir.ArrayValue:
    told = claims.evidence.collect(where=claims.criterion == criterion).unique().sort()
    return ibis.ifelse(told.length() > 0, told, ibis.null("array<string>"))


def _gaps(claims: ir.Table) -> ir.Table:
    """Return for each patent the days between its claims on which none holds."""
    before = ibis.window(
        group_by=claims[NUMBER],
        order_by=[claims.starts, claims.ends, claims.criterion, claims.evidence],
        preceding=(None, 1),
    )
    placed = claims.mutate(held_until=claims.ends.max().over(before))
    apart = placed.filter(placed.held_until < placed.starts)
    gap = apart.held_until.cast("string") + GAP + apart.starts.cast("string")
    return apart.group_by(NUMBER).aggregate(unmet=gap.collect().sort())


def _branches(industries: ir.Table) -> ir.Table:
    return industries.group_by(NUMBER).aggregate(
        branches=industries.branch.collect().unique().sort()
    )


def _deductions(abnormal: ir.Table, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the filings that are deducted, the day and the behaviour with its notice."""
    states = catalogue.value("high-value.deducted-states", on=on).value
    deducted = abnormal.filter(abnormal.state.isin(states))
    day = deducted.decided_on.coalesce(deducted.notified_on)
    told = deducted.behaviour + " " + day.cast("string") + " " + deducted.notice.fill_null("")
    counted = deducted.mutate(day=day, told=told.strip()).filter(day <= ibis.date(on))
    return counted.group_by(NUMBER).aggregate(
        deducted_on=counted.day.min(), deduction=counted.told.collect().sort()
    )


def _both(one: ir.ArrayValue, other: ir.ArrayValue) -> ir.ArrayValue:
    """Return two lists of interruptions as one, in order; either may be empty."""
    together = ibis.ifelse(one.isnull(), other, one.concat(other).sort())
    return ibis.ifelse(other.isnull(), one, together)
