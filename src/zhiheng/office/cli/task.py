"""`zhiheng task`: the tasks under the measures of plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhiheng.core.errors import StorageError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.queries import get_user
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, show_facts, show_rows
from zhiheng.office.plans import queries as plan_queries
from zhiheng.office.supervision import commands, queries
from zhiheng.office.supervision.presenters import plain, task_row
from zhiheng.office.supervision.queries import TaskFilter

FIELDS = ("number", "task", "measure", "department", "owner", "start", "due", "state", "percent")
BOARD = ("number", "measure", "state", "percent", "due", "tasks", "overdue", "blocked")
EVIDENCE = click.option(
    "--evidence",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that proves it; may be given several times.",
)


@click.group(name="task")
def group() -> None:
    """Tasks of plans: list, add, report, block, complete; where measures stand."""


@group.command(name="list")
@click.option("--plan", type=int, default=0, help="Only of one plan, by its number.")
@click.option(
    "--state",
    type=click.Choice(["open", "overdue", "blocked", "done", "all"]),
    default="open",
    show_default=True,
    help="Which tasks.",
)
@output_options
def list_(plan: int, state: str, style: str) -> None:
    """List tasks, those due first on top.

    Example: zhiheng task list --state overdue --json
    """
    day, by = timezone.localdate(), system_operator()
    asked = TaskFilter(state="" if state == "all" else state, plan=str(plan or ""))
    found = queries.narrowed(queries.tasks_seen_by(by, on=day), asked, user=by, on=day)
    show_rows([task_row(each, day) for each in found.order_by("due_on", "pk")], FIELDS, style)


@group.command(name="measures")
@click.argument("plan", type=int)
@output_options
def measures(plan: int, style: str) -> None:
    """Show where the measures of a plan stand; their numbers are what `task add` takes.

    Example: zhiheng task measures 1 --json
    """
    day = timezone.localdate()
    found = plan_queries.plan(plan, seen_by=system_operator(), on=day)
    rows = [
        {
            "number": each.measure.pk,
            "measure": str(each.measure),
            "state": each.state.value,
            "percent": each.percent,
            "due": each.measure.due_on,
            "tasks": each.standing.tasks,
            "overdue": each.overdue,
            "blocked": each.blocked,
            "commitments": [
                {
                    "text": one.commitment.text,
                    "reached": plain(one.quantity) if one.quantity is not None else None,
                }
                for one in each.achieved
            ],
        }
        for each in queries.measure_standings(found, on=day)
    ]
    show_rows(rows, (*BOARD, "commitments") if style == "json" else BOARD, style)


@group.command(name="show")
@click.argument("task", type=int)
@output_options
def show(task: int, style: str) -> None:
    """Show a task with its history.

    Example: zhiheng task show 3 --json
    """
    day = timezone.localdate()
    found = queries.task(task, seen_by=system_operator(), on=day)
    history = [
        {
            "at": timezone.localtime(each.at),
            "what": each.kind,
            "by": each.by.username,
            "percent": each.percent,
            "text": each.text,
            "evidence": [file.name for file in each.evidence.all()],
        }
        for each in queries.history(found)
    ]
    show_facts({**task_row(found, day), "history": history}, style)


@group.command(name="add")
@click.argument("measure", type=int)
@click.option("--title", required=True, help="What is to be done.")
@click.option("--due", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.option("--department", default="", help="Whose task; the leading department unless told.")
@click.option("--owner", default="", help="User name of who answers for it.")
@click.option("--weight", default=1, show_default=True, help="How much it counts, 1 to 100.")
@click.option("--reason", default="", help="Why it is due after the measure, where it is.")
def add(
    measure: int,
    title: str,
    due: dt.datetime,
    department: str,
    owner: str,
    weight: int,
    reason: str,
) -> None:
    """Add a task under a measure; prints its number.

    Example: zhiheng task add 5 --title 制定实施方案 --due 2026-09-30
    """
    by, now = system_operator(), timezone.now()
    found = queries.measure(measure, seen_by=by, on=timezone.localdate(now))
    content = commands.TaskContent(
        title=title, due_on=due.date(), owner=_person(owner), weight=weight, late_reason=reason
    )
    made = commands.add_task(
        measure=found,
        department=queries.department_of(found, department),
        content=content,
        by=by,
        on=now,
    )
    click.echo(str(made.pk))


@group.command(name="report")
@click.argument("task", type=int)
@click.argument("percent", type=int)
@click.argument("text")
@EVIDENCE
def report(task: int, percent: int, text: str, evidence: tuple[Path, ...]) -> None:
    """Say how far a task is.

    Example: zhiheng task report 3 40 已完成调研 --evidence 调研报告.pdf
    """
    by, now = system_operator(), timezone.now()
    found = queries.task(task, seen_by=by, on=timezone.localdate(now))
    commands.report_progress(
        task=found,
        revision=found.revision,
        percent=percent,
        text=text,
        evidence=_files(evidence),
        by=by,
        on=now,
    )


@group.command(name="block")
@click.argument("task", type=int)
@click.argument("needs")
@click.argument("source")
def block(task: int, needs: str, source: str) -> None:
    """Say that a task cannot go on, what it needs and from whom.

    Example: zhiheng task block 3 共享数据 市政务服务和数据管理局
    """
    by, now = system_operator(), timezone.now()
    found = queries.task(task, seen_by=by, on=timezone.localdate(now))
    commands.block_task(
        task=found, revision=found.revision, needs=needs, needed_from=source, by=by, on=now
    )


@group.command(name="done")
@click.argument("task", type=int)
@click.argument("text")
@EVIDENCE
def done(task: int, text: str, evidence: tuple[Path, ...]) -> None:
    """Say that a task is done, with what proves it.

    Example: zhiheng task done 3 方案已印发 --evidence 实施方案.pdf
    """
    by, now = system_operator(), timezone.now()
    found = queries.task(task, seen_by=by, on=timezone.localdate(now))
    commands.complete_task(
        task=found,
        revision=found.revision,
        text=text,
        evidence=_files(evidence),
        by=by,
        on=now,
    )


def _person(username: str) -> User | None:
    return get_user(username) if username else None


def _files(paths: Sequence[Path]) -> list[SimpleUploadedFile]:
    try:
        return [SimpleUploadedFile(path.name, path.read_bytes()) for path in paths]
    except OSError as error:
        raise StorageError.of(
            "storage.refused", root=error.filename, received=error.strerror
        ) from error
