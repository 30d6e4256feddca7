"""Which patents are there, and in which legal state?

Question: one row an application, with what its latest documents say and when the right began,
ended and expires.
Inputs: `patent-documents`, `legal-events`. Output: `patents`.

Method:
1. Documents of one application are ordered by publication date, production date and number, one
   without a date before those with one; a column takes the latest (or first) value that is not
   empty, within the stages its fold rule names. A granted patent therefore keeps the publication
   number of its application.
2. Each announced event is given its effect by the parameters `legal-event.*`.
3. A right ended on the day of the first ending announced after the day of the last restoration.
   Its state is then the effect of the last such ending. A right that did not end is granted once
   a document grants it; before that the last event says whether the application was refused or
   withdrawn, or else its documents whether it was published. Of several events of one day the
   one earlier in `EFFECTS` counts.
4. It expires on the day that is its filing date plus the term in force on the filing date
   (专利法 art. 42); where the month has no such day, on the month's last. What was not granted
   has no term.

What it cannot say: a right restored after a lapse counts as never interrupted, and the day of an
announcement may follow the legal effect by weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import DatedValue, FoldRule, Register
from zhiheng.core.lake.schema import LINEAGE

INPUTS = ("patent-documents", "legal-events")
OUTPUT = "patents"
KEY = "application_number"

ENDINGS = ("expired", "invalidated", "lapsed", "abandoned")
# The first whose words fit is the event's effect: an announced expiry is also a 专利权的终止.
EFFECTS = ("expired", "invalidated", "abandoned", "restored", "refused", "withdrawn", "lapsed")
RIGHTS = ("invention", "utility_model", "design")
# Sorts before every character of a date or number, so that an empty part comes first.
SEPARATOR = " "


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `patents`; `on` is the day whose event words are looked up."""
    register = catalogue.register(OUTPUT)
    folded = fold_documents(tables["patent-documents"], register)
    effects = with_effects(tables["legal-events"], catalogue, on=on)
    stated = folded.left_join(legal_states(effects), "application_number").drop(
        "application_number_right"
    )
    finished = stated.mutate(status=_status(stated), expires_on=_expiry(stated, catalogue))
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


def with_effects(events: ir.Table, catalogue: Catalogue, *, on: date) -> ir.Table:
    """Return the events that have an effect, with it: step 2."""
    branches = []
    for effect in EFFECTS:
        words = catalogue.value(f"legal-event.{effect}", on=on).value
        assert isinstance(words, list)
        branches += [(_matches(events, entry), effect) for entry in words]
    effect = ibis.cases(*branches, else_=ibis.null("string"))
    return events.mutate(effect=effect).filter(lambda table: table.effect.notnull())


def legal_states(effects: ir.Table) -> ir.Table:
    """Return for each application when its right ended and by what, and its last effect: step 3."""
    restored = effects.filter(effects.effect == "restored").group_by("application_number")
    last = restored.aggregate(restored_on=effects.event_date.max())
    joined = effects.left_join(last, "application_number").drop("application_number_right")
    ends = joined.effect.isin(ENDINGS) & (
        joined.restored_on.isnull() | (joined.event_date > joined.restored_on)
    )
    rank = joined.event_date.cast("string") + _letter(joined.effect)
    return joined.group_by("application_number").aggregate(
        ceased_on=joined.event_date.min(where=ends),
        ending=joined.effect.argmax(rank, where=ends),
        last_effect=joined.effect.argmax(rank),
    )


def _letter(effect: ir.StringValue) -> ir.StringValue:
    """Return a letter by which the effects of one day sort, the first of `EFFECTS` last."""
    letters = [(effect == name, chr(ord("z") - place)) for place, name in enumerate(EFFECTS)]
    return ibis.cases(*letters, else_="")


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


def _matches(events: ir.Table, entry: str) -> ir.BooleanValue:
    head, _, word = entry.partition("|")
    matches = events.event.startswith(head)
    return matches & events.details.fill_null("").contains(word) if word else matches


def _status(stated: ir.Table) -> ir.StringValue:
    return ibis.cases(
        (stated.ending.notnull(), stated.ending),
        (stated.grant_date.notnull(), "granted"),
        (stated.last_effect.isin(("refused", "withdrawn")), stated.last_effect),
        (stated.publication_date.notnull(), "published"),
        else_="filed",
    )


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
