"""What does an announced event do to a patent application or right, and from which day?

Inputs: `legal-events` and the parameters `legal-event.*`. Output: the events that have an effect,
with it and with the day of effect.

Method:
1. The effects are asked in the order of `EFFECTS`; the first whose declared words fit the event's
   name (and details) is the event's effect. An announced expiry is also a 专利权的终止, therefore
   the more special ones come first.
2. Where the details name the day of effect (终止日期:20180416), the event works from that day,
   else from the day of its announcement. `takes_effect_on` is empty where the details name none.

What it cannot say: what an announcement means whose words are not declared.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.event_words import matching, words_of
from zhiheng.core.declarations.catalogue import Catalogue

# The first whose words fit is the event's effect.
EFFECTS = (
    *("expired", "invalidated", "partly_invalidated", "abandoned", "restored", "refused"),
    *("withdrawn", "lapsed", "granted", "examination", "published", "accepted"),
)
# No backslashes: the two engines do not agree on how many of them make one.
DAY = "[:：为 ]*((?:19|20)[0-9]{2})[-年./]?([0-9]{1,2})[-月./]?([0-9]{1,2})"


def with_effects(events: ir.Table, catalogue: Catalogue, *, on: date) -> ir.Table:
    """Return the events that have an effect, with `effect` and `takes_effect_on`."""
    branches = []
    for effect in EFFECTS:
        words = words_of(catalogue, f"legal-event.{effect}", on=on)
        branches += [(matching(events, word), effect) for word in words]
    labels = words_of(catalogue, "legal-event.effect-date", on=on)
    effect = ibis.cases(*branches, else_=ibis.null("string"))
    found = events.mutate(effect=effect, takes_effect_on=_day_in(events.details, labels))
    return found.filter(found.effect.notnull())


def rule_of(catalogue: Catalogue, effect: str, *, on: date) -> str:
    """Return the instrument and article by which an effect comes about, as a text."""
    source = catalogue.value(f"legal-event.{effect}", on=on).source
    return f"{source.instrument} {source.article}".strip()


def _day_in(details: ir.StringValue, labels: list[str]) -> ir.DateValue:
    """Return the day that follows one of the labels; empty where there is none or no such day."""
    pattern = f"(?:{'|'.join(labels)}){DAY}"
    year, month, day = (
        details.re_extract(pattern, group).nullif("").cast("int32") for group in (1, 2, 3)
    )
    known = year.notnull() & month.between(1, 12) & day.between(1, 31)
    # The first of the month always exists; from there one counts on, and may leave the month.
    first = ibis.date(
        ibis.ifelse(known, year, 2000), ibis.ifelse(known, month, 1), ibis.literal(1, "int32")
    )
    counted = first + (ibis.ifelse(known, day, 1) - 1).as_interval("D")
    # DuckDB makes a moment of a day and an interval, though Ibis calls it a day.
    found = counted.cast("timestamp").cast("date")
    return ibis.ifelse(known & (found.month() == month), found, ibis.null("date"))
