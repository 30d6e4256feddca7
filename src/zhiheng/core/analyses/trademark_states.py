"""In which legal state was a Chinese mark on which day, and by what?

Inputs: `trademarks`, `trademark-events`. Output: `trademark-states`, one row an interval of a mark
in one class.

Method: `trademark_steps` says what happened, `trademark_lives` which states follow; this analysis
adds the phase (pending, in force, grace, ended) and the rule, which is the source of the declared
parameter that gives the event its effect or sets the term. The lineage is that of the mark's row.

What it cannot say: what neither list nor events tell; marks of other offices. A mark registered
after an opposition is shown as registered from the day of its registration, though its exclusive
right is reckoned from an earlier day, which stands in the register of marks (`begins_on`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.trademark_lives import ENDINGS, IN_FORCE, KEYS, lives
from zhiheng.core.analyses.trademark_steps import EFFECTS, chinese_marks, steps_of
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.lake.schema import LINEAGE

INPUTS = ("trademarks", "trademark-events")
OUTPUT = "trademark-states"
KEY = "number"
# The parameters that say by which rule a step came about that no event announced.
RULES = {
    "window_closed": "trademark-opposition.months",
    "term_ended": "trademark-term.cn",
    "grace_ended": "trademark-renewal.grace-months",
}


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `trademark-states`; `on` is the day whose event words are looked up."""
    marks = chinese_marks(tables["trademarks"])
    judged_by = marks.select(*KEYS, "filed", "registered_on", "until")
    held = lives(steps_of(tables, marks, catalogue, on=on), judged_by)
    joined = held.inner_join(marks.select(*KEYS, "mark_text", *LINEAGE.names), list(KEYS))
    phase = ibis.cases(
        (joined.state.isin(IN_FORCE), "in_force"),
        (joined.state == "grace", "grace"),
        (joined.state.isin((*ENDINGS, "refused", "withdrawn")), "ended"),
        else_="pending",
    )
    finished = joined.mutate(phase=phase, rule=_rule(joined, catalogue))
    names = [column.name for column in catalogue.register(OUTPUT).columns]
    # One mark's states together: a record page reads few row groups.
    order = [finished.number.desc(), finished.nice_class, finished.ordinal]
    return finished.select(*names, *LINEAGE.names).order_by(order)


def _rule(held: ir.Table, catalogue: Catalogue) -> ir.StringValue:
    """Return the rule in force on the first day of a state, or the first that is declared."""
    branches = []
    names = {effect: f"trademark-event.{effect}" for effect in EFFECTS} | RULES
    for cause, name in names.items():
        for dated in catalogue.parameters[name].values:
            day, test = held.starts_on, held.cause == cause
            if dated.valid_from:
                test &= day.isnull() | (day >= ibis.date(dated.valid_from))
            if dated.valid_to:
                test &= day.isnull() | (day < ibis.date(dated.valid_to))
            branches.append((test, f"{dated.source.instrument} {dated.source.article}".strip()))
    return ibis.cases(*branches, else_=ibis.null("string"))
