"""Which patents are there, and in which legal state?

Question: one row an application, with what its latest documents say and when the right began,
ended and expires.
Inputs: `patent-documents`, `legal-events`. Output: `patents`.

Method:
1. Documents of one application are ordered by publication date, production date and number, one
   without a date before those with one; a column takes the latest (or first) value that is not
   empty, within the stages its fold rule names. A granted patent therefore keeps the publication
   number of its application.
2. Each announced event is given its effect by `legal_events`; where no document grants the right,
   the first announced grant does.
3. `patent_lives` makes intervals of state of them. A right ended on the first day of its last
   ending that was not followed by a restoration; the days of those that were are interruptions, in
   which it was not in force. Its state is the last ending; a right that did not end is granted; an
   application is refused or withdrawn if that was its last state, else published or filed.
4. It expires on the day that is its filing date plus the term in force on the filing date
   (专利法 art. 42); where the month has no such day, on the month's last. What was not granted
   has no term.

What it cannot say: where an announcement does not name the day of effect, the right is taken to
end on the day of the announcement, which may follow by months.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.in_force import GAP
from zhiheng.core.analyses.legal_events import with_effects
from zhiheng.core.analyses.patent_lives import (
    APPLICATION,
    DROPPED,
    ENDINGS,
    announced_grants,
    lives,
)
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import DatedValue, FoldRule, Register
from zhiheng.core.lake.schema import LINEAGE

INPUTS = ("patent-documents", "legal-events")
OUTPUT = "patents"
KEY = "application_number"

RIGHTS = ("invention", "utility_model", "design")
# Sorts before every character of a date or number, so that an empty part comes first.
SEPARATOR = " "


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `patents`; `on` is the day whose event words are looked up."""
    register = catalogue.register(OUTPUT)
    documents = tables["patent-documents"]
    effects = with_effects(tables["legal-events"], catalogue, on=on)
    folded = _with_grants(fold_documents(documents, register), effects)
    folded = folded.mutate(expires_on=_expiry(folded, catalogue))
    states = legal_states(folded, partial_invalidations(documents), effects)
    stated = folded.left_join(states, "application_number").drop("application_number_right")
    finished = stated.mutate(status=_status(stated))
    names = [*(column.name for column in register.columns), *LINEAGE.names]
    # In the order of the register's list, so that a page of it reads few row groups.
    order = [finished.filing_date.desc(nulls_first=False), finished.application_number]
    return finished.select(*names).order_by(order)


def fold_documents(documents: ir.Table, register: Register) -> ir.Table:
    """Return one row an application: step 1."""
    assert register.fold is not None
    ordered = documents.mutate(place=_place(documents, register.fold.order))
    aggregates = {name: _folded(ordered, rule) for name, rule in register.fold.columns.items()}
    lineage = {name: ordered[name].argmax(ordered.place) for name in LINEAGE.names}
    placed = ibis.struct({"place": ordered.place, "number": ordered.document_number})
    grouped = ordered.group_by("application_number").aggregate(
        placed=placed.collect(), **aggregates, **lineage
    )
    # Spark cannot collect in an order, so the numbers are sorted with their places afterwards.
    return grouped.mutate(documents=grouped.placed.sort().map(lambda each: each.number))


def partial_invalidations(documents: ir.Table) -> ir.Table:
    """Return the documents that announce what partial invalidation left of a right."""
    return documents.filter(documents.stage == "partial_invalidation")


def legal_states(folded: ir.Table, partial: ir.Table, effects: ir.Table) -> ir.Table:
    """Return for each application its last state, when its right ended and its interruptions."""
    decisive = effects.filter(effects.effect.isin((*ENDINGS, *DROPPED, "restored")))
    held = lives(
        folded.select(*APPLICATION).semi_join(decisive, "application_number"),
        partial.semi_join(decisive, "application_number"),
        effects.semi_join(decisive, "application_number"),
        terms=False,
    )
    ends = held.state.isin(ENDINGS)
    own = ibis.window(group_by=held.application_number)
    open_at = ibis.ifelse(ends, ibis.null("int64"), held.ordinal).max().over(own).fill_null(0)
    held = held.mutate(ends=ends, open_at=open_at)
    days = held.starts_on.cast("string") + GAP + held.ends_on.cast("string")
    gaps = days.collect(where=held.ends & (held.ordinal < held.open_at))
    return held.group_by("application_number").aggregate(
        ceased_on=held.starts_on.min(where=held.ends & (held.ordinal > held.open_at)),
        interruptions=ibis.ifelse(gaps.length() > 0, gaps.sort(), ibis.null("array<string>")),
        last_state=held.state.argmax(held.ordinal),
    )


def _with_grants(folded: ir.Table, effects: ir.Table) -> ir.Table:
    grants = announced_grants(effects, folded)
    joined = folded.left_join(grants, "application_number").drop("application_number_right")
    day = joined.grant_date.coalesce(joined.announced_grant)
    return joined.mutate(grant_date=day).drop("announced_grant")


def _place(documents: ir.Table, order: list[str]) -> ir.StringValue:
    parts = [documents[name].cast("string").fill_null("") for name in order]
    place = parts[0]
    for part in parts[1:]:
        place = place + SEPARATOR + part
    return place


def _folded(documents: ir.Table, rule: FoldRule) -> ir.Value:
    column = documents[rule.column]
    where = _given(documents[rule.beside or rule.column])
    if rule.stages:
        where = where & documents.stage.isin(rule.stages)
    if rule.beside:
        column = column.fill_null("")  # an aggregate would pass an empty value over
    pick = column.argmin if rule.take == "first" else column.argmax
    picked = pick(documents.place, where=where)
    return picked.nullif("") if rule.beside else picked


def _given(column: ir.Value) -> ir.BooleanValue:
    if column.type().is_array():
        return column.notnull() & (column.length() > 0)
    return column.notnull()


def _status(stated: ir.Table) -> ir.StringValue:
    return ibis.cases(
        (stated.last_state.isin(ENDINGS), stated.last_state),
        (stated.grant_date.notnull(), "granted"),
        (stated.last_state.isin(DROPPED), stated.last_state),
        (stated.publication_date.notnull(), "published"),
        else_="filed",
    )


def within_term(applications: ir.Table, term: DatedValue) -> ir.BooleanValue:
    """Return the condition that a declared term applies: the one in force on the filing date."""
    return _within(_filed(applications), term)


def _expiry(stated: ir.Table, catalogue: Catalogue) -> ir.DateValue:
    granted = stated.grant_date.notnull()  # an application has no term to run out
    filed = _filed(stated)
    branches = []
    for right in RIGHTS:
        for term in catalogue.parameters[f"patent-term.{right}"].values:
            applies = granted & (stated.right == right) & _within(filed, term)
            years = int(str(term.value))
            # DuckDB makes a moment of a day and an interval, though Ibis calls it a day.
            moment = (filed + ibis.interval(years=years)).cast("timestamp")
            branches.append((applies, moment.cast("date")))
    return ibis.cases(*branches, else_=ibis.null("date"))


def _filed(stated: ir.Table) -> ir.DateValue:
    """Return the filing date; where none is known, the last day of the year the number names."""
    number = stated.application_number
    century = ibis.ifelse(number.startswith("0"), "20", "19")  # numbers of 8 digits, until 2003
    year = ibis.ifelse(number.length() > 10, number.substr(0, 4), century + number.substr(0, 2))
    return stated.filing_date.coalesce((year + "-12-31").cast("date"))


def _within(day: ir.DateValue, term: DatedValue) -> ir.BooleanValue:
    inside = day.notnull()
    if term.valid_from:
        inside = inside & (day >= ibis.date(term.valid_from))
    if term.valid_to:
        inside = inside & (day < ibis.date(term.valid_to))
    return inside
