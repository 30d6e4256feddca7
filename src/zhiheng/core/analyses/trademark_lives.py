"""Through which states does a Chinese mark go in one class, on which days and why?

Inputs: marks (number and class, dates of the list) and events with their effects. Output: intervals
of state.

Method. Everything that happened is a step; steps are taken in the order of their days, those of one
day in the order of `STEPS`, and each is judged by what came before:

1. The first preliminary publication opens the window for oppositions, which closes on the day after
   the list's `opposition_ends`. An opposition leads to `opposed`; its rejection closes it.
2. A refused application that is reviewed is pending again; one that is published after a refusal is
   believed, and told as a contradiction.
3. Registration gives the right on its day, whatever was announced before. Revocation, cancellation
   of parts of the goods leave it in force for the rest.
4. The term ends on `expires_on`. A renewal asked for in the months before or in the grace after
   begins the next term on the day the last one ended, so that nothing is interrupted, and further
   renewals further terms. A term without renewal leads to the months of grace, in which the right
   is no longer in force but may still be renewed, and then to expiry.
5. A right ends once, by revocation, surrender or expiry; invalidation (商标法 art. 47) also follows
   another ending and is final. A restoration undoes an ending that is not final.
6. Steps dated before the filing, endings before a known registration, refusals and oppositions
   after it, and an expiry announced before the term ends are not believed.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.state_intervals import intervals, last, numbered

KEYS = ("number", "nice_class")
STEPS = (
    *("filed", "published", "opposed", "opposition-closed", "window_closed", "registered"),
    *("renewed", "revoked-in-part", "cancelled-in-part", "invalidated-in-part", "invalidated"),
    *("revoked", "cancelled", "expired", "refused", "withdrawn", "revival", "restored"),
    *("term_ended", "grace_ended"),
)
IN_PART = ("revoked-in-part", "cancelled-in-part", "invalidated-in-part")
ENDINGS = ("invalidated", "revoked", "cancelled", "expired")
DROPPED = ("refused", "withdrawn")
IN_FORCE = ("registered", "registered_in_part")
# What a step is known from: the list of marks, an event, or a rule alone.
LISTED, EVENT, RULE = "list", "event", "rule"
CARRIED = ("cause", "source", "reference", "announced_on")
Verdict = tuple[ir.BooleanValue, ir.StringValue | str, str | None]


def lives(steps: ir.Table, marks: ir.Table) -> ir.Table:
    """Return the intervals of state of every mark and class, with the columns `CARRIED`.

    `steps` has number, nice_class, day, announced_on, cause (one of `STEPS`), source and reference;
    `marks` has number, nice_class, filed, registered_on and until (the end of the listed term).
    """
    return intervals(_judged(_ordered(steps, marks)), KEYS, CARRIED)


def _ordered(steps: ir.Table, marks: ir.Table) -> ir.Table:
    """Return the steps in their order, each one once."""
    steps = steps.inner_join(marks, list(KEYS))
    rank = ibis.cases(
        *((steps.cause == name, chr(ord("a") + place)) for place, name in enumerate(STEPS))
    )
    first = ibis.ifelse(steps.cause == "filed", " ", steps.day.cast("string"))
    origin = ibis.cases((steps.source == LISTED, "a"), (steps.source == EVENT, "b"), else_="c")
    told = steps.reference.fill_null("") + steps.announced_on.cast("string").fill_null("")
    steps = steps.mutate(rank=rank, sort=first + rank + origin + told)
    twice = ibis.row_number().over(
        group_by=[steps.number, steps.nice_class, steps.day, steps.cause], order_by=steps.sort
    )
    steps = steps.mutate(nth=twice)
    return numbered(steps.filter(steps.nth == 0), KEYS)


def _judged(steps: ir.Table) -> ir.Table:
    """Return the steps with the state each brings about and what is contradictory in it."""
    steps = _with_context(_with_beliefs(steps))
    none = ibis.null("string")
    verdicts = _verdicts(steps)
    target = ibis.cases(*((test, state) for test, state, _ in verdicts))
    code = ibis.cases(*((test, none if code is None else code) for test, _, code in verdicts))
    words = steps.reference.fill_null("")
    return steps.mutate(target=target, flag=steps.day.cast("string") + " " + code + " " + words)


def _with_beliefs(steps: ir.Table) -> ir.Table:
    """Say of each step whether it stands after the registration, and whether it is believed."""
    cause = steps.cause
    registered_rank = chr(ord("a") + STEPS.index("registered"))
    after = steps.registered_on.notnull() & (
        (steps.day > steps.registered_on)
        | ((steps.day == steps.registered_on) & (steps.rank > registered_rank))
    )
    is_registration = (cause == "registered") & (steps.day == steps.registered_on).fill_null(False)
    steps = steps.mutate(
        after=after,
        other_registration=(cause == "registered") & ~is_registration,
        early=(cause != "filed") & (steps.day < steps.filed).fill_null(False) & ~is_registration,
    )
    premature = cause.isin((*ENDINGS, *IN_PART)) & steps.registered_on.notnull() & ~steps.after
    late = cause.isin((*DROPPED, "opposed")) & steps.after
    hasty = (cause == "expired") & (steps.source != RULE) & (steps.day < steps.until)
    steps = steps.mutate(premature=premature, late=late, hasty=hasty.fill_null(False))
    believed = ~(steps.early | premature | late | steps.hasty | steps.other_registration)
    return steps.mutate(believed=believed)


def _with_context(steps: ir.Table) -> ir.Table:
    """Say of each step what had happened before it."""

    def before(*causes: str) -> ir.IntegerValue:
        return last(steps, KEYS, steps.believed & steps.cause.isin(causes))

    lifted = ibis.greatest(before("revival"), before("restored"), before("published"))
    return steps.mutate(
        is_void=before("invalidated") > 0,
        has_ended=before(*ENDINGS, "grace_ended") > before("restored"),
        is_dropped=before(*DROPPED) > lifted,
        was_published=before("published") > 0,
        is_opposed=before("opposed") > before("opposition-closed"),
        was_cut=before(*IN_PART) > 0,
    )


def _verdicts(steps: ir.Table) -> list[Verdict]:
    """Return for each kind of case its test, the state it leads to, and what contradicts in it."""
    cause, none = steps.cause, ibis.null("string")
    held = ibis.ifelse(steps.was_cut, "registered_in_part", "registered")
    unknown = steps.registered_on.isnull()
    over = steps.after | steps.has_ended | steps.is_dropped
    ends = cause.isin(ENDINGS)
    return [
        (cause == "filed", "filed", None),
        (steps.early, none, "before_filing"),
        (steps.other_registration, none, None),  # entry and announcement of one registration
        (steps.premature, none, "end_before_registration"),
        (steps.late, none, "after_registration"),
        (steps.hasty, none, "expiry_before_term"),
        ((cause == "invalidated") & steps.is_void, none, "ended_twice"),
        ((cause == "invalidated") & unknown, "invalidated", "end_without_registration"),
        (cause == "invalidated", "invalidated", None),
        (steps.is_void & (steps.source == RULE), none, None),
        (steps.is_void, none, "after_final_end"),
        *_pending(steps, none, over),
        ((cause == "registered") & steps.is_dropped, held, "registered_after_refusal"),
        (cause == "registered", held, None),
        (cause.isin(("renewed", "term_ended")) & steps.has_ended, none, None),
        (cause == "renewed", held, None),
        (cause == "term_ended", "grace", None),
        ((cause == "grace_ended") & steps.has_ended, none, None),
        (cause == "grace_ended", "expired", None),
        (cause.isin(IN_PART) & (unknown | steps.has_ended), none, None),
        (cause.isin(IN_PART), "registered_in_part", None),
        (ends & steps.has_ended & (cause == "expired"), none, None),  # confirms the end of grace
        (ends & steps.has_ended, none, "ended_twice"),
        (ends & unknown, cause, "end_without_registration"),
        (ends, cause, None),
        (steps.after & steps.has_ended, held, None),
        (~steps.after & (steps.is_dropped | steps.has_ended), "review", None),
        (cause == "restored", none, "nothing_to_restore"),
    ]


def _pending(steps: ir.Table, none: ir.StringValue, over: ir.BooleanValue) -> list[Verdict]:
    """Return the cases of an application: `over` is what is no longer pending."""
    cause = steps.cause
    published = cause == "published"
    return [
        (published & steps.is_dropped & ~steps.after, "published", "published_after_refusal"),
        (published & (over | steps.was_published), none, None),
        (published, "published", None),
        ((cause == "window_closed") & (over | steps.is_opposed), none, None),
        (cause == "window_closed", "unopposed", None),
        ((cause == "opposed") & over, none, "after_refusal"),
        ((cause == "opposed") & ~steps.was_published, "opposed", "opposed_before_publication"),
        (cause == "opposed", "opposed", None),
        ((cause == "opposition-closed") & (over | ~steps.is_opposed), none, None),
        (cause == "opposition-closed", "unopposed", None),
        (cause.isin(DROPPED) & (steps.is_dropped | steps.has_ended), none, "ended_twice"),
        (cause.isin(DROPPED), cause, None),
        ((cause == "revival") & (steps.after | ~steps.is_dropped), none, None),
        (cause == "revival", "review", None),
    ]
