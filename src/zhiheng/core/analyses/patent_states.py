"""In which legal state was a patent application on which day, and by what?

Inputs: `patents`, `patent-documents`, `legal-events`. Output: `patent-states`, one row an interval.

Method: `patent_lives` decides the intervals; this analysis adds the phase (pending, in force,
ended) and the rule, which is the source of the declared parameter that gives the event its effect
or, at the end of the term, of the term that applied on the filing date. The lineage is that of the
application's row.

What it cannot say: what nobody announced. A right whose term has run out is expired from that day,
also where the day is still to come: the last interval then lies in the future.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.legal_events import EFFECTS, rule_of, with_effects
from zhiheng.core.analyses.patent_fold import RIGHTS, partial_invalidations, within_term
from zhiheng.core.analyses.patent_lives import APPLICATION, ENDINGS, IN_FORCE, RULE, lives
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.lake.schema import LINEAGE

INPUTS = ("patents", "patent-documents", "legal-events")
OUTPUT = "patent-states"
KEY = "application_number"


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `patent-states`; `on` is the day whose event words are looked up."""
    patents = tables["patents"]
    held = lives(
        patents.select(*APPLICATION),
        partial_invalidations(tables["patent-documents"]),
        with_effects(tables["legal-events"], catalogue, on=on),
    )
    known = patents.select("application_number", "right", "title", "filing_date", *LINEAGE.names)
    joined = held.inner_join(known, "application_number")
    phase = ibis.cases(
        (joined.state.isin(IN_FORCE), "in_force"),
        (joined.state.isin((*ENDINGS, "refused", "withdrawn")), "ended"),
        else_="pending",
    )
    finished = joined.mutate(phase=phase, rule=_rule(joined, catalogue, on))
    names = [column.name for column in catalogue.register(OUTPUT).columns]
    # One application's states together: a record page reads few row groups.
    order = [finished.application_number.desc(), finished.ordinal]
    return finished.select(*names, *LINEAGE.names).order_by(order)


def _rule(held: ir.Table, catalogue: Catalogue, on: date) -> ir.StringValue:
    branches = []
    for right in RIGHTS:
        for term in catalogue.parameters[f"patent-term.{right}"].values:
            of_term = (held.cause == "expired") & (held.source == RULE) & (held.right == right)
            text = f"{term.source.instrument} {term.source.article}".strip()
            branches.append((of_term & within_term(held, term), text))
    branches += [
        (held.cause == cause, rule_of(catalogue, cause, on=on)) for cause in ("filed", *EFFECTS)
    ]
    return ibis.cases(*branches)
