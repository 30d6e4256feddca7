"""What happened to a Chinese mark, as steps: from the list of marks, from events, from rules.

Inputs: `trademarks`, `trademark-events`, the parameters `trademark-event.*`, `trademark-term.cn`,
`trademark-renewal.*`. Output: the steps that `trademark_lives` judges.

Method:
1. Marks are those of the office CN, Madrid extensions included. An event of class 00 is one of all
   classes of its number. Effects are asked in the order of `EFFECTS`, the first whose words fit is
   the event's; words for the USPTO are left out.
2. What a list says of an ended mark is a step on the day it gives.
3. Renewals are numbered by the term they follow: the one asked for in the months before the listed
   term ends and in its grace is number 0, one ten years later number 1. Each begins its term where
   the one before ended. The end of the first term without a renewal is a step, and so is the end of
   its grace. Earlier renewals only confirm the listed term.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.event_words import matching, words_of
from zhiheng.core.analyses.trademark_lives import EVENT, LISTED, RULE
from zhiheng.core.declarations.catalogue import Catalogue

# The first whose words fit is the event's effect.
EFFECTS = (
    *("invalidated-in-part", "revoked-in-part", "cancelled-in-part", "refused-in-part"),
    *("expired", "invalidated", "revoked", "cancelled", "restored", "registered", "refused"),
    *("revival", "withdrawn", "opposition-closed", "opposed", "renewed", "transferred"),
    *("published", "filed"),
)
# The effect that events have without being steps: they inform, or the list's own day counts.
INFORMING = ("refused-in-part", "transferred", "filed")
ENDED = ("refused", "withdrawn", "cancelled", "revoked", "invalidated", "expired")
MOST_TERMS = 20


def chinese_marks(trademarks: ir.Table) -> ir.Table:
    """Return the marks of China with the days by which their steps are judged."""
    own = trademarks.filter(trademarks.office == "CN")
    return own.mutate(
        filed=own.filing_date,
        registered_on=own.registration_date.coalesce(own.begins_on),
        until=own.expires_on,
    )


def steps_of(
    tables: Mapping[str, ir.Table], marks: ir.Table, catalogue: Catalogue, *, on: date
) -> ir.Table:
    """Return every step of the marks; `on` is the day whose event words are looked up."""
    events = _events_of(tables["trademark-events"], marks, catalogue, on)
    renewals = _renewals(events, marks, catalogue, on)
    told = events.filter(events.effect != "renewed")
    announced = told.select(
        "number", "nice_class", day=told.event_date, announced_on=told.event_date,
        cause=told.effect, source=ibis.literal(EVENT), reference=told.event,
    )  # fmt: skip
    return ibis.union(*_listed(marks), announced, renewals, *_terms(renewals, marks, catalogue, on))


def _events_of(events: ir.Table, marks: ir.Table, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the events that have an effect, once for each class they concern."""
    branches = []
    for effect in EFFECTS:
        words = words_of(catalogue, f"trademark-event.{effect}", on=on)
        own = (word for word in words if not word.startswith("US:"))
        branches += [(matching(events, word), effect) for word in own]
    found = events.mutate(effect=ibis.cases(*branches, else_=ibis.null("string")))
    found = found.filter(found.effect.notnull(), ~found.effect.isin(INFORMING)).select(
        "number", "event_date", "event", "effect", concerned=found.nice_class
    )
    joined = found.inner_join(marks.select("number", "nice_class"), "number")
    return joined.filter((joined.concerned == "00") | (joined.concerned == joined.nice_class))


def _listed(marks: ir.Table) -> list[ir.Table]:
    closed = (marks.opposition_ends + ibis.interval(days=1)).cast("timestamp").cast("date")
    ended = marks.filter(marks.status.isin(ENDED))
    return [
        _step(marks, "filed", marks.filing_date, RULE),
        _step(marks, "published", marks.preliminary_publication_date, LISTED),
        _step(marks, "window_closed", closed, RULE),
        _step(marks, "registered", marks.registered_on, LISTED),
        _step(ended, ended.status, ended.ceased_on.coalesce(ended.status_date), LISTED),
    ]


def _step(table: ir.Table, cause: str | ir.StringValue, day: ir.DateValue, source: str) -> ir.Table:
    is_first = isinstance(cause, str) and cause == "filed"  # is there, even without its day
    known = table if is_first else table.filter(day.notnull())
    return known.select(
        "number",
        "nice_class",
        day=day,
        announced_on=ibis.null("date") if source == RULE else day,
        cause=ibis.literal(cause) if isinstance(cause, str) else cause,
        source=ibis.literal(source),
        reference=ibis.null("string"),
    )


def _renewals(events: ir.Table, marks: ir.Table, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the renewals that follow the listed term as steps, one a term, on the term's day."""
    years, window, _ = _lengths(catalogue, on)
    ends = marks.select("number", "nice_class", "until").filter(marks.until.notnull())
    told = events.filter(events.effect == "renewed").inner_join(ends, ["number", "nice_class"])
    opens = _months_later(told.until, -window)
    months = (told.event_date.year() - opens.year()) * 12 + (
        told.event_date.month() - opens.month()
    )
    months = months - ibis.ifelse(told.event_date.day() < opens.day(), 1, 0)
    told = told.mutate(term=(months / (12 * years)).floor().cast("int64"))
    told = told.filter(told.term >= 0, told.term < MOST_TERMS)
    first = told.group_by("number", "nice_class", "term").aggregate(
        until=told.until.min(),
        announced_on=told.event_date.min(),
        reference=told.event.argmin(told.event_date),
    )
    return first.select(
        "number", "nice_class", day=_term_end(first, years), announced_on=first.announced_on,
        cause=ibis.literal("renewed"), source=ibis.literal(EVENT), reference=first.reference,
    )  # fmt: skip


def _terms(renewals: ir.Table, marks: ir.Table, catalogue: Catalogue, on: date) -> list[ir.Table]:
    """Return the end of the last term and of its grace, where the mark has a term."""
    years, _, grace = _lengths(catalogue, on)
    last = renewals.group_by("number", "nice_class").aggregate(
        renewed_on=renewals.day.max(), terms=renewals.count()
    )
    known = marks.filter(marks.until.notnull()).select("number", "nice_class", "until")
    joined = known.left_join(last, ["number", "nice_class"]).select(
        known.number, known.nice_class, known.until, last.renewed_on
    )
    further = _months_later(joined.renewed_on, 12 * years)
    joined = joined.mutate(over=joined.renewed_on.isnull().ifelse(joined.until, further))
    return [
        _step(joined, "term_ended", joined.over, RULE),
        _step(joined, "grace_ended", _months_later(joined.over, grace), RULE),
    ]


def _term_end(table: ir.Table, years: int) -> ir.DateValue:
    days = [(table.term == nth, _months_later(table.until, 12 * years * nth))
            for nth in range(MOST_TERMS)]  # fmt: skip
    return ibis.cases(*days)


def _months_later(day: ir.DateValue, months: int) -> ir.DateValue:
    # DuckDB makes a moment of a day and an interval, though Ibis calls it a day.
    return (day + ibis.interval(months=months)).cast("timestamp").cast("date")


def _lengths(catalogue: Catalogue, on: date) -> tuple[int, int, int]:
    """Return the years of a term, and the months before and after its end for renewing it."""
    names = (
        "trademark-term.cn",
        "trademark-renewal.window-months",
        "trademark-renewal.grace-months",
    )
    years, window, grace = (int(str(catalogue.value(name, on=on).value)) for name in names)
    return years, window, grace
