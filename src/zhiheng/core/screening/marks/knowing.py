"""What the registers know of what became of marks: what was decided against them, transfers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import ibis.expr.types as ir

from zhiheng.core.analyses.event_words import any_fits, words_of
from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import Engine
from zhiheng.core.identifiers.trademark_classes import NO_CLASS
from zhiheng.core.screening.facts import Transfer
from zhiheng.core.screening.knowing import transfers_of
from zhiheng.core.screening.marks.facts import KnownBadFaith, Step
from zhiheng.core.screening.marks.filings import CLASS, KEY, NUMBER, MarkFilings
from zhiheng.core.screening.marks.surroundings import chinese
from zhiheng.core.screening.surroundings import Tables, values_table

STATES, EVENTS, BAD_FAITH = "trademark-states", "trademark-events", "bad-faith-marks"
TOLD = ("refused", "invalidated", "opposed", "revoked")


def mark_transfers(
    engine: Engine, tables: Tables, catalogue: Catalogue, keys: ir.Table, *, on: date
) -> Mapping[str, tuple[Transfer, ...]]:
    """Return the transfers of marks by number, in the order of their days.

    The register of transfers says who handed on to whom. Of a mark that stands there not at all,
    the list of marks tells the former and the present owners and an event the day.
    """
    marks = chinese(tables).semi_join(keys, KEY)
    numbers = marks.select(NUMBER).distinct()
    known = dict(transfers_of(engine, tables, numbers, ("trade_mark",)))
    events = tables[EVENTS].semi_join(numbers, NUMBER)
    words = words_of(catalogue, "trademark-event.transferred", on=on)
    handed_on = events.filter(any_fits(events, words))
    days = handed_on.group_by(NUMBER).aggregate(day=handed_on.event_date.min())
    told = marks.filter(marks.former_owners.length() > 0)
    told = told.select(NUMBER, "former_owners", "owners").inner_join(days, NUMBER)
    for row in engine.run(told.order_by(NUMBER)).to_pylist():
        if row["day"] and row[NUMBER] not in known:
            transfer = Transfer(
                row[NUMBER], row["day"], tuple(row["former_owners"][:1]), tuple(row["owners"] or ())
            )
            known[row[NUMBER]] = (transfer,)
    return known


def by_key(
    transfers: Mapping[str, tuple[Transfer, ...]], filings: MarkFilings
) -> Mapping[str, tuple[Transfer, ...]]:
    """Return transfers of marks by row, with the owners' parties where only the list named them."""
    columns = (filings.values(name) for name in ("applicant_parties", "owner_parties"))
    found: dict[str, tuple[Transfer, ...]] = {}
    for key, number, sellers, buyers in zip(
        filings.numbers, filings.applications, *columns, strict=True
    ):
        if number in transfers:
            found[key] = tuple(
                replace(
                    each,
                    number=key,
                    transferor_parties=each.transferor_parties or tuple(sellers),
                    transferee_parties=each.transferee_parties or tuple(buyers),
                )
                for each in transfers[number]
            )
    return found


def steps_of(engine: Engine, tables: Tables, keys: ir.Table) -> Mapping[str, tuple[Step, ...]]:
    """Return what was decided against marks or objected to them, by key, in order."""
    states = tables[STATES]
    told = states.filter(states.cause.isin(list(TOLD)), states.starts_on.notnull())
    marks = chinese(tables).semi_join(keys, KEY).select(KEY, NUMBER, CLASS)
    own = told.inner_join(marks, [NUMBER, CLASS])
    rows = engine.run(own.select(KEY, "cause", "starts_on", "reference"))
    found: dict[str, list[Step]] = defaultdict(list)
    for row in rows.to_pylist():
        step = Step(row[KEY], row["cause"], row["starts_on"], row["reference"] or "")
        found[row[KEY]].append(step)
    return {
        key: tuple(sorted(each, key=lambda step: (step.on, step.what)))
        for key, each in found.items()
    }


def bad_faith_of(
    engine: Engine, tables: Tables, filings: MarkFilings
) -> Mapping[str, KnownBadFaith]:
    """Return what the register of marks filed in bad faith says of marks, by key."""
    numbers = values_table(NUMBER, filings.applications)
    rows = engine.run(tables[BAD_FAITH].semi_join(numbers, NUMBER)).to_pylist()
    told = {(row[NUMBER], row[CLASS]): row for row in rows if row["notified_on"]}
    found = {}
    columns = (filings.numbers, filings.applications, filings.values(CLASS))
    for key, number, nice_class in zip(*columns, strict=True):
        row = told.get((number, nice_class), told.get((number, NO_CLASS)))
        if row is not None:
            found[key] = KnownBadFaith(
                key, row["behaviour"], row["state"], row["notified_on"], row["decided_on"]
            )
    return found
