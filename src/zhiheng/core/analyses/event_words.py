"""Which announced events a declared word means: the parameters `legal-event.*` and the like.

A word is the beginning of an event's name, or all of it behind `=`; what follows `|` has to stand
in the event's details: `商标异议|不予注册`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.catalogue import Catalogue

WHOLE = "="  # in front of words that have to be the event's whole name


def words_of(catalogue: Catalogue, parameter: str, *, on: date) -> list[str]:
    """Return the words of a parameter in force on a day."""
    words = catalogue.value(parameter, on=on).value
    assert isinstance(words, list)
    return words


def fits(event: str, details: str, word: str) -> bool:
    """Tell whether a word means an event."""
    head, _, inside = word.partition("|")
    whole = head.removeprefix(WHOLE)
    means = event == whole if head.startswith(WHOLE) else event.startswith(head)
    return means and (not inside or inside in details)


def matching(events: ir.Table, word: str) -> ir.BooleanValue:
    """Tell of every event, with columns `event` and `details`, whether a word means it."""
    head, _, inside = word.partition("|")
    whole = head.removeprefix(WHOLE)
    means = events.event == whole if head.startswith(WHOLE) else events.event.startswith(head)
    return means & events.details.fill_null("").contains(inside) if inside else means


def any_fits(events: ir.Table, words: Iterable[str]) -> ir.BooleanValue:
    """Tell of every event whether one of some words means it."""
    return reduce(or_, (matching(events, word) for word in words), ibis.literal(False))
