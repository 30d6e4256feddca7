"""`zhiheng conference`: the joint conference, its meetings and what came of their decisions."""

from __future__ import annotations

import click
from django.utils import timezone

from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, show_facts, show_rows
from zhiheng.office.conference import queries
from zhiheng.office.conference.models import Item, Resolution


@click.group(name="conference")
def group() -> None:
    """The joint conference: meetings, agendas, decisions, follow-up."""


@group.command(name="list")
@output_options
def list_(style: str) -> None:
    """List the meetings.

    Example: zhiheng conference list --json
    """
    found = queries.meetings(system_operator(), on=timezone.localdate())
    rows = [
        {
            "number": each.number,
            "title": each.title,
            "date": each.held_on,
            "place": each.place,
            "state": each.state,
            "items": each.items.count(),
        }
        for each in found.order_by("-number")
    ]
    show_rows(rows, ("number", "title", "date", "place", "state", "items"), style)


@group.command(name="show")
@click.argument("number", type=int)
@output_options
def show(number: int, style: str) -> None:
    """Show a meeting: agenda, attendance, decisions, what is outstanding of earlier ones.

    Example: zhiheng conference show 2 --json
    """
    found = queries.meeting(number, seen_by=system_operator(), on=timezone.localdate())
    attendances = found.attendances.select_related("department")
    facts = {
        "number": found.number,
        "title": found.title,
        "date": found.held_on,
        "place": found.place,
        "chair": found.chair,
        "state": found.state,
        "attendance": [
            {"department": each.department.name, "presence": each.presence, "person": each.person}
            for each in attendances
        ],
        "agenda": [_item(each) for each in queries.agenda(found)],
        "outstanding": found.outstanding or _outstanding(before=found.number),
    }
    show_facts(facts, style)


@group.command(name="outstanding")
@output_options
def outstanding(style: str) -> None:
    """List the decisions of all meetings that are not done.

    Example: zhiheng conference outstanding --csv
    """
    show_rows(
        _outstanding(before=None),
        ("meeting", "text", "department", "due", "state", "percent", "task"),
        style,
    )


def _item(item: Item) -> dict[str, object]:
    return {
        "title": item.title,
        "measure": str(item.measure) if item.measure else None,
        "task": item.task_id,
        "papers": [file.name for file in item.papers.all()],
        "decisions": [_decision(each) for each in item.resolutions.all()],
    }


def _decision(resolution: Resolution) -> dict[str, object]:
    return {
        "text": resolution.text,
        "departments": [each.name for each in resolution.departments.all()],
        "due": resolution.due_on,
        "tasks": [each.pk for each in resolution.tasks.all()],
    }


def _outstanding(*, before: int | None) -> list[dict[str, object]]:
    return [
        {
            "meeting": each.meeting.number,
            "text": each.resolution.text,
            "department": each.task.department.name,
            "due": each.task.due_on,
            "state": each.task.state,
            "percent": each.task.percent,
            "task": each.task.pk,
        }
        for each in queries.outstanding(before=before)
    ]
