"""What a report says of the measures, from where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from zhiheng.core.annual.facts import CommitmentFacts, MeasureFacts, MeasureState, plain
from zhiheng.core.plans.goals import Mark
from zhiheng.core.plans.light_words import mark_words
from zhiheng.office.plans.models import Commitment, Measure
from zhiheng.office.supervision.enums import TaskState
from zhiheng.office.supervision.models import Task
from zhiheng.office.supervision.queries import Achieved, MeasureStanding

# Under more headings than these nobody sees a pattern.
MOST_PARTS = 24


def measure_facts(standings: Sequence[MeasureStanding]) -> tuple[MeasureFacts, ...]:
    """Return the facts of the measures in the order of the plan."""
    depth = depth_of_parts([each.measure.under for each in standings])
    return tuple(_facts(each, depth) for each in standings)


def depth_of_parts(headings: Sequence[Sequence[str]]) -> int:
    """Return at which depth of headings the measures fall into several parts, yet not too many."""
    deepest = max((len(each) for each in headings), default=0)
    for depth in range(deepest):
        parts = {tuple(each[: depth + 1]) for each in headings}
        if len(parts) > MOST_PARTS:
            return max(depth - 1, 0)
        if len(parts) > 1 and (depth + 1 == deepest or _next_is_too_many(headings, depth)):
            return depth
    return max(deepest - 1, 0)


def _next_is_too_many(headings: Sequence[Sequence[str]], depth: int) -> bool:
    return len({tuple(each[: depth + 2]) for each in headings}) > MOST_PARTS


def _facts(found: MeasureStanding, depth: int) -> MeasureFacts:
    measure, last = found.measure, found.last_report
    return MeasureFacts(
        number=measure.number,
        title=" ".join(measure.title.split()),
        part=_part(measure, depth),
        lead=tuple(each.name for each in measure.lead.all()),
        support=tuple(each.name for each in measure.support.all()),
        due=_due(measure),
        state=MeasureState(found.state.value),
        percent=found.percent,
        tasks=found.standing.tasks,
        tasks_done=found.standing.done,
        tasks_overdue=found.overdue,
        waits_for=tuple(_waits_for(found)),
        reported_on=timezone.localdate(last) if last else None,
        commitments=tuple(_commitment(each) for each in found.achieved),
    )


def _part(measure: Measure, depth: int) -> str:
    under = [" ".join(str(each).split()) for each in measure.under]
    return under[min(depth, len(under) - 1)] if under else ""


def _due(measure: Measure) -> str:
    if measure.due_text:
        return measure.due_text
    if measure.due_on:
        return f"{measure.due_on:%Y-%m-%d}"
    return "长期推进" if measure.ongoing else ""


def _waits_for(found: MeasureStanding) -> list[str]:
    blocked = [task for task in found.tasks if task.state == TaskState.BLOCKED]
    return [_need(task) for task in blocked]


def _need(task: Task) -> str:
    need = f"{task.title}：{task.blocked_needs}" if task.blocked_needs else task.title
    return f"{need}，需{task.blocked_from}协调" if task.blocked_from else need


def _commitment(found: Achieved) -> CommitmentFacts:
    promise = found.commitment
    return CommitmentFacts(
        text=" ".join(promise.text.split()),
        promised=_promised(promise),
        reached=None if found.quantity is None else plain(found.quantity),
        unit=promise.unit,
    )


def _promised(promise: Commitment) -> str:
    upper = None if promise.upper is None else plain(promise.upper)
    mark = Mark(promise.year or 0, plain(promise.quantity), promise.comparator, upper)
    return mark_words(mark, promise.unit).zh.strip()
