"""Through which states does a Chinese patent application go, on which days and why?

Inputs: applications (number, right, filing, publication and grant), documents of partial
invalidation, and events with their effects. Output: intervals of state.

Method. Everything that happened to an application is a step. Steps are taken in the order of their
days of effect, those of one day in the order of `STEPS`, and each is judged by what came before:

1. Filing, acceptance, publication and examination lead a pending application on, never back, and
   neither once it is refused or withdrawn nor after grant.
2. A grant gives the right, whatever was announced before, unless the term has run out already.
3. A right ends once: by lapse, waiver or expiry. A second ending changes nothing. Full
   invalidation (专利法 art. 47) also follows another ending, and is final like expiry.
4. A restoration gives back the right that lapsed or was waived, or the application that was
   refused or withdrawn. In between the right was not in force.
5. Partial invalidation leaves the right in force to the extent that is left.
6. An announcement dated before the filing, an ending dated before the grant, and a refusal after
   it are not believed. Where no grant is known, an ending is believed all the same, and a
   restoration then gives back the application.
7. The day of effect that an announcement names counts if it lies between grant (or filing) and
   announcement; else the day of the announcement does.

Whatever contradicts is said in the flag "day code words" of its step.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.state_intervals import intervals, last, numbered

KEYS = ("application_number",)
APPLICATION = (
    *("application_number", "filing_date", "publication_date", "publication_number"),
    *("grant_date", "grant_number", "expires_on"),
)
# The order of one day: what ends for good before what ends, and a restoration undoes both.
STEPS = (
    *("filed", "accepted", "published", "examination", "granted", "partly_invalidated"),
    *("invalidated", "expired", "abandoned", "lapsed", "refused", "withdrawn", "restored"),
)
PENDING = ("accepted", "published", "examination")
ENDINGS = ("invalidated", "expired", "abandoned", "lapsed")
DROPPED = ("refused", "withdrawn")
IN_FORCE = ("granted", "partly_invalidated")
# What a step is known from: a published document, an announced event, or a rule alone.
DOCUMENT, EVENT, RULE = "document", "event", "rule"
CARRIED = ("cause", "source", "reference", "announced_on")


def lives(
    applications: ir.Table, partial: ir.Table, effects: ir.Table, *, terms: bool = True
) -> ir.Table:
    """Return the intervals of state of every application, with the columns `CARRIED`.

    `applications` has the columns `APPLICATION`; `partial` has application_number, document_number
    and publication_date; `effects` is what `legal_events.with_effects` returns. Without `terms`
    the end of the term is left to who asks.
    """
    steps = [
        _told_by(applications, "filed", applications.filing_date, RULE, None),
        _published(applications, "published", day="publication_date", number="publication_number"),
        _published(applications, "granted", day="grant_date", number="grant_number"),
        _published(partial, "partly_invalidated", day="publication_date", number="document_number"),
        _announced(effects),
    ]
    if terms:
        ends = applications.filter(applications.expires_on.notnull())
        steps.append(_told_by(ends, "expired", ends.expires_on, RULE, None))
    return intervals(_judged(_ordered(ibis.union(*steps), applications)), KEYS, CARRIED)


def announced_grants(effects: ir.Table, applications: ir.Table) -> ir.Table:
    """Return for each application the day of its first announced grant, as `announced_grant`."""
    known = applications.select("application_number", filed="filing_date")
    told = effects.filter(effects.effect == "granted").inner_join(known, "application_number")
    believed = told.filter(told.filed.isnull() | (told.event_date >= told.filed))
    return believed.group_by("application_number").aggregate(
        announced_grant=believed.event_date.min()
    )


def _told_by(
    table: ir.Table,
    cause: str,
    day: ir.DateValue,
    source: str,
    reference: ir.StringValue | None,
) -> ir.Table:
    return table.select(
        "application_number",
        day=day,
        announced_on=ibis.null("date") if source == RULE else day,
        cause=ibis.literal(cause),
        source=ibis.literal(source),
        reference=ibis.null("string") if reference is None else reference,
    )


def _published(table: ir.Table, cause: str, *, day: str, number: str) -> ir.Table:
    """Return the steps that documents make; a grant that is only announced is an event's."""
    known = table.filter(table[day].notnull(), table[number].notnull())
    return _told_by(known, cause, known[day], DOCUMENT, known[number])


def _announced(effects: ir.Table) -> ir.Table:
    return effects.select(
        "application_number",
        day=effects.takes_effect_on.coalesce(effects.event_date),
        announced_on=effects.event_date,
        cause=effects.effect,
        source=ibis.literal(EVENT),
        reference=effects.event,
    )


def _ordered(steps: ir.Table, applications: ir.Table) -> ir.Table:
    """Return the steps with the days they are judged by, in their order, each one once.

    An announced grant or publication of the document's own day is the same step.
    """
    known = applications.select(
        "application_number", filed="filing_date", granted="grant_date", until="expires_on"
    )
    steps = steps.inner_join(known, "application_number")
    after = steps.granted.coalesce(steps.filed)
    believed = (steps.day <= steps.announced_on) & (after.isnull() | (steps.day >= after))
    unlikely = steps.announced_on.notnull() & (steps.day != steps.announced_on) & ~believed
    steps = steps.mutate(
        unlikely=unlikely, day=ibis.ifelse(unlikely, steps.announced_on, steps.day)
    )
    rank = ibis.cases(
        *((steps.cause == name, chr(ord("a") + place)) for place, name in enumerate(STEPS))
    )
    first = ibis.ifelse(steps.cause == "filed", " ", steps.day.cast("string"))
    origin = ibis.cases((steps.source == DOCUMENT, "a"), (steps.source == RULE, "b"), else_="c")
    told = steps.reference.fill_null("") + steps.announced_on.cast("string").fill_null("")
    steps = steps.mutate(rank=rank, sort=first + rank + origin + told)
    twice = ibis.row_number().over(
        group_by=[steps.application_number, steps.day, steps.cause], order_by=steps.sort
    )
    steps = steps.mutate(nth=twice)
    return numbered(steps.filter(steps.nth == 0), KEYS)


def _judged(steps: ir.Table) -> ir.Table:
    """Return the steps with the state each brings about and what is contradictory in it."""
    steps = _with_context(_with_beliefs(steps))
    verdicts = _verdicts(steps)
    target = ibis.cases(*((test, state) for test, state, _ in verdicts))
    none = ibis.null("string")
    code = ibis.cases(*((test, none if code is None else code) for test, _, code in verdicts))
    code = code.coalesce(ibis.ifelse(steps.unlikely, "effect_date_unlikely", none))
    words = steps.reference.fill_null("")
    return steps.mutate(target=target, flag=steps.day.cast("string") + " " + code + " " + words)


def _with_beliefs(steps: ir.Table) -> ir.Table:
    """Say of each step whether it stands after the grant, and whether it is believed at all."""
    is_grant = steps.cause == "granted"
    granted_rank = chr(ord("a") + STEPS.index("granted"))
    after_grant = steps.granted.notnull() & (
        (steps.day > steps.granted) | ((steps.day == steps.granted) & (steps.rank > granted_rank))
    )
    is_the_grant = is_grant & (steps.day == steps.granted).fill_null(False)
    early = (steps.cause != "filed") & (steps.day < steps.filed).fill_null(False) & ~is_the_grant
    steps = steps.mutate(after_grant=after_grant, early=early)
    ends = steps.cause.isin((*ENDINGS, "partly_invalidated")) & (steps.source != RULE)
    premature = ends & steps.granted.notnull() & ~steps.after_grant
    late = steps.cause.isin(DROPPED) & steps.after_grant
    return steps.mutate(
        premature=premature,
        late=late,
        other_grant=is_grant & ~is_the_grant,
        believed=~(steps.early | premature | late),
    )


def _with_context(steps: ir.Table) -> ir.Table:
    """Say of each step what had happened before it."""

    def before(*causes: str) -> ir.IntegerValue:
        return last(steps, KEYS, steps.believed & steps.cause.isin(causes))

    restored = before("restored")
    reached = ibis.cases(
        *((before(stage) > 0, stage) for stage in reversed(PENDING)), else_="filed"
    )
    return steps.mutate(
        is_final=before("invalidated", "expired") > 0,
        is_void=before("invalidated") > 0,
        has_ended=before(*ENDINGS) > restored,
        is_dropped=before(*DROPPED) > restored,
        was_cut=before("partly_invalidated") > 0,
        reached=reached,
    )


def _verdicts(steps: ir.Table) -> list[tuple[ir.BooleanValue, ir.StringValue, str | None]]:
    """Return for each kind of case its test, the state it leads to, and what contradicts in it."""
    none = ibis.null("string")
    cause, here = steps.cause, steps.cause
    unknown = steps.granted.isnull()
    back = ibis.ifelse(steps.was_cut, "partly_invalidated", "granted")
    confirms = (cause == "expired") & (steps.day >= steps.until).fill_null(False)
    overtaken = steps.after_grant | steps.is_dropped | steps.has_ended | steps.is_final
    furthest = ibis.cases(
        *((steps.reached == stage, place) for place, stage in enumerate(PENDING)), else_=-1
    )
    own = ibis.cases(*((cause == stage, place) for place, stage in enumerate(PENDING)), else_=-1)
    ends = cause.isin(ENDINGS)
    return [
        (cause == "filed", here, None),
        (steps.early, none, "before_filing"),
        (steps.premature, none, "end_before_grant"),
        (steps.late, none, "refused_after_grant"),
        (steps.other_grant, none, "granted_twice"),
        ((cause == "invalidated") & steps.is_void, none, "ended_twice"),
        ((cause == "invalidated") & unknown, here, "end_without_grant"),
        (cause == "invalidated", here, None),
        (cause.isin(PENDING) & (overtaken | (own <= furthest)), none, None),
        (cause.isin(PENDING), here, None),
        (steps.is_final & (steps.source == RULE), none, None),
        (confirms & steps.is_final & ~steps.is_void, none, None),
        (steps.is_final, none, "after_final_end"),
        ((cause == "granted") & steps.is_dropped, here, "grant_after_refusal"),
        (cause == "granted", here, None),
        ((cause == "partly_invalidated") & unknown, none, "end_without_grant"),
        ((cause == "partly_invalidated") & steps.has_ended, none, None),
        (cause == "partly_invalidated", here, None),
        (ends & steps.has_ended & (steps.source == RULE), none, None),
        (ends & steps.has_ended, none, "ended_twice"),
        (ends & unknown, here, "end_without_grant"),
        (ends, here, None),
        (cause.isin(DROPPED) & (steps.is_dropped | steps.has_ended), none, "ended_twice"),
        (cause.isin(DROPPED), here, None),
        (steps.after_grant & steps.has_ended, back, None),
        (~steps.after_grant & (steps.is_dropped | steps.has_ended), steps.reached, None),
        (cause == "restored", none, "nothing_to_restore"),
    ]
