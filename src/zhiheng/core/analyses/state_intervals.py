"""From judged steps to intervals of state: what both kinds of legal-status machine have in common.

A step is something that happened to an application on a day: filed, published, lapsed. A machine
has judged it: `target` is the state it brings about, empty where it brings about none; `flag` says
what is contradictory in it. Steps of one application are ordered by `sort`.

Method: a state lasts from its step's day until the day of the next step that brings one about. A
state without a single day of its own is left out, as where a right lapses and is restored by
announcements of the same day. What contradicts is told with the state in which it happened.
"""

from __future__ import annotations

from collections.abc import Sequence

import ibis
import ibis.expr.types as ir

BEFORE, UNTIL, AFTER = (None, -1), (None, 0), (1, None)


def intervals(judged: ir.Table, keys: Sequence[str], carried: Sequence[str]) -> ir.Table:
    """Return one row a state with `ordinal` (from 1), `state`, `starts_on`, `ends_on`.

    `ends_on` is the first day after, empty while the state lasts; `contradictions` is a sorted
    list, empty where nothing contradicts; the columns `carried` are those of the step.
    """
    brings = judged.target.notnull()
    day = ibis.ifelse(brings, judged.day, ibis.null("date"))
    following = day.min().over(window(judged, keys, AFTER))
    ended = judged.mutate(brings=brings, ends_on=following)
    kept = ended.brings & (
        ended.day.isnull() | ended.ends_on.isnull() | (ended.ends_on > ended.day)
    )
    ended = ended.mutate(kept=kept)
    counted = ended.kept.cast("int64").sum().over(window(ended, keys, UNTIL))
    placed = ended.mutate(ordinal=ibis.greatest(counted, 1).cast("int64"))
    told = placed.flag.collect(where=placed.flag.notnull())
    return placed.group_by(*keys, "ordinal").aggregate(
        state=placed.target.max(where=placed.kept),
        starts_on=placed.day.max(where=placed.kept),
        ends_on=placed.ends_on.max(where=placed.kept),
        contradictions=ibis.ifelse(told.length() > 0, told.sort(), ibis.null("array<string>")),
        **{name: placed[name].max(where=placed.kept) for name in carried},
    )


def window(
    steps: ir.Table, keys: Sequence[str], rows: tuple[int | None, int | None]
) -> ibis.expr.builders.WindowBuilder:
    """Return the steps of the same application that come before, until or after each step."""
    return ibis.window(group_by=[steps[name] for name in keys], order_by=steps.sort, rows=rows)


def last(steps: ir.Table, keys: Sequence[str], test: ir.BooleanValue) -> ir.IntegerValue:
    """Return the position of the last step before each that passes a test, 0 without one."""
    position = ibis.ifelse(test, steps.position, ibis.null("int64"))
    return position.max().over(window(steps, keys, BEFORE)).fill_null(0)


def numbered(steps: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Return the steps with their `position` among those of the same application, from 1."""
    order = ibis.window(group_by=[steps[name] for name in keys], order_by=steps.sort)
    return steps.mutate(position=ibis.row_number().over(order).cast("int64") + 1)
