"""What the joint conference decided about a plan within a year."""

from __future__ import annotations

import datetime as dt

from zhiheng.core.annual.facts import DecisionFacts
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.conference.enums import MeetingState
from zhiheng.office.conference.models import Item, Meeting, Resolution
from zhiheng.office.conference.queries import agenda, meetings
from zhiheng.office.plans.models import Plan
from zhiheng.office.supervision.enums import ENDED


def decision_facts(plan: Plan, *, year: int, on: dt.date) -> tuple[DecisionFacts, ...]:
    """Return the decisions of the year's meetings until a day that concern the plan.

    An item that names no measure concerns every plan.
    """
    held = meetings(system_operator(), on=on).filter(
        state=MeetingState.MINUTED, held_on__year=year, held_on__lte=on
    )
    return tuple(
        _facts(meeting, decision)
        for meeting in held.order_by("held_on", "number")
        for item in agenda(meeting)
        if _concerns(item, plan)
        for decision in item.resolutions.all()
    )


def _concerns(item: Item, plan: Plan) -> bool:
    measure = item.measure or (item.task.measure if item.task else None)
    return measure is None or measure.plan_id == plan.pk


def _facts(meeting: Meeting, decision: Resolution) -> DecisionFacts:
    tasks = list(decision.tasks.all())
    return DecisionFacts(
        meeting=meeting.title,
        held_on=meeting.held_on,
        text=" ".join(decision.text.split()),
        departments=tuple(each.name for each in decision.departments.all()),
        due_on=decision.due_on,
        done=bool(tasks) and all(task.state in ENDED for task in tasks),
    )
